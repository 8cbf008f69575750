"""Plants about the approval of inspections: K03.

Serves the truth about visits that nobody approved. How often an enterprise is visited is planted in
`visits`, who may inspect what in `inspectors`.
"""

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_DAY = 24 * 60


def _approve_later(b: Batch, rows: Ints, minutes: int) -> None:
    def change() -> None:
        moment = b.minute["inspected"][rows] + minutes
        b.day["inspection_approved"][rows] = b.day["inspected"][rows] + moment // _DAY
        b.minute["inspection_approved"][rows] = moment % _DAY

    b.finish(change)


@plant("K03", BREAKS, "inspection", "检查以后才补办审批，并非情况紧急")
def approved_afterwards(b: Batch, rows: Ints) -> None:
    """54号 with 黑程§16: every inspection is approved by the head beforehand."""
    _approve_later(b, rows, 2 * _DAY)


@plant("K03", BREAKS, "inspection", "检查一直没有负责人批准", kind="individual")
def never_approved(b: Batch, rows: Ints) -> None:
    """54号: an inspection upon a complaint needs approval like any other."""
    b.drop(rows, "inspection_approved")


@plant("K03", BREAKS, "inspection", "情况紧急先行检查，超过二十四小时才补办审批",
       kind="individual", urgent=True)  # fmt: skip
def made_up_too_late(b: Batch, rows: Ints) -> None:
    """黑程§16: 情况紧急的…于二十四小时内补办报批手续."""
    _approve_later(b, rows, 28 * 60)


@plant("K03", NEAR, "inspection", "检查当日先批准、后检查")
def approved_the_same_day(b: Batch, rows: Ints) -> None:
    """54号: before is before, be it minutes."""
    b.quick(rows, "approve", "visit")


@plant("K03", NEAR, "inspection", "该机关不报送检查审批，没有记录不等于没有审批", narrow=0)
def approval_not_reported(b: Batch, rows: Ints) -> None:
    """54号: the body's coverage does not name this activity, so its absence proves nothing."""


@plant("K03", EXEMPT, "inspection", "情况紧急先行检查，二十三小时后补办审批",
       kind="individual", urgent=True)  # fmt: skip
def made_up_in_time(b: Batch, rows: Ints) -> None:
    """黑程§16: urgent, and the papers were made up within twenty-four hours."""
    _approve_later(b, rows, 23 * 60)
