"""Findings on disk, by bucket: a run adds what it found and names what it judged anew.

Serves re-runs of a few cases among millions: nothing is rewritten, the newest run about a case, a
group of cases or a rule counts. Many small runs are merged now and then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.files import named_if_damaged, read, run_of, write
from hengjian.facts import GROUP
from hengjian.rules.findings import SCHEMA

STORED: dict[str, pl.DataType] = {**SCHEMA, "values": pl.String(), "run": pl.Int64()}
"""A finding and a digest of the values that prove it."""
SIGNS: dict[str, pl.DataType] = {"code": pl.UInt64(), "proof": pl.UInt64(), "bucket": pl.Int32()}
"""The number of a finding, the digest of the values that prove it, and the bucket it lies in."""
ACROSS = -1
"""The bucket of findings about several cases or about registers; these have their group, too."""
MERGE_FROM = 12
_CODE = pl.col("finding").str.to_integer(base=16, dtype=pl.UInt64)
_NAMED = ["finding", "values", "rule", "subject", *KEY]
"""What tells findings from others, and what the marks of a part name."""


def digested(findings: pl.DataFrame, run: int) -> pl.DataFrame:
    """Findings with the digest of what proves them: the sentence, the sum, evidence, parameters."""
    proof = pl.concat_str(
        "severity", "nature", "says", pl.col("sum").fill_null(""),
        pl.col("evidence").list.join("\x1f", ignore_nulls=True),
        pl.col("parameters").list.join("\x1f", ignore_nulls=True),
        separator="\x1e", ignore_nulls=True,
    )  # fmt: skip
    grouped = [GROUP] if GROUP in findings.columns else []
    return findings.with_columns(
        proof.hash(7).cast(pl.String).alias("values"),
        pl.lit(run, dtype=pl.Int64).alias("run"),
    ).select([*STORED, *grouped])


def signs_of(findings: pl.DataFrame, bucket: int) -> pl.DataFrame:
    """What tells stored findings from others: twenty bytes each."""
    return findings.select(
        code=_CODE,
        proof=pl.col("values").cast(pl.UInt64),
        bucket=pl.lit(bucket, dtype=pl.Int32),
    )


@dataclass(frozen=True)
class Part:
    """Which findings a run judged anew, all that it names at once; nothing named: all of a bucket.

    ``groups``: subject and group; no group: all of the subject.
    """

    cases: pl.DataFrame | None = None
    rules: pl.DataFrame | None = None
    groups: pl.DataFrame | None = None

    @classmethod
    def of(
        cls,
        cases: pl.DataFrame | None = None,
        rules: list[str] | None = None,
        groups: pl.DataFrame | None = None,
    ) -> "Part":
        named = None if rules is None else pl.DataFrame({"rule": rules}, {"rule": pl.String()})
        return cls(None if cases is None else cases.select(KEY), named, groups)

    @property
    def marks(self) -> dict[str, pl.DataFrame]:
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: mark for name, mark in named.items() if mark is not None}

    @property
    def maybe(self) -> pl.Expr:
        """What certainly holds of its findings and of few others, so that these are not read at all."""
        found = [pl.lit(True)]
        if self.cases is not None:
            found.append(pl.col("case_id").is_in(self.cases["case_id"].unique().implode()))
        if self.rules is not None:
            found.append(pl.col("rule").is_in(self.rules["rule"].implode()))
        if self.groups is not None:
            found.append(pl.col("subject").is_in(self.groups["subject"].unique().implode()))
        return pl.all_horizontal(found)

    def of_them(self, findings: pl.DataFrame) -> pl.Series:
        """Which findings are among them."""
        found = pl.repeat(True, findings.height, dtype=pl.Boolean, eager=True)
        for name, mark in self.marks.items():
            named = _in(findings, mark)
            if name == "groups":
                whole = mark.filter(pl.col(GROUP).is_null())["subject"]
                named |= findings["subject"].is_in(whole.implode())
            found &= named
        return found


def _in(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.Series:
    """Whether each row has one of these keys."""
    on = keys.columns
    there = rows.select(on).join(
        keys.unique().with_columns(__there=True), on=on, how="left", maintain_order="left"
    )
    return there["__there"].fill_null(False)


@dataclass(frozen=True)
class FindingsStore:
    """``folder`` holds one folder a bucket; in it each run's findings, and beside them the marks of
    what the run judged anew (none: it judged the whole bucket).

    Runs after ``newest`` are not over yet and do not count.
    """

    folder: Path
    newest: int

    def add(self, bucket: int, run: int, findings: pl.DataFrame, part: Part | None = None) -> None:
        """Add what a run found in a bucket; ``part``: it judged only this. The marks are written
        first: a run without its findings does not count."""
        place = self.folder / f"{bucket:06d}"
        for name, mark in (part or Part()).marks.items():
            write(mark, place / f"{run:08d}.{name}")
        write(findings, place / f"{run:08d}.found")

    def buckets(self) -> list[int]:
        """Buckets in which something was judged; `ACROSS` is one of them."""
        return sorted(int(path.name) for path in self.folder.glob("*") if path.is_dir())

    def bucket(self, bucket: int, part: Part | None = None) -> pl.DataFrame:
        """The findings of a bucket that count now; ``part``: only these."""
        return self._counting(bucket, part).select(list(STORED))

    def signs(self, bucket: int, part: Part | None = None) -> pl.DataFrame:
        """The signs of the findings of a bucket that count now; their texts are not read."""
        columns = [*_NAMED, GROUP] if bucket == ACROSS else _NAMED
        return signs_of(self._counting(bucket, part, columns), bucket)

    def some(self, signs: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The findings of these signs, bucket by bucket. One that a later run found in another bucket
        is looked for in all."""
        left = signs
        named = left["bucket"].unique(maintain_order=True).to_list()
        for bucket in (*named, *(other for other in self.buckets() if other not in named)):
            if left.is_empty():
                return
            here = self.signs(bucket).join(left, on="code", how="semi")
            if here.height:
                yield self.bucket(bucket).filter(_CODE.is_in(here["code"].implode()))
                left = left.join(here, on="code", how="anti")

    def _counting(
        self, bucket: int, part: Part | None = None, columns: list[str] | None = None
    ) -> pl.DataFrame:
        found, anew = [], list[Part]()
        for run in reversed(self._runs(bucket)):
            rows = self._found(bucket, run, part, columns)
            for later in anew:
                rows = rows.filter(~later.of_them(rows))
            found.append(rows)
            own = self._part(bucket, run)
            if not own.marks:  # it judged the whole bucket: nothing before it counts
                break
            anew.append(own)
        if not found:
            return pl.DataFrame(schema=STORED)
        return pl.concat(reversed(found))

    def _found(
        self, bucket: int, run: str, part: Part | None, columns: list[str] | None
    ) -> pl.DataFrame:
        file = self.folder / f"{bucket:06d}" / f"{run}.found"
        if part is None or not part.marks:
            return read(file, columns)
        with named_if_damaged(file):
            found = pl.scan_parquet(file, glob=False).filter(part.maybe)
            rows = (found if columns is None else found.select(columns)).collect()
        return rows.filter(part.of_them(rows))

    def _part(self, bucket: int, run: str) -> Part:
        place = self.folder / f"{bucket:06d}"
        marks = {field.name: place / f"{run}.{field.name}" for field in fields(Part)}
        return Part(**{name: read(file) for name, file in marks.items() if file.exists()})

    def all(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """All findings that count now; ``columns``: only these and the digest."""
        asked = [*STORED] if columns is None else [*dict.fromkeys(["finding", "values", *columns])]
        nothing = pl.DataFrame(schema=STORED).select(asked)
        return pl.concat([nothing, *(self._all_of(b, asked) for b in self.buckets())])

    def _all_of(self, bucket: int, columns: list[str]) -> pl.DataFrame:
        read = [*dict.fromkeys([*columns, *_NAMED, *([GROUP] if bucket == ACROSS else [])])]
        return self._counting(bucket, None, read).select(columns)

    def merge(self, bucket: int) -> bool:
        """Make one file of a bucket's many; whether there was anything to do. Safe at every step:
        the merged file stands for all before it as soon as it is there."""
        runs = self._runs(bucket)
        if len(runs) < MERGE_FROM:
            return False
        place = self.folder / f"{bucket:06d}"
        write(self._counting(bucket), place / f"{runs[-1]}~.found")
        for run in runs:
            for kind in ("found", *(field.name for field in fields(Part))):
                (place / f"{run}.{kind}").unlink(missing_ok=True)
        return True

    def _runs(self, bucket: int) -> list[str]:
        files = (self.folder / f"{bucket:06d}").glob("[!.]*.found")
        return sorted(path.stem for path in files if run_of(path) <= self.newest)
