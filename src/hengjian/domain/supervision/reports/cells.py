"""Reads the cells of an uploaded workbook, in the guarded child: no database, no Django, no judgement.

Serves `intake`. A hostile file ends the child, never the server.
"""

from pathlib import Path
from typing import Any

import polars as pl

from hengjian.standard.reading.limits import Limits
from hengjian.standard.reading.workbook import read_workbook

ROW = "__row"


def read_cells(path: Path, limits: Limits) -> dict[str, Any]:
    """Name of a sheet → its cells as text, with the number of each row."""
    return {
        table.hint: table.frame.with_columns(table.rows.alias(ROW).cast(pl.Int64))
        for table in read_workbook(path, limits)
    }
