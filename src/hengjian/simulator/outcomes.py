"""Reconsiderations and lawsuits against the city: some lost, nearly all answered in time.

Serves the register of outcomes; what is planted in it is told in `plants.remedies`. Whoever lost
withdraws the publication within three working days (罚§48.2), performs what was decided in its term,
and answers the opinion he was sent; whoever is sued sends his head to court, or says why not.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, Ints, as_date, present, year_of
from hengjian.standard.records import schema_of
from hengjian.standard.tables import OUTCOMES

_RESULTS = (
    "upheld",
    "dismissed",
    "withdrawn",
    "settled",
    "changed",
    "revoked",
    "declared_unlawful",
)
_CHANCES = (0.54, 0.16, 0.1, 0.08, 0.03, 0.06, 0.03)
_LOST = ("changed", "revoked", "declared_unlawful")
_EXPIRED, _WITHDRAWN = "公示期届满，停止公示", "撤回公开信息，并公开说明理由"
_SHARE = {"ordinary": 0.03, "simple": 0.008, "permit": 0.004}


@dataclass
class Outcomes:
    """Outcomes of all batches, with what was planted among them."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, **fields: Any) -> str:
        outcome_id = f"S{len(self.rows) + 1:07d}"
        self.rows.append({"outcome_id": outcome_id, **fields})
        return outcome_id

    def table(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema=schema_of(OUTCOMES), infer_schema_length=None)


def attach(b: Batch, case_ids: list[str], outcomes: Outcomes) -> None:
    """Choose the cases that are contested and change those whose decision does not stand."""
    _contested(b, case_ids, outcomes)
    share = _SHARE.get(b.story)
    if share is None:
        return
    rows = np.flatnonzero(_contestable(b) & (b.rng.random(b.size) < share))
    served = b.day["served"][rows]
    spot_first = (b.story == "simple") & (year_of(served) >= 2024)
    sued = (b.rng.random(len(rows)) < 0.35) & ~spot_first
    quick = (b.rng.random(len(rows)) < 0.2) & (year_of(served) >= 2024) & ~sued
    delay = np.where(sued, b.rng.integers(30, 150, len(rows)), b.rng.integers(8, 55, len(rows)))
    received = b.days.roll(served + delay)
    within = np.where(quick, b.rng.integers(2, 5, len(rows)), b.rng.integers(3, 8, len(rows)))
    answered = np.maximum(b.days.settle(received + within), received)
    takes = np.where(sued, b.rng.integers(70, 150, len(rows)), np.where(quick, 22, 48))
    over = b.days.roll(received + takes)
    results = b.rng.choice(_RESULTS, len(rows), p=_CHANCES)
    _withdraw(b, rows, np.where(np.isin(results, _LOST), over, NONE))
    as_of = b.registry.as_of
    for place, row in enumerate(rows.tolist()):
        if answered[place] > as_of:
            continue
        done = over[place] <= as_of
        lost = done and results[place] in _LOST
        sent = int(b.days.roll(over[place : place + 1] + 4)[0])
        reply = int(b.days.settle(over[place : place + 1] + 22)[0])
        outcomes.add(
            kind="lawsuit" if sued[place] else "reconsideration",
            procedure="simple" if quick[place] else "ordinary",
            body_id=b.registry.bodies[int(b.value["body"][row])].id,
            case_id=case_ids[row],
            copy_received_on=as_date(received[place]),
            answered_on=as_date(answered[place]),
            **(_in_court(b, int(received[place])) if sued[place] else {}),
            decided_on=as_date(over[place]) if done else None,
            result=str(results[place]) if done else None,
            reasons="裁量理由阐述不充分〔模拟数据〕" if lost else None,
            opinion_received_on=as_date(sent) if lost and reply <= as_of else None,
            opinion_answered_on=as_date(reply) if lost and reply <= as_of else None,
            **(_performed(b, int(over[place])) if lost else {}),
        )


def explain(b: Batch) -> None:
    """Say why a decision is no longer open: its term is over, or it does not stand (罚§48.2)."""
    if "unpublished" in b.day:
        changed, gone = b.day["decision_changed"], b.day["unpublished"]
        withdrawn = present(changed) & (gone >= changed)
        b.note["unpublished"] = np.where(withdrawn, _WITHDRAWN, _EXPIRED)


def _in_court(b: Batch, received: int) -> dict[str, Any]:
    """诉§3, 解释§128, 129: the head appears, in grave cases always; else staff, with an explanation."""
    on = int(b.days.roll(np.array([received + int(b.rng.integers(30, 60))]))[0])
    major = bool(b.rng.random() < 0.08)
    head = major or bool(b.rng.random() < 0.7)
    if on > b.registry.as_of:
        return {"hearing_on": as_date(on), "major": major}
    return {
        "hearing_on": as_date(on),
        "leader_present": head,
        "staff_present": True,
        "absence_explained": None if head else True,
        "major": major,
    }


def _performed(b: Batch, over: int) -> dict[str, Any]:
    """复§77, 诉§96: what was decided is performed in its term, and the loss is explained above."""
    done = int(b.days.roll(np.array([over + int(b.rng.integers(6, 25))]))[0])
    told = int(b.days.settle(np.array([over + int(b.rng.integers(12, 26))]))[0])
    as_of = b.registry.as_of
    return {
        "perform_by": as_date(over + 40),
        "performed_on": as_date(done) if done <= as_of else None,
        "feedback_on": as_date(told) if told <= as_of else None,
    }


def _contested(b: Batch, case_ids: list[str], outcomes: Outcomes) -> None:
    """The reconsiderations that plants want: asked for and decided on these days, upheld."""
    for row, (received, over) in b.contested.items():
        reply = int(b.days.settle(np.array([received + 3]))[0])
        outcomes.add(
            kind="reconsideration",
            procedure="ordinary",
            body_id=b.registry.bodies[int(b.value["body"][row])].id,
            case_id=case_ids[row],
            copy_received_on=as_date(received),
            answered_on=as_date(max(reply, received)),
            decided_on=as_date(over),
            result="upheld",
        )


def _contestable(b: Batch) -> Bools:
    """Plain cases of bodies that report all, decided and paid; no surcharge ran meanwhile (§73)."""
    full = np.array([body.narrow is None for body in b.registry.bodies])[b.value["body"]]
    quiet = ~b.trait.get("court", ~full) & ~b.trait.get("late", np.zeros(b.size, dtype=bool))
    found: Bools = ~b.planted & full & quiet & present(b.day["served"])
    return found


def _withdraw(b: Batch, rows: Ints, over: Ints) -> None:
    """The decision is changed in the days after the outcome, and taken from the public list."""
    if "decision_changed" not in b.day:
        return
    lost = rows[over != NONE]
    changed = b.days.roll(over[over != NONE] + 2)
    b.day["decision_changed"][lost] = changed
    was_open = present(b.day["published"][lost])
    gone = b.day["unpublished"][lost]
    still = was_open & ((gone == NONE) | (gone > changed))
    b.day["unpublished"][lost] = np.where(still, b.days.add(changed, 1), gone)
