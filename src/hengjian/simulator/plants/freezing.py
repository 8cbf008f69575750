"""Plants about frozen money and restrained persons: I10, I11.

Serves the truth about the two measures that only a law may give (强§9, 10, 20, 29–32). Their items
exist for these plants alone.
"""

from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Bools, Ints, plus
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_FROZEN: dict[str, Any] = {"measure": True, "sector": ("market",), "item": "freeze_by_law"}
_RESTRAINED: dict[str, Any] = {"measure": True, "sector": ("health",), "item": "restrained"}


@plant("I10", BREAKS, "ordinary", "依据行政法规冻结存款", measure=True, sector=("market",),
       item="freeze_by_regulation", also=("I01",))  # fmt: skip
def frozen_by_regulation(b: Batch, rows: Ints) -> None:
    """强§29: 由法律规定的行政机关实施; §10 keeps freezing for laws as well."""


@plant("I10", BREAKS, "ordinary", "冻结数额为涉案金额的三倍", **_FROZEN)
def frozen_too_much(b: Batch, rows: Ints) -> None:
    """强§29.2: 冻结存款、汇款的数额应当与违法行为涉及的金额相当."""

    def change() -> None:
        b.amount["measure_taken"][rows] *= 3

    b.finish(change)


@plant("I10", BREAKS, "ordinary", "冻结后超过三个工作日才交付冻结决定书", **_FROZEN)
def freezing_told_late(b: Batch, rows: Ints) -> None:
    """强§31, 69: 应当在三日内向当事人交付冻结决定书; three working days."""
    b.delay["tell_frozen"][rows] = b.rng.integers(4, 8, len(rows))


@plant("I10", BREAKS, "ordinary", "冻结后一直没有交付冻结决定书", **_FROZEN)
def freezing_never_told(b: Batch, rows: Ints) -> None:
    """强§31: the three working days have long passed."""
    b.drop(rows, "measure_served")


@plant("I10", BREAKS, "ordinary", "冻结超过三十日才处理，没有延长", **_FROZEN)
def frozen_too_long(b: Batch, rows: Ints) -> None:
    """强§32: 自冻结…之日起三十日内…作出处理决定或者作出解除冻结决定."""
    late = b.rng.integers(41, 60, len(rows))
    b.pin("measure_handled", rows, b.days.roll(b.day["measure_taken"][rows] + late))


def _freeze_where(b: Batch, rows: Ints, term: int) -> Ints:
    """Begin, file, examine and freeze on one day from which this term ends on a worked day."""

    def fits(days: Ints) -> Bools:
        return b.days.working(days) & b.days.working(days + term)

    b.restart(rows, b.days.first_where(b.day["root"][rows], fits))
    b.quick(rows, "check", "file", "site")
    return b.day["root"][rows]


@plant("I10", NEAR, "ordinary", "冻结后恰第三个工作日交付冻结决定书，数额与涉案金额相等", **_FROZEN)
def freezing_told_on_the_third(b: Batch, rows: Ints) -> None:
    """强§29, 31, 69: the third working day is the last one; the sum is exactly what was at stake."""
    b.delay["tell_frozen"][rows] = 3


@plant("I10", NEAR, "ordinary", "冻结恰第三十日解除", **_FROZEN)
def frozen_thirty_days(b: Batch, rows: Ints) -> None:
    """强§32: the thirtieth day is the last one."""
    b.pin("measure_handled", rows, _freeze_where(b, rows, 30) + 30)


@plant("I10", EXEMPT, "ordinary", "情况复杂，经批准延长冻结，恰第六十日解除", seized_longer=True,
       **_FROZEN)  # fmt: skip
def frozen_sixty_days(b: Batch, rows: Ints) -> None:
    """强§32: 经行政机关负责人批准，可以延长…不得超过三十日; to the last day."""
    taken = _freeze_where(b, rows, 60)
    b.pin("measure_extended", rows, b.days.settle(taken + 26))
    b.pin("measure_handled", rows, taken + 60)


@plant("I11", BREAKS, "ordinary", "限制人身自由后没有告知家属", **_RESTRAINED)
def family_never_told(b: Batch, rows: Ints) -> None:
    """强§20(1): 当场告知或者…立即通知当事人家属实施…的行政机关、地点和期限."""
    b.drop(rows, "family_told")


@plant("I11", BREAKS, "ordinary", "限制人身自由三日后才通知家属", **_RESTRAINED)
def family_told_late(b: Batch, rows: Ints) -> None:
    """强§20(1): 立即 is not three days later."""
    b.pin("family_told", rows, b.days.roll(plus(b.day["measure_taken"][rows], 3)))


@plant("I11", NEAR, "ordinary", "限制人身自由后当日即通知家属", **_RESTRAINED)
def family_told_at_once(b: Batch, rows: Ints) -> None:
    """强§20(1): told minutes later, on the same day."""
