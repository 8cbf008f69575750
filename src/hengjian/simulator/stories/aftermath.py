"""What follows a penalty decision: service, publication, payment or enforcement, closing.

Serves the stories of penalties. Decisions are served at once or within the seven working days of
罚§61, published in five, paid in the fifteen days of §67; who does not pay is surcharged, reminded,
and after the remedy terms brought before the court (强§53, 54).
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE, Bools, Ints, latest, months_later, plus, present
from hengjian.simulator.stories.penalty import ABSENT

MODES = ("direct", "left", "post", "announcement", "electronic")
_SHARES = (0.79, 0.02, 0.14, 0.01, 0.04)
_SERVICE_NOTES = (
    "",
    "当事人拒绝签收，邀请见证人到场并全程录像",
    "",
    "其他方式无法送达，原因和经过已记入案卷",
    "以送达信息到达当事人确认的系统之日为送达日期",
)
DISPOSALS = ("auction", "state_disposal", "destroyed")
_DISPOSAL_NOTES = (
    "公开拍卖，价款上缴国库",
    "按照国家有关规定处理，款项上缴国库",
    "依法应当销毁，两人监督销毁并制作记录",
)
DEFERRED_FOR = 300
"""A long deferral, in days, where nobody pays in the end; short ones are for who does pay."""

_SHORT_DEFERRAL = 90
_PER_DAY = 3
"""罚§72: three per cent of the fine for each day; a hundredth of the fine is exact in fen."""

_SMALL_FINE = 5_000_00
"""What every province may call 较低数额; only such fines leave the public list after months."""

SERVICE = (
    Step("announced", "announced", ("decided",), "handlers", present=True),
    Step("service_attempted", "service_attempted", ("decided",), "handlers", note="住所无人，同住成年家属和负责收件的人均未找到"),
    Step("dispatched", "dispatched", ("decided", "service_attempted"), "one"),
    Step("card_at_service", "certificate_shown", ("announced", "decided"), "handlers"),
    Step("served", "served", ("announced", "card_at_service", "decided"), "handlers", doc="送达01"),
)  # fmt: skip
DISCLOSURE = (
    Step("published", "published", ("decided", "served")),
    Step("decision_changed", "decision_changed", (), note="经行政复议或者行政诉讼，决定被撤销、变更或者确认违法"),
    Step("unpublished", "unpublished", ("published", "decision_changed")),
)  # fmt: skip
EXECUTION = (
    Step("deferral_applied", "deferral_applied", ("served",), doc="缓缴01"),
    Step("deferred", "deferred", ("deferral_applied",), note="当事人确有经济困难，机关批准暂缓缴纳"),
    Step("cash_collected", "cash_collected", ("served",), "handlers", mode="cash", doc="票据02"),
    Step("cash_handed_in", "cash_handed_in", ("cash_collected",), "one"),
    Step("cash_banked", "cash_banked", ("cash_handed_in",), mode="bank"),
    Step("demanded", "demanded", (), doc="催告01"),
    Step("demand_attempted", "service_attempted", ("demanded",), "handlers", note="当事人外出，直接送达未成"),
    Step("card_at_demand", "certificate_shown", ("demanded",), "handlers"),
    Step("demand_served", "demand_served", ("card_at_demand", "demand_attempted"), "handlers", mode="direct", doc="催告01"),
    Step("surcharged", "surcharged", ("served",)),
    Step("paid", "paid", ("served", "surcharged"), mode="bank", doc="票据01"),
    Step("court_applied", "court_applied", ("demand_served",), doc="申请01"),
    Step("goods_disposed", "goods_disposed", ()),
    Step("closed", "closed", ("paid", "cash_banked", "goods_disposed", "served")),
    Step("archived", "archived", ("closed",)),
)  # fmt: skip
_SEAL = ("organ_and_date", "seal")
_DEMAND = ("party", "way_and_sum", "term", "performance", "defence_right", *_SEAL)
_RECEIPT = ("party", "way_and_sum", "special_receipt", *_SEAL)
DECISION = (
    "party",
    "facts",
    "reasons",
    "basis",
    "remedies",
    "reconsideration_term",
    "lawsuit_term",
    "either_route",
    *_SEAL,
)
_SANCTION = ("kind_and_basis", "performance", "bank", "surcharge_clause")
DECISIONS = (
    Doc("决定01", "decision", "decided", (*DECISION, *_SANCTION), only="~spared"),
    Doc("决定01", "other", "decided", DECISION, only="spared"),
    Doc("没收01", "confiscation_list", "decided", ("party", "object", *_SEAL), only="goods_taken"),
    Doc("确认01", "electronic_consent", "investigation_ended", ("party", "party_signed"), only="electronic"),
)  # fmt: skip
"""A decision not to punish is another paper: it has nothing to pay and nothing to perform."""

DOCS = (
    Doc(
        "送达01", "service_receipt", "served", ("party", "organ_and_date"),
        (("handed", "party_signed"), ("left", "refusal_noted"), ("left", "witness"),
         ("by_notice", "announcement_reason")),
    ),
    Doc("缓缴01", "other", "deferral_applied", ("party", "reasons", "term", "party_signed")),
    Doc("催告01", "demand", "demanded", _DEMAND),
    Doc("票据01", "receipt", "paid", _RECEIPT),
    Doc("票据02", "receipt", "cash_collected", _RECEIPT),
    Doc("申请01", "other", "court_applied", ("party", "basis", "object", *_SEAL)),
)  # fmt: skip


def draw(b: Batch) -> None:
    """How the decision reaches the party, and whether the party pays."""
    _mode(b)
    fined = ~b.trait["spared"]
    told = np.array([body.narrow is None for body in b.registry.bodies])[b.value["body"]]
    b.draw_trait("court", 0.025, fined & told)
    b.draw_trait("late", 0.05, fined & told & ~b.trait["court"])
    b.draw_trait("surcharge_claimed", 0.5, b.trait["court"])
    pays = fined & ~b.trait["court"] & ~b.trait["late"]
    b.draw_trait("deferred", 0.01, pays & told)
    b.draw_trait("demand_posted", 0.2, b.trait["court"])
    cash = b.draw_trait(
        "cash", 0.006, pays & b.trait["present"] & ~b.trait["deferred"] & ~b.trait["gain"]
    )
    b.flags["remote_area"] = cash.copy()
    b.flags["asked_to_pay_on_spot"] = cash.copy()
    b.value["disposal"] = b.rng.choice(3, b.size, p=(0.6, 0.25, 0.15))
    for name, low, high in (
        ("bring", 1, 4), ("mail", 0, 1), ("post", 2, 4), ("publish", 1, 5), ("pay", 0, 13),
        ("overdue", 3, 25), ("demand", 3, 15), ("bring_demand", 0, 2), ("court", 13, 20),
        ("sell", 20, 60), ("close", 0, 4), ("court_takes", 40, 90), ("archive", 2, 20),
        ("attempt", 0, 1), ("hand_in", 0, 1), ("bank", 0, 1), ("pay_deferred", 20, 80),
    ):  # fmt: skip
        b.draw_delay(name, low, high)


def _mode(b: Batch) -> None:
    monitored = b.trait["monitored"]
    mode = b.rng.choice(len(MODES), b.size, p=_SHARES)
    mode[monitored & (b.rng.random(b.size) < 0.8)] = MODES.index("post")
    mode[b.planted] = 0
    for wants, rows in b.wants:
        if "mode" in wants:
            mode[rows] = MODES.index(wants["mode"])
    b.value["service_mode"] = mode
    for name, code in (("handed", 0), ("left", 1), ("by_notice", 3), ("electronic", 4)):
        b.trait[name] = mode == code
    b.draw_trait("present", 0.7, mode == 0)


def schedule(b: Batch, decided: Ints) -> None:
    """The day of every step after the decision."""
    served = _service(b, decided)
    _disclosure(b, decided)
    court = b.trait["court"]
    applied = _court(b, served)
    paid = _payment(b, served)
    goods = b.trait.get("goods_taken", np.zeros(b.size, dtype=bool))
    sold = b.at("goods_disposed", b.days.roll(plus(served, b.delay["sell"])), only=goods)
    executed = b.days.roll(plus(applied, b.delay["court_takes"]))
    last = np.where(court, executed, np.where(b.trait["spared"], served, paid))
    closed = b.at("closed", b.wd(np.where(present(last), latest(last, sold), NONE), "close"))
    b.at("archived", b.days.settle(plus(closed, b.delay["archive"])), only=~b.trait["unarchived"])
    b.day["archived"] = latest(
        b.day["archived"], np.where(present(b.day["archived"]), closed, NONE)
    )


def _payment(b: Batch, served: Ints) -> Ints:
    """When the fine is settled: in time, overdue with a surcharge, deferred, or in cash afield."""
    late, deferred, cash = b.trait["late"], b.trait["deferred"], b.trait["cash"]
    for step in ("deferral_applied", "deferred"):
        b.at(step, served, only=deferred)
    b.until["deferred"] = plus(served, np.where(b.trait["court"], DEFERRED_FOR, _SHORT_DEFERRAL))
    collected = b.at("cash_collected", served, only=cash)
    handed = b.at("cash_handed_in", b.wd(collected, "hand_in"))
    banked = b.at("cash_banked", b.wd(handed, "bank"))
    due = b.days.roll(plus(served, 15))
    wait = np.where(deferred, b.delay["pay_deferred"], b.delay["pay"])
    in_time = latest(b.days.settle(plus(served, wait)), served)
    overdue = b.days.roll(plus(due, b.delay["overdue"]))
    pays = ~b.trait["spared"] & ~b.trait["court"] & ~cash
    paid = b.at("paid", np.where(late, overdue, in_time), only=pays)
    claimed = np.where(b.trait["surcharge_claimed"], b.day["demanded"], NONE)
    b.at("surcharged", np.where(late, paid, claimed))
    return np.where(cash, banked, paid)


def _court(b: Batch, served: Ints) -> Ints:
    """Six months to sue, a reminder that is served in person or else by post, then the court."""
    over = months_later(served, 6)
    demanded = b.at("demanded", b.days.roll(plus(over, b.delay["demand"])), only=b.trait["court"])
    posted = b.trait["demand_posted"]
    b.at("demand_attempted", demanded, only=posted)
    by_post = b.days.add(demanded, b.delay["bring_demand"] + 2)
    reminded = b.at("demand_served", np.where(posted, by_post, b.wd(demanded, "bring_demand")))
    b.at("card_at_demand", reminded, only=~posted)
    b.mode["demand_served"] = np.where(posted, "post", "direct").astype("U12")
    return b.at("court_applied", b.wd(reminded, "court"))


def _service(b: Batch, decided: Ints) -> Ints:
    mode = b.value["service_mode"]
    there = b.trait["present"]
    by_post, notice, online = mode == 2, mode == 3, mode == 4
    b.at("announced", decided, only=there)
    attempted = b.at("service_attempted", b.wd(decided, "attempt"), only=notice)
    mailed = b.at("dispatched", b.wd(latest(decided, attempted), "mail"), only=by_post | notice)
    later = np.where(online, b.wd(decided, "mail"), b.wd(decided, "bring"))
    brought = np.where(there, decided, later)
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
    months = np.where(_small(b), months_later(published, 3), months_later(published, 36))
    b.at("unpublished", months, only=(sector == "market") & present(published))
    b.at("decision_changed", np.full(b.size, NONE))


def _small(b: Batch) -> Bools:
    """Fined a small sum and nothing else (公示规定§13)."""
    found: Bools = (b.case["fine"] <= _SMALL_FINE) & ~b.trait["gain"] & ~b.trait["heavy"]
    return found & ~b.trait.get("goods", np.zeros(b.size, dtype=bool))


def surcharge(fine: Ints, days: Ints) -> Ints:
    """Three per cent a day, never more than the fine (罚§72, 强§45)."""
    return np.minimum(fine // 100 * _PER_DAY * np.maximum(days, 0), fine)


def fill(b: Batch) -> None:
    """Sums that were paid or claimed, and what became of the goods."""
    due = b.days.roll(plus(b.day["served"], 15))
    days = b.day["surcharged"] - due - 1
    claimed = present(b.day["surcharged"])
    own = np.where(claimed, surcharge(b.case["fine"], days), ABSENT)
    b.case["surcharge"] = own
    b.amount["surcharged"] = b.case["surcharge"]
    taken = np.maximum(b.case["fine"], 0) + np.maximum(b.case["confiscated"], 0)
    for step in ("paid", "cash_collected", "cash_handed_in", "cash_banked"):
        b.amount[step] = taken + np.maximum(b.case["surcharge"], 0)
    b.amount["court_applied"] = b.amount["paid"]
    b.amount["demanded"] = b.amount["paid"]
    b.mode["goods_disposed"] = np.array(DISPOSALS)[b.value["disposal"]]
    b.note["goods_disposed"] = np.array(_DISPOSAL_NOTES)[b.value["disposal"]]
