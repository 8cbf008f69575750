"""Plants about acts that may be crimes: F20, F21, F22.

Serves the truth about transfers to the police that came late or never, and about what a body does
once the police have answered. Days of 国务院令310号 are calendar days; breaches lie far behind them.
"""

from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_CRIME: dict[str, Any] = {"passed_on": False}
_RETURNED: dict[str, Any] = {"suspected": True}
_AGAIN: dict[str, Any] = {"suspected": True, "asked_again": True}
_AFTER_REPORT = (
    "crime_transferred", "police_filed", "goods_handed_over", "goods_handover_told", "closed",
)  # fmt: skip


@plant("F20", BREAKS, "referral", "移送报告提出后超过三日才决定是否移送", **_CRIME)
def decided_late(b: Batch, rows: Ints) -> None:
    """310号§5: 自接到报告之日起３日内作出…决定."""
    late = b.rng.integers(9, 20, len(rows))
    b.pin("crime_decided", rows, b.days.roll(b.day["crime_reported"][rows] + late))


@plant("F20", BREAKS, "referral", "批准移送后超过二十四小时才移送公安机关", **_CRIME)
def transferred_late(b: Batch, rows: Ints) -> None:
    """310号§5: 决定批准的，应当在２４小时内向同级公安机关移送."""
    late = b.rng.integers(4, 12, len(rows))
    b.pin("crime_transferred", rows, b.days.roll(b.day["crime_decided"][rows] + late))


@plant("F20", BREAKS, "referral", "批准移送后一直没有移送公安机关", also=("F08",), **_CRIME)
def never_transferred(b: Batch, rows: Ints) -> None:
    """310号§5: the twenty-four hours are long over; nor was the case decided otherwise (罚§60)."""
    b.drop(rows, *_AFTER_REPORT)


@plant("F20", BREAKS, "ordinary", "涉嫌犯罪的案件没有移送，以行政处罚代替")
def punished_instead(b: Batch, rows: Ints) -> None:
    """310号§11, 罚§27, 82: 不得以行政处罚代替移送."""
    b.mark(rows, "crime_suspected")


@plant("F20", NEAR, "referral", "第三日决定移送，当日移送公安机关", **_CRIME)
def decided_on_the_third_day(b: Batch, rows: Ints) -> None:
    """310号§5: the third day is the last one."""
    reported = b.days.first_where(
        b.day["crime_reported"][rows],
        lambda days: b.days.working(days) & b.days.working(days + 3),
    )
    b.pin("crime_reported", rows, reported)
    b.pin("crime_decided", rows, reported + 3)


@plant("F20", NEAR, "referral", "批准移送后二十三小时移送公安机关", **_CRIME)
def transferred_after_twenty_three_hours(b: Batch, rows: Ints) -> None:
    """310号§5: within the twenty-four hours."""
    decided = b.days.first_where(
        b.day["crime_decided"][rows],
        lambda days: b.days.working(days) & b.days.working(days + 1),
    )
    b.pin("crime_reported", rows, decided)
    b.pin("crime_decided", rows, decided)
    b.pin("crime_transferred", rows, decided + 1)

    def change() -> None:
        b.minute["crime_transferred"][rows] = b.minute["crime_decided"][rows] - 60

    b.finish(change)


@plant("F20", EXEMPT, "ordinary", "负责人不批准移送，理由已记录在案，依法给予处罚",
       unapproved=True, **_RETURNED)  # fmt: skip
def not_approved(b: Batch, rows: Ints) -> None:
    """310号§5: 决定不批准的，应当将不予批准的理由记录在案; then the body goes on by itself."""


@plant("F21", BREAKS, "ordinary", "接到不予立案通知书后超过三日才提请复议", **_AGAIN)
def asked_late(b: Batch, rows: Ints) -> None:
    """310号§9: 可以自接到不予立案通知书之日起３日内，提请…复议."""
    late = b.rng.integers(9, 15, len(rows))
    b.pin(
        "police_reconsideration_asked",
        rows,
        b.days.roll(b.day["police_not_filed"][rows] + late),
    )


@plant("F21", BREAKS, "ordinary", "公安机关不予立案后，应当处罚而不再处理", **_RETURNED)
def dropped_after_the_refusal(b: Batch, rows: Ints) -> None:
    """310号§10: 应当给予行政处罚的，应当依法实施行政处罚; the term of 罚§60 is not counted beside it."""
    b.drop(rows, "notified", "hearing_told")


@plant("F21", NEAR, "ordinary", "接到不予立案通知书后第三日提请复议", **_AGAIN)
def asked_on_the_third_day(b: Batch, rows: Ints) -> None:
    """310号§9: the third day is the last one."""
    noted = b.days.first_where(
        b.day["police_not_filed"][rows],
        lambda days: b.days.working(days) & b.days.working(days + 3),
    )
    b.pin("police_not_filed", rows, noted)
    b.pin("police_reconsideration_asked", rows, noted + 3)


@plant("F21", NEAR, "ordinary", "公安机关不予立案，机关没有提请复议，依法给予处罚",
       asked_again=False, **_RETURNED)  # fmt: skip
def not_asked(b: Batch, rows: Ints) -> None:
    """310号§9: 可以 — the body need not ask; it went on and punished (§10)."""


@plant("F21", EXEMPT, "referral", "公安机关决定立案，没有可以复议的决定", **_CRIME)
def taken_over(b: Batch, rows: Ints) -> None:
    """310号§9, 10 are about what the police refuse."""


@plant("F22", BREAKS, "referral", "接到立案通知书后超过三日才移交涉案物品和材料", **_CRIME)
def goods_late(b: Batch, rows: Ints) -> None:
    """310号§12: 自接到立案通知书之日起３日内…移交公安机关."""
    late = b.rng.integers(9, 20, len(rows))
    b.pin("goods_handed_over", rows, b.days.roll(b.day["police_filed"][rows] + late))


@plant("F22", BREAKS, "referral", "接到立案通知书后一直没有移交涉案物品和材料", **_CRIME)
def goods_never(b: Batch, rows: Ints) -> None:
    """310号§12: the three days have long passed."""

    def change() -> None:
        for step in ("goods_handed_over", "goods_handover_told"):
            b.day[step][rows] = NONE

    b.finish(change)


@plant("F22", NEAR, "referral", "接到立案通知书后第三日移交涉案物品和材料", **_CRIME)
def goods_on_the_third_day(b: Batch, rows: Ints) -> None:
    """310号§12: the third day is the last one."""
    noted = b.days.first_where(
        b.day["police_filed"][rows],
        lambda days: b.days.working(days) & b.days.working(days + 3),
    )
    b.pin("police_filed", rows, noted)
    b.pin("goods_handed_over", rows, noted + 3)


@plant("F22", EXEMPT, "ordinary", "公安机关不予立案，物品不需要移交", **_RETURNED)
def goods_stay(b: Batch, rows: Ints) -> None:
    """310号§12 is about cases that the police took over."""
