"""A submission: what was handed in, what of it was accepted, and what was refused and why."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from hengjian.standard.fields import column_in_full
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.tables import BY_NAME


@dataclass(frozen=True)
class SourceFile:
    """One file (or sheet) of a submission and how many of its rows were accepted."""

    file: str
    table: str
    rows: int
    accepted: int

    @property
    def refused(self) -> int:
        return self.rows - self.accepted


@dataclass
class Submission:
    """Accepted records and everything the submitter must know about the rest.

    ``refused``: file → its refused rows as they were submitted, with the reasons beside them.
    """

    path: Path
    records: Records
    problems: Problems
    sources: list[SourceFile] = field(default_factory=list)
    refused: dict[str, pl.DataFrame] = field(default_factory=dict)
    mapping: str | None = None

    @property
    def refused_rows(self) -> int:
        return sum(source.refused for source in self.sources)

    def column_in_full(self, file: str, column: str) -> str:
        """A column as its reader knows it: 罚款（fine）."""
        tables = {source.table for source in self.sources if source.file == file}
        return column_in_full(column, (BY_NAME[name] for name in sorted(tables)))
