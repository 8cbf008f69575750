"""Reconsiderations and lawsuits against the city: some lost, nearly all answered in time.

Serves the register of outcomes and the plants M01 and M03. Whoever lost withdraws the publication
within three working days (罚§48.2) and answers the opinion he was sent.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, Ints, as_date, number, present, year_of
from hengjian.simulator.plants.plant import BREAKS, NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth
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
            leader_present=True if sued[place] else None,
            decided_on=as_date(over[place]) if done else None,
            result=str(results[place]) if done else None,
            reasons="裁量理由阐述不充分〔模拟数据〕" if lost else None,
            opinion_received_on=as_date(sent) if lost and reply <= as_of else None,
            opinion_answered_on=as_date(reply) if lost and reply <= as_of else None,
        )


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


def plant(registry: Registry, truth: Truth, outcomes: Outcomes, copies: int, rng: Any) -> None:
    """M01, M03: answers that came late, never, or on the very last day."""
    departments = [body.id for body in registry.bodies if body.ordinary]
    for rule, verdict, how, kind, procedure, span in _WAYS:
        for _ in range(copies):
            received = _received(registry, rng)
            answered = _answered(registry, received, kind, span, rng)
            outcome_id = outcomes.add(
                kind=kind,
                procedure=procedure,
                body_id=str(rng.choice(departments)),
                copy_received_on=as_date(received),
                answered_on=None if answered is None else as_date(answered),
                leader_present=True if kind == "lawsuit" else None,
                decided_on=as_date(received + 50),
                result="upheld",
            )
            truth.tell(rule, "outcome", outcome_id, verdict, how)


_WAYS = (
    # 复§48, 88: ten working days from the copy; with the simple procedure (§54) five.
    (
        "M01",
        BREAKS,
        "普通程序复议，收到副本超过十个工作日才答复",
        "reconsideration",
        "ordinary",
        (11, 18),
    ),
    (
        "M01",
        BREAKS,
        "简易程序复议，收到副本超过五个工作日才答复",
        "reconsideration",
        "simple",
        (6, 10),
    ),
    ("M01", BREAKS, "收到复议申请书副本后一直没有答复", "reconsideration", "ordinary", None),
    ("M01", NEAR, "普通程序复议，恰第十个工作日答复", "reconsideration", "ordinary", (10, 10)),
    ("M01", NEAR, "简易程序复议，恰第五个工作日答复", "reconsideration", "simple", (5, 5)),
    # 诉§67: fifteen days from the copy, which are calendar days; late evidence is none (§34).
    ("M03", BREAKS, "收到起诉状副本超过十五日才提交证据和答辩状", "lawsuit", "ordinary", (24, 40)),
    ("M03", BREAKS, "收到起诉状副本后一直没有提交证据和答辩状", "lawsuit", "ordinary", None),
    ("M03", NEAR, "收到起诉状副本后恰第十五日提交证据和答辩状", "lawsuit", "ordinary", (15, 15)),
)


def _received(registry: Registry, rng: Any) -> int:
    """A worked day under the reconsideration law of 2024, from which fifteen days end on one too."""
    first = number(as_date(registry.as_of).replace(year=2024, month=2, day=1))
    begun = np.array([int(rng.integers(first, registry.as_of - 300))])

    def fits(days: Ints) -> Bools:
        return registry.days.working(days) & registry.days.working(days + 15)

    return int(registry.days.first_where(begun, fits)[0])


def _answered(
    registry: Registry, received: int, kind: str, span: tuple[int, int] | None, rng: Any
) -> int | None:
    if span is None:
        return None
    wait = int(rng.integers(span[0], span[1] + 1))
    start = np.array([received])
    if kind == "reconsideration":
        return int(registry.days.add(start, wait)[0])
    return int(registry.days.roll(start + wait)[0])
