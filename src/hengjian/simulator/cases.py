"""From a batch's arrays to the table of cases.

Serves the city. A column that is only known with the decision stays empty until the decision was
made; the numbers of papers are given later, over all batches (`numbers`).
"""

from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator import parties, prose
from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, Ints
from hengjian.simulator.events import chosen, counted, dates
from hengjian.simulator.numbers import BACKDATED, LAST_NUMBER, NO_NUMBER, UNNUMBERED
from hengjian.standard.records import schema_of
from hengjian.standard.tables import CASES

_STARTS = ("filed", "accepted")
_DECISIONS = ("decided", "decided_on_spot")
_MONEY = ("fine", "confiscated", "illegal_gain", "surcharge")


def violations(b: Batch) -> None:
    """When the act was done and when it was found; a third of the acts lasted for a while."""
    found = b.day.get("clue_received", b.day["root"])
    gap = b.rng.integers(0, 120, b.size)
    if b.story == "simple":
        gap = np.zeros(b.size, dtype=np.int64)
    lasted = np.where(b.rng.random(b.size) < 0.3, b.rng.integers(1, 90, b.size), 0)
    ended = found - gap
    b.value["found_on"] = found.copy()
    b.value["violation_ended_on"] = ended
    b.value["violation_on"] = np.where(gap > 0, ended - lasted, ended)


def table(b: Batch, kind: str, case_ids: pl.Series) -> pl.DataFrame:
    """The table of this batch's cases; numbers of papers are given later, over all batches."""
    registry, body = b.registry, b.value["body"]
    decided = _done(b, _DECISIONS)
    known = decided != NONE
    ended = known | _ended(b)
    columns: dict[str, Any] = {
        "body_id": chosen([x.id for x in registry.bodies], body, pl.String()),
        "case_id": case_ids,
        "kind": pl.Series([kind]).new_from_index(0, b.size),
        "procedure": _worded(b, "procedure"),
        "item_id": chosen([item.id for item in registry.items], b.value["item"], pl.String()),
        **parties.columns(b),
        "party_birth": dates(parties.births(b)) if kind == "penalty" else None,
        "fact": prose.facts(b, kind),
        "matter_id": _matters(b),
        "place_division": _places(b),
        **_dates(b, kind),
        **_money(b, known),
        "penalty_kinds": _lists(b, "kinds", known),
        "measure_kinds": _measures(b),
        "enforcement_kinds": _lists(b, "enforcement_kinds", known),
        "flags": _flags(b),
        "evidence_kinds": _lists(b, "evidence", np.ones(b.size, dtype=bool)),
        "device_id": _devices(b),
        "tier": _tiers(b, known) if kind == "penalty" else None,
        "result": _worded(b, "result", ended),
        "permit_valid_to": _permit_ends(b, known),
        "promised_days": counted(b.case["promised_days"]) if "promised_days" in b.case else None,
        "inspection_kind": _worded(b, "inspection_kind"),
    }
    schema = schema_of(CASES)
    frame = pl.DataFrame({name: value for name, value in columns.items() if value is not None})
    frame = frame.with_columns(
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in frame
    ).select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    return _rewritten(b, frame).with_columns(
        _filed=dates(_done(b, _STARTS)),
        _decided=dates(decided),
        _order=pl.Series(_order(b, _DECISIONS)),
        _filing_order=pl.Series(_order(b, _STARTS)),
        _bears=_borne(b, case_ids),
    )


def _rewritten(b: Batch, cases: pl.DataFrame) -> pl.DataFrame:
    """The cases with what plants wrote into single columns of them."""
    for column, rows, values in b.written:
        place = np.arange(b.size)
        place[rows] = b.size + np.arange(len(values))
        new = pl.Series(column, values, dtype=cases.schema[column])
        cases = cases.with_columns(pl.concat([cases[column], new]).gather(place))
    return cases


def _borne(b: Batch, case_ids: pl.Series) -> pl.Series:
    """Whose decision number each case bears where it is not its own; see `numbers`."""
    bears = b.value.get("bears", np.full(b.size, NONE))
    others = case_ids.gather(np.maximum(bears, 0))
    odd = pl.Series([None, UNNUMBERED, BACKDATED], dtype=pl.String).gather(
        np.select([bears == NO_NUMBER, bears == LAST_NUMBER], [1, 2], 0)
    )
    return others.zip_with(pl.Series(bears >= 0), odd)


