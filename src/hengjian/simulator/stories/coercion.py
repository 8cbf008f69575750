"""Execution by the body itself: what the party does not do, the body does or has done.

Serves the simulator with the few powers that a law gives directly (强制法 chapter 4): an order, a
reminder, a decision to execute, and the execution by day on a worked day (§43). Buildings fall after
notice and remedy terms (§44), money is taken after thirty days of surcharge (§46), a substitute
works under the body's eyes (§51), and at once where a road or a river must be free (§52).
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Ints, latest, months_later, plus, present
from hengjian.simulator.stories import casting

WAYS = ("remove", "substitute", "demolish", "transfer_deposit")

STEPS = (
    Step("filing_approved", "filing_approved", doc="立案01"),
    Step("filed", "filed", ("filing_approved",), doc="立案01"),
    Step("card_at_order", "certificate_shown", ("filed",), "handlers"),
    Step("site_examined", "site_examined", ("card_at_order",), "handlers", doc="勘验01"),
    Step("decided", "decided", ("site_examined",), doc="决定01"),
    Step("card_at_service", "certificate_shown", ("decided",), "handlers"),
    Step("served", "served", ("card_at_service",), "handlers", mode="direct", doc="送达01"),
    Step("published", "published", ("decided",)),
    Step("surcharged", "surcharged", ("served",), note="逾期不履行，自本日起加处滞纳金"),
    Step("demolition_announced", "demolition_announced", ("served",), "handlers", doc="公告01",
         note="公告限期自行拆除"),
    Step("demanded", "demanded", (), doc="催告01"),
    Step("card_at_demand", "certificate_shown", ("demanded",), "handlers"),
    Step("demand_served", "demand_served", ("card_at_demand",), "handlers", mode="direct", doc="催告01"),
    Step("defended", "defended", ("demand_served",), mode="written"),
    Step("defence_rechecked", "defence_rechecked", ("defended",), "handlers", note="已记录、复核并答复"),
    Step("legally_reviewed", "legally_reviewed", ("demand_served",), "reviewer", mode="passed"),
    Step("enforcement_decided", "enforcement_decided", ("legally_reviewed", "decided"), doc="强执01"),
    Step("card_again", "certificate_shown", ("enforcement_decided", "served"), "handlers"),
    Step("order_served", "enforcement_decision_served", ("card_again",), "handlers", mode="direct",
         doc="送达02"),
    Step("enforcement_suspended", "enforcement_suspended", ("order_served",), mode="suspension",
         note="当事人暂无履行能力，中止执行"),
    Step("enforcement_resumed", "enforcement_resumed", (), note="中止情形消失，恢复执行"),
    Step("card_shown", "certificate_shown", ("enforcement_resumed", "order_served"), "handlers"),
    Step("enforced", "enforced", ("card_shown",), "handlers", doc="笔录01", present=True, lasts=80,
         note="按照强制执行决定书实施"),
    Step("substituted", "substituted", ("card_shown",), "handlers", doc="代履01", present=True,
         lasts=80, note="机关派员到场监督"),
    Step("substitution_told", "substitution_told", ("substituted",), "one", mode="written"),
    Step("closed", "closed", ("enforced", "substituted", "substitution_told", "served")),
    Step("archived", "archived", ("closed",)),
)  # fmt: skip

_SEAL = ("organ_and_date", "seal")
_ORDER = ("party", "facts", "reasons", "basis", "performance", "remedies", *_SEAL)
_DEMAND = ("party", "way_and_sum", "term", "performance", "defence_right", *_SEAL)
_EXECUTION = (
    "party", "reasons", "basis", "way_and_sum", "performance", "term", "object", "remedies", *_SEAL,
)  # fmt: skip
_RECORD = ("party", "facts", "officers_signed", "party_signed", "organ_and_date")
DOCS = (
    Doc("立案01", "filing_form", "filed", ("party", "facts", "basis", "organ_and_date")),
    Doc("勘验01", "site_record", "site_examined", _RECORD),
    Doc("决定01", "other", "decided", _ORDER),
    Doc("送达01", "service_receipt", "served", ("party", "organ_and_date")),
    Doc("公告01", "other", "demolition_announced", ("party", "facts", "object", "term", *_SEAL)),
    Doc("催告01", "demand", "demanded", _DEMAND),
    Doc("强执01", "enforcement_decision", "enforcement_decided", _EXECUTION),
    Doc("送达02", "service_receipt", "order_served", ("party", "organ_and_date")),
    Doc("笔录01", "site_record", "enforced", _RECORD),
    Doc(
        "代履01", "substitute_record", "substituted",
        ("party", "object", "way_and_sum", "officers_signed", "organ_and_date"),
        (("attended", "party_signed"), ("unattended", "witness")),
    ),
)  # fmt: skip


def draw(b: Batch) -> None:
    """Cast and course of each execution."""
    casting.begin(b)
    casting.cast(b, np.full(b.size, "coercion"))
    b.value["party_kind"] = b.rng.choice(3, b.size, p=(0.4, 0.4, 0.2))
    b.flags["urgent"] = b.draw_trait("urgent", 0.0)
    executions = np.array([item.execution for item in b.registry.items])[b.value["item"]]
    for way in WAYS:
        b.trait[way] = executions == way
    at_once = b.draw_trait("at_once", 0.2, b.trait["substitute"])
    away = b.draw_trait("away", 0.5, at_once)
    b.trait["attended"], b.trait["unattended"] = ~away, away
    b.flags["immediate_substitution"], b.flags["party_absent"] = at_once, away
    b.draw_trait("suspended", 0.03, ~at_once)
    b.draw_trait("heard", 0.2, ~at_once)
    for name, low, high in (
        ("examine", 0, 2), ("serve", 0, 3), ("publish", 1, 5), ("term", 15, 20), ("demand", 1, 4),
        ("bring", 0, 2), ("wait", 11, 15), ("review", 1, 2), ("order", 0, 2), ("bring_order", 0, 2),
        ("execute", 5, 10), ("close", 0, 3), ("archive", 2, 20), ("announce", 1, 4),
        ("own_time", 20, 40), ("surcharge", 0, 2), ("run", 32, 50), ("defend", 1, 4),
        ("recheck", 1, 2), ("suspend", 1, 2), ("pause", 40, 200), ("bring_late", 1, 3),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def schedule(b: Batch) -> None:
    """The day of every step."""
    at_once = b.trait["at_once"]
    for step in ("filing_approved", "filed", "card_at_order"):
        b.at(step, b.day["root"])
    site = b.at("site_examined", b.day["root"])
    decided = b.at("decided", np.where(at_once, site, b.wd(b.days.add(site, 1), "examine")))
    brought = np.where(at_once, np.where(b.trait["away"], b.wd(decided, "bring_late"), decided),
                       b.wd(decided, "serve"))  # fmt: skip
    served = b.at("served", brought)
    b.at("card_at_service", served)
    b.at("published", b.wd(decided, "publish"))
    expired = b.days.roll(plus(served, b.delay["term"]))
    told = _reminder(b, served, expired)
    ready = _pause(b, told)
    executed = np.where(at_once, site, b.wd(ready, "execute"))
    substitute = b.trait["substitute"]
    done = latest(
        b.at("enforced", executed, only=~substitute),
        b.at("substituted", executed, only=substitute),
    )
    b.at("card_shown", done)
    b.at("substitution_told", done, only=at_once & b.trait["away"])
    last = latest(done, served, b.day["substitution_told"])
    closed = b.at("closed", b.wd(np.where(present(done), last, NONE), "close"))
    archived = b.at("archived", b.days.settle(plus(closed, b.delay["archive"])))
    b.day["archived"] = np.where(present(archived), latest(archived, closed), NONE)


def _reminder(b: Batch, served: Ints, expired: Ints) -> Ints:
    """From the expired order to the decision to execute that the party holds in hand."""
    at_once, money, building = (
        b.trait[name] for name in ("at_once", "transfer_deposit", "demolish")
    )
    charged = b.at("surcharged", b.days.roll(plus(expired, 1)), only=money)
    posted = b.at("demolition_announced", b.wd(expired, "announce"), only=building)
    b.until["demolition_announced"] = plus(posted, b.delay["own_time"])
    remedies_over = months_later(served, 6)
    since = np.select(
        [money, building], [b.days.roll(plus(charged, b.delay["run"])), b.days.roll(remedies_over)],
        expired,
    )  # fmt: skip
    demanded = b.at("demanded", b.wd(since, "demand"), only=~at_once)
    reminded = b.at("demand_served", b.wd(demanded, "bring"))
    b.at("card_at_demand", reminded)
    defended = b.at("defended", b.wd(reminded, "defend"), only=b.trait["heard"])
    b.at("defence_rechecked", b.wd(defended, "recheck"))
    reviewed = b.at("legally_reviewed", b.wd(reminded, "wait"))
    decided = np.where(at_once, b.day["decided"], b.wd(reviewed, "order"))
    ordered = b.at("enforcement_decided", decided)
    told = b.at(
        "order_served", np.where(at_once, ordered, b.wd(ordered, "bring_order")),
        only=~(at_once & b.trait["away"]),
    )  # fmt: skip
    b.at("card_again", told)
    return told


def _pause(b: Batch, told: Ints) -> Ints:
    """强§39: suspended while the party cannot perform, resumed within three years."""
    stopped = b.at("enforcement_suspended", b.wd(told, "suspend"), only=b.trait["suspended"])
    resumed = b.at("enforcement_resumed", b.days.roll(plus(stopped, b.delay["pause"])))
    waiting = b.trait["suspended"] & ~present(resumed)
    return np.where(waiting, NONE, latest(told, resumed))


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    registry = b.registry
    kinds = [registry.combination(item.execution) if item.execution else NONE
             for item in registry.items]  # fmt: skip
    b.value["enforcement_kinds"] = np.array(kinds)[b.value["item"]]
    b.case["result"] = np.full(b.size, "other")
    money = b.trait["transfer_deposit"]
    owed = 5_000_00 + 1_000_00 * b.rng.integers(0, 90, b.size)
    for step in ("demanded", "enforced"):
        b.amount[step] = np.where(money, owed, NONE)
    b.leave_unfilmed(np.flatnonzero(money), "enforced")
