"""Facts on disk, by subject, bucket, kind and procedure, so that a rule reads only its kinds.

Serves re-judging under other parameters, another calendar or a later day, for which the records need
not be read again. A run adds the facts of the cases it touched; the newest ones of a case count.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

KEY = ("body_id", "case_id")
_PARTS = ("__kind", "__procedure")


@dataclass(frozen=True)
class FactsStore:
    folder: Path

    def add(
        self, subject: str, bucket: int, run: int, facts: pl.DataFrame, kinds: pl.DataFrame
    ) -> None:
        """Add facts of cases; ``kinds``: kind and procedure of each of these cases."""
        place = self._place(subject, bucket)
        place.mkdir(parents=True, exist_ok=True)
        placed = facts.join(
            kinds.select(
                *KEY, pl.col("kind").alias("__kind"), pl.col("procedure").alias("__procedure")
            ),
            on=list(KEY),
            how="left",
            maintain_order="left",
        )
        new = place / f".{run:08d}.new"
        placed.sort(*_PARTS, maintain_order=True).write_parquet(
            new, compression="lz4", row_group_size=50_000
        )
        new.replace(place / f"{run:08d}.parquet")

    def read(
        self, subject: str, bucket: int, columns: list[str], cases: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """The facts of a bucket that count now, with these columns; ``cases``: only of these."""
        files = sorted(self._place(subject, bucket).glob("*.parquet"))
        if not files:
            return pl.DataFrame()
        wanted = sorted({*KEY, *columns})
        if len(files) == 1 and cases is None:
            return pl.read_parquet(files[0], columns=wanted, glob=False).rechunk()
        frames: list[pl.DataFrame] = []
        later: pl.DataFrame | None = None
        for file in reversed(files):
            lazy = pl.scan_parquet(file, glob=False).select(wanted)
            if cases is not None:
                lazy = lazy.join(cases.select(KEY).lazy(), on=list(KEY), how="semi")
            if later is not None:
                lazy = lazy.join(later.lazy(), on=list(KEY), how="anti", maintain_order="left")
            frame = lazy.collect()
            frames.append(frame)
            seen = pl.read_parquet(file, columns=list(KEY), glob=False).unique()
            later = seen if later is None else pl.concat([later, seen]).unique()
        # In one piece: set operations on two list columns need both in the same pieces.
        return pl.concat(list(reversed(frames)), rechunk=True)

    def buckets(self, subject: str) -> list[int]:
        return sorted(int(path.name) for path in (self.folder / subject).glob("*"))

    def _place(self, subject: str, bucket: int) -> Path:
        return self.folder / subject / f"{bucket:06d}"
