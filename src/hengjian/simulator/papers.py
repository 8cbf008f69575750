"""Documents of a batch: what was written at which step.

Serves the city with what the dossier holds. Fields are those the law asks for (罚§44, 52, 59;
强§24, 35, 37; 许§32, 38); hashes are random, since there are no files behind them.
"""

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch, Doc
from hengjian.simulator.days import NONE, Bools, Ints
from hengjian.simulator.events import chosen, dates
from hengjian.standard.records import shaped
from hengjian.standard.tables import DOCUMENTS

_DOC_BITS = 8


def hashes(rng: np.random.Generator, count: int) -> pl.Series:
    """As many SHA-256 values, in hexadecimal."""
    raw = np.frombuffer(rng.bytes(32 * count), dtype=np.uint8).reshape(count, 32)
    return pl.Series(raw).cast(pl.List(pl.UInt8)).cast(pl.Binary).bin.encode("hex")


def shown(b: Batch, table: str) -> Bools:
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
    kept = shown(b, "documents")
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
