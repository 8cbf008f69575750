"""What a batch is known by: one hash of all its accepted rows, in whatever files and order they come.

Serves idempotence and the auditor: only the same rows give the same SHA-256. It takes rows as they are
arranged for storing, each column as bytes that depend on nothing but its values.
"""

import hashlib
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from hengjian.archive.nesting import Arranged
from hengjian.content.threads import Threads
from hengjian.standard.records import Records
from hengjian.standard.tables import CASES, TABLES

AT_ONCE = 1 << 18
"""Texts that are joined at a time: as many as stay near the processor, and few in a large batch."""


class Hash(Protocol):
    def update(self, data: bytes | memoryview, /) -> None: ...


def identity_of(rows: Arranged, records: Records) -> str:
    """SHA-256 over the rows of all tables; ``rows``: those of cases as they were arranged.

    A table without rows and a column without values do not count, so that one which is added to the
    standard later changes nothing.
    """
    frames = {CASES.name: rows.cases, **rows.parts}
    for table in TABLES:
        if table.name not in frames:
            frames[table.name] = _by_key(records[table.name], table.key)
    loose = records["recordings"].filter(pl.col("case_id").is_null())
    frames["recordings of no case"] = _by_key(loose, ("recording_id",))
    filled = [name for name, frame in frames.items() if frame.height]
    with Threads(pl.thread_pool_size()) as beside:
        hashes = beside.map(lambda n: _frame_hash(frames[n], rows.counts.get(n)), filled)
        whole = hashlib.sha256(b"hengjian batch 2\n")
        for name, digest in sorted(zip(filled, hashes, strict=True)):
            whole.update(f"{name}:{digest}\n".encode())
    return whole.hexdigest()


def _by_key(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    return rows.sort(key, maintain_order=True)


def _frame_hash(rows: pl.DataFrame, counts: npt.NDArray[np.int64] | None) -> str:
    """``counts``: how many of the rows each case has, instead of the keys of the cases."""
    whole = hashlib.sha256(f"{rows.height}\n".encode())
    if counts is not None:
        whole.update(_lengths(counts))
    for name in sorted(rows.columns):
        column = rows[name]
        if column.null_count() < len(column):
            whole.update(f"\n{name}\n".encode())
            _add(whole, column)
    return whole.hexdigest()


def _add(whole: Hash, column: pl.Series) -> None:
    """How many values are missing, which of them, then the others one after the other.

    Every length is told before what has it, so that no two columns have the same bytes.
    """
    whole.update(f"{column.null_count()}\n".encode())
    if column.null_count():
        whole.update(np.packbits(column.is_not_null().to_numpy()).data)
        column = column.drop_nulls()
    if isinstance(column.dtype, pl.List):
        whole.update(_lengths(column.list.len().to_numpy()))
        inner = column.explode(empty_as_null=False)
        whole.update(f"{len(inner)}\n".encode())
        _add(whole, inner)
    elif column.dtype == pl.String:
        whole.update(_lengths(column.str.len_bytes().to_numpy()))
        for start in range(0, len(column), AT_ONCE):
            texts = column.slice(start, AT_ONCE)
            whole.update(texts.str.join("").cast(pl.Binary).item())
    elif column.dtype == pl.Boolean:
        whole.update(np.packbits(column.to_numpy()).data)
    else:
        numbers = column.to_physical().to_numpy()
        whole.update(numbers.astype(numbers.dtype.newbyteorder("<"), copy=False).data)


def _lengths(numbers: npt.NDArray[np.integer]) -> bytes:
    """As many bytes for each as the greatest needs; most are short."""
    most = int(numbers.max(initial=0))
    width = 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
    return f"{width}\n".encode() + numbers.astype(f"<u{width}").tobytes()
