"""Execution by the body itself: an obstacle that the party does not remove.

Serves the simulator with the few powers that a law gives directly (强§50–52): an order, a written
reminder that is served, a decision to execute, and the execution by day on a worked day (§43). It
pulls no building down, which would have to wait for the remedy terms (§44).
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, latest, plus, present
from hengjian.simulator.stories import casting

STEPS = (
    Step("filing_approved", "filing_approved", doc="立案01"),
    Step("filed", "filed", ("filing_approved",), doc="立案01"),
    Step("card_at_order", "certificate_shown", ("filed",), "handlers"),
    Step("site_examined", "site_examined", ("card_at_order",), "handlers", doc="勘验01"),
    Step("decided", "decided", (), doc="决定01"),
    Step("card_at_service", "certificate_shown", ("decided",), "handlers"),
    Step("served", "served", ("card_at_service",), "handlers", mode="direct", doc="送达01"),
    Step("published", "published", ("decided",)),
    Step("demanded", "demanded", (), doc="催告01"),
    Step("card_at_demand", "certificate_shown", ("demanded",), "handlers"),
    Step("demand_served", "demand_served", ("card_at_demand",), "handlers", mode="direct", doc="催告01"),
    Step("legally_reviewed", "legally_reviewed", ("demand_served",), "reviewer", mode="passed"),
    Step("enforcement_decided", "enforcement_decided", ("legally_reviewed",), doc="强执01"),
    Step("card_again", "certificate_shown", ("enforcement_decided",), "handlers"),
    Step("order_served", "served", ("card_again",), "handlers", mode="direct", doc="送达02"),
    Step("card_shown", "certificate_shown", (), "handlers"),
    Step("enforced", "enforced", ("card_shown",), "handlers", doc="笔录01", present=True, lasts=80,
         note="机关派员到场监督，执行文书已签名"),
    Step("closed", "closed", ("enforced",)),
    Step("archived", "archived", ("closed",)),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
_ORDER = ("party", "facts", "reasons", "basis", "performance", "remedies", *_SEAL)
_EXECUTION = ("party", "reasons", "basis", "way_and_sum", "term", "object", "remedies", *_SEAL)
DOCS = (
    Doc("立案01", "filing_form", "filed", ("party", "facts", "basis", "organ_and_date")),
    Doc("勘验01", "site_record", "site_examined", ("party", "facts", "organ_and_date")),
    Doc("决定01", "other", "decided", _ORDER),
    Doc("送达01", "service_receipt", "served", ("party", "organ_and_date")),
    Doc("催告01", "demand", "demanded", ("party", "way_and_sum", "term", "defence_right", *_SEAL)),
    Doc("强执01", "enforcement_decision", "enforcement_decided", _EXECUTION),
    Doc("送达02", "service_receipt", "order_served", ("party", "organ_and_date")),
    Doc("笔录01", "site_record", "enforced", ("party", "facts", "organ_and_date")),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Cast and course of each execution."""
    casting.begin(b)
    casting.cast(b, np.full(b.size, "coercion"))
    b.value["party_kind"] = b.rng.choice(3, b.size, p=(0.4, 0.4, 0.2))
    b.flags["urgent"] = b.draw_trait("urgent", 0.0)
    for name, low, high in (
        ("examine", 0, 2), ("serve", 0, 3), ("publish", 1, 5), ("term", 15, 20), ("demand", 1, 4),
        ("bring", 0, 2), ("wait", 11, 15), ("review", 1, 2), ("order", 0, 2), ("bring_order", 0, 2),
        ("execute", 5, 10), ("close", 0, 3), ("archive", 2, 20),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def schedule(b: Batch) -> None:
    """The day of every step."""
    for step in ("filing_approved", "filed", "card_at_order"):
        b.at(step, b.day["root"])
    site = b.at("site_examined", b.day["root"])
    decided = b.at("decided", b.wd(b.days.add(site, 1), "examine"))
    served = b.at("served", b.wd(decided, "serve"))
    b.at("card_at_service", served)
    b.at("published", b.wd(decided, "publish"))
    expired = b.days.roll(plus(served, b.delay["term"]))
    demanded = b.at("demanded", b.wd(expired, "demand"))
    reminded = b.at("demand_served", b.wd(demanded, "bring"))
    b.at("card_at_demand", reminded)
    reviewed = b.at("legally_reviewed", b.wd(reminded, "wait"))
    ordered = b.at("enforcement_decided", b.wd(reviewed, "order"))
    told = b.at("order_served", b.wd(ordered, "bring_order"))
    b.at("card_again", told)
    enforced = b.at("enforced", b.wd(told, "execute"))
    b.at("card_shown", enforced)
    closed = b.at("closed", b.wd(enforced, "close"))
    archived = b.at("archived", b.days.settle(plus(closed, b.delay["archive"])))
    b.day["archived"] = np.where(present(archived), latest(archived, closed), NONE)


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    registry = b.registry
    kinds = [registry.combination(item.execution) if item.execution else NONE
             for item in registry.items]  # fmt: skip
    b.value["enforcement_kinds"] = np.array(kinds)[b.value["item"]]
    b.case["result"] = np.full(b.size, "other")
