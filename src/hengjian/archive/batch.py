"""A batch: what one submission hands to the archive, and the hash by which batches were known at first.

Serves idempotence: the same rows in another file or order of files have the same hash, those of a
mended submission another. Batches are known by `identity` now; of what was accepted before that, and of
registers that the web hands over, this hash is still asked.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from hengjian.archive.order import OWNER, ordered
from hengjian.content.threads import Threads
from hengjian.standard.gaps import Gap
from hengjian.standard.records import Records
from hengjian.standard.tables import TABLES


@dataclass(frozen=True)
class Batch:
    """Records to accept. ``source`` says where they come from; ``refused`` counts refused rows;
    ``gaps``: where registers are incomplete because rows of them were refused."""

    records: Records
    source: str
    refused: int = 0
    gaps: tuple[Gap, ...] = ()


def batch_id_of(records: Records) -> str:
    """SHA-256 over the rows of all tables, in an order that does not depend on the files."""
    whole = hashlib.sha256()
    for name, digest in table_hashes(records):
        whole.update(f"{name}:{digest}\n".encode())
    return whole.hexdigest()


def table_hashes(records: Records) -> Iterator[tuple[str, str]]:
    """Each table that holds rows, and the hash of its rows in the order of their keys."""
    filled = [table for table in TABLES if not records[table.name].is_empty()]
    with Threads(pl.thread_pool_size()) as beside:
        hashes = beside.map(lambda table: _table_hash(records[table.name], table.key), filled)
        yield from zip((table.name for table in filled), hashes, strict=True)


def _table_hash(frame: pl.DataFrame, key: tuple[str, ...]) -> str:
    return frame_hash(frame, _order(frame, key))


def _order(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.Series | None:
    """The rows in the order of their keys, nulls first; None if they stand so."""
    if key[:2] == OWNER and len(key) > 2:
        return ordered(frame, _ranked, key[2:]).rows
    later = pl.lit(False)
    for name in reversed(key):
        now, before = pl.col(name), pl.col(name).shift(1)
        later = (now > before) | ((now == before) & later)
    if frame.height < 2 or frame.select(later.slice(1).all()).item():
        return None
    return frame.select(pl.arg_sort_by(key)).to_series()


def _ranked(cases: pl.DataFrame) -> pl.Series:
    return cases.select(pl.struct(cases.columns).rank("dense")).to_series()


def frame_hash(frame: pl.DataFrame, order: pl.Series | None = None) -> str:
    """SHA-256 over the filled columns, each as its name, its values and which of them are missing.

    ``order``: that of the rows, if it is not theirs. An empty column does not count, so a field added
    to the standard later changes nothing.
    """
    whole = hashlib.sha256(str(frame.height).encode())
    for name in frame.columns:
        column = frame[name]
        if column.null_count() == frame.height:
            continue
        if isinstance(column.dtype, pl.List):
            column = _joined(column)  # texts are moved faster than lists
        if order is not None:
            column = column.gather(order)
        whole.update(f"\x1d{name}\x1f".encode())
        whole.update(np.packbits(column.is_null().to_numpy()).data)
        whole.update(_values(column))
    return whole.hexdigest()


def _values(column: pl.Series) -> bytes | memoryview:
    """The values as bytes that depend on nothing but the values."""
    if column.dtype == pl.String:
        joined: bytes = column.fill_null("").str.join("\x1f").cast(pl.Binary).item()
        return joined
    physical = column.to_physical()
    if physical.dtype == pl.Boolean:
        return np.packbits(physical.fill_null(False).to_numpy()).data
    little = "<f8" if physical.dtype == pl.Float64 else "<i8"
    return physical.fill_null(0).to_numpy().astype(little, copy=False).data


def _joined(lists: pl.Series) -> pl.Series:
    """The texts of each list as one; missing lists, often nearly all, are not looked at."""
    texts = lists.drop_nulls().list.join("\x1e")
    none = pl.Series([None], dtype=pl.String).new_from_index(0, len(lists))
    return none.scatter(lists.is_not_null().arg_true(), texts)
