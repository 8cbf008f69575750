"""Runs about a few cases of many buckets made into one, which has of each case the newest facts.

Serves the store of facts. It is done sort by sort over all buckets: five hundred columns take each its
time for every piece that is read, however few rows it has.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from hengjian.check.standing.few_facts import BUCKET, Few, by_bucket, by_key, write_place
from hengjian.facts.keyed import Keyed
from hengjian.rules.concerns import Sort

TOGETHER = 10_000
"""Rows from which on another file is begun, so that none is too large to be held between two buckets."""
Newest = list[tuple[Few, pl.DataFrame]]
"""Runs, and the cases (or groups), with their buckets, whose newest facts each of them has."""


def newest_of(held: Sequence[tuple[Few, Mapping[int, int]]]) -> Newest:
    """Of runs, the newest first, with the buckets for which each still counts."""
    found: Newest = []
    known: pl.DataFrame | None = None
    for few, buckets in held:
        own = few.keys()
        own = own.filter(own[BUCKET].is_in(list(buckets)))
        left = own if known is None else own.join(known, on=own.columns, how="anti")
        known = own if known is None else pl.concat([known, own])
        found.append((few, left))
    return found


def write_merged(folder: Path, newest: Newest) -> None:
    """Keep these cases as one run, the newest of these, which stands for all that are about several
    buckets and not newer."""
    run = max(few.run for few, _ in newest)
    keys = pl.concat(own for _, own in newest).sort(BUCKET, maintain_order=True)
    sorts = dict.fromkeys(sort for few, _ in newest for sort, _ in few.whole())
    buckets = by_key(keys)
    facts = ((sort, some) for sort in sorts for some in _portions(_facts(newest, sort), buckets))
    write_place(folder / f"{run:08d}~", facts, keys)


def _facts(newest: Newest, sort: Sort) -> pl.DataFrame:
    """The facts of one sort of these cases."""
    found: list[pl.DataFrame] = []
    for few, own in newest:
        keys = own.drop(BUCKET)
        for piece in [piece for of, piece in few.whole() if of == sort and keys.height]:
            rows = piece.read(found[0].columns if found else None).frame()
            found.append(rows.join(keys, on=keys.columns, how="semi"))
    return pl.concat(found) if found else pl.DataFrame()


def _portions(facts: pl.DataFrame, keys: Keyed) -> Iterator[pl.DataFrame]:
    """The facts of some buckets after those of others."""
    if facts.is_empty():
        return
    rows, spans = by_bucket(facts, keys)
    begin = 0
    for first, height in spans.values():
        end = first + height
        if end - begin >= TOGETHER or end == rows.height:
            yield rows.slice(begin, end - begin)
            begin = end
