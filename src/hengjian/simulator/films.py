"""Recordings of a batch: which steps were filmed, from when to when, and when that was handed in.

Serves the city with what the body's cameras hold. What must be filmed by law always is; the rest by
chance (国办发〔2018〕118号（八）). There are no files behind the hashes.
"""

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints, present
from hengjian.simulator.events import chosen, counted, dates, moments
from hengjian.simulator.papers import hashes, shown
from hengjian.standard.records import shaped
from hengjian.standard.tables import RECORDINGS

_FILMED = {
    "measure_taken": 1.0,
    "enforced": 1.0,
    "substituted": 1.0,
    "hearing_held": 1.0,
    "served": 0.0,
    "site_examined": 0.25,
    "decided_on_spot": 0.3,
    "inspected": 0.2,
}
"""How often an activity is filmed; seizures, executions and hearings always (118号（八）)."""

_LEAD = {"measure_taken": 30}
"""Minutes before the act at which the camera is on: the party is told and heard first (强§18)."""
_LEAD_USUAL = 6


def table(b: Batch, case_ids: pl.Series, prefix: str) -> pl.DataFrame:
    """The accepted table of recordings; each begins before and ends after what it shows."""
    kept = shown(b, "recordings")
    rows_of, steps_of = [], []
    for place, filmed_step in enumerate(b.steps):
        share = _FILMED.get(filmed_step.activity)
        if share is None and filmed_step.name not in b.filmed:
            continue
        day = b.day[filmed_step.name]
        there = (day != NONE) & (day <= b.registry.as_of) & kept
        filmed = b.rng.random(b.size) < (share or 0.0)
        if filmed_step.activity == "served" and "served" in b.mode:
            filmed |= np.isin(b.mode["served"], ("left", "announcement"))
        filmed |= b.filmed.get(filmed_step.name, np.zeros(b.size, dtype=bool))
        filmed &= ~b.unfilmed.get(filmed_step.name, np.zeros(b.size, dtype=bool))
        rows = np.flatnonzero(there & filmed)
        rows_of.append(rows)
        steps_of.append(np.full(len(rows), place))
    row = np.concatenate([np.zeros(0, dtype=np.int64), *rows_of])
    step = np.concatenate([np.zeros(0, dtype=np.int64), *steps_of])
    day, minute = np.zeros(len(row), dtype=np.int64), np.zeros(len(row), dtype=np.int64)
    for place, known in enumerate(b.steps):
        hit = step == place
        shown_day, shown_minute = _when(b, known.name)
        day[hit] = shown_day[row[hit]]
        minute[hit] = shown_minute[row[hit]] - _LEAD.get(known.activity, _LEAD_USUAL)
    lasting = np.array([known.lasts for known in b.steps])[step]
    begun = minute + np.array([_LEAD.get(known.activity, _LEAD_USUAL) for known in b.steps])[step]
    until = begun + 6 + lasting + b.rng.integers(20, 60, len(row))
    last = (b.registry.as_of - day + 1) * 1440 - 1  # nothing is known of a later day
    uploaded = np.minimum(until + b.rng.integers(30, 900, len(row)), np.maximum(until, last))
    body = b.value["body"][row]
    ids = [f"{prefix}{number:07d}" for number in range(1, len(row) + 1)]
    columns = {
        "recording_id": pl.Series(ids, dtype=pl.String),
        "body_id": chosen([x.id for x in b.registry.bodies], body, pl.String()),
        "case_id": case_ids.gather(row),
        "activity": chosen([known.activity for known in b.steps], step, pl.String()),
        "device": chosen([f"Z{x.id[1:]}" for x in b.registry.bodies], body, pl.String()),
        "since": moments(day, minute),
        "since_day": dates(day),
        "until": moments(day, until),
        "until_day": dates(day + until // 1440),
        "uploaded": moments(day, uploaded),
        "uploaded_day": dates(day + uploaded // 1440),
        "gaps": counted(np.zeros(len(row), dtype=np.int64)),
        "sha256": hashes(b.rng, len(row)),
    }
    return shaped(pl.DataFrame(columns), RECORDINGS)


def _when(b: Batch, step: str) -> tuple[Ints, Ints]:
    """When the step was to be seen: public notice is filmed as it is put up, not when it works."""
    if step != "served" or "dispatched" not in b.day:
        return b.day[step], b.minute[step]
    notice = (b.mode["served"] == "announcement") & present(b.day["dispatched"])
    return (
        np.where(notice, b.day["dispatched"], b.day["served"]),
        np.where(notice, b.minute["dispatched"], b.minute["served"]),
    )
