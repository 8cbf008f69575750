"""Plants about the numbers of decisions: F23.

Serves the truth about numbers used twice and decisions dated back: hints that somebody should look
at the register of documents. Gaps are none of it, since a number that was spoilt is struck out.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.numbers import LAST_NUMBER
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_TWO: dict[str, Any] = {
    "group": 2, "since": "2024-01-15", "until": "2024-07-31", "brief": True,
}  # fmt: skip
"""Two decisions of one body in one year."""


def _bear(b: Batch, rows: Ints, numbers: Ints) -> None:
    b.value.setdefault("bears", np.full(b.size, NONE))[rows] = numbers


def _decide_together(b: Batch, rows: Ints) -> None:
    """Both cases of each pair begin on one day, and both decisions are made on one day."""
    first, second = rows[0::2], rows[1::2]
    lasted = b.day["decided"][second] - b.day["root"][second]
    b.restart(second, b.day["root"][first])
    later = np.maximum(b.day["decided"][first], b.day["root"][first] + lasted + 10)
    b.pin("decided", rows, np.repeat(b.days.roll(later), 2))


@plant("F23", BREAKS, "ordinary", "同一机关两份处罚决定书使用同一文号",
       subject="numbered_decision", **_TWO)  # fmt: skip
def number_used_twice(b: Batch, rows: Ints) -> None:
    """罚§59(6): the decision must be known by its organ, number and day; two bear one number."""
    _decide_together(b, rows)
    _bear(b, rows[1::2], rows[0::2])


@plant("F23", BREAKS, "ordinary", "文号在全年最后，落款日期却在年中，疑似倒签",
       subject="numbered_decision:first", **_TWO)  # fmt: skip
def dated_back(b: Batch, rows: Ints) -> None:
    """罚§59(6): the date on the paper counts; a later number with an earlier date cannot be right."""
    first, second = rows[0::2], rows[1::2]
    later = np.maximum(b.day["decided"][second], b.days.add(b.day["decided"][first], 15))
    b.pin("decided", second, later)
    _bear(b, first, np.full(len(first), LAST_NUMBER))


@plant("F23", NEAR, "ordinary", "同日作出的两份决定，文号先后与时刻先后相反",
       subject="numbered_decision", **_TWO)  # fmt: skip
def numbered_the_other_way_round(b: Batch, rows: Ints) -> None:
    """罚§59(6): the paper bears a day, no hour; on one day either order is right."""
    _decide_together(b, rows)
    first, second = rows[0::2], rows[1::2]
    _bear(b, first, second)
    _bear(b, second, first)


@plant("F23", EXEMPT, "simple", "当场处罚决定书次年重新编号，与上年文号数字相同",
       subject="numbered_decision")  # fmt: skip
def numbered_anew_each_year(b: Batch, rows: Ints) -> None:
    """罚§52: forms are numbered anew each year; only numbers of one year can collide."""
