"""Where the parts of an archive lie, and the columns of its tables.

archive.json    what this folder is
writer.lock     held by the one writer
pending.json    the batch being written, so that a killed one is known as such
batches/        one row a batch: the row makes it accepted
keys/           which bucket a case was given when it was first accepted
cases/          one row a version of a case, by bucket
registers/…/    one row a version of an entry of a register
receipts/       one JSON a batch
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hengjian.archive.nesting import KEY, NESTED, nested_schema
from hengjian.standard.fields import Table
from hengjian.standard.records import schema_of
from hengjian.standard.tables import TABLES

FORMAT = 1
BUCKET_SIZE = 100_000
REGISTERS: tuple[Table, ...] = tuple(
    table for table in TABLES if table.name not in ("cases", *NESTED) or table.name == "recordings"
)
"""Tables that are not part of a case. Recordings of no case are kept as a register too."""
OF_CASES = (
    "bodies", "officers", "certificates", "items", "discretion", "delegations",
    "monitoring_devices", "coverage", "outcomes",
)  # fmt: skip
"""Registers that facts of single cases rest on."""
EVERYONE = "*"
"""Stands in coverage for all bodies."""

BATCHES: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "batch_id": pl.String(),
    "state": pl.String(),
    "source": pl.String(),
    "accepted_at": pl.Datetime("us", "UTC"),
    "cases": pl.Int64(),
    "new": pl.Int64(),
    "changed": pl.Int64(),
    "events": pl.Int64(),
    "register_rows": pl.Int64(),
    "refused": pl.Int64(),
    "root": pl.String(),
}
KEYS: dict[str, pl.DataType] = {
    "body_id": pl.String(),
    "case_id": pl.String(),
    "bucket": pl.Int32(),
    "batch": pl.Int64(),
}


def case_columns() -> dict[str, pl.DataType]:
    return {"bucket": pl.Int32(), "batch": pl.Int64(), **nested_schema()}


def register_columns(table: Table) -> dict[str, pl.DataType]:
    return {"batch": pl.Int64(), **schema_of(table)}


def register_key(table: Table) -> list[str]:
    return list(table.key)


@dataclass(frozen=True)
class Layout:
    """The paths of one archive."""

    root: Path

    @property
    def about(self) -> Path:
        return self.root / "archive.json"

    @property
    def lock(self) -> Path:
        return self.root / "writer.lock"

    @property
    def pending(self) -> Path:
        return self.root / "pending.json"

    @property
    def batches(self) -> Path:
        return self.root / "batches"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def cases(self) -> Path:
        return self.root / "cases"

    def register(self, name: str) -> Path:
        return self.root / "registers" / name

    @property
    def tables(self) -> list[Path]:
        """The folders of all tables that are there; the batches come last, since they are what makes rows count."""
        every = (self.register(table.name) for table in REGISTERS)
        registers = [path for path in every if path.exists()]
        return [self.cases, self.keys, *registers, self.batches]

    @property
    def receipts(self) -> Path:
        return self.root / "receipts"


__all__ = [
    "BATCHES",
    "BUCKET_SIZE",
    "FORMAT",
    "KEY",
    "KEYS",
    "REGISTERS",
    "Layout",
    "case_columns",
    "register_columns",
    "register_key",
]
