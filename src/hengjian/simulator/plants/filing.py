"""Plants about the beginning of a case: C01, C02, C05, C06.

Serves the truth about clues that nobody decides on in time, cases that should have been filed, cases
filed without the head's approval, and steps in the wrong order. Sectors without a term of their own
need only be 及时, which no day can measure. Terms that end on a day off are avoided.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Bools, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_MARKET: dict[str, Any] = {"sector": ("market",)}
_FARM: dict[str, Any] = {"sector": ("agriculture",), "since": "2022-03-01"}
_HOUSING: dict[str, Any] = {"sector": ("housing",), "since": "2022-05-09"}
_LAND: dict[str, Any] = {"sector": ("natural_resources",), "until": "2024-03-20"}
_ENVIRONMENT: dict[str, Any] = {"sector": ("environment",), "until": "2022-11-10"}
_NO_TERM: dict[str, Any] = {
    "sector": ("urban", "emergency", "culture", "labour", "forestry", "water"),
}  # fmt: skip


def _file_after(b: Batch, rows: Ints, low: int, high: int | None = None) -> None:
    """Filed so many working days after the clue; checked at once."""
    late = b.rng.integers(low, (high or low) + 1, len(rows))
    b.quick(rows, "check")
    b.pin("filing_approved", rows, b.days.add(b.day["root"][rows], late))


def _file_on_day(b: Batch, rows: Ints, days: int) -> None:
    """Filed exactly so many calendar days after the clue, both on worked days."""

    def fits(on: Ints) -> Bools:
        return b.days.working(on) & b.days.working(on + days)

    b.restart(rows, b.days.first_where(b.day["root"][rows], fits))
    b.quick(rows, "check")
    b.pin("filing_approved", rows, b.day["root"][rows] + days)


def _extend(b: Batch, rows: Ints, days: int) -> None:
    b.days_written.setdefault("filing_extended", np.full(b.size, -1))[rows] = days


@plant("C01", BREAKS, "ordinary", "市场监管：超过十五个工作日才立案，没有延长", **_MARKET)
def market_filed_late(b: Batch, rows: Ints) -> None:
    """市监§18: 十五个工作日内予以核查，…决定是否立案."""
    _file_after(b, rows, 16, 24)


@plant("C01", BREAKS, "ordinary", "市场监管：延长十五个工作日后仍超过期限才立案",
       filing_late=True, **_MARKET)  # fmt: skip
def market_filed_beyond_the_extension(b: Batch, rows: Ints) -> None:
    """市监§18: fifteen and fifteen working days are the most."""
    _extend(b, rows, 15)
    _file_after(b, rows, 31, 38)


@plant("C01", BREAKS, "clue", "市场监管：收到线索后一直没有决定是否立案", **_MARKET)
def market_never_decided(b: Batch, rows: Ints) -> None:
    """市监§18: an open term that has run out is broken, whatever the clue was worth."""
    b.drop(rows, "not_filed", "archived")


@plant("C01", BREAKS, "clue", "市场监管：超过十五个工作日才决定不予立案", **_MARKET)
def market_refused_late(b: Batch, rows: Ints) -> None:
    """市监§18: the term is for the decision *whether* to file; a refusal is one."""
    late = b.rng.integers(16, 25, len(rows))
    b.pin("not_filed", rows, b.days.add(b.day["root"][rows], late))


@plant("C01", BREAKS, "ordinary", "农业：超过七个工作日才立案，没有延长", **_FARM)
def farm_filed_late(b: Batch, rows: Ints) -> None:
    """农业§29, 罚§85: seven days, counted as working days, and the eighth is too late."""
    _file_after(b, rows, 8, 12)


@plant("C01", BREAKS, "ordinary", "住建：超过十五日才立案，没有延长", **_HOUSING)
def housing_filed_late(b: Batch, rows: Ints) -> None:
    """住建§15: fifteen days, which 罚§85 leaves calendar days; the last one was a worked day."""
    _file_on_day(b, rows, 15)
    on = b.day["root"][rows] + 15
    b.pin("filing_approved", rows, b.days.add(on, b.rng.integers(1, 6, len(rows))))


@plant("C01", BREAKS, "ordinary", "自然资源：超过十个工作日才立案", **_LAND)
def land_filed_late(b: Batch, rows: Ints) -> None:
    """自然资源§12: 应当在10个工作日内予以立案."""
    _file_after(b, rows, 11, 14)


@plant(
    "C01",
    BREAKS,
    "ordinary",
    "生态环境：超过七个工作日才立案（2010年办法施行期间）",
    **_ENVIRONMENT,
)
def environment_filed_late(b: Batch, rows: Ints) -> None:
    """环境§22 (2010): 在7个工作日内决定是否立案."""
    _file_after(b, rows, 8, 12)


@plant("C01", NEAR, "ordinary", "市场监管：恰第十五个工作日立案", **_MARKET)
def market_filed_on_the_fifteenth(b: Batch, rows: Ints) -> None:
    """市监§18: the fifteenth working day is the last one."""
    _file_after(b, rows, 15)


@plant("C01", NEAR, "clue", "市场监管：恰第十五个工作日决定不予立案", **_MARKET)
def market_refused_on_the_fifteenth(b: Batch, rows: Ints) -> None:
    """市监§18: the fifteenth working day is the last one for a refusal too."""
    b.pin("not_filed", rows, b.days.add(b.day["root"][rows], 15))


@plant("C01", NEAR, "ordinary", "农业：恰第七个工作日立案", **_FARM)
def farm_filed_on_the_seventh(b: Batch, rows: Ints) -> None:
    """农业§29, 罚§85: the seventh working day is the last one."""
    _file_after(b, rows, 7)


@plant("C01", NEAR, "ordinary", "住建：恰第十五日立案", **_HOUSING)
def housing_filed_on_the_fifteenth(b: Batch, rows: Ints) -> None:
    """住建§15: the fifteenth day is the last one."""
    _file_on_day(b, rows, 15)


@plant("C01", NEAR, "ordinary", "自然资源：恰第十个工作日立案", **_LAND)
def land_filed_on_the_tenth(b: Batch, rows: Ints) -> None:
    """自然资源§12: the tenth working day is the last one."""
    _file_after(b, rows, 10)


@plant("C01", NEAR, "ordinary", "自然资源：2024年5月以后的期限未核实，第十三个工作日立案",
       sector=("natural_resources",), since="2024-06-03")  # fmt: skip
def land_term_unverified(b: Batch, rows: Ints) -> None:
    """自然资源§12 was said to be replaced in 2024; the new text was not read: reference only."""
    _file_after(b, rows, 13)


@plant("C01", NEAR, "ordinary", "生态环境：2023年以后的期限未核实，第九个工作日立案",
       sector=("environment",), since="2023-02-01")  # fmt: skip
def environment_term_unverified(b: Batch, rows: Ints) -> None:
    """环境§22 was replaced in 2023; the new text was not read: reference only."""
    _file_after(b, rows, 9)


@plant(
    "C01", NEAR, "ordinary", "没有部门期限的领域，第三十个工作日立案，“及时”没有日数", **_NO_TERM
)
def no_term_in_days(b: Batch, rows: Ints) -> None:
    """罚§54.2: 及时 without a figure; no day can be called too late."""
    _file_after(b, rows, 30)


@plant("C01", EXEMPT, "ordinary", "市场监管：经批准延长，第二十五个工作日立案",
       filing_late=True, **_MARKET)  # fmt: skip
def market_filed_within_the_extension(b: Batch, rows: Ints) -> None:
    """市监§18: fifteen working days more with the head's approval."""
    _extend(b, rows, 15)
    _file_after(b, rows, 25)


