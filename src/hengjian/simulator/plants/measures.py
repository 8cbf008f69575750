"""Plants about coercion: I02, I05, I07, I14.

Serves the truth about seizures without approval or beyond their term, and executions by night. A
limit on power does not roll over here, and every breach lies far behind it.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Bools, Ints, plus
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SEIZED: dict[str, Any] = {"measure": True}
_DAY = 24 * 60


def _approve_later(b: Batch, rows: Ints, minutes: int) -> None:
    """The approval comes so many minutes after the measure."""

    def change() -> None:
        moment = b.minute["measure_taken"][rows] + minutes
        b.day["measure_approved"][rows] = b.day["measure_taken"][rows] + moment // _DAY
        b.minute["measure_approved"][rows] = moment % _DAY

    b.finish(change)


@plant("I02", BREAKS, "ordinary", "查封扣押以后才补办审批，并非情况紧急", **_SEIZED)
def approved_afterwards(b: Batch, rows: Ints) -> None:
    """强§18(1): 实施前须向行政机关负责人报告并经批准."""
    _approve_later(b, rows, 3 * _DAY // 24)


@plant("I02", BREAKS, "ordinary", "查封扣押一直没有负责人批准", **_SEIZED)
def never_approved(b: Batch, rows: Ints) -> None:
    """强§18(1): there is no approval at all."""
    b.drop(rows, "measure_approved")


@plant("I02", BREAKS, "ordinary", "情况紧急当场查封扣押，超过二十四小时才补办批准", **_SEIZED)
def made_up_too_late(b: Batch, rows: Ints) -> None:
    """强§19: 应当在二十四小时内…补办批准手续."""
    b.mark(rows, "urgent")
    _approve_later(b, rows, 28 * 60)


@plant("I02", NEAR, "ordinary", "批准两分钟后实施查封扣押", **_SEIZED)
def approved_just_before(b: Batch, rows: Ints) -> None:
    """强§18(1): before is before."""
    _approve_later(b, rows, -2)


@plant("I02", EXEMPT, "ordinary", "情况紧急当场查封扣押，二十三小时后补办批准", **_SEIZED)
def made_up_in_time(b: Batch, rows: Ints) -> None:
    """强§19: urgent, and the papers were made up within twenty-four hours."""
    b.mark(rows, "urgent")
    _approve_later(b, rows, 23 * 60)


def _held(b: Batch, rows: Ints, days: Ints | int) -> None:
    """The measure is ended so many days after it was taken, on a worked day."""
    b.pin("measure_handled", rows, b.days.roll(b.day["measure_taken"][rows] + days))


@plant("I05", BREAKS, "ordinary", "查封扣押超过三十日才处理，没有延长", **_SEIZED)
def held_too_long(b: Batch, rows: Ints) -> None:
    """强§25: 不得超过三十日; a decision that comes late is late by §25."""
    _held(b, rows, b.rng.integers(41, 60, len(rows)))


@plant("I07", BREAKS, "ordinary", "查封扣押一直没有处理也没有解除", **_SEIZED)
def held_for_ever(b: Batch, rows: Ints) -> None:
    """强§25, 27, 28: the term ran out; nothing was decided or given back."""
    b.drop(rows, "measure_handled", "measure_lifted")


@plant("I05", BREAKS, "ordinary", "延长三十日后仍继续查封扣押", seized_longer=True,
       **_SEIZED)  # fmt: skip
def held_beyond_the_extension(b: Batch, rows: Ints) -> None:
    """强§25: 延长期限不得超过三十日; sixty days are the most."""
    b.pin("measure_extended", rows, b.days.settle(plus(b.day["measure_taken"][rows], 25)))
    _held(b, rows, b.rng.integers(72, 90, len(rows)))


@plant("I05", BREAKS, "ordinary", "一次延长四十五日", seized_longer=True, **_SEIZED)
def extended_too_far(b: Batch, rows: Ints) -> None:
    """强§25: an extension is thirty days at most, whatever was approved."""
    b.pin("measure_extended", rows, b.days.settle(plus(b.day["measure_taken"][rows], 25)))
    _held(b, rows, 71)

    def change() -> None:
        b.days_written["measure_extended"][rows] = 45

    b.finish(change)


def _seize_where(b: Batch, rows: Ints, *terms: int) -> Ints:
    """Begin, file, examine and seize on one day from which these terms end on worked days."""

    def fits(days: Ints) -> Bools:
        found = b.days.working(days)
        for term in terms:
            found = found & b.days.working(days + term)
        return found

    b.restart(rows, b.days.first_where(b.day["root"][rows], fits))
    b.quick(rows, "check", "file", "site")
    return b.day["root"][rows]


@plant("I05", NEAR, "ordinary", "查封扣押恰第三十日解除", **_SEIZED)
def held_thirty_days(b: Batch, rows: Ints) -> None:
    """强§25: the thirtieth day is the last one."""
    b.pin("measure_handled", rows, _seize_where(b, rows, 30) + 30)


@plant("I05", NEAR, "ordinary", "经批准延长，恰第六十日解除", seized_longer=True, **_SEIZED)
def held_sixty_days(b: Batch, rows: Ints) -> None:
    """强§25: thirty and thirty days, to the last of them."""
    taken = _seize_where(b, rows, 60)
    b.pin("measure_extended", rows, b.days.settle(taken + 26))
    b.pin("measure_handled", rows, taken + 60)


@plant("I05", EXEMPT, "ordinary", "检测期间已书面告知，扣除后未超过三十日", tested=True, **_SEIZED)
def tested_meanwhile(b: Batch, rows: Ints) -> None:
    """强§25.3: 查封、扣押的期间不包括检测…的期间; one end of the test is left out."""
    b.delay["tests"][rows] = 28
    stop = b.days.add(b.day["measure_taken"], b.delay["test_from"])[rows]
    until = b.days.roll(stop + 28)
    end = b.day["measure_taken"][rows] + 30 + (until - stop)
    b.pin("measure_handled", rows, b.days.settle(end))


def _at(b: Batch, rows: Ints, hour: int, minute: int) -> None:
    def change() -> None:
        b.minute["enforced"][rows] = hour * 60 + minute
        b.minute["card_shown"][rows] = hour * 60 + minute - 8

    b.finish(change)


@plant("I14", BREAKS, "coercion", "夜间二十二时以后实施强制执行", execution=("remove",))
def enforced_at_night(b: Batch, rows: Ints) -> None:
    """强§43: 不得在夜间…实施行政强制执行; night by analogy is 22:00 to 06:00 (噪声法§88)."""
    _at(b, rows, 22, 25)


@plant("I14", BREAKS, "coercion", "凌晨五时实施强制执行", execution=("remove",))
def enforced_before_dawn(b: Batch, rows: Ints) -> None:
    """强§43: before six in the morning it is still night."""
    _at(b, rows, 4, 50)


def _month_day(days: Ints) -> tuple[Ints, Ints]:
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    return month, (dates - months.astype("datetime64[D]")).astype(np.int64) + 1


@plant("I14", BREAKS, "coercion", "法定节假日实施强制执行", execution=("remove",))
def enforced_on_a_holiday(b: Batch, rows: Ints) -> None:
    """强§43 with 放假办法§2: 1 January, 1 May and 1 to 3 October are statutory holidays."""

    def fits(days: Ints) -> Bools:
        month, day = _month_day(days)
        national = (month == 10) & (day <= 3)
        found: Bools = national | ((day == 1) & np.isin(month, (1, 5)))
        return found & b.days.statutory(days)

    b.pin("enforced", rows, b.days.first_where(b.day["enforced"][rows], fits))


@plant("I14", NEAR, "coercion", "晚二十时许实施强制执行，二十二时前结束", execution=("remove",))
def enforced_in_the_evening(b: Batch, rows: Ints) -> None:
    """强§43: evening is not yet night."""
    _at(b, rows, 20, 10)


@plant("I14", NEAR, "coercion", "清晨六时十分实施强制执行", execution=("remove",))
def enforced_in_the_morning(b: Batch, rows: Ints) -> None:
    """强§43: after six the night is over."""
    _at(b, rows, 6, 10)


@plant(
    "I14", NEAR, "coercion", "周末或者调休放假日实施强制执行，不是法定节假日", execution=("remove",)
)
def enforced_on_a_weekend(b: Batch, rows: Ints) -> None:
    """强§43 speaks of 法定节假日 only; a day off by weekend or by shift is none."""

    def fits(days: Ints) -> Bools:
        return ~b.days.working(days) & ~b.days.statutory(days)

    b.pin("enforced", rows, b.days.first_where(b.day["enforced"][rows], fits))


@plant("I14", EXEMPT, "coercion", "情况紧急，夜间清除道路障碍", execution=("remove",))
def enforced_in_urgency(b: Batch, rows: Ints) -> None:
    """强§43: 但是，情况紧急的除外."""
    b.mark(rows, "urgent")
    _at(b, rows, 23, 0)
