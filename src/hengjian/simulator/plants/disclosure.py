"""Plants about publication: G06, G07.

Serves the truth about decisions that should be open and are not, and about the two places where the
norms themselves clash, so that nobody may call it a breach. Housing is left out: 住建§10 has a term
of its own.
"""

from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, CONFLICT, NEAR, plant

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
