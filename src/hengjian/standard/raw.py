"""A raw table: the values of one file or sheet as they were submitted, with their row numbers.

Serves mapping and validation, which speak to the officer in the file's own rows and columns. Nothing
is interpreted here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

Again = Callable[[pl.Series], pl.DataFrame]
"""Reads the rows at these places of a table anew, as they were submitted."""


@dataclass(frozen=True)
class RawTable:
    """One submitted table.

    ``file``: its name as shown to the officer (`cases.csv`, `报送.xlsx·案件`) · ``hint``: what the
    file or sheet was called · ``rows``: row numbers as the officer's program shows them ·
    ``shown``: column → the name it had in the file, where a mapping renamed it · ``original``: the
    source rows behind these rows, one for each, for handing refused ones back · ``again``: reads
    rows of ``frame`` anew, where keeping it would cost much memory · ``came_from``: of rows that were handed
    back and mended, the ``file`` and ``row`` they had before.
    """

    file: str
    hint: str
    frame: pl.DataFrame
    rows: pl.Series
    shown: dict[str, str] = field(default_factory=dict)
    original: pl.DataFrame | None = None
    again: Again | None = None
    came_from: pl.DataFrame | None = None

    def column_shown(self, name: str) -> str:
        return self.shown.get(name, name)
