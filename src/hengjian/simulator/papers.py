"""Documents and recordings of a batch: what was written and filmed at which step.

Serves the city with what the dossier holds. Fields are those the law asks for (罚§44, 52, 59;
强§24, 35, 37; 许§32, 38); hashes are random, since there are no files behind them.
"""

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch, Doc
from hengjian.simulator.days import NONE, Bools, Ints
from hengjian.simulator.events import chosen, counted, dates, moments
from hengjian.standard.records import shaped
from hengjian.standard.tables import DOCUMENTS, RECORDINGS

_FILMED = {
    "measure_taken": 1.0,
    "enforced": 1.0,
    "hearing_held": 1.0,
    "served": 0.0,
    "site_examined": 0.25,
    "decided_on_spot": 0.3,
    "inspected": 0.2,
}
"""How often an activity is filmed; seizures, executions and hearings always (118号（八）)."""

_DOC_BITS = 8


def hashes(rng: np.random.Generator, count: int) -> pl.Series:
    """As many SHA-256 values, in hexadecimal."""
    raw = pl.Series([rng.bytes(32 * count).hex()], dtype=pl.String)
    return raw.str.extract_all(".{64}").explode() if count else raw.head(0)


def _shown(b: Batch, table: str) -> Bools:
    told = np.array(
        [body.narrow is None or table in body.narrow.tables for body in b.registry.bodies]
    )
    found: Bools = told[b.value["body"]]
    return found


def _holds(b: Batch, trait: str) -> Bools:
    if not trait:
        return np.ones(b.size, dtype=bool)
    return ~b.trait[trait[1:]] if trait.startswith("~") else b.trait[trait]


def documents(b: Batch, case_ids: pl.Series) -> pl.DataFrame:
    """The accepted table of documents, in the order of cases."""
    kept = _shown(b, "documents")
    keys, variants, codes = [], [], []
    field_lists: list[list[str]] = []
    for number, doc in enumerate(b.docs):
        day = b.day[doc.step]
        there = (day != NONE) & (day <= b.registry.as_of) & kept & _holds(b, doc.only)
        for change in b.rewritten.get(doc.doc_no, ()):
            there[change.rows] &= not change.gone
        rows = np.flatnonzero(there)
        keys.append(rows << _DOC_BITS | number)
        variants.append(_variants(b, doc, rows, field_lists))
        codes.append(day[rows])
    order = np.argsort(np.concatenate(keys), kind="stable")
    key = np.concatenate(keys)[order]
    row, place = key >> _DOC_BITS, key & ((1 << _DOC_BITS) - 1)
    columns = {
        "body_id": chosen(
            [body.id for body in b.registry.bodies], b.value["body"][row], pl.String()
        ),
        "case_id": case_ids.gather(row),
        "doc_no": chosen([doc.doc_no for doc in b.docs], place, pl.String()),
        "kind": chosen([doc.kind for doc in b.docs], place, pl.String()),
        "dated_on": dates(np.concatenate(codes)[order]),
        "fields": chosen(field_lists, np.concatenate(variants)[order], pl.List(pl.String)),
        "sha256": hashes(b.rng, len(row)),
    }
    return shaped(pl.DataFrame(columns), DOCUMENTS)


def _variants(b: Batch, doc: Doc, rows: Ints, lists: list[list[str]]) -> Ints:
    """The number of each document's list of fields; lists are added as they are needed."""
    code = np.zeros(len(rows), dtype=np.int64)
    for bit, (trait, _) in enumerate(doc.more):
        code |= b.trait[trait][rows].astype(np.int64) << bit
    changes = b.rewritten.get(doc.doc_no, ())
    for bit, change in enumerate(changes, start=len(doc.more)):
        code |= np.isin(rows, change.rows).astype(np.int64) << bit
    found = np.zeros(len(rows), dtype=np.int64)
    for value in np.unique(code):
        extra = [field for bit, (_, field) in enumerate(doc.more) if value >> bit & 1]
        fields = [*doc.fields, *extra]
        for bit, change in enumerate(changes, start=len(doc.more)):
            if value >> bit & 1:
                fields = [f for f in (*fields, *change.more) if f not in change.without]
        lists.append(fields)
        found[code == value] = len(lists) - 1
    return found


def recordings(b: Batch, case_ids: pl.Series, prefix: str) -> pl.DataFrame:
    """The accepted table of recordings; each begins before and ends after what it shows."""
    kept = _shown(b, "recordings")
    rows_of, steps_of = [], []
    for place, filmed_step in enumerate(b.steps):
        share = _FILMED.get(filmed_step.activity)
        if share is None and filmed_step.name not in b.filmed:
            continue
        day = b.day[filmed_step.name]
        there = (day != NONE) & (day <= b.registry.as_of - 2) & kept
        filmed = b.rng.random(b.size) < (share or 0.0)
        if filmed_step.activity == "served" and "served" in b.mode:
            filmed |= np.isin(b.mode["served"], ("left", "announcement"))
        filmed &= ~b.unfilmed.get(filmed_step.name, np.zeros(b.size, dtype=bool))
        filmed |= b.filmed.get(filmed_step.name, False)
        rows = np.flatnonzero(there & filmed)
        rows_of.append(rows)
        steps_of.append(np.full(len(rows), place))
    row = np.concatenate([np.zeros(0, dtype=np.int64), *rows_of])
    step = np.concatenate([np.zeros(0, dtype=np.int64), *steps_of])
    day, minute = np.zeros(len(row), dtype=np.int64), np.zeros(len(row), dtype=np.int64)
    for place, known in enumerate(b.steps):
        hit = step == place
        day[hit] = b.day[known.name][row[hit]]
        minute[hit] = b.minute[known.name][row[hit]] - 6
    lasting = np.array([known.lasts for known in b.steps])[step]
    until = minute + 12 + lasting + b.rng.integers(20, 60, len(row))
    uploaded = until + b.rng.integers(30, 900, len(row))
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
