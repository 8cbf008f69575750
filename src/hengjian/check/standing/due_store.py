"""Of each open case the first day on which time alone may change a verdict about it, by bucket.

Serves the nightly run. Each run writes a bucket's days as a whole: they are few and narrow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.files import (
    named_if_damaged,
    placed,
    read,
    read_together,
    run_of,
    write,
)

SCHEMA: dict[str, pl.DataType] = {**dict.fromkeys(KEY, pl.String()), "due": pl.Date()}


@dataclass(frozen=True)
class DueStore:
    folder: Path

    def days(self, bucket: int) -> pl.DataFrame:
        """Cases of a bucket that time can change, with their days."""
        files = self._files(bucket)
        return read(files[-1]) if files else pl.DataFrame(schema=SCHEMA)

    def due(self, bucket: int, day: date) -> pl.DataFrame:
        """Keys of the cases whose day has come on ``day``."""
        return self.days(bucket).filter(pl.col("due") <= day).select(KEY)

    def put(
        self, bucket: int, run: int, days: pl.DataFrame, cases: pl.DataFrame | None = None
    ) -> None:
        """The days of a bucket; ``cases``: of these only, the others keep theirs."""
        if cases is not None:
            others = self.days(bucket).join(cases.select(KEY), on=list(KEY), how="anti")
            days = pl.concat([others, days])
        write(days, self.folder / f"{bucket:06d}" / f"{run:08d}.parquet")

    def put_few(self, run: int, days: pl.DataFrame, cases: Mapping[int, pl.DataFrame]) -> None:
        """The days of these cases of several buckets. Nothing is written of a bucket in which all keep
        theirs."""
        files = {bucket: self._files(bucket)[-1:] for bucket in cases}
        lazy = [pl.scan_parquet(file, glob=False) for held in files.values() for file in held]
        with named_if_damaged(self.folder):
            held = pl.concat([pl.DataFrame(schema=SCHEMA), *read_together(lazy)])
        told = (
            placed(cases).join(held, on=list(KEY), how="left").join(days, on=list(KEY), how="left")
        )
        other = set(told.filter(pl.col("due").ne_missing(pl.col("due_right")))["bucket"])
        for bucket, own in cases.items():
            if bucket in other or not files[bucket]:
                mine = days.join(own, on=list(KEY), how="semi", maintain_order="left")
                self.put(bucket, run, mine, own)

    def buckets(self) -> list[int]:
        return sorted(int(path.name) for path in self.folder.glob("*"))

    def drop_before(self, run: int) -> None:
        """Remove what earlier runs wrote, where a later one did."""
        for bucket in self.buckets():
            for file in self._files(bucket)[:-1]:
                if run_of(file) < run:
                    file.unlink()

    def _files(self, bucket: int) -> list[Path]:
        return sorted((self.folder / f"{bucket:06d}").glob("[!.]*.parquet"))


def earliest(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """One row a case, with the earliest of its days; cases without any are left out."""
    rows = [frame.filter(pl.col("due").is_not_null()) for frame in frames]
    if not rows:
        return pl.DataFrame(schema=SCHEMA)
    return pl.concat(rows).group_by(KEY, maintain_order=True).agg(pl.col("due").min())
