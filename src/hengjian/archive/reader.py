"""Reads single cases, many times a minute: what is known of the tables is kept between two questions.

Serves pages and live checks. It sees what a snapshot sees; files never change once written, so only the
lists of files and of accepted batches are asked for anew.
"""

from threading import Lock

import polars as pl
from deltalake import DeltaTable

from hengjian.archive import tables
from hengjian.archive.layout import Layout, case_columns
from hengjian.archive.nesting import KEY
from hengjian.archive.register import Registers
from hengjian.archive.snapshot import Snapshot


class CaseReader:
    """The cases of one archive. May be shared by threads."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._lock = Lock()
        self._cases: DeltaTable | None = None
        self._batches: DeltaTable | None = None
        self._files: dict[int, list[str]] = {}
        self._snapshot: Snapshot | None = None
        self._seen = (-1, -1)
        self._registers = Registers()

    def read(self, bucket: int, body: str, case: str) -> tuple[pl.DataFrame, Snapshot]:
        """Every version of a case that counts, as accepted one after another (none: an empty frame),
        and the snapshot in which they stand.

        Raises DamagedError where a file of the bucket cannot be read.
        """
        snapshot, files = self._now(bucket)
        found = [rows for file in files if (rows := self._in_file(file, body, case)).height]
        if not found:
            return pl.DataFrame(schema=case_columns()), snapshot
        rows = pl.concat(found).with_columns(pl.lit(bucket, dtype=pl.Int32).alias("bucket"))
        counting = snapshot.seen(rows.lazy()).select(list(case_columns())).collect()
        return counting.sort("batch"), snapshot

    def look(self) -> Snapshot:
        """The newest snapshot; what the tables' logs say of files and batches is read and kept."""
        return self._now(0)[0]

    def _now(self, bucket: int) -> tuple[Snapshot, list[str]]:
        with self._lock:
            self._cases = _renewed(self._cases, self.layout.cases)
            self._batches = _renewed(self._batches, self.layout.batches)
            state = (self._cases.version(), self._batches.version())
            if self._snapshot is None or state != self._seen:
                self._snapshot = Snapshot.of(self.layout, read=self._registers)
                self._files = _by_bucket(self._cases)
                self._seen = state
            return self._snapshot, self._files.get(bucket, [])

    def _in_file(self, file: str, body: str, case: str) -> pl.DataFrame:
        """The rows of the case; first where they lie, by its two key columns, then these alone."""
        rows = pl.scan_parquet(
            self.layout.cases.resolve() / file,
            glob=False, missing_columns="insert", extra_columns="ignore",
        )  # fmt: skip
        key = (pl.col(KEY[0]) == body) & (pl.col(KEY[1]) == case)
        places = tables.collected(rows.select(key.arg_true()), self.layout.cases).to_series()
        parts = [rows.slice(place, 1) for place in places]
        if not parts:
            return pl.DataFrame()
        names = [name for name in case_columns() if name != "bucket"]
        held = set(rows.collect_schema().names())
        whole = [
            part.with_columns(
                pl.lit(None, dtype=case_columns()[name]).alias(name)
                for name in names if name not in held
            ).select(names)
            for part in parts
        ]  # fmt: skip
        return tables.collected(pl.concat(whole), self.layout.cases)


def _renewed(table: DeltaTable | None, path: object) -> DeltaTable:
    if table is None:
        return tables.opened(path)  # type: ignore[arg-type]
    table.update_incremental()
    return table


def _by_bucket(table: DeltaTable) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    held = tables.files(table)
    if held.height:
        for file, bucket in held.select("path", "partition.bucket").iter_rows():
            found.setdefault(bucket, []).append(file)
    return found
