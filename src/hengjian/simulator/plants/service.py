"""Plants about service: G01.

Serves the truth about decisions that reach the party late. That a service left no trace at all is
planted with the records (L01), since both are broken then.
"""

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant


def _after(b: Batch, rows: Ints, step: str, low: int, high: int) -> None:
    late = b.rng.integers(low, high + 1, len(rows))
    b.pin(step, rows, b.days.add(b.day["decided"][rows], late))


@plant("G01", BREAKS, "ordinary", "当事人不在场，决定作出后超过七个工作日才送达")
def served_late(b: Batch, rows: Ints) -> None:
    """罚§61, 85: 当事人不在场的，应当在七日内…送达; seven working days."""
    _after(b, rows, "served", 8, 16)


@plant("G01", BREAKS, "ordinary", "邮寄送达，决定作出后超过七个工作日才交邮", mode="post")
def mailed_late(b: Batch, rows: Ints) -> None:
    """罚§61, 85: what counts for the post is the day of dispatch, and that was too late."""
    _after(b, rows, "dispatched", 8, 14)


@plant("G01", NEAR, "ordinary", "决定作出后第七个工作日送达")
def served_on_the_seventh(b: Batch, rows: Ints) -> None:
    """罚§61, 85: the seventh working day is the last one."""
    _after(b, rows, "served", 7, 7)


@plant("G01", EXEMPT, "ordinary", "第七个工作日交邮，以交邮日为准，收件在后", mode="post")
def mailed_on_the_seventh(b: Batch, rows: Ints) -> None:
    """民诉§85: 在期满前交邮的，不算过期; the letter arrives later."""
    _after(b, rows, "dispatched", 7, 7)


@plant("G01", EXEMPT, "ordinary", "其他方式无法送达，七个工作日内发布公告，满三十日视为送达",
       mode="announcement")  # fmt: skip
def by_public_notice(b: Batch, rows: Ints) -> None:
    """民诉§95: deemed served thirty days after the notice, which came in time."""
    _after(b, rows, "dispatched", 5, 7)
