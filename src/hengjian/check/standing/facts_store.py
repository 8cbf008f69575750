"""Facts on disk, by subject, bucket, kind and procedure, so that a rule reads only its kinds.

Serves re-judging under other parameters, another calendar or a later day, for which the records need
not be read again. A run adds the facts of the cases it touched; the newest ones of a case count.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hengjian.check.standing.files import named_if_damaged, read, write

KEY = ("body_id", "case_id")
MERGE_FROM = 12
_PARTS = ("__kind", "__procedure")


@dataclass(frozen=True)
class FactsStore:
    folder: Path

    def add(
        self, subject: str, bucket: int, run: int, facts: pl.DataFrame, kinds: pl.DataFrame
    ) -> None:
        """Add facts of cases; ``kinds``: kind and procedure of each of these cases. The first run
        is about all cases; a later one leaves a mark of those it is about, written first."""
        place = self._place(subject, bucket)
        place.mkdir(parents=True, exist_ok=True)
        if self._files(subject, bucket):
            write(kinds.select(KEY), place / f"{run:08d}.cases")
        placed = facts.join(
            kinds.select(
                *KEY, pl.col("kind").alias("__kind"), pl.col("procedure").alias("__procedure")
            ),
            on=list(KEY),
            how="left",
            maintain_order="left",
        )
        _write(placed, place / f"{run:08d}.parquet")

    def read(
        self, subject: str, bucket: int, columns: list[str], cases: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """The facts of a bucket that count now, with these columns; ``cases``: only of these."""
        files = self._files(subject, bucket)
        if not files:
            return pl.DataFrame()
        wanted = sorted({*KEY, *columns})
        if len(files) == 1 and cases is None:
            return read(files[0], wanted).rechunk()
        frames: list[pl.DataFrame] = []
        later: pl.DataFrame | None = None
        for file in reversed(files):
            lazy = pl.scan_parquet(file, glob=False).select(wanted)
            if cases is not None:
                lazy = lazy.join(cases.select(KEY).lazy(), on=list(KEY), how="semi")
            if later is not None:
                lazy = lazy.join(later.lazy(), on=list(KEY), how="anti", maintain_order="left")
            with named_if_damaged(file):
                frames.append(lazy.collect())
            mark = file.with_suffix(".cases")
            if not mark.exists():
                break
            later = read(mark) if later is None else pl.concat([later, read(mark)]).unique()
        # In one piece: set operations on two list columns need both in the same pieces.
        return pl.concat(list(reversed(frames)), rechunk=True)

    def count(self, subject: str, bucket: int) -> int:
        """How many rows of a bucket count now."""
        return self.read(subject, bucket, []).height

    def has(self, subject: str, columns: list[str]) -> bool:
        """Whether these columns were kept, so that a rule that reads them can be judged."""
        for bucket in self.buckets(subject):
            for file in self._files(subject, bucket):
                with named_if_damaged(file):
                    if not set(columns) <= set(pl.read_parquet_schema(file)):
                        return False
        return True

    def merge(self, subject: str, bucket: int) -> bool:
        """Make one file of many; whether there was anything to do. Safe at every step: the merged
        file has no mark, so that nothing before it counts as soon as it is there."""
        files = self._files(subject, bucket)
        if len(files) < MERGE_FROM:
            return False
        columns = list(pl.read_parquet_schema(files[-1]))
        _write(self.read(subject, bucket, columns), files[-1].with_stem(f"{files[-1].stem}~"))
        for file in files:
            file.unlink()
            file.with_suffix(".cases").unlink(missing_ok=True)
        return True

    def subjects(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*"))

    def buckets(self, subject: str) -> list[int]:
        return sorted(int(path.name) for path in (self.folder / subject).glob("*"))

    def _files(self, subject: str, bucket: int) -> list[Path]:
        return sorted(self._place(subject, bucket).glob("[!.]*.parquet"))

    def _place(self, subject: str, bucket: int) -> Path:
        return self.folder / subject / f"{bucket:06d}"


def _write(facts: pl.DataFrame, path: Path) -> None:
    new = path.with_name(f".{path.name}.new")
    placed = facts.sort(*_PARTS, maintain_order=True)
    placed.write_parquet(new, compression="lz4", row_group_size=50_000)
    new.replace(path)
