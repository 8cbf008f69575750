"""Plants about officers who are in two places at once: B15.

Serves the truth about a hint: the same person did two acts of two cases at one time, on different
parties or in different places. Each pair has a crew of its own, so that no other case is drawn in.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.people import CARDS
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_PAIR: dict[str, Any] = {"group": 2}
_BEGINS = 9 * 60 + 40
_LASTS = 50
"""An inspection's minutes."""


def _crew(b: Batch, rows: Ints, *, shared: int) -> None:
    """New officers for each pair, of whom so many are in both cases."""
    b.double_booked[rows] = True
    for first, second in zip(rows[0::2].tolist(), rows[1::2].tolist(), strict=True):
        body = b.registry.bodies[int(b.value["body"][first])]
        crew = []
        for _ in range(4 - shared):
            crew.append(b.registry.people.hire(body))
            b.registry.people.certify(crew[-1], CARDS[0][0], CARDS[-1][1])
        b.value["handler"][first], b.value["handler2"][first] = crew[:2]
        b.value["handler"][second], b.value["handler2"][second] = crew[0], crew[-1]


def _place(b: Batch, row: int, step: str, minute: int) -> None:
    """Put a step on this minute; what else happens that day keeps its order around it."""
    day = b.day[step][row]
    names = [known.name for known in b.steps if b.day[known.name][row] == day]
    names.sort(key=lambda name: int(b.minute[name][row]))
    place = names.index(step)
    lasts = next(known.lasts for known in b.steps if known.name == step)
    for offset, name in enumerate(names, start=-place):
        after = lasts if offset > 0 else 0
        b.minute[name][row] = minute + 7 * offset + after


def _meet(b: Batch, rows: Ints, step: str, apart: int) -> None:
    """In the end the second act of each pair begins so many minutes after the first one."""

    def change() -> None:
        for place, row in enumerate(rows.tolist()):
            _place(b, row, step, _BEGINS + (apart if place % 2 else 0))

    b.finish(change)


def _inspect(b: Batch, rows: Ints, apart: int) -> None:
    b.restart(rows[1::2], b.day["root"][rows[0::2]])
    b.quick(rows, "approve", "visit")
    _crew(b, rows, shared=1)
    _meet(b, rows, "inspected", apart)


@plant("B15", BREAKS, "inspection", "同一人员在前一次检查结束以前又参加对另一企业的检查",
       subject="act_pair:inspected", **_PAIR)  # fmt: skip
def two_visits_at_once(b: Batch, rows: Ints) -> None:
    """罚§42: two officers do the act; who is still elsewhere cannot be one of them."""
    _inspect(b, rows, 20)


@plant("B15", BREAKS, "simple", "同一人员同一分钟对两名当事人当场处罚",
       subject="act_pair:decided_on_spot", **_PAIR)  # fmt: skip
def two_penalties_in_one_minute(b: Batch, rows: Ints) -> None:
    """罚§42, 52: on the spot each party is shown the card, told and heard; not two in a minute."""
    b.restart(rows[1::2], b.day["root"][rows[0::2]])
    _crew(b, rows, shared=1)
    _meet(b, rows, "decided_on_spot", 0)


@plant("B15", NEAR, "inspection", "前一次检查结束的当时开始另一次检查",
       subject="act_pair:inspected", **_PAIR)  # fmt: skip
def one_visit_after_the_other(b: Batch, rows: Ints) -> None:
    """罚§42: the earlier visit was over; how the way was made is for a human to ask."""
    _inspect(b, rows, _LASTS)


@plant("B15", EXEMPT, "ordinary", "就同一当事人的两件案件在同一地点一并询问",
       subject="act_pair:inquired", **_PAIR)  # fmt: skip
def one_inquiry_for_two_cases(b: Batch, rows: Ints) -> None:
    """罚§42, 55: one party in one place may be asked about two acts at once, by the same two."""
    first, second = rows[0::2], rows[1::2]
    b.restart(second, b.day["root"][first])
    b.quick(rows, "check", "file", "site")
    b.delay["inquiry"][rows] = 2
    for name in ("violation_on", "violation_ended_on"):
        b.value[name][second] = b.value[name][first] - 3
    b.value.setdefault("party_of", np.arange(b.size))[second] = first
    b.value["county"][second] = b.value["county"][first]
    _crew(b, rows, shared=2)
    _meet(b, rows, "inquired", 0)
