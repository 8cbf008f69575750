"""Plants in the registers, which no case is needed for: A05, A10, B07, B08, L07.

Serves the truth about items with penalties their norm may not set, standards made late, powers
never evaluated, and reviewers without qualification. What is planted here is used by no case.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth


@dataclass(frozen=True)
class Norm:
    """An item that exists for the register only. ``higher``: the level of the norm above it."""

    rule: str
    verdict: str
    how: str
    level: str
    kinds: tuple[str, ...] = ("warning", "fine")
    higher: str = ""
    since: date = date(2015, 6, 1)
    required: bool = False
    made_on: date | None = None
    changes: dict[str, Any] = field(default_factory=dict)


A10 = (
    # 罚§14: a local government's rule may set 警告、通报批评、一定数额罚款 and nothing more.
    Norm(
        "A10", BREAKS, "地方政府规章自行设定吊销许可证件", "local_rule", ("fine", "revoke_permit")
    ),
    # 罚§13: the same holds for a department's rule.
    Norm(
        "A10",
        BREAKS,
        "部门规章自行设定没收违法所得",
        "department_rule",
        ("fine", "confiscate_gain"),
    ),
    # 罚§16: other normative documents may set no penalty at all.
    Norm("A10", BREAKS, "其他规范性文件设定罚款", "normative", ("fine",)),
    # 罚§12: local regulations may not set 吊销营业执照.
    Norm(
        "A10",
        BREAKS,
        "地方性法规自行设定吊销营业执照",
        "local_regulation",
        ("fine", "revoke_licence"),
    ),
    # 罚§11: administrative regulations may not set what takes away liberty (§10.2).
    Norm("A10", BREAKS, "行政法规自行设定行政拘留", "admin_regulation", ("warning", "detention")),
    # 罚§13: exactly what a rule may set.
    Norm(
        "A10",
        NEAR,
        "部门规章只设定警告、通报批评、罚款",
        "department_rule",
        ("warning", "criticism", "fine"),
    ),
    # 罚§12: a local regulation may set the revocation of permits, only not of the licence.
    Norm(
        "A10",
        NEAR,
        "地方性法规设定吊销许可证件、责令停产停业",
        "local_regulation",
        ("fine", "revoke_permit", "stop_business"),
    ),
    # 罚§10: a law may set any kind.
    Norm("A10", NEAR, "法律设定行政拘留", "law", ("fine", "detention")),
    # 罚§13, 14: a rule may detail, inside a higher norm, the kinds that the higher norm has.
    Norm(
        "A10",
        EXEMPT,
        "部门规章在法律规定的种类内作具体规定",
        "department_rule",
        ("fine", "revoke_permit"),
        "law",
    ),
    Norm(
        "A10",
        EXEMPT,
        "地方政府规章在法规规定的种类内作具体规定",
        "local_rule",
        ("fine", "confiscate_goods"),
        "admin_regulation",
    ),
    # 罚§12: a local regulation may likewise detail what a law has set.
    Norm(
        "A10",
        EXEMPT,
        "地方性法规在法律规定的种类内作具体规定",
        "local_regulation",
        ("fine", "revoke_licence"),
        "law",
    ),
)

L07 = (
    # 黑裁§16: within six months of the day in force of the new norm.
    Norm(
        "L07",
        BREAKS,
        "新规定施行超过六个月才制定裁量标准",
        "admin_regulation",
        since=date(2023, 3, 1),
        required=True,
        made_on=date(2023, 10, 16),
    ),
    # 黑裁§16: never made, and the six months have run out.
    Norm(
        "L07",
        BREAKS,
        "新规定施行多年一直没有裁量标准",
        "law",
        since=date(2022, 7, 1),
        required=True,
    ),
    # 黑裁§16: the corresponding day six months later is the last one.
    Norm(
        "L07",
        NEAR,
        "新规定施行恰满六个月之日制定裁量标准",
        "admin_regulation",
        since=date(2023, 3, 1),
        required=True,
        made_on=date(2023, 9, 1),
    ),
    # 黑裁§16: the six months are not over on the day the data were drawn.
    Norm(
        "L07",
        NEAR,
        "新规定施行未满六个月，裁量标准尚在制定",
        "admin_regulation",
        since=date(2026, 8, 3),
        required=True,
    ),
    # 黑裁§16.1: norms older than the regulation had a year from 2019-01-28.
    Norm(
        "L07",
        EXEMPT,
        "办法施行前的旧规定，一年内制定裁量标准",
        "law",
        since=date(2015, 6, 1),
        required=True,
        made_on=date(2020, 1, 10),
    ),
    # 黑裁§11: where there is nothing to choose there is nothing to refine.
    Norm(
        "L07",
        EXEMPT,
        "没有裁量空间的事项，不需要裁量标准",
        "law",
        since=date(2022, 7, 1),
        required=False,
    ),
)


def put(registry: Registry, truth: Truth, copies: int) -> None:
    """Put all register plants into the registry, ``copies`` of each where there is room."""
    for norm in A10 + L07:
        for _ in range(copies):
            enact(registry, truth, norm)
    _evaluations(registry, truth)
    _reviewers(registry, truth, copies)
    _small_staffs(registry, truth)


def enact(registry: Registry, truth: Truth, norm: Norm) -> None:
    """Put an item of this norm into the register; published in time unless told otherwise."""
    number = len(registry.items) + len(registry.extra_items) + 1
    item_id = f"I{number:03d}"
    matters = registry.recipe.register_items
    matter = matters[number % len(matters)]
    fixed = not norm.required
    registry.extra_items.append(
        {
            "item_id": item_id,
            "name": f"对{matter.act}的处罚",
            "kind": "penalty",
            "basis": matter.norm(norm.level, number),
            "basis_level": norm.level,
            "basis_territory": "23" if norm.level.startswith("local") else "CN",
            "higher_norm": matter.norm(norm.higher, number + 1) if norm.higher else None,
            "in_force_from": norm.since,
            "basis_published_on": norm.since - timedelta(days=45),
            "penalty_kinds": list(norm.kinds),
            "fine_min": 500_00 if fixed and "fine" in norm.kinds else 200_00,
            "fine_max": 500_00 if fixed else 1_000_00,
            "discretion_required": norm.required,
            "discretion_made_on": norm.made_on,
            "discretion_published_on": norm.made_on and norm.made_on + timedelta(days=7),
            "listed_from": max(norm.since, date(2019, 6, 1)),
            **norm.changes,
        }
    )
    truth.tell(norm.rule, "item", item_id, norm.verdict, norm.how)


def _evaluations(registry: Registry, truth: Truth) -> None:
    """罚§24: 定期组织评估; a year is our own choice of what is regular, and the plants keep clear
    of it by many months. Entrustments (§20) need no evaluation, nor do powers that were taken back.
    """
    as_of = registry.recipe.timeline.as_of
    item = registry.items[registry.item_of("evaluated")]
    pattern = next(row for row in registry.delegations if row["route"] == "empowered")
    long_ago = date(as_of.year - 3, 3, 1)
    ways: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (BREAKS, "下放事项最近一次评估已过二十个月", {"last_evaluated_on": as_of - timedelta(days=610)}),
        (BREAKS, "下放三年以上从未评估", {"last_evaluated_on": None}),
        (NEAR, "下放事项恰在十二个月前评估", {"last_evaluated_on": as_of.replace(year=as_of.year - 1)}),
        (NEAR, "下放未满十二个月，尚未到评估时间",
         {"valid_from": as_of - timedelta(days=200), "published_on": as_of - timedelta(days=200),
          "last_evaluated_on": None}),
        (EXEMPT, "下放已经收回，不再需要评估",
         {"valid_to": long_ago + timedelta(days=300), "last_evaluated_on": None}),
    )  # fmt: skip
    towns = [registry.bodies[town] for town in registry.towns()]
    for town, (verdict, how, fields) in zip(towns, ways, strict=False):
        by = next(
            b for b in registry.bodies
            if b.sector == "urban" and b.county == town.county and b.kind == "agency" and not b.key
        )  # fmt: skip
        registry.delegations.append(
            {
                **pattern,
                "item_id": item.id,
                "to_body": town.id,
                "from_body": by.id,
                "scope": f"{item.name}权",
                "valid_from": long_ago,
                "published_on": long_ago,
                **fields,
            }
        )
        truth.tell("A05", "delegation", f"{item.id}/{town.id}", verdict, how)
    entrusted = next(row for row in registry.delegations if row["route"] == "entrusted")
    key = f"{entrusted['item_id']}/{entrusted['to_body']}"
    truth.tell("A05", "delegation", key, EXEMPT, "委托其他组织实施，不属于罚§24的下放")


def _reviewers(registry: Registry, truth: Truth, copies: int) -> None:
    """罚§58.2: who reviews penalties for the first time holds 法律职业资格. The law asks this since
    2018; staff of before are exempt, and the years between 2018 and the revision of 2021 are left out.
    """
    ways: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (BREAKS, "2022年初次从事法制审核，没有法律职业资格",
         {"reviewer_since": date(2022, 5, 9), "legal_qualification": False}),
        (NEAR, "2022年初次从事法制审核，有法律职业资格",
         {"reviewer_since": date(2022, 5, 9), "legal_qualification": True}),
        (EXEMPT, "2016年即从事法制审核，不是初次",
         {"reviewer_since": date(2016, 3, 1), "employed_from": date(2015, 7, 1),
          "legal_qualification": False}),
    )  # fmt: skip
    departments = [body for body in registry.bodies if body.ordinary]
    for verdict, how, fields in ways:
        for copy in range(copies):
            body = departments[(7 * copy + len(how)) % len(departments)]
            number = registry.people.hire(body, "reviewer", **fields)
            officer = registry.people.officers[number]["officer_id"]
            truth.tell("B07", "officer", officer, verdict, how)


def _small_staffs(registry: Registry, truth: Truth) -> None:
    """118号（十一）: the understaffed body has two reviewers for thirty officers, but in 2023 one."""
    body = registry.bodies[registry.body_of("understaffed")]
    registry.people.hire(body, "reviewer", employed_to=date(2022, 12, 31))
    registry.people.hire(
        body, "reviewer", employed_from=date(2024, 1, 1), reviewer_since=date(2024, 1, 1)
    )
