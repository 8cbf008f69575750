"""Writing a data file, so that one that found no room says so.

Serves the archive and the standing check, whose files are all Parquet. Polars loses the system's
reason where the disk fills while some parts of a file are written; the system is then asked again.
"""

import os
from pathlib import Path
from typing import Literal

import polars as pl

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
    try:
        rows.write_parquet(
            file, compression=compression, compression_level=level, row_group_size=rows_at_once
        )
    except pl.exceptions.PolarsError:
        _lengthen(file)
        raise


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
