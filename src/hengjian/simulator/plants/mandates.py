"""Plants in the letters of entrustment: A02.

Serves the truth about mandates that were never put in writing, do not say what they cover or until
when, or were kept from the public. No case rests on what is planted here.
"""

from datetime import timedelta
from typing import Any

from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth

# 罚§20: 书面委托; the letter names items, powers and term; both sides publish it.
_WAYS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (BREAKS, "没有书面委托书", {"document": None}),
    (BREAKS, "委托书没有载明具体事项和权限", {"scope": None}),
    (BREAKS, "委托书没有载明期限", {"valid_to": None}),
    (BREAKS, "委托书没有向社会公布", {"published_on": None}),
    (NEAR, "委托书生效前一日公布", {"published_on": -1}),
)


def put(registry: Registry, truth: Truth) -> None:
    """Letters to the entrusted organizations on items that no case uses."""
    pattern = next(
        row for row in registry.delegations
        if row["route"] == "entrusted" and row["to_body"] != _id(registry, "reentrusted")
    )  # fmt: skip
    places = [
        (item, registry.bodies[registry.body_of(key)])
        for key in ("entrusted_urban", "entrusted_market")
        for item in registry.items
        if item.kind == "penalty" and not item.key and not item.entrusted
        and item.sector == registry.bodies[registry.body_of(key)].sector
    ]  # fmt: skip
    for (item, to), (verdict, how, fields) in zip(places, _WAYS, strict=False):
        by = next(b for b in registry.bodies if b.id == to.parent)
        changes = dict(fields)
        if changes.get("published_on") == -1:
            changes["published_on"] = pattern["valid_from"] - timedelta(days=1)
        registry.delegations.append(
            {
                **pattern,
                "item_id": item.id,
                "to_body": to.id,
                "from_body": by.id,
                "scope": f"{item.name}：调查、作出处罚决定；以{by.name}名义",
                **changes,
            }
        )
        truth.tell("A02", "delegation", f"{item.id}/{to.id}", verdict, how)
    empowered = next(row for row in registry.delegations if row["route"] == "empowered")
    key = f"{empowered['item_id']}/{empowered['to_body']}"
    truth.tell("A02", "delegation", key, EXEMPT, "省级赋权不是委托，不需要委托书")


def _id(registry: Registry, key: str) -> str:
    return registry.bodies[registry.body_of(key)].id
