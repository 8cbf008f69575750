"""The penalty on the spot: one scene, a numbered form, a small sum.

Serves the simulator with 简易程序 (罚§51–53): within 200 yuan for a citizen, 3,000 for an
organization, or a warning. Cash is taken only as §68 and §69 allow, and is in the bank within the
two working days of §71, twice.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Ints, latest, months_later, plus, present, year_of
from hengjian.simulator.stories import casting, penalty

RECONSIDERATION_FIRST_FROM = 2024
"""From 2024 on, who is punished on the spot must ask for reconsideration first (复§23)."""

_CASH_LIMIT = 100_00

STEPS = (
    Step("card_shown", "certificate_shown", (), "handlers"),
    Step("correction_ordered", "correction_ordered", ("card_shown",), note="口头责令当场改正"),
    Step(
        "decided_on_spot", "decided_on_spot", ("correction_ordered",), "handlers", doc="当场01",
        note="已口头告知事实、理由、依据，听取陈述申辩",
    ),
    Step("announced", "announced", ("decided_on_spot",), "handlers", present=True),
    Step("served", "served", ("announced",), "handlers", mode="direct", doc="当场01"),
    Step(
        "cash_collected", "cash_collected", ("served",), "handlers", mode="cash", doc="票据01"
    ),
    Step("landed", "landed", (), "handlers"),
    Step("cash_handed_in", "cash_handed_in", ("cash_collected", "landed"), "one"),
    Step("cash_banked", "cash_banked", ("cash_handed_in",), mode="bank"),
    Step("filed_back", "filed_back", ("served",)),
    Step("published", "published", ("served",)),
    Step("demanded", "demanded", (), doc="催告01"),
    Step("card_at_demand", "certificate_shown", ("demanded",), "handlers"),
    Step("demand_served", "demand_served", ("card_at_demand",), "handlers", mode="direct", doc="催告01"),
    Step("court_applied", "court_applied", ("demand_served",), doc="申请01"),
    Step("paid", "paid", ("served",), mode="bank", doc="票据02"),
    Step("closed", "closed", ("paid", "cash_banked", "served", "filed_back")),
    Step("archived", "archived", ("closed",)),
    Step("decision_changed", "decision_changed", (), note="经行政复议或者行政诉讼，决定被撤销、变更或者确认违法"),
    Step("unpublished", "unpublished", ("published", "decision_changed")),
)  # fmt: skip

_DECISION = (
    "party", "facts", "kind_and_basis", "basis", "performance", "remedies", "reconsideration_term",
    "lawsuit_term", "officers_signed", "handed_over", "organ_and_date", "seal",
)  # fmt: skip
_DEMAND = ("party", "way_and_sum", "term", "performance", "defence_right", "organ_and_date", "seal")
_RECEIPT = ("party", "way_and_sum", "special_receipt", "organ_and_date", "seal")
DOCS = (
    Doc(
        "当场01", "on_spot_decision", "decided_on_spot", _DECISION,
        (("reconsideration_first", "reconsideration_first"), ("free_choice", "either_route"),
         ("fined", "bank"), ("fined", "surcharge_clause"), ("signs", "party_signed"),
         ("refuses", "refusal_noted")),
    ),
    Doc("票据01", "receipt", "cash_collected", _RECEIPT),
    Doc("催告01", "demand", "demanded", _DEMAND),
    Doc("申请01", "other", "court_applied", ("party", "basis", "object", "organ_and_date", "seal")),
    Doc("票据02", "receipt", "paid", _RECEIPT),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Cast, sums, how it is paid."""
    casting.begin(b)
    casting.cast(b, np.full(b.size, "simple"))
    b.trait["on_spot"] = np.ones(b.size, dtype=bool)
    penalty.draw(b)
    registry, item = b.registry, b.value["item"]
    market = registry.item_sector[item] == "market"
    b.draw_trait("gain", 0.0)
    for column in ("illegal_gain", "confiscated"):
        b.case[column] = np.full(b.size, penalty.ABSENT)
    b.trait["fined"] = ~b.draw_trait("warning_only", 0.12, ~market)
    b.trait["signs"] = ~b.draw_trait("refuses", 0.03)
    b.draw_trait("warned", 0.0)
    b.draw_trait("court", 0.0)
    b.draw_trait("afloat", 0.5, np.array([i.afloat for i in registry.items])[item])
    b.flags["social_impact"] = b.draw_trait("social_impact", 0.0)
    cash = b.draw_trait("cash", 0.4, b.trait["fined"])
    afield = cash & (b.trait["afloat"] | b.draw_trait("afield", 0.03))
    b.flags["remote_area"] = afield
    b.flags["asked_to_pay_on_spot"] = afield.copy()
    b.flags["hard_to_collect"] = cash & (b.case["fine"] > _CASH_LIMIT) & ~afield
    b.flags["mitigating"] = b.trait["mitigating"] & ~b.planted
    for name, low, high in (
        ("hand_in", 0, 1), ("land", 1, 3), ("bank", 0, 1), ("file_back", 0, 1), ("publish", 1, 5),
        ("pay", 0, 12), ("close", 0, 3), ("archive", 2, 20), ("demand", 3, 15),
        ("bring_demand", 0, 2), ("court", 13, 18), ("court_takes", 40, 80),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def schedule(b: Batch) -> None:
    """The day of every step."""
    spot = b.at("decided_on_spot", b.day["root"])
    for step in ("card_shown", "correction_ordered", "announced", "served"):
        b.at(step, spot)
    cash = b.trait["cash"]
    collected = b.at("cash_collected", spot, only=cash)
    landed = b.at("landed", b.days.roll(plus(spot, b.delay["land"])), only=b.trait["afloat"] & cash)
    handed = b.at("cash_handed_in", b.wd(latest(collected, landed), "hand_in"))
    banked = b.at("cash_banked", b.wd(handed, "bank"))
    filed_back = b.at("filed_back", b.wd(spot, "file_back"))
    published = b.at("published", b.wd(spot, "publish"))
    fined = ~b.trait["warning_only"]
    court = b.trait["court"]
    paid = b.at(
        "paid",
        latest(b.days.settle(plus(spot, b.delay["pay"])), spot),
        only=fined & ~cash & ~court,
    )
    executed = _court(b, spot)
    settled = np.where(court, executed, np.where(cash, banked, latest(paid, spot)))
    closed = b.at("closed", b.wd(latest(settled, filed_back), "close"))
    archived = b.at("archived", b.days.settle(plus(closed, b.delay["archive"])))
    b.day["archived"] = np.where(present(archived), latest(archived, closed), NONE)
    market = b.registry.item_sector[b.value["item"]] == "market"
    b.at("unpublished", months_later(published, 3), only=market)
    b.at("decision_changed", np.full(b.size, NONE))
    b.trait["reconsideration_first"] = year_of(spot) >= RECONSIDERATION_FIRST_FROM
    b.trait["free_choice"] = ~b.trait["reconsideration_first"]


def _court(b: Batch, spot: Ints) -> Ints:
    """Who neither pays nor asks for reconsideration in sixty days is brought before the court."""
    over = plus(spot, 60)
    demanded = b.at("demanded", b.days.roll(plus(over, b.delay["demand"])), only=b.trait["court"])
    reminded = b.at("demand_served", b.wd(demanded, "bring_demand"))
    b.at("card_at_demand", reminded)
    applied = b.at("court_applied", b.wd(reminded, "court"))
    return b.days.roll(plus(applied, b.delay["court_takes"]))


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    fined = ~b.trait["warning_only"]
    b.trait["warned"] |= b.trait["warning_only"]
    b.value["kinds"] = penalty.kinds_of(
        b, confiscated_goods=np.zeros(b.size, dtype=bool), fined=fined
    )
    b.case["fine"] = np.where(fined, b.case["fine"], penalty.ABSENT)
    b.case["surcharge"] = np.full(b.size, penalty.ABSENT)
    b.case["result"] = np.full(b.size, "penalised")
    b.case["procedure"] = np.full(b.size, "simple")
    filmed = b.rng.random(b.size) < 0.4
    b.value["evidence"] = np.where(
        filmed,
        b.registry.combination("audiovisual", "statement", "site"),
        b.registry.combination("statement", "site"),
    )
    for step in ("paid", "cash_collected", "cash_handed_in", "cash_banked", "court_applied"):
        b.amount[step] = b.case["fine"].copy()
    b.amount["demanded"] = b.case["fine"].copy()
