"""Plants about recusal: B06.

Serves the truth about requests that nobody decided on, or too late, and about officers who went on
after they were told to step back. Whether a relation exists is for a human to find out.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_ASKED: dict[str, Any] = {"recusal": True}
_GRANTED = "经审查有应当回避的情形，决定回避"


def _grant(b: Batch, rows: Ints) -> None:
    """The head grants the request, a working day after it."""
    b.delay["recuse"][rows] = 1
    b.delay["end"][rows] = np.maximum(b.delay["end"][rows], 3)
    usual = next(step for step in b.steps if step.name == "recusal_decided")
    modes = b.mode.setdefault("recusal_decided", np.full(b.size, usual.mode))
    modes[rows] = "passed"
    notes = b.note.setdefault("recusal_decided", np.full(b.size, usual.note, dtype="U40"))
    notes[rows] = _GRANTED


@plant("B06", BREAKS, "ordinary", "当事人申请回避，直到作出处罚决定一直没有答复", **_ASKED)
def request_ignored(b: Batch, rows: Ints) -> None:
    """罚§43.3: 行政机关应当依法审查，由行政机关负责人决定."""
    b.drop(rows, "recusal_decided")


@plant("B06", BREAKS, "ordinary", "作出处罚决定以后才对回避申请作出决定", **_ASKED)
def request_decided_afterwards(b: Batch, rows: Ints) -> None:
    """罚§43.3: a decision on the request that comes after the penalty helps nobody."""

    def change() -> None:
        b.day["recusal_decided"][rows] = b.days.add(b.day["decided"][rows], 2)

    b.finish(change)


@plant("B06", BREAKS, "ordinary", "已决定回避的人员继续参加调查和告知", **_ASKED)
def recused_went_on(b: Batch, rows: Ints) -> None:
    """罚§43.1: 应当回避; the officer was recused and went on."""
    _grant(b, rows)


@plant("B06", NEAR, "ordinary", "决定回避后，由其他执法人员接手", **_ASKED)
def recused_was_replaced(b: Batch, rows: Ints) -> None:
    """罚§43, 黑程§12.2: up to the decision he may go on; from then on somebody else does."""
    _grant(b, rows)

    def change() -> None:
        for row in rows.tolist():
            since = b.day["recusal_decided"][row]
            pair = [int(b.value[name][row]) for name in ("host", "handler2")]
            for step in b.steps:
                later = b.day[step.name][row] >= since and step.name != "recusal_decided"
                if later and step.team in ("handlers", "one"):
                    b.teams[step.name, row] = pair if step.team == "handlers" else pair[:1]

    b.finish(change)


@plant("B06", NEAR, "ordinary", "申请回避以后、决定以前继续询问当事人", **_ASKED)
def inquiry_went_on(b: Batch, rows: Ints) -> None:
    """罚§43.3: 决定作出之前，不停止调查."""
    b.delay["site"][rows] = 1
    b.delay["inquiry"][rows] = 1
    b.pin("recusal_requested", rows, b.days.add(b.day["filed"][rows], 1))
    b.delay["recuse"][rows] = 2
    b.delay["end"][rows] = np.maximum(b.delay["end"][rows], 3)


@plant("B06", NEAR, "ordinary", "经审查不具有回避情形，决定驳回申请，继续办案", **_ASKED)
def request_refused(b: Batch, rows: Ints) -> None:
    """罚§43.3: the head decided that there was no ground, and in time."""


@plant("B06", EXEMPT, "ordinary", "当事人没有申请回避")
def nobody_asked(b: Batch, rows: Ints) -> None:
    """罚§43.3: without a request there is nothing to decide."""