def _done(b: Batch, steps: tuple[str, ...]) -> Ints:
    """The day of the first of these steps that the story has, as far as it lies behind."""
    for step in steps:
        if step in b.day:
            day = b.day[step]
            return np.where(day <= b.registry.as_of, day, NONE)
    return np.full(b.size, NONE)


def _order(b: Batch, steps: tuple[str, ...]) -> Ints:
    """A number that grows with the moment of the step, for sorting."""
    for step in steps:
        if step in b.day:
            return b.day[step] * 2048 + b.minute[step]
    return np.zeros(b.size, dtype=np.int64)


def _ended(b: Batch) -> Bools:
    return _past(b, "closed")


def _dates(b: Batch, kind: str) -> dict[str, pl.Series]:
    if kind != "penalty":
        return {}
    names = ("violation_on", "violation_ended_on", "found_on")
    return {name: dates(b.value[name]) for name in names}


def _money(b: Batch, known: Bools) -> dict[str, pl.Series]:
    """Sums of the decision, and the surcharge once it was claimed."""
    found = {}
    for name in _MONEY:
        if name in b.case:
            there = known & _past(b, "surcharged") if name == "surcharge" else known
            found[name] = counted(np.where(there, b.case[name], NONE))
    return found


def _past(b: Batch, step: str) -> Bools:
    """Whether the step happened by the day of the data."""
    day = b.day.get(step, np.full(b.size, NONE))
    found: Bools = (day != NONE) & (day <= b.registry.as_of)
    return found


def _matters(b: Batch) -> pl.Series | None:
    matters = b.value.get("matter")
    if matters is None:
        return None
    serial = pl.Series(matters).cast(pl.String)
    made = pl.DataFrame({"n": serial}).select(pl.format("W{}", "n").alias("m"))["m"]
    return made.zip_with(pl.Series(matters != NONE), pl.Series([None], dtype=pl.String))


def _places(b: Batch) -> pl.Series:
    """The body's own division, or that of one of the city's counties."""
    registry = b.registry
    own = [body.division if body.county is not None else None for body in registry.bodies]
    counties = [place.division for place in registry.recipe.counties]
    local = chosen(own, b.value["body"], pl.String())
    return local.fill_null(chosen(counties, b.value["county"], pl.String()))


def _lists(b: Batch, name: str, known: Bools) -> pl.Series | None:
    if name not in b.value:
        return None
    lists = [list(codes) for codes in b.registry.combinations]
    return chosen(lists, np.where(known, b.value[name], NONE), pl.List(pl.String))


def _measures(b: Batch) -> pl.Series | None:
    if "measure_taken" not in b.day:
        return None
    first = [list(item.measures[:1]) or None for item in b.registry.items]
    taken = _past(b, "measure_taken")
    return chosen(first, np.where(taken, b.value["item"], NONE), pl.List(pl.String))


def _flags(b: Batch) -> pl.Series:
    names = sorted(b.flags)
    code = np.zeros(b.size, dtype=np.int64)
    for bit, name in enumerate(names):
        code |= b.flags[name].astype(np.int64) << bit
    values, inverse = np.unique(code, return_inverse=True)
    lists = [[n for bit, n in enumerate(names) if value >> bit & 1] or None for value in values]
    return chosen(lists, inverse, pl.List(pl.String))


def _devices(b: Batch) -> pl.Series | None:
    if "device" not in b.value:
        return None
    ids = [device["device_id"] for device in b.registry.devices.rows]
    return chosen(ids, b.value["device"], pl.String())


def _tiers(b: Batch, known: Bools) -> pl.Series | None:
    if "tier" not in b.value:
        return None
    names = ["从轻", "一般", "从重", "减轻"]
    tiered = np.array([bool(item.tiers) for item in b.registry.items])[b.value["item"]]
    fined = b.case["fine"] > 0
    return chosen(names, np.where(known & tiered & fined, b.value["tier"], NONE), pl.String())


def _worded(b: Batch, name: str, known: Bools | None = None) -> pl.Series | None:
    """A code of each case, empty where there is none or where it is not known yet."""
    if name not in b.case:
        return None
    names, inverse = np.unique(b.case[name], return_inverse=True)
    words = [str(word) or None for word in names]
    places = inverse if known is None else np.where(known, inverse, NONE)
    return chosen(words, places, pl.String())


def _permit_ends(b: Batch, known: Bools) -> pl.Series | None:
    if "permit_valid_to" not in b.case:
        return None
    return dates(np.where(known | b.trait["renewal"], b.case["permit_valid_to"], NONE))
