"""What follows a penalty decision: service, publication, payment or enforcement, closing.

Serves the stories of penalties. Decisions are served at once or within the seven working days of
罚§61, published in five, paid in the fifteen days of §67; who does not pay is surcharged, reminded,
and after the remedy terms brought before the court (强§53, 54).
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Ints, latest, months_later, plus, present

MODES = ("direct", "left", "post", "announcement")
_SERVICE_NOTES = (
    "",
    "当事人拒绝签收，邀请见证人到场并全程录像",
    "",
    "其他方式无法送达，原因和经过已记入案卷",
)
ABSENT = -1
DEFERRED_FOR = 300
_PER_DAY = 3
"""罚§72: three per cent of the fine for each day; a hundredth of the fine is exact in fen."""

SERVICE = (
    Step("announced", "announced", ("decided",), "handlers", present=True),
    Step("dispatched", "dispatched", ("decided",), "one"),
    Step("card_at_service", "certificate_shown", ("announced", "decided"), "handlers"),
    Step("served", "served", ("announced", "card_at_service"), "handlers", doc="送达01"),
)
DISCLOSURE = (
    Step("published", "published", ("decided", "served")),
    Step("decision_changed", "decision_changed", (), note="经行政复议或者行政诉讼"),
    Step("unpublished", "unpublished", ("published", "decision_changed")),
)
EXECUTION = (
    Step("deferred", "deferred", ("served",), note="当事人申请，机关批准暂缓缴纳"),
    Step("demanded", "demanded", (), doc="催告01"),
    Step("card_at_demand", "certificate_shown", ("demanded",), "handlers"),
    Step(
        "demand_served",
        "demand_served",
        ("card_at_demand",),
        "handlers",
        mode="direct",
        doc="催告01",
    ),
    Step("surcharged", "surcharged", ("served",)),
    Step("paid", "paid", ("served", "surcharged"), mode="bank", doc="票据01"),
    Step("court_applied", "court_applied", ("demand_served",), doc="申请01"),
    Step("goods_disposed", "goods_disposed", (), note="公开拍卖，价款上缴国库"),
    Step("closed", "closed", ("paid", "goods_disposed", "served")),
    Step("archived", "archived", ("closed",)),
)
_DEMAND = ("party", "way_and_sum", "term", "defence_right", "organ_and_date", "seal")
DOCS = (
    Doc("送达01", "service_receipt", "served", ("party", "organ_and_date")),
    Doc("催告01", "demand", "demanded", _DEMAND),
    Doc("票据01", "receipt", "paid", ("party", "way_and_sum", "organ_and_date", "seal")),
    Doc("申请01", "other", "court_applied", ("party", "basis", "object", "organ_and_date", "seal")),
)


def draw(b: Batch) -> None:
    """How the decision reaches the party, and whether the party pays."""
    monitored = b.trait["monitored"]
    mode = b.rng.choice(4, b.size, p=(0.82, 0.02, 0.15, 0.01))
    mode[monitored & (b.rng.random(b.size) < 0.8)] = 2
    mode[b.planted] = 0
    for wants, rows in b.wants:
        if "mode" in wants:
            mode[rows] = MODES.index(wants["mode"])
    b.value["service_mode"] = mode
    b.draw_trait("present", 0.7, mode == 0)
    fined = ~b.trait["spared"]
    b.draw_trait("court", 0.025, fined)
    b.draw_trait("late", 0.05, fined & ~b.trait["court"])
    b.draw_trait("surcharge_claimed", 0.5, b.trait["court"])
    b.draw_trait("deferred", 0.0)
    for name, low, high in (
        ("bring", 1, 4), ("mail", 0, 1), ("post", 2, 4), ("publish", 1, 5), ("pay", 0, 13),
        ("overdue", 3, 25), ("demand", 3, 15), ("bring_demand", 0, 2), ("court", 13, 20),
        ("sell", 20, 60), ("close", 0, 4), ("court_takes", 40, 90), ("archive", 2, 20),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def schedule(b: Batch, decided: Ints) -> None:
    """The day of every step after the decision."""
    served = _service(b, decided)
    _disclosure(b, decided)
    fined = ~b.trait["spared"]
    court, late = b.trait["court"], b.trait["late"]
    b.at("deferred", served, only=b.trait["deferred"])
    b.until["deferred"] = plus(served, DEFERRED_FOR)
    remedy_over = months_later(served, 6)
    demanded = b.at("demanded", b.days.roll(plus(remedy_over, b.delay["demand"])), only=court)
    reminded = b.at("demand_served", b.wd(demanded, "bring_demand"))
    b.at("card_at_demand", reminded)
    applied = b.at("court_applied", b.wd(reminded, "court"))
    due = b.days.roll(plus(served, 15))
    in_time = latest(b.days.settle(plus(served, b.delay["pay"])), served)
    overdue = b.days.roll(plus(due, b.delay["overdue"]))
    paid = b.at("paid", np.where(late, overdue, in_time), only=fined & ~court)
    b.at("surcharged", np.where(late, paid, np.where(b.trait["surcharge_claimed"], demanded, NONE)))
    sold = b.at(
        "goods_disposed",
        b.days.roll(plus(served, b.delay["sell"])),
        only=b.trait.get("goods_taken", np.zeros(b.size, dtype=bool)),
    )
    executed = b.days.roll(plus(applied, b.delay["court_takes"]))
    last = np.where(court, executed, np.where(fined, paid, served))
    closed = b.at("closed", b.wd(np.where(present(last), latest(last, sold), NONE), "close"))
    b.at("archived", b.days.settle(plus(closed, b.delay["archive"])), only=~b.trait["unarchived"])
    b.day["archived"] = latest(
        b.day["archived"], np.where(present(b.day["archived"]), closed, NONE)
    )


def _service(b: Batch, decided: Ints) -> Ints:
    mode = b.value["service_mode"]
    there = b.trait["present"]
    by_post, notice = mode == 2, mode == 3
    b.at("announced", decided, only=there)
    mailed = b.at("dispatched", b.wd(decided, "mail"), only=by_post | notice)
    brought = np.where(there, decided, b.wd(decided, "bring"))
    arrived = np.where(notice, plus(mailed, 30), b.wd(mailed, "post"))
    served = b.at("served", np.where(by_post | notice, arrived, brought))
    b.at("card_at_service", served, only=(mode < 2))
    b.mode["served"] = np.array(MODES)[mode]
    b.mode["dispatched"] = np.where(notice, "announcement", "post")
    b.note["served"] = np.array(_SERVICE_NOTES)[mode]
    return served


def _disclosure(b: Batch, decided: Ints) -> None:
    """住建§10 gives seven days without saying that they are worked days."""
    sector = b.registry.item_sector[b.value["item"]]
    soon = np.where(
        sector == "housing", b.capped(decided, "publish", most=6), b.wd(decided, "publish")
    )
    published = b.at("published", soon, only=~b.trait["spared"])
    market = sector == "market"
    small = b.case["fine"] <= 5_000_00
    expired = np.where(small, months_later(published, 3), months_later(published, 36))
    b.at("unpublished", expired, only=market & present(published))
    b.at("decision_changed", np.full(b.size, NONE))


def surcharge(fine: Ints, days: Ints) -> Ints:
    """Three per cent a day, never more than the fine (罚§72, 强§45)."""
    return np.minimum(fine // 100 * _PER_DAY * np.maximum(days, 0), fine)


def fill(b: Batch) -> None:
    """Sums that were paid or claimed."""
    due = b.days.roll(plus(b.day["served"], 15))
    days = b.day["surcharged"] - due - 1
    claimed = present(b.day["surcharged"])
    own = np.where(claimed, surcharge(b.case["fine"], days), ABSENT)
    b.case["surcharge"] = own
    b.amount["surcharged"] = b.case["surcharge"]
    taken = np.maximum(b.case["fine"], 0) + np.maximum(b.case["confiscated"], 0)
    b.amount["paid"] = taken + np.maximum(b.case["surcharge"], 0)
    b.amount["court_applied"] = b.amount["paid"]
    b.amount["demanded"] = b.amount["paid"]
