"""The clue that leads to no case: it was checked, and what it said did not meet the conditions.

Serves the simulator with decisions not to file (罚§54; 黑程§15), made within the shortest of the terms
that sectors have for it. Clues that turn into cases are told in the stories of penalties.
"""

import numpy as np

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.days import NONE
from hengjian.simulator.stories import casting, penalty

_MET = "经核查，有初步证据证明存在违法事实"
_NOT_MET = "经核查，未发现违法事实或者不符合立案条件"

STEPS = (
    Step("clue_received", "clue_received"),
    Step("clue_checked", "clue_checked", ("clue_received",), "handlers",
         note=_NOT_MET),
    Step("not_filed", "not_filed", ("clue_checked",), doc="不立01"),
    Step("archived", "archived", ("not_filed",)),
)  # fmt: skip

DOCS = (Doc("不立01", "other", "not_filed", ("party", "facts", "reasons", "organ_and_date")),)


def draw(b: Batch) -> None:
    """Cast and course of each clue."""
    casting.begin(b)
    casting.cast(b, np.full(b.size, "graded"))
    penalty.draw(b)
    for name, low, high in (("check", 0, 3), ("refuse", 0, 2), ("archive", 2, 20)):
        b.draw_delay(name, low, high)


def schedule(b: Batch) -> None:
    """The day of every step."""
    clue = b.at("clue_received", b.day["root"])
    checked = b.at("clue_checked", b.capped(clue, "check", most=5))
    refused = b.at("not_filed", b.capped(checked, "refuse", most=6, since=clue))
    b.at("archived", b.wd(refused, "archive"))


def fill(b: Batch) -> None:
    """The columns of the case, once all days stand."""
    for column in ("fine", "confiscated", "illegal_gain"):
        b.case[column] = np.full(b.size, penalty.ABSENT)
    b.value["kinds"] = np.full(b.size, NONE)
    b.case["procedure"] = np.full(b.size, "")
    met = b.flags.get("meets_criteria", np.zeros(b.size, dtype=bool))
    b.note["clue_checked"] = np.where(met, _MET, _NOT_MET)
