"""Plants about inspections: K03, K04.

Serves the truth about visits that nobody approved, and enterprises that are visited too often. The
old rule of one visit a year (1999) is left alone where a cap was published.
"""

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints, year_of
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant
from hengjian.simulator.stories.inspection import KINDS

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


def _visits(b: Batch, rows: Ints, group: int, *kinds: str) -> None:
    """Each group of cases is one enterprise in one year; ``kinds``: of the group's visits."""
    of = b.value.setdefault("party_of", np.arange(b.size))
    leader = np.repeat(rows[::group], group)
    of[rows] = leader
    place = np.tile(np.arange(group), len(rows) // group)
    january = (year_of(b.day["root"][leader]) - 1970).astype("datetime64[Y]")
    first = january.astype("datetime64[D]").astype(np.int64) + 65
    moved = b.days.roll(first + place * 62 + b.rng.integers(0, 20, len(rows)))
    b.restart(rows, moved)
    codes = np.array([KINDS.index(kind) for kind in kinds])
    b.value["inspection_kind"][rows] = codes[place]


@plant("K04", BREAKS, "inspection", "同一机关一年内对同一企业检查三次，超过年度上限二次",
       subject="enterprise_year", group=3, since="2025-01-02", until="2025-12-20")  # fmt: skip
def three_visits(b: Batch, rows: Ints) -> None:
    """54号: 年度频次上限 counts 日常 and 专项; three of them where two are allowed."""
    _visits(b, rows, 3, "daily", "daily", "special")


@plant("K04", NEAR, "inspection", "同一机关一年内对同一企业检查二次，恰为年度上限",
       subject="enterprise_year", group=2, since="2025-01-02", until="2025-12-20")  # fmt: skip
def two_visits(b: Batch, rows: Ints) -> None:
    """54号: the cap itself may be used up."""
    _visits(b, rows, 2, "daily", "special")


@plant("K04", EXEMPT, "inspection", "日常检查二次，另有两次根据投诉举报的个案检查",
       subject="enterprise_year", group=4, since="2025-01-02", until="2025-12-20")  # fmt: skip
def visits_upon_complaint(b: Batch, rows: Ints) -> None:
    """54号 with 司法部解答: 个案 visits upon complaints may go beyond the cap."""
    _visits(b, rows, 4, "daily", "individual", "daily", "individual")


@plant("K04", EXEMPT, "inspection", "日常检查二次，另有一次上级部署的专项检查",
       subject="enterprise_year", group=3, since="2025-01-02", until="2025-12-20")  # fmt: skip
def visits_by_order(b: Batch, rows: Ints) -> None:
    """54号 with 司法部解答: special inspections ordered from above do not count."""
    _visits(b, rows, 3, "daily", "daily", "special")
    b.mark(rows[2::3], "by_superior")
