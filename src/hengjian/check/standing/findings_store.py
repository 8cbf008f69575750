"""Findings on disk, by bucket: a run adds what it found and names what it judged anew.

Serves re-runs of a few cases among millions: nothing is rewritten, the newest run about a case or a
rule counts. Many small runs are merged now and then.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hengjian.check.standing.files import read, run_of, write
from hengjian.rules.findings import SCHEMA

STORED: dict[str, pl.DataType] = {**SCHEMA, "values": pl.String(), "run": pl.Int64()}
"""A finding and a digest of the values that prove it."""
ACROSS = -1
"""The bucket of findings about several cases or about registers."""
MERGE_FROM = 12


def digested(findings: pl.DataFrame, run: int) -> pl.DataFrame:
    """Findings with the digest of what proves them: the sentence, the sum, evidence, parameters."""
    proof = pl.concat_str(
        "severity", "nature", "says", pl.col("sum").fill_null(""),
        pl.col("evidence").list.join("\x1f", ignore_nulls=True),
        pl.col("parameters").list.join("\x1f", ignore_nulls=True),
        separator="\x1e", ignore_nulls=True,
    )  # fmt: skip
    return findings.with_columns(
        proof.hash(7).cast(pl.String).alias("values"),
        pl.lit(run, dtype=pl.Int64).alias("run"),
    ).select(list(STORED))


@dataclass(frozen=True)
class FindingsStore:
    """``folder`` holds one folder a bucket; in it each run's findings, and beside them the cases and
    the rules that the run judged anew (neither: it judged the whole bucket).

    Runs after ``newest`` are not over yet and do not count.
    """

    folder: Path
    newest: int

    def add(
        self,
        bucket: int,
        run: int,
        findings: pl.DataFrame,
        *,
        cases: pl.DataFrame | None = None,
        rules: list[str] | None = None,
    ) -> None:
        """Add what a run found in a bucket; ``cases`` and ``rules``: it judged only these. The marks
        are written first: a run without its findings does not count."""
        place = self.folder / f"{bucket:06d}"
        if cases is not None:
            write(cases.select("body_id", "case_id"), place / f"{run:08d}.cases")
        if rules is not None:
            named = pl.DataFrame({"rule": rules}, schema={"rule": pl.String()})
            write(named, place / f"{run:08d}.rules")
        write(findings, place / f"{run:08d}.found")

    def buckets(self) -> list[int]:
        """Buckets in which something was judged; `ACROSS` is one of them."""
        return sorted(int(path.name) for path in self.folder.glob("*") if path.is_dir())

    def bucket(self, bucket: int) -> pl.DataFrame:
        """The findings of a bucket that count now."""
        rows = pl.DataFrame(schema=STORED)
        place = self.folder / f"{bucket:06d}"
        for run in self._runs(bucket):
            cases, rules = place / f"{run}.cases", place / f"{run}.rules"
            marks = [read(mark) for mark in (cases, rules) if mark.exists()]
            if not marks:
                rows = rows.clear()
            else:
                anew = marks[0] if len(marks) == 1 else marks[0].join(marks[1], how="cross")
                rows = rows.join(anew, on=anew.columns, how="anti", maintain_order="left")
            rows = pl.concat([rows, read(place / f"{run}.found")])
        return rows

    def all(self) -> pl.DataFrame:
        frames = [self.bucket(bucket) for bucket in self.buckets()]
        return pl.concat(frames) if frames else pl.DataFrame(schema=STORED)

    def merge(self, bucket: int) -> bool:
        """Make one file of a bucket's many; whether there was anything to do. Safe at every step:
        the merged file stands for all before it as soon as it is there."""
        runs = self._runs(bucket)
        if len(runs) < MERGE_FROM:
            return False
        place = self.folder / f"{bucket:06d}"
        write(self.bucket(bucket), place / f"{runs[-1]}~.found")
        for run in runs:
            for kind in ("found", "cases", "rules"):
                (place / f"{run}.{kind}").unlink(missing_ok=True)
        return True

    def _runs(self, bucket: int) -> list[str]:
        files = (self.folder / f"{bucket:06d}").glob("[!.]*.found")
        return sorted(path.stem for path in files if run_of(path) <= self.newest)