@plant(
    "C01", EXEMPT, "ordinary", "农业：经批准延长七日，第八个工作日立案", filing_late=True, **_FARM
)
def farm_filed_within_the_extension(b: Batch, rows: Ints) -> None:
    """农业§29: seven days more with the head's approval."""
    _extend(b, rows, 7)
    _file_after(b, rows, 8)


@plant("C01", EXEMPT, "ordinary", "市场监管：扣除检测时间后未超过十五个工作日",
       stopped_check=True, **_MARKET)  # fmt: skip
def market_test_left_out(b: Batch, rows: Ints) -> None:
    """市监§18.2: the time of tests is not counted; twenty days of it are left out."""
    _file_after(b, rows, 24)


@plant("C02", BREAKS, "clue", "经核查符合立案条件，决定不予立案", **_NO_TERM)
def met_and_refused(b: Batch, rows: Ints) -> None:
    """罚§54.2, 76.2: 符合立案标准的，行政机关应当及时立案."""
    b.mark(rows, "meets_criteria")


@plant("C02", BREAKS, "clue", "经核查符合立案条件，一直没有立案", **_NO_TERM)
def met_and_left(b: Batch, rows: Ints) -> None:
    """罚§54.2, 76.2: 有案不立 in silence is the same; years have passed."""
    b.mark(rows, "meets_criteria")
    b.drop(rows, "not_filed", "archived")


@plant("C02", NEAR, "ordinary", "经核查符合立案条件，当日立案")
def met_and_filed(b: Batch, rows: Ints) -> None:
    """罚§54.2: filed at once."""
    b.mark(rows, "meets_criteria")
    b.quick(rows, "file")


@plant("C02", NEAR, "clue", "经核查不符合立案条件，决定不予立案")
def not_met(b: Batch, rows: Ints) -> None:
    """罚§54.2 speaks of clues that meet the conditions; this one did not."""


@plant("C02", NEAR, "clue", "经核查符合立案条件，核查刚刚完成，尚未立案",
       since="2026-11-17", until="2026-11-18", **_NO_TERM)  # fmt: skip
def met_just_now(b: Batch, rows: Ints) -> None:
    """罚§54.2: 及时 leaves the days that any filing takes; the data end two days later."""
    b.mark(rows, "meets_criteria")
    b.quick(rows, "check")
    b.drop(rows, "not_filed", "archived")


