"""Writing a data file, so that one that found no room says so.

Serves the archive and the standing check, whose files are all Parquet. Polars loses the system's
reason where the disk fills while some parts of a file are written; the system is then asked again.
"""

import os
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from arro3.core import Array, ChunkedArray, list_array, list_flatten, list_offsets

from hengjian.archive.errors import is_full

Ends = npt.NDArray[np.int64]
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
    ends = np.append(np.arange(0, rows.height, height), rows.height)
    columns = [_cut(rows[name], ends) for name in rows.columns]
    groups = [pl.DataFrame(parts) for parts in zip(*columns, strict=True)]
    return pl.concat(groups, rechunk=False)


def _cut(values: pl.Series, ends: Ends) -> list[pl.Series]:
    """A column in the pieces between these ends. Only lists and structs that have missing ones among
    them are copied."""
    starts, lengths = ends[:-1].tolist(), np.diff(ends).tolist()
    parts = [values.slice(*span) for span in zip(starts, lengths, strict=True)]
    if not values.dtype.is_nested():
        return parts
    if values.null_count() or not isinstance(values.dtype, (pl.List, pl.Struct)):
        return [part.gather(pl.int_range(len(part), eager=True)) for part in parts]
    if isinstance(values.dtype, pl.Struct):
        fields = [_cut(field, ends) for field in values.struct.unnest()]
        return [pl.DataFrame(part).to_struct(values.name) for part in zip(*fields, strict=True)]
    whole = ChunkedArray(values).combine_chunks()
    offsets, inner = np.asarray(list_offsets(whole)), pl.Series(list_flatten(whole))
    offsets = offsets - offsets[0]
    return [
        _listed(part, offsets[start : start + length + 1]).alias(values.name)
        for part, start, length in zip(_cut(inner, offsets[ends]), starts, lengths, strict=True)
    ]


def _listed(inner: pl.Series, offsets: Ends) -> pl.Series:
    made = list_array(Array(offsets - offsets[0]), ChunkedArray(inner).combine_chunks())
    return pl.Series(made)


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
