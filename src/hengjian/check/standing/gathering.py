"""Which cases a subject must see together, and the narrow copies of cases that bring them together.

Serves checks of archives too large to be seen at once. A subject of one case is judged bucket by
bucket; a subject across cases is judged party by party, body by body, item by item or day by day,
with only the columns it reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import polars as pl

from hengjian.archive.data_file import write_data
from hengjian.archive.nesting import KEY
from hengjian.content import Content
from hengjian.facts import Bucket, Subject, subjects_of
from hengjian.standard.records import Records, day_column, rows_of_cases

BUCKET, REGISTERS = "bucket", "registers"
GATHERED = {
    "case": BUCKET,
    "act": BUCKET,
    "recording": BUCKET,
    "case_pair": "party",
    "matter_pair": "party",
    "visit_pair": "party",
    "enterprise_year": "party",
    "like_case": "item",
    "numbered_decision": "body",
    "body_year": "body",
    "act_pair": "officer",
    "officer": "reviews",
}
"""Subject → by what its cases are brought together; every other subject is a register."""
LOOSE = frozenset({"recording"})
"""Subjects of a case whose rows may also belong to none; such rows stand among the registers."""

_CASE_COLUMNS = {
    "party": (
        "kind", "procedure", "party_id", "party_kind", "party_name", "matter_id", "item_id", "fact",
        "violation_on", "violation_ended_on", "found_on", "fine", "flags", "inspection_kind",
    ),
    "item": ("kind", "procedure", "item_id", "tier", "party_kind", "fine", "found_on"),
    "body": ("kind", "procedure", "decision_no", "found_on"),
    "officer": ("kind", "party_id", "place_division", "found_on"),
    "reviews": ("kind", "found_on"),
}  # fmt: skip
_ACTIVITIES: dict[str, tuple[str, ...] | None] = {
    "party": ("filed", "transferred", "closed", "decided", "decided_on_spot", "inspected"),
    "item": ("decided", "decided_on_spot"),
    "body": None,
    "officer": (),
    "reviews": ("legally_reviewed",),
}
_EVENT_COLUMNS = ("seq", "activity", "moment", day_column("moment"), "until", "officers")
_BY = {"party": "party_id", "item": "item_id", "body": "body_id"}
_DECISIONS = ["decision", "on_spot_decision"]


def kind_of(subject: Subject) -> str:
    return GATHERED.get(subject.name, REGISTERS)


@dataclass(frozen=True)
class Gathering:
    """Narrow copies on disk: one folder a way of gathering, one file a part and bucket."""

    folder: Path
    parts: int
    content: Content

    def spread(self, records: Records, events: pl.DataFrame, bucket: int, run: int) -> None:
        """Copy what subjects across cases need into its parts: of a whole bucket, or of the cases
        that a later run touched. The newest copy of a case counts, in whatever part it lies."""
        if run > 1:
            self.folder.mkdir(parents=True, exist_ok=True)
            touched = records["cases"].select(KEY).with_columns(run=pl.lit(run, dtype=pl.Int64))
            write_data(touched, self.folder / f"touched-{bucket:06d}-{run:08d}.parquet")
        source = _Source(records, events)
        for way in _CASE_COLUMNS:
            for part, frames in self._parts(way, source):
                folder = self.folder / way / f"{part:04d}"
                folder.mkdir(parents=True, exist_ok=True)
                for name, frame in frames.items():
                    path = folder / f"{name}-{bucket:06d}-{run:08d}.parquet"
                    write_data(frame, path)

    def _parts(self, way: str, source: "_Source") -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
        told = source.told(self._activities(way))
        if way in ("officer", "reviews"):
            yield from self._by_day(way, source, told)
            return
        if way == "body":
            told = _edges(told)
        part = self._hashed(source.cases[_BY[way]])
        cases = source.cases.select(*KEY, *_CASE_COLUMNS[way])
        for number in part.unique().drop_nulls().sort():
            mine = (part == number).fill_null(False)
            yield (
                int(number),
                {
                    "cases": cases.filter(mine),
                    "events": _of_cases(told, mine).select(*KEY, *_EVENT_COLUMNS),
                    "documents": _of_cases(source.decisions, mine).drop("case_row"),
                },
            )

    def _by_day(
        self, way: str, source: "_Source", told: pl.DataFrame
    ) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
        """Acts are gathered by day, so that all acts of an officer on one day meet."""
        day = pl.col(day_column("moment")).cast(pl.Int32)
        parts = self.parts if way == "officer" else 1
        part = told.select(day % parts).to_series()
        cases = source.cases.select(*KEY, *_CASE_COLUMNS[way])
        for number in part.unique().drop_nulls().sort():
            group = told.filter(part == number)
            yield (
                int(number),
                {
                    "cases": cases[group["case_row"].unique(maintain_order=True)],
                    "events": group.select(*KEY, *_EVENT_COLUMNS),
                },
            )

    def _activities(self, way: str) -> tuple[str, ...] | None:
        if way != "officer":
            return _ACTIVITIES[way]
        return tuple(
            code.code
            for code in self.content.code_lists["activities"].codes
            if "two_officers" in code.marks or "needs_cert" in code.marks
        )

    def _hashed(self, values: pl.Series) -> pl.Series:
        """A part for each value that stays the same for ever."""
        names = values.unique().drop_nulls()
        parts = pl.Series([crc32(name.encode()) % self.parts for name in names], dtype=pl.Int32)
        return values.replace_strict(names, parts, default=None, return_dtype=pl.Int32)

    def gathered(self, way: str, registers: dict[str, pl.DataFrame]) -> Iterator[Bucket]:
        """The parts of one way of gathering, each as a bucket with all registers."""
        newest = self._newest()
        for folder in sorted((self.folder / way).glob("*")):
            frames = {}
            for name in ("cases", "events", "documents"):
                copies = [
                    _of_run(
                        pl.read_parquet(file, glob=False), int(file.stem.rsplit("-", 1)[1]), newest
                    )
                    for file in sorted(folder.glob(f"{name}-*.parquet"))
                ]
                if copies:
                    frames[name] = pl.concat(copies)
            yield Bucket(Records.of({**registers, **frames}))

    def _newest(self) -> pl.DataFrame | None:
        """The last run that touched each case; None where no case was touched since the first."""
        files = sorted(self.folder.glob("touched-*.parquet"))
        if not files:
            return None
        return (
            pl.concat(pl.read_parquet(file, glob=False) for file in files)
            .group_by(KEY)
            .agg(pl.max("run"))
        )


def _of_run(copy: pl.DataFrame, run: int, newest: pl.DataFrame | None) -> pl.DataFrame:
    """The rows of a copy whose cases no later run touched."""
    if newest is None:
        return copy
    later = newest.filter(pl.col("run") > run).select(KEY)
    return copy.join(later, on=list(KEY), how="anti", maintain_order="left")


class _Source:
    """A bucket's records and events, the row of its case beside each event and document."""

    def __init__(self, records: Records, events: pl.DataFrame) -> None:
        self.cases = records["cases"]
        self._events = events.select("case_row", *KEY, *_EVENT_COLUMNS)
        papers = records["documents"].filter(pl.col("kind").is_in(_DECISIONS))
        self.decisions = papers.with_columns(
            rows_of_cases(papers, self.cases).alias("case_row")
        ).filter(pl.col("case_row").is_not_null())

    def told(self, activities: tuple[str, ...] | None) -> pl.DataFrame:
        """The events of these activities; all of them where none is named."""
        if activities is None:
            return self._events
        return self._events.filter(pl.col("activity").is_in(activities))


def _of_cases(rows: pl.DataFrame, cases: pl.Series) -> pl.DataFrame:
    """The rows of the cases marked in ``cases``, by their place there."""
    return rows if cases.all() else rows.filter(cases.gather(rows["case_row"]))


def _edges(events: pl.DataFrame) -> pl.DataFrame:
    """The first and the last event of each case, and its decisions: all that a body's year reads.

    Events come sorted by case and day, those without a day first.
    """
    case, day = pl.col("case_row"), pl.col(day_column("moment"))
    last = events.select(case, day).unique("case_row", keep="last", maintain_order=True)
    run = (case != case.shift(1)).fill_null(True)
    kept = events.select(
        (run | pl.col("activity").is_in(["decided", "decided_on_spot"]))
        | (day == pl.lit(last.to_series(1)).gather(run.cum_sum().cast(pl.UInt32) - 1))
    ).to_series()
    return events.filter(kept.fill_null(False))


def unlisted(content: Content) -> list[str]:
    """Subjects whose rows come from cases and which are not listed in `GATHERED`."""
    return sorted(set(GATHERED) - set(subjects_of(content)))
