"""Plants about what the party is told and how the answer is weighed: E01, E03.

Serves the truth about notices that leave out what the law wants said, and defences that nobody looked
into. Notices that keep silent about a hearing are planted with E05.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SMALL: dict[str, Any] = {"class": "fixed", "sector": ("market", "urban", "transport")}
"""Small fixed fines, for which no hearing need be told."""


@plant("E01", BREAKS, "ordinary", "告知书没有写明拟作出的处罚内容", **_SMALL)
def penalty_not_told(b: Batch, rows: Ints) -> None:
    """罚§44: 告知当事人拟作出的行政处罚内容."""
    b.leave_out(rows, "告知01", "proposed_penalty")


@plant("E01", BREAKS, "ordinary", "告知书没有写明事实", **_SMALL)
def facts_not_told(b: Batch, rows: Ints) -> None:
    """罚§44: …及事实."""
    b.leave_out(rows, "告知01", "facts")


@plant("E01", BREAKS, "ordinary", "告知书没有写明理由", **_SMALL)
def reasons_not_told(b: Batch, rows: Ints) -> None:
    """罚§44: …理由."""
    b.leave_out(rows, "告知01", "reasons")


@plant("E01", BREAKS, "ordinary", "告知书没有写明依据", **_SMALL)
def basis_not_told(b: Batch, rows: Ints) -> None:
    """罚§44: …依据."""
    b.leave_out(rows, "告知01", "basis")


@plant("E01", BREAKS, "ordinary", "告知书没有告知陈述申辩权利", **_SMALL)
def defence_not_told(b: Batch, rows: Ints) -> None:
    """罚§44: 告知当事人依法享有的陈述、申辩…等权利."""
    b.leave_out(rows, "告知01", "defence_right")


@plant(
    "E01", NEAR, "ordinary", "小额罚款的告知书没有听证权利一项，依法不需要", told=False, **_SMALL
)
def no_hearing_to_tell(b: Batch, rows: Ints) -> None:
    """罚§44, 63: the right to a hearing is told where there is one."""


@plant("E01", EXEMPT, "simple", "简易程序口头告知事实、理由、依据和陈述申辩权利，没有告知书")
def told_by_mouth(b: Batch, rows: Ints) -> None:
    """罚§51, 52; 黑程§37: on the spot 可以口头告知."""


@plant("E03", BREAKS, "ordinary", "当事人陈述申辩，没有复核", defended=True, **_SMALL)
def never_rechecked(b: Batch, rows: Ints) -> None:
    """罚§45.1: 对当事人提出的事实、理由和证据，应当进行复核."""
    b.drop(rows, "defence_rechecked")


@plant("E03", BREAKS, "ordinary", "作出处罚决定以后才复核当事人的陈述申辩", defended=True, **_SMALL)
def rechecked_afterwards(b: Batch, rows: Ints) -> None:
    """罚§45.1, 62: who decides before looking into the defence has not heard it."""

    def change() -> None:
        later = b.days.add(b.day["decided"][rows], b.rng.integers(1, 4, len(rows)))
        b.day["defence_rechecked"][rows] = later

    b.finish(change)


@plant("E03", NEAR, "ordinary", "作出决定当日先复核、后决定", defended=True, **_SMALL)
def rechecked_the_same_day(b: Batch, rows: Ints) -> None:
    """罚§45.1: before is before, be it an hour."""

    def change() -> None:
        b.day["defence_rechecked"][rows] = b.day["decided"][rows]
        b.minute["defence_rechecked"][rows] = np.maximum(b.minute["decided"][rows] - 60, 0)

    b.finish(change)


@plant("E03", EXEMPT, "ordinary", "当事人没有陈述申辩，没有可以复核的内容", **_SMALL)
def nothing_to_recheck(b: Batch, rows: Ints) -> None:
    """罚§45.1: what was not put forward cannot be looked into."""
