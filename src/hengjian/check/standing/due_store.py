"""Of each open case the first day on which time alone may change a verdict about it, by bucket.

Serves the nightly run. Each run writes a bucket's days as a whole: they are few and narrow.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.files import read, run_of, write

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
        """The days of a bucket; ``cases``: of these only, the others keep theirs. Nothing is written where
        all keep theirs."""
        if cases is not None:
            before = self.days(bucket)
            others = before.join(cases.select(KEY), on=list(KEY), how="anti")
            days = pl.concat([others, days])
            if self._files(bucket) and days.sort(KEY).equals(before.sort(KEY)):
                return
        write(days, self.folder / f"{bucket:06d}" / f"{run:08d}.parquet")

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
