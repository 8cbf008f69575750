"""Plants about collecting fines: H04, H05, H11, H12.

Serves the truth about cash that stays in a pocket, surcharges beyond the law, and courts that are
asked too late, too soon or without a reminder. It does not judge the party who does not pay.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Bools, Ints, day_of_month, months_later, plus
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant
from hengjian.simulator.stories.aftermath import DEFERRED_FOR, surcharge

_COURT: dict[str, Any] = {"court": True, "brief": True, "present": True}
_ON_SPOT: dict[str, Any] = {"court": True, "since": "2024-01-03", "until": "2025-01-17"}


@plant("H04", BREAKS, "simple", "当场收缴的罚款超过二日才交至机关", cash=True)
def handed_in_late(b: Batch, rows: Ints) -> None:
    """罚§71, 85: 自收缴罚款之日起二日内交至行政机关; two working days."""
    b.delay["hand_in"][rows] = b.rng.integers(3, 8, len(rows))


@plant("H04", BREAKS, "simple", "机关收到罚款后超过二日才缴付银行", cash=True)
def banked_late(b: Batch, rows: Ints) -> None:
    """罚§71, 85: 行政机关应当在二日内将罚款缴付指定的银行; two working days."""
    b.delay["bank"][rows] = b.rng.integers(3, 8, len(rows))


@plant("H04", BREAKS, "simple", "当场收缴的罚款一直没有交至机关", cash=True)
def never_handed_in(b: Batch, rows: Ints) -> None:
    """罚§71: the two working days have long passed."""
    b.drop(rows, "cash_handed_in", "cash_banked")


@plant("H04", NEAR, "simple", "第二个工作日交至机关，再过两个工作日缴付银行", cash=True)
def in_two_days_and_two(b: Batch, rows: Ints) -> None:
    """罚§71, 85: both second working days are the last ones."""
    for delay in ("hand_in", "bank"):
        b.delay[delay][rows] = 2


@plant(
    "H04",
    EXEMPT,
    "simple",
    "水上当场收缴，自抵岸之日起第二个工作日交至机关",
    cash=True,
    afloat=True,
)
def collected_afloat(b: Batch, rows: Ints) -> None:
    """罚§71: 在水上当场收缴的罚款，应当自抵岸之日起二日内交至行政机关."""
    b.delay["land"][rows] = 4
    b.delay["hand_in"][rows] = 2


def _overdue(b: Batch, rows: Ints) -> Ints:
    """Days after the last day for payment, which rolls over (民诉§85)."""
    due = b.days.roll(plus(b.day["served"], 15))
    found: Ints = (b.day["paid"] - due)[rows]
    return found


def _claim(b: Batch, rows: Ints, sums: Ints) -> None:
    b.case["surcharge"][rows] = sums
    b.amount["surcharged"][rows] = sums
    taken = b.case["fine"][rows] + np.maximum(b.case["confiscated"][rows], 0)
    b.amount["paid"][rows] = taken + sums


@plant("H05", BREAKS, "ordinary", "加处罚款按每日百分之五计算", late=True)
def five_per_cent(b: Batch, rows: Ints) -> None:
    """罚§72(1): 每日按罚款数额的百分之三加处."""
    b.delay["overdue"][rows] = 9

    def change() -> None:
        fine = b.case["fine"][rows]
        _claim(b, rows, np.minimum(fine // 100 * 5 * _overdue(b, rows), fine))

    b.finish(change)


@plant("H05", BREAKS, "ordinary", "加处罚款超出罚款本身的数额", late=True)
def beyond_the_fine(b: Batch, rows: Ints) -> None:
    """罚§72(1), 强§45: 加处罚款的数额不得超出罚款的数额."""
    b.delay["overdue"][rows] = b.rng.integers(42, 60, len(rows))

    def change() -> None:
        _claim(b, rows, b.case["fine"][rows] // 100 * 3 * _overdue(b, rows))

    b.finish(change)


@plant("H05", NEAR, "ordinary", "加处罚款恰为每日百分之三", late=True)
def three_per_cent(b: Batch, rows: Ints) -> None:
    """罚§72(1): three per cent for each day after the last day for payment."""
    b.delay["overdue"][rows] = b.rng.integers(5, 20, len(rows))

    def change() -> None:
        _claim(b, rows, surcharge(b.case["fine"][rows], _overdue(b, rows)))

    b.finish(change)


@plant("H05", NEAR, "ordinary", "加处罚款恰等于罚款数额", late=True)
def up_to_the_fine(b: Batch, rows: Ints) -> None:
    """罚§72(1): from the thirty-fourth day on the surcharge stands at the fine itself."""
    b.delay["overdue"][rows] = b.rng.integers(36, 50, len(rows))

    def change() -> None:
        _claim(b, rows, b.case["fine"][rows].copy())

    b.finish(change)


def _serve_where(b: Batch, rows: Ints, *months: int) -> Ints:
    """Serve on a worked day whose corresponding days in these months are worked days too."""

    def fits(days: Ints) -> Bools:
        found = b.days.working(days) & (day_of_month(days) <= 28)
        for count in months:
            found = found & b.days.working(months_later(days, count))
        return found

    served = b.days.first_where(b.day["decided"][rows], fits)
    b.pin("decided", rows, served)
    return served


def _stretch(b: Batch, rows: Ints, low: int, high: int) -> Ints:
    return b.rng.integers(low, high, len(rows))


@plant("H11", BREAKS, "ordinary", "起诉期限届满三个月后才申请法院强制执行", **_COURT)
def court_too_late(b: Batch, rows: Ints) -> None:
    """强§53: 自期限届满之日起三个月内; six months to sue (诉§46) and three more have passed."""
    served = _serve_where(b, rows, 6, 9)
    b.pin("court_applied", rows, b.days.roll(months_later(served, 9) + _stretch(b, rows, 12, 60)))


@plant("H11", BREAKS, "ordinary", "当事人不缴款，机关一直没有申请法院强制执行", **_COURT)
def court_never(b: Batch, rows: Ints) -> None:
    """强§53: the three months ran out; nobody enforced the decision any more."""
    b.drop(rows, "demanded", "demand_served", "court_applied")


@plant("H11", BREAKS, "simple", "当场处罚的复议期限届满三个月后才申请法院强制执行", **_ON_SPOT)
def court_too_late_after_the_spot(b: Batch, rows: Ints) -> None:
    """强§53, 复§20, 23: no suit without reconsideration, so sixty days and three months."""
    end = months_later(plus(b.day["root"][rows], 60), 3)
    b.pin("court_applied", rows, b.days.roll(end + _stretch(b, rows, 12, 30)))


@plant("H11", NEAR, "ordinary", "起诉期限届满后第三个月的最后一日申请法院强制执行", **_COURT)
def court_on_the_last_day(b: Batch, rows: Ints) -> None:
    """强§53: the last day of the three months is included."""
    served = _serve_where(b, rows, 6, 9)
    b.pin("court_applied", rows, months_later(served, 9))


@plant("H11", NEAR, "simple", "当场处罚的复议期限届满后三个月的最后一日申请法院", **_ON_SPOT)
def court_on_the_last_day_after_the_spot(b: Batch, rows: Ints) -> None:
    """强§53, 复§20: sixty days and three months, to the last of them."""

    def fits(days: Ints) -> Bools:
        end = days + 60
        found = b.days.working(days) & b.days.working(end) & (day_of_month(end) <= 28)
        return found & b.days.working(months_later(end, 3))

    b.restart(rows, b.days.first_where(b.day["root"][rows], fits))
    b.pin("court_applied", rows, months_later(plus(b.day["root"][rows], 60), 3))


@plant("H11", EXEMPT, "ordinary", "批准暂缓缴纳，申请期限自暂缓期限结束之日起算",
       deferred=True, **_COURT)  # fmt: skip
def court_after_a_deferral(b: Batch, rows: Ints) -> None:
    """罚§72.2: 申请…期限，自暂缓或者分期缴纳罚款期限结束之日起计算."""
    over = b.day["served"][rows] + DEFERRED_FOR
    b.pin("demanded", rows, b.days.roll(over + 10))
    b.pin("court_applied", rows, b.days.roll(over + 55))


@plant("H12", BREAKS, "ordinary", "催告书送达后不足十日即申请法院强制执行", **_COURT)
def court_too_soon(b: Batch, rows: Ints) -> None:
    """强§54, 69: 催告书送达十日后; ten working days."""
    b.delay["court"][rows] = _stretch(b, rows, 3, 9)


@plant("H12", BREAKS, "ordinary", "没有催告即申请法院强制执行", **_COURT)
def court_without_a_reminder(b: Batch, rows: Ints) -> None:
    """强§54: 申请…前，应当催告当事人履行义务."""
    b.drop(rows, "demanded", "demand_served")
    over = months_later(b.day["served"][rows], 6)
    b.pin("court_applied", rows, b.days.roll(over + 20))


@plant("H12", NEAR, "ordinary", "催告书送达满十个工作日，次一工作日申请法院强制执行", **_COURT)
def court_after_ten_days(b: Batch, rows: Ints) -> None:
    """强§54, 69: ten working days have passed."""
    b.delay["court"][rows] = 11


@plant("H01", NEAR, "ordinary", "收到决定书后第十五日缴纳罚款")
def paid_on_the_fifteenth(b: Batch, rows: Ints) -> None:
    """罚§67.3: the fifteenth day is the last one."""
    served = b.days.first_where(
        b.day["served"][rows], lambda days: b.days.working(days) & b.days.working(days + 15)
    )
    b.pin("decided", rows, served)
    b.pin("served", rows, served)
    b.pin("paid", rows, served + 15)


@plant("H01", EXEMPT, "ordinary", "批准暂缓缴纳，在暂缓期限内缴纳", deferred=True)
def paid_within_the_deferral(b: Batch, rows: Ints) -> None:
    """罚§66.2: a fine that was deferred is not yet due."""


def _contest(b: Batch, rows: Ints, *, from_: int, days: int) -> None:
    """The party asks for reconsideration so many days after the last day for payment."""

    def change() -> None:
        due = b.days.roll(plus(b.day["served"], 15))[rows]
        for row, received in zip(rows.tolist(), b.days.roll(due + from_).tolist(), strict=True):
            b.contested[row] = (received, received + days)

    b.finish(change)


_SUSPENDED: dict[str, Any] = {"late": True, "until": "2025-03-31"}


@plant("H06", BREAKS, "ordinary", "行政复议期间仍计算加处罚款", **_SUSPENDED)
def surcharge_ran_on(b: Batch, rows: Ints) -> None:
    """罚§73.3: 加处罚款的数额在行政复议或者行政诉讼期间不予计算; every day was counted."""
    b.delay["overdue"][rows] = 26
    _contest(b, rows, from_=2, days=16)


@plant("H06", NEAR, "ordinary", "行政复议期间不计算加处罚款，只计前后的日数", **_SUSPENDED)
def surcharge_stood_still(b: Batch, rows: Ints) -> None:
    """罚§73.3: the days of the reconsideration, first and last included, are left out."""
    b.delay["overdue"][rows] = 26
    _contest(b, rows, from_=2, days=16)

    def change() -> None:
        _claim(b, rows, surcharge(b.case["fine"][rows], _overdue(b, rows) - 17 - 2))

    b.finish(change)


@plant(
    "H06", EXEMPT, "ordinary", "行政复议在加处罚款开始以前已经结束", until="2025-03-31", late=True
)
def contested_before(b: Batch, rows: Ints) -> None:
    """罚§73.3: nothing was surcharged while the reconsideration was pending."""
    b.delay["overdue"][rows] = 20
    b.trait["present"][rows] = True

    def change() -> None:
        served = b.day["served"][rows]
        for row, day in zip(rows.tolist(), b.days.roll(served + 1).tolist(), strict=True):
            b.contested[row] = (day, day + 4)

    b.finish(change)


@plant("H07", BREAKS, "ordinary", "当事人没有申请，机关自行批准暂缓缴纳罚款", deferred=True)
def deferred_without_an_application(b: Batch, rows: Ints) -> None:
    """罚§66.2: 经当事人申请和行政机关批准; nobody applied."""
    b.drop(rows, "deferral_applied")


@plant("H07", BREAKS, "ordinary", "批准暂缓缴纳以后当事人才提出申请", deferred=True)
def applied_afterwards(b: Batch, rows: Ints) -> None:
    """罚§66.2: the application comes first."""
    b.pin("deferral_applied", rows, b.days.add(b.day["served"][rows], 3))
    b.pin("deferred", rows, b.day["served"][rows])


@plant("H07", NEAR, "ordinary", "当事人申请、机关批准，暂缓缴纳罚款", deferred=True)
def deferred_on_application(b: Batch, rows: Ints) -> None:
    """罚§66.2: application and approval, in this order."""


@plant("H07", EXEMPT, "ordinary", "按期缴纳，没有暂缓或者分期")
def nothing_deferred(b: Batch, rows: Ints) -> None:
    """罚§66.2 is about fines that are paid later."""
