"""A submission: what was handed in, what of it was accepted, and what was refused and why."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from hengjian.content import say
from hengjian.standard.fields import column_in_full
from hengjian.standard.gaps import Gap
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.tables import BY_NAME


@dataclass(frozen=True)
class SourceFile:
    """One file (or sheet) of a submission and what became of its rows.

    ``faulty``: rows with something wrong in them · ``passed_over``: rows not needed, because another
    one says the same or was mended in its stead · ``refused``: all that go back, the faulty ones and
    the others of their cases.
    """

    file: str
    table: str
    rows: int
    accepted: int
    faulty: int = 0
    passed_over: int = 0

    @property
    def refused(self) -> int:
        return self.rows - self.accepted - self.passed_over


@dataclass
class Submission:
    """Accepted records and everything the submitter must know about the rest.

    ``refused``: file → its refused rows as they were submitted, with the reasons beside them ·
    ``gaps``: where registers are incomplete because rows were refused · ``held_back``: how many cases
    go back whole.
    """

    path: Path
    records: Records
    problems: Problems
    sources: list[SourceFile] = field(default_factory=list)
    refused: dict[str, pl.DataFrame] = field(default_factory=dict)
    mapping: str | None = None
    gaps: list[Gap] = field(default_factory=list)
    held_back: int = 0

    @property
    def refused_rows(self) -> int:
        return sum(source.refused for source in self.sources)

    @property
    def faulty_rows(self) -> int:
        return sum(source.faulty for source in self.sources)

    def told(self) -> str:
        """How much came in and how much went back, in one sentence."""
        accepted = sum(source.accepted for source in self.sources)
        along = self.refused_rows - self.faulty_rows
        zh = f"退回 {self.refused_rows:,} 行，受理 {accepted:,} 行"
        en = f"{self.refused_rows:,} rows refused, {accepted:,} accepted"
        if along or self.held_back:
            zh += (
                f"；有错的 {self.faulty_rows:,} 行，{self.held_back:,} 件案件因此整案退回，没有检查"
            )
            en += f"; {self.faulty_rows:,} of them faulty, {self.held_back:,} cases held back whole"
        return say(zh + "。", en + ".")

    def column_in_full(self, file: str, column: str) -> str:
        """A column as its reader knows it: 罚款（fine）."""
        tables = {source.table for source in self.sources if source.file == file}
        return column_in_full(column, (BY_NAME[name] for name in sorted(tables)))
