"""Writing a data file, so that one that found no room says so.

Serves the archive and the standing check, whose files are all Parquet. Polars loses the system's
reason where the disk fills while some parts of a file are written; the system is then asked again.
"""

import os
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from arro3.core import Array, ChunkedArray, list_array, list_flatten, list_offsets

from hengjian.archive.errors import is_full

_PROBED = bytes(1 << 20)
"""More than what Polars was about to write when it lost the reason, so that this has no room either."""


def write_data(
    rows: pl.DataFrame,
    file: Path,
    *,
    compression: Literal["lz4", "zstd"] = "lz4",
    rows_at_once: int | None = None,
) -> None:
    """Write rows as a Parquet file; ``rows_at_once``: how many lie in one group of its rows.

    Raises OSError where the disk or the share of it is full, as the system names it. What is left of
    the file is then of no use.
    """
    level = 1 if compression == "zstd" else None
    if rows_at_once is not None and rows.height > rows_at_once:
        rows = in_groups(rows, rows_at_once)
    try:
        rows.write_parquet(
            file, compression=compression, compression_level=level, row_group_size=rows_at_once
        )
    except pl.exceptions.PolarsError:
        _lengthen(file)
        raise


def in_groups(rows: pl.DataFrame, height: int) -> pl.DataFrame:
    """The same rows in chunks of this height, none of which holds more in its lists than its own rows.

    Polars turns all that a chunk's lists hold into bytes anew for every group of rows that it writes
    of it: for 50,000 cases by 2,500 that took three times the processor of the writing itself.
    """
    lists = {
        name: _cut(rows[name], height)
        for name, kind in rows.schema.items()
        if isinstance(kind, pl.List)
    }
    groups = [
        rows.slice(number * height, height).with_columns(cut[number] for cut in lists.values())
        for number in range(-(-rows.height // height))
    ]
    return pl.concat(groups, rechunk=False)


def _cut(lists: pl.Series, height: int) -> list[pl.Series]:
    """A column of lists in pieces; where all rows hold a list the inner rows are not copied."""
    starts = range(0, len(lists), height)
    if lists.null_count():
        every = pl.int_range(len(lists), dtype=pl.UInt32, eager=True)
        return [lists.gather(every.slice(start, height)) for start in starts]
    whole = ChunkedArray(lists).combine_chunks()
    ends, inner = np.asarray(list_offsets(whole)), pl.Series(list_flatten(whole))
    return [_piece(lists.name, inner, ends[start : start + height + 1]) for start in starts]


def _piece(name: str, inner: pl.Series, ends: "np.typing.NDArray[np.int64]") -> pl.Series:
    part = ChunkedArray(inner.slice(int(ends[0]), int(ends[-1] - ends[0]))).combine_chunks()
    return pl.Series(list_array(Array(ends - ends[0]), part)).alias(name)


def _lengthen(file: Path) -> None:
    """Raises OSError where there is no room; any other reason for not writing is told by Polars."""
    try:
        with file.open("ab", buffering=0) as end:
            for _ in range(2):  # the first may still be written in part
                end.write(_PROBED)
            os.fsync(end.fileno())
    except OSError as error:
        if is_full(error):
            raise
