"""Plants about publication: G06, G07, G08, G12.

Serves the truth about decisions that should be open and are not, or no longer, and about the two
places where the norms themselves clash, so that nobody may call it a breach. Housing is left out:
住建§10 has a term of its own.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints, months_later
from hengjian.simulator.plants.plant import BREAKS, CONFLICT, EXEMPT, NEAR, plant

_OTHERS: dict[str, Any] = {"not_sector": ("market", "housing")}
_MARKET: dict[str, Any] = {"sector": ("market",)}


def _publish(b: Batch, rows: Ints, low: int, high: int) -> None:
    late = b.rng.integers(low, high + 1, len(rows))
    b.pin("published", rows, b.days.add(b.day["decided"][rows], late))


@plant("G06", BREAKS, "ordinary", "具有一定社会影响的处罚决定，超过七个工作日才公开",
       social_impact=True, **_OTHERS)  # fmt: skip
def published_late(b: Batch, rows: Ints) -> None:
    """罚§48, 118号（六）: such a decision is opened, within seven working days."""
    _publish(b, rows, 8, 19)


@plant("G06", BREAKS, "ordinary", "具有一定社会影响的处罚决定一直没有公开",
       social_impact=True, **_OTHERS)  # fmt: skip
def never_published(b: Batch, rows: Ints) -> None:
    """罚§48, 118号（六）: the seven working days have run out without publication."""
    b.drop(rows, "published")


@plant(
    "G06",
    CONFLICT,
    "ordinary",
    "没有社会影响的处罚决定超过七个工作日公开，规范之间不一致",
    **_OTHERS,
)
def late_without_impact(b: Batch, rows: Ints) -> None:
    """118号（六） opens every penalty, 罚§48 (2021) only those with 社会影响: a clash, no breach."""
    _publish(b, rows, 8, 19)


@plant("G06", CONFLICT, "ordinary", "没有社会影响的处罚决定未公开，规范之间不一致", **_OTHERS)
def closed_without_impact(b: Batch, rows: Ints) -> None:
    """118号（六） against 罚§48: whether it must be open at all is what the norms differ on."""
    b.drop(rows, "published")


@plant("G06", NEAR, "ordinary", "具有一定社会影响的处罚决定，第七个工作日公开",
       social_impact=True, **_OTHERS)  # fmt: skip
def published_on_the_seventh(b: Batch, rows: Ints) -> None:
    """118号（六）: the seventh working day is the last one."""
    _publish(b, rows, 7, 7)


@plant("G06", NEAR, "ordinary", "该机关不报送公开活动，没有记录不等于没有公开",
       social_impact=True, narrow=0)  # fmt: skip
def publication_not_reported(b: Batch, rows: Ints) -> None:
    """罚§48: the body's coverage does not name this activity, so its absence proves nothing."""


@plant(
    "G07",
    CONFLICT,
    "ordinary",
    "市场监管处罚决定在第八至第二十个工作日公开，七日与二十日两说",
    **_MARKET,
)
def between_seven_and_twenty(b: Batch, rows: Ints) -> None:
    """118号（六） says seven, 公示规定§9 twenty working days: a clash of norms, no breach."""
    _publish(b, rows, 8, 20)


@plant("G07", NEAR, "ordinary", "市场监管处罚决定第七个工作日公开", **_MARKET)
def market_on_the_seventh(b: Batch, rows: Ints) -> None:
    """118号（六）, 公示规定§9: both terms are kept."""
    _publish(b, rows, 7, 7)


def _change(b: Batch, rows: Ints, withdrawn: Ints | int | None) -> None:
    """The body takes its decision back, and so many working days later the public text, or never."""

    def change() -> None:
        on = b.days.roll(b.day["served"][rows] + b.rng.integers(30, 60, len(rows)))
        b.day["decision_changed"][rows] = on
        gone = NONE if withdrawn is None else b.days.add(on, withdrawn)
        b.day["unpublished"][rows] = gone
        for step in ("decision_changed", "unpublished"):
            b.minute[step][rows] = 15 * 60
        own = np.isin(np.arange(b.size), rows)
        usual = next(step.note for step in b.steps if step.name == "decision_changed")
        held = b.note.get("decision_changed", usual)
        b.note["decision_changed"] = np.where(own, "机关自查发现错误，主动撤销", held)

    b.finish(change)