@plant(
    "C02", EXEMPT, "clue", "自然资源：违法行为轻微并及时纠正，没有危害后果，可以不予立案", **_LAND
)
def too_small_to_file(b: Batch, rows: Ints) -> None:
    """自然资源§12.2: such an offence need not be filed, though all conditions are met."""
    b.mark(rows, "meets_criteria", "minor_offence", "corrected", "no_harm")


def _file_before_a_worked_day(b: Batch, rows: Ints) -> None:
    def fits(on: Ints) -> Bools:
        return b.days.working(on) & b.days.working(on + 1)

    b.restart(rows, b.days.first_where(b.day["root"][rows], fits))
    b.quick(rows, "check", "file")
    b.pin("filed", rows, b.day["root"][rows])
    b.pin("filing_approved", rows, b.day["root"][rows] + 1)


@plant("C05", BREAKS, "ordinary", "立案没有经负责人批准")
def never_approved(b: Batch, rows: Ints) -> None:
    """黑程§16: 依职权启动行政执法程序，应当经本单位负责人批准."""
    b.pin("filed", rows, b.day["filed"][rows])
    b.drop(rows, "filing_approved")


@plant("C05", BREAKS, "ordinary", "情况不紧急，立案以后才补办审批")
def approved_afterwards(b: Batch, rows: Ints) -> None:
    """黑程§16: without urgency the approval comes first."""
    filed = b.day["filed"][rows]
    b.pin("filed", rows, filed)
    b.pin("filing_approved", rows, b.days.add(filed, 2))


@plant("C05", BREAKS, "ordinary", "情况紧急先行启动，超过二十四小时才补办审批")
def made_up_too_late(b: Batch, rows: Ints) -> None:
    """黑程§16: 于二十四小时内补办报批手续; twenty minutes more are too many."""
    b.mark(rows, "urgent")
    _file_before_a_worked_day(b, rows)

    def change() -> None:
        b.minute["filing_approved"][rows] = b.minute["filed"][rows] + 20

    b.finish(change)


@plant("C05", BREAKS, "coercion", "责令清除的程序没有经负责人批准启动")
def coercion_never_approved(b: Batch, rows: Ints) -> None:
    """黑程§16 is about every procedure that a body begins of itself."""
    b.drop(rows, "filing_approved")


@plant("C05", NEAR, "ordinary", "先批准、后立案，同一日完成")
def approved_the_same_day(b: Batch, rows: Ints) -> None:
    """黑程§16: before is before, be it minutes."""
    b.quick(rows, "check", "file")


@plant("C05", NEAR, "simple", "当场处罚没有立案，不需要立案审批")
def nothing_to_file(b: Batch, rows: Ints) -> None:
    """罚§51, 54: 除…可以当场作出的行政处罚外; on the spot no case is filed."""


@plant("C05", EXEMPT, "ordinary", "情况紧急先行启动，恰二十四小时补办审批")
def made_up_in_time(b: Batch, rows: Ints) -> None:
    """黑程§16: within twenty-four hours, to the minute."""
    b.mark(rows, "urgent")
    _file_before_a_worked_day(b, rows)

    def change() -> None:
        b.minute["filing_approved"][rows] = b.minute["filed"][rows]

    b.finish(change)


@plant("C06", BREAKS, "ordinary", "立案以前已经询问当事人", **_NO_TERM)
def inquired_before_filing(b: Batch, rows: Ints) -> None:
    """罚§54–57: first the filing, then the inquiry; only 核查 may come before it."""
    _file_after(b, rows, 4)
    asked = b.days.add(b.day["root"][rows], 2)
    for step in ("card_at_inquiry", "inquired"):
        b.pin(step, rows, asked)


@plant("C06", BREAKS, "ordinary", "先告知拟处罚内容，后询问当事人", **_NO_TERM)
def told_before_the_inquiry(b: Batch, rows: Ints) -> None:
    """罚§44, 54–57: what is proposed rests on an investigation that is over."""

    def change() -> None:
        told = b.day["notified"][rows]
        for step in ("card_at_inquiry", "inquired"):
            b.day[step][rows] = b.days.add(told, 1)
        b.day["investigation_ended"][rows] = b.days.add(told, 2)

    b.finish(change)


@plant("C06", BREAKS, "ordinary", "作出处罚决定以后调查才终结", **_NO_TERM)
def decided_before_the_end(b: Batch, rows: Ints) -> None:
    """罚§57: 调查终结，…分别作出如下决定; the decision came first."""

    def change() -> None:
        b.day["investigation_ended"][rows] = b.days.add(b.day["decided"][rows], 2)

    b.finish(change)


@plant("C06", NEAR, "ordinary", "立案、现场检查、询问同一日依次进行")
def all_on_one_day(b: Batch, rows: Ints) -> None:
    """罚§54, 55: the order is kept, hour after hour."""
    b.quick(rows, "check", "file", "site", "inquiry")


@plant("C06", NEAR, "ordinary", "立案以前只作线索核查", **_NO_TERM)
def only_checked_before_filing(b: Batch, rows: Ints) -> None:
    """罚§54.2, 黑程§15: a clue is checked before a case is filed; that is no inquiry."""
    _file_after(b, rows, 4)
    b.pin("clue_checked", rows, b.days.add(b.day["root"][rows], 3))
