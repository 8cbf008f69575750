"""The registers as they were last read: read again only where something was written since.

Serves readers that look at one archive again and again, as the standing check does after every batch.
What was read counts for as long as the table's log has not grown and is no other's.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from hengjian.archive import tables
from hengjian.archive.layout import register_columns, register_key
from hengjian.standard.records import schema_of
from hengjian.standard.tables import BY_NAME


@dataclass
class Register:
    """Every version of every entry (``rows``) as the table was at ``mark``, and of each entry the newest,
    once it was asked for."""

    mark: tables.Mark | None
    rows: pl.DataFrame
    newest: pl.DataFrame | None = None


@dataclass
class Registers:
    """What was read, by name."""

    _read: dict[str, Register] = field(default_factory=dict)
    _made: tuple[list[pl.DataFrame], dict[str, Any]] = field(default_factory=lambda: ([], {}))

    def rows(self, name: str, path: Path) -> pl.DataFrame:
        """Every version of every entry of a register; none where the standard did not know it yet when
        the archive was made."""
        mark = tables.mark_of(path) if path.exists() else None
        read = self._read.get(name)
        if read is None or read.mark != mark:
            if mark is not None:
                rows = tables.collected(tables.scan(path), path)
            else:
                rows = pl.DataFrame(schema=register_columns(BY_NAME[name]))
            read = self._read[name] = Register(mark, rows)
        return read.rows

    def newest(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Of each entry the newest version among ``rows``."""
        read = self._read.get(name)
        if read is None or read.rows is not rows:
            return _newest(name, rows)
        if read.newest is None:
            read.newest = _newest(name, rows)
        return read.newest

    def made(self, newest: list[pl.DataFrame]) -> dict[str, Any]:
        """What readers made of these registers and keep here; nothing where they are other ones."""
        known, made = self._made
        if len(known) != len(newest) or any(a is not b for a, b in zip(known, newest, strict=True)):
            made = {}
            self._made = (newest, made)
        return made


def _newest(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    table = BY_NAME[name]
    return (
        rows.sort("batch", maintain_order=True)
        .unique(register_key(table), keep="last", maintain_order=True)
        .select(list(schema_of(table)))
    )