@plant("G08", BREAKS, "ordinary", "处罚决定被撤销，超过三个工作日才撤回公开信息", **_OTHERS)
def withdrawn_late(b: Batch, rows: Ints) -> None:
    """罚§48.2, 85: 应当在三日内撤回行政处罚决定信息; three working days."""
    _change(b, rows, b.rng.integers(4, 12, len(rows)))


@plant("G08", BREAKS, "ordinary", "处罚决定被撤销，公开信息一直没有撤回", **_OTHERS)
def never_withdrawn(b: Batch, rows: Ints) -> None:
    """罚§48.2: the three days have run out, and the decision is still there to be read."""
    _change(b, rows, None)


@plant("G08", NEAR, "ordinary", "处罚决定被撤销，第三个工作日撤回公开信息", **_OTHERS)
def withdrawn_on_the_third(b: Batch, rows: Ints) -> None:
    """罚§48.2, 85: the third working day is the last one."""
    _change(b, rows, 3)


@plant("G08", EXEMPT, "ordinary", "被撤销的处罚决定从未公开，没有可以撤回的信息",
       social_impact=False, also=("G06!conflict",), **_OTHERS)  # fmt: skip
def nothing_to_withdraw(b: Batch, rows: Ints) -> None:
    """罚§48.2 is about decisions that are open; the law did not ask to open this one (§48.1),
    though 118号（六） did: the two norms conflict."""
    b.drop(rows, "published")
    _change(b, rows, None)


_LONG_AGO: dict[str, Any] = {"sector": ("market",), "until": "2023-05-31"}
_BARRED: dict[str, Any] = {"item": "barred", "class": "heavy", **_LONG_AGO}


@plant("G12", BREAKS, "ordinary", "市场监管处罚信息公示满三年仍未停止公示", **_LONG_AGO)
def shown_for_ever(b: Batch, rows: Ints) -> None:
    """公示规定§13: 自公示之日起届满三年的，停止公示; no longer term fits any fine."""
    b.drop(rows, "unpublished")


@plant("G12", BREAKS, "ordinary", "市场监管处罚信息公示满三年后数月才停止公示",
       until="2022-05-31", sector=("market",))  # fmt: skip
def shown_too_long(b: Batch, rows: Ints) -> None:
    """公示规定§13: it came off the list months after the three years."""
    over = months_later(b.day["published"][rows], 36)
    b.pin("unpublished", rows, b.days.roll(over + b.rng.integers(60, 150, len(rows))))


@plant("G12", NEAR, "ordinary", "市场监管处罚信息公示恰满三年之日停止公示",
       tier=2, told=True, **_LONG_AGO)  # fmt: skip
def shown_for_three_years(b: Batch, rows: Ints) -> None:
    """公示规定§13: three years for what is more than a small fine."""
    b.pin("unpublished", rows, months_later(b.day["published"][rows], 36))


@plant("G12", NEAR, "ordinary", "较低数额罚款公示半年后停止公示，“较低数额”标准未录入，不作判断",
       tier=0, gain=False, **_LONG_AGO)  # fmt: skip
def small_fine_for_half_a_year(b: Batch, rows: Ints) -> None:
    """公示规定§13.2: what is a small fine the province's bureau says; its figure is not known."""
    b.pin("unpublished", rows, months_later(b.day["published"][rows], 6))


@plant("G12", EXEMPT, "ordinary", "限制从业超过三年，公示期按照实际限制期限执行",
       **_BARRED)  # fmt: skip
def shown_while_barred(b: Batch, rows: Ints) -> None:
    """公示规定§13.3: 限制从业超过三年的，公示期按照实际限制期限执行."""
    b.drop(rows, "unpublished")


@plant("G12", EXEMPT, "ordinary", "其他机关公开的处罚信息，不适用市场监管的公示期限",
       not_sector=("market", "housing"), until="2023-05-31")  # fmt: skip
def other_bodies(b: Batch, rows: Ints) -> None:
    """公示规定§2: only market supervision; others have no such term."""
