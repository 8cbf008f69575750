"""What the archive says of a month: whose cases came, which are gone, what is no longer covered.

Serves the actions that keep `Reported`. It reads narrow columns of the batches in question, and concludes
nothing where rows of a submission went back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from hengjian.archive import Archive, Snapshot, tables
from hengjian.core.months import last_of
from hengjian.core.wording import say
from hengjian.domain.records.models import Submission
from hengjian.domain.records.registers import KEPT_HERE
from hengjian.standard.gaps import EVERY
from hengjian.standard.tables import BY_NAME, TABLES

SHOWN = 20


@dataclass(frozen=True)
class Month:
    """The figures of one body's month; None where nothing can be said."""

    cases: int | None = None
    vanished: list[str] | None = None
    narrowed: list[str] | None = None


@dataclass
class Batches:
    """The cases of some batches, by body: which batch holds which."""

    cases: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Archive, numbers: Iterable[int]) -> "Batches":
        """One narrow scan for all of them."""
        wanted, made = sorted(set(numbers)), cls()
        if not wanted:
            return made
        path = store.layout.cases
        lazy = store.snapshot().seen(tables.scan(path)).filter(pl.col("batch").is_in(wanted))
        rows = tables.collected(lazy.select("body_id", "case_id", "batch"), path)
        for body, case, batch in rows.iter_rows():
            made.cases.setdefault(body, {}).setdefault(batch, set()).add(case)
        return made

    def bodies(self, batch: int) -> set[str]:
        return {body for body, batches in self.cases.items() if batch in batches}

    def held(self, body: str, batches: Iterable[int]) -> set[str]:
        """The cases of a body in any of these batches."""
        mine = self.cases.get(body, {})
        return set().union(*(mine.get(batch, set()) for batch in batches))


def seq_of(submission: Submission) -> int | None:
    """The batch that holds a submission's data: its own, or that of which it is a repetition."""
    if submission.seq is not None:
        return submission.seq
    return submission.same_as.seq if submission.same_as is not None else None


def vanished(body: str, handed: Sequence[Submission], batches: Batches) -> list[str] | None:
    """Cases of a month that came before the last hand-over of *all* its cases and not since.

    ``handed``: the submissions of the month in the order in which they came. None where none was
    declared whole, or where rows of it went back: a refused case has not vanished.
    """
    whole = [n for n, one in enumerate(handed) if one.whole_period]
    if not whole or handed[whole[-1]].refused:
        return None
    numbers = [seq_of(one) for one in handed]
    before = {one for one in numbers[: whole[-1]] if one is not None}
    since = {one for one in numbers[whole[-1] :] if one is not None}
    return sorted(batches.held(body, before) - batches.held(body, since))


# --- coverage -----------------------------------------------------------------------------------------


class Coverage:
    """What bodies report, as the archive knew it after two batches."""

    def __init__(self, store: Archive, first: int, last: int) -> None:
        self._before, self._after = (_coverage(store, seq) for seq in (first - 1, last))

    def narrowed(self, body: str, month: date) -> list[str] | None:
        """What the body reported and no longer does; None where it never declared anything."""
        before = _open(self._before, body, month)
        if not before:
            return None
        now = _open(self._after, body, month)
        gone = {
            (table, name)
            for table, name in before
            if (table, name) not in now and (table, EVERY) not in now
        }
        return [_words(table, name) for table, name in sorted(gone)]


def declared_by(store: Archive, body: str) -> pl.DataFrame:
    """What a body declared to report: words, since, until; what never held is left out."""
    rows = _coverage(store, store.snapshot().seq)
    mine = rows.filter(
        pl.col("body_id").is_in([body, EVERY])
        & ~(pl.col("covered_to") < pl.col("covered_from")).fill_null(False)
    )
    words = [
        say("全部", "everything") if table == EVERY else _words(table, name)
        for table, name in mine.select("table", "name").iter_rows()
    ]
    return mine.select(
        pl.Series("words", words, dtype=pl.String),
        pl.col("covered_from").alias("since"),
        pl.col("covered_to").alias("until"),
    ).sort("words", "since")


def _coverage(store: Archive, seq: int) -> pl.DataFrame:
    path = store.layout.register("coverage")
    snapshot = Snapshot.of(store.layout, max(0, seq))
    rows = tables.collected(snapshot.seen(tables.scan(path)), path)
    key = list(BY_NAME["coverage"].key)
    return rows.sort("batch", maintain_order=True).unique(key, keep="last", maintain_order=True)


def _open(rows: pl.DataFrame, body: str, month: date) -> set[tuple[str, str]]:
    """The tables and names that the body reports beyond the month; `*` is every table."""
    end = last_of(month)
    mine = rows.filter(
        pl.col("body_id").is_in([body, EVERY])
        & (pl.col("covered_to").is_null() | (pl.col("covered_to") >= end))
    )
    every = [table.name for table in TABLES if table.name not in (*KEPT_HERE, "coverage")]
    found = set()
    for table, name in mine.select("table", "name").iter_rows():
        found |= {(one, name) for one in (every if table == EVERY else [table])}
    return found


def _words(table: str, name: str) -> str:
    label = BY_NAME[table].label if table in BY_NAME else table
    return label if name == EVERY else f"{label}·{name}"
