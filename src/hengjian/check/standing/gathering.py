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

from hengjian.archive.nesting import KEY
from hengjian.content import Content
from hengjian.facts import Bucket, Subject, subjects_of
from hengjian.standard.records import Records, day_column

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
_DOCUMENTS = {"party", "item", "body"}


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
            touched.write_parquet(self.folder / f"touched-{bucket:06d}-{run:08d}.parquet")
        for way in _CASE_COLUMNS:
            for part, frames in self._parts(way, records, events):
                folder = self.folder / way / f"{part:04d}"
                folder.mkdir(parents=True, exist_ok=True)
                for name, frame in frames.items():
                    path = folder / f"{name}-{bucket:06d}-{run:08d}.parquet"
                    frame.write_parquet(path, compression="lz4")

    def _parts(
        self, way: str, records: Records, events: pl.DataFrame
    ) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
        cases = records["cases"].select(*KEY, *_CASE_COLUMNS[way])
        cases = cases.with_columns(self._part(way).alias("__part"))
        wanted = self._activities(way)
        told = events if wanted is None else events.filter(pl.col("activity").is_in(wanted))
        if way in ("officer", "reviews"):
            yield from self._by_day(way, cases, told)
            return
        if way == "body":
            told = _edges(told)
        documents = records["documents"].filter(
            pl.col("kind").is_in(["decision", "on_spot_decision"])
        )
        cases = cases.filter(pl.col("__part").is_not_null())
        places = cases.select(*KEY, "__part")
        told = told.select(*KEY, *_EVENT_COLUMNS).join(places, on=list(KEY), how="inner")
        documents = documents.join(places, on=list(KEY), how="inner")
        for (part,), group in cases.group_by("__part"):
            yield (
                int(str(part)),
                {
                    "cases": group.drop("__part"),
                    "events": told.filter(pl.col("__part") == part).drop("__part"),
                    "documents": documents.filter(pl.col("__part") == part).drop("__part"),
                },
            )

    def _by_day(
        self, way: str, cases: pl.DataFrame, told: pl.DataFrame
    ) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
        """Acts are gathered by day, so that all acts of an officer on one day meet."""
        day = pl.col(day_column("moment")).cast(pl.Int32)
        placed = told.select(*KEY, *_EVENT_COLUMNS).with_columns(
            (day % self.parts).alias("__part") if way == "officer" else pl.lit(0).alias("__part")
        )
        for (part,), group in placed.filter(pl.col("__part").is_not_null()).group_by("__part"):
            own = cases.drop("__part").join(group.select(KEY).unique(), on=list(KEY), how="semi")
            yield int(str(part)), {"cases": own, "events": group.drop("__part")}

    def _activities(self, way: str) -> tuple[str, ...] | None:
        if way != "officer":
            return _ACTIVITIES[way]
        return tuple(
            code.code
            for code in self.content.code_lists["activities"].codes
            if "two_officers" in code.marks or "needs_cert" in code.marks
        )

    def _part(self, way: str) -> pl.Expr:
        column = {"party": "party_id", "item": "item_id", "body": "body_id"}.get(way, "case_id")
        return pl.col(column).map_batches(self._hashed, return_dtype=pl.Int32)

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


def _edges(events: pl.DataFrame) -> pl.DataFrame:
    """The first and the last event of each case, and its decisions: all that a body's year reads."""
    day = day_column("moment")
    ranked = events.with_columns(
        first=pl.int_range(pl.len()).over(list(KEY)) == 0,
        last=pl.col(day) == pl.col(day).max().over(list(KEY)),
    )
    decisions = pl.col("activity").is_in(["decided", "decided_on_spot"])
    return ranked.filter(pl.col("first") | pl.col("last") | decisions).drop("first", "last")


def unlisted(content: Content) -> list[str]:
    """Subjects whose rows come from cases and which are not listed in `GATHERED`."""
    return sorted(set(GATHERED) - set(subjects_of(content)))
