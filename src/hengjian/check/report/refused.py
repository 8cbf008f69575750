"""The problems of the submission as the report shows them: refused rows first, nobody named.

Serves the submitter who mends his data. It shows the first ones of each kind and says how many
there are. A refused value is shown only where its column is known to hold nothing personal; file
and row say where to look.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hengjian.check.report.masking import withheld
from hengjian.check.run import Run
from hengjian.content import models
from hengjian.standard.tables import TABLES


@dataclass(frozen=True)
class ShownProblem:
    """One problem of one row, or of a whole file (no row)."""

    file: str
    row: int | None
    field: str
    value: str | None
    reason: str
    remedy: str
    refused: bool


@dataclass(frozen=True)
class ProblemKind:
    """All problems of one file, field and reason, counted."""

    file: str
    field: str
    reason: str
    refused: bool
    count: int


def problems_shown(run: Run, most: int | None = None) -> list[ShownProblem]:
    """The kept problems, refusals first; at most ``most`` of them."""
    columns = HarmlessColumns(run)
    frame = run.submission.problems.table
    shown = []
    for row in (frame if most is None else frame.head(most)).iter_rows(named=True):
        value, reason = row["value"], row["reason"]
        if value and not columns.contain(row["file"], row["field"]):
            reason = reason.replace(value, withheld())
            value = withheld()
        shown.append(
            ShownProblem(
                row["file"], row["row"], row["field"], value, reason, row["remedy"], row["refused"]
            )
        )
    return shown


def problem_kinds(run: Run) -> list[ProblemKind]:
    """Every kind of problem with its number, refusals and the most frequent first."""
    columns = HarmlessColumns(run)
    kinds = [
        ProblemKind(
            file,
            field,
            reason if columns.contain(file, field) else re.sub("“[^”]*”", withheld(), reason),
            refused,
            count,
        )
        for (file, field, reason, refused), count in run.submission.problems.counts.items()
    ]
    return sorted(kinds, key=lambda kind: (not kind.refused, -kind.count, kind.file, kind.field))


class HarmlessColumns:
    """Which columns of the submitted files hold nothing personal, as far as is declared."""

    def __init__(self, run: Run) -> None:
        self._tables = {source.file: source.table for source in run.submission.sources}
        self._mapped = dict[str, set[bool]]()
        mapping = run.content.mappings.get(run.submission.mapping or "")
        for column, personal in _mapped(mapping) if mapping else ():
            self._mapped.setdefault(column, set()).add(personal)

    def contain(self, file: str, columns: str) -> bool:
        """Whether every one of ``columns`` (several are joined by “、”) is harmless."""
        known = self._of_table(self._tables.get(file))
        names = (part.strip("*＊ ") for part in re.split("、|, ", columns))
        return all(name in known or self._mapped.get(name) == {False} for name in names)

    def _of_table(self, table: str | None) -> set[str]:
        fields = [f for t in TABLES if table in (None, t.name) for f in t.fields]
        personal = {word for f in fields if f.personal for word in (f.name, f.label)}
        return {word for f in fields for word in (f.name, f.label)} - personal


def _mapped(mapping: models.Mapping) -> Iterator[tuple[str, bool]]:
    """Each column of a foreign system with whether the field it feeds is personal."""
    personal = {(t.name, f.name) for t in TABLES for f in t.fields if f.personal}
    feeds = [(name, table.fields) for name, table in mapping.tables.items()]
    feeds += [("events", event.fields) for event in mapping.events]
    for table, fields in feeds:
        for field, source in fields.items():
            for columns in (source.column, source.case, source.event):
                for column in (columns,) if isinstance(columns, str) else columns or ():
                    yield column, (table, field) in personal
