"""Who pays late: no breach by any body, but a hint that somebody should ask for the money (罚§67.3).

Serves the truth about H01, which holds for plain cases too: a city in which everybody pays in time
would be no city. Deferred fines are due when the deferral ends.
"""

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, plus, present
from hengjian.simulator.plants.plant import BREAKS
from hengjian.simulator.truth import Keys, Truth

_RULE, _HOW = "H01", "当事人逾期没有缴纳罚款（提示催缴，并非机关违法）"


def overdue(b: Batch) -> Bools:
    """Fines of bodies that report everything, unpaid on the last day for payment."""
    as_of = b.registry.as_of
    served, paid = b.day["served"], b.day["paid"]
    due = b.days.roll(plus(served, 15))
    if "deferred" in b.day:
        due = np.where(present(b.day["deferred"]), b.until["deferred"], due)
    full = np.array([body.narrow is None for body in b.registry.bodies])[b.value["body"]]
    owed = full & present(served) & (b.case["fine"] > 0) & ~present(b.day["cash_collected"])
    found: Bools = owed & (due < as_of) & ((paid == NONE) | (paid > due))
    return found


def tell(b: Batch, truth: Truth, keys: Keys) -> None:
    """Tell it of every case of the batch whose fine was late."""
    if "paid" in b.day and "cash_collected" in b.day:
        for name, key in keys.of("case", np.flatnonzero(overdue(b)), 1):
            truth.tell(_RULE, name, key, BREAKS, _HOW)
