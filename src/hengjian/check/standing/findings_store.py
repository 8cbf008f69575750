"""Findings on disk, by bucket: a run adds what it found and names what it judged anew.

Serves re-runs of a few cases among millions: nothing is rewritten, the newest run about a case, a
group of cases or a rule counts. Many small runs are merged now and then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
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
from hengjian.facts import GROUP
from hengjian.rules.findings import SCHEMA

STORED: dict[str, pl.DataType] = {**SCHEMA, "values": pl.String(), "run": pl.Int64()}
"""A finding and a digest of the values that prove it."""
SIGNS: dict[str, pl.DataType] = {"code": pl.UInt64(), "proof": pl.UInt64(), "bucket": pl.Int32()}
"""The number of a finding, the digest of the values that prove it, and the bucket it lies in."""
ACROSS = -1
"""The bucket of findings about several cases or about registers; these have their group, too."""
MERGE_FROM = 12
NAMED_AT_MOST = 1_000
"""Findings that are read by their names; for more, all of a bucket are read and looked through."""
_FEW = "few"
_CODE = pl.col("finding").str.to_integer(base=16, dtype=pl.UInt64)
_PROOF = pl.col("values").cast(pl.UInt64)
_SIGN = {"code": pl.UInt64(), "proof": pl.UInt64()}
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


def signs_of(findings: pl.DataFrame, bucket: int | None = None) -> pl.DataFrame:
    """What tells stored findings from others: twenty bytes each; ``bucket``: of all, if no column says
    it."""
    lies = pl.col("bucket") if bucket is None else pl.lit(bucket)
    return findings.select(code=_CODE, proof=_PROOF, bucket=lies.cast(pl.Int32))


@dataclass(frozen=True)
class Found:
    """What a run found in a bucket, as the file that it becomes, and the signs of it: to hand so much
    from process to process takes a fraction of what the texts take."""

    file: bytes
    signs: pl.DataFrame

    @classmethod
    def of(cls, findings: pl.DataFrame, bucket: int, run: int) -> "Found":
        new, file = digested(findings, run), BytesIO()
        new.write_parquet(file, compression="lz4")
        return cls(file.getvalue(), signs_of(new, bucket))


@dataclass(frozen=True)
class Part:
    """Which findings a run judged anew, all that it names at once; nothing named: all of a bucket.

    ``groups``: subject and group; no group: all of the subject · ``findings``: only for reading.
    """

    cases: pl.DataFrame | None = None
    rules: pl.DataFrame | None = None
    groups: pl.DataFrame | None = None
    findings: pl.DataFrame | None = None

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
        if self.findings is not None:
            found.append(pl.col("finding").is_in(self.findings["finding"].implode()))
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


def _named(codes: pl.Series) -> Part:
    """The findings of these numbers."""
    names = [f"{code:016x}" for code in codes]
    return Part(findings=pl.DataFrame({"finding": names}, {"finding": pl.String()}))


def _in(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.Series:
    """Whether each row has one of these keys."""
    on = keys.columns
    there = np.zeros(rows.height, dtype=np.bool_)
    if rows.height:
        numbered = rows.select(on).with_row_index("__row")
        there[numbered.join(keys, on=on, how="semi")["__row"].to_numpy()] = True
    return pl.Series(there)


def _left(rows: pl.DataFrame, later: Sequence[Part]) -> pl.DataFrame:
    """The findings that none of these later parts took the place of."""
    alike: dict[str, list[pl.DataFrame]] = {}
    others = []
    for part in later:
        if len(part.marks) == 1:  # many runs that each name cases are gone through as one
            ((name, mark),) = part.marks.items()
            alike.setdefault(name, []).append(mark)
        else:
            others.append(part)
    for part in (*others, *(Part(**{name: pl.concat(own)}) for name, own in alike.items())):
        if rows.height:
            rows = rows.filter(~part.of_them(rows))
    return rows


@dataclass(frozen=True, order=True)
class _Run:
    """What a run found in a bucket, or in several: in ``file``. ``merged``: it is all that counted then."""

    number: int
    merged: bool
    file: Path
    shared: bool = False

    def part(self, bucket: int | None = None) -> Part:
        """What it judged anew; ``bucket``: only of this one."""
        if self.shared:
            marks = _marks_of(self.file, self.file.stat().st_mtime_ns)
            return marks.whole if bucket is None else marks.apart[bucket]
        return _part(self.file)

    @property
    def buckets(self) -> "Mapping[int, Part]":
        return _marks_of(self.file, self.file.stat().st_mtime_ns).apart

    def scanned(self, buckets: Sequence[int]) -> pl.LazyFrame:
        """What it found in these buckets, of which it knows."""
        found = pl.scan_parquet(self.file, glob=False)
        return found.filter(pl.col("bucket").is_in(buckets)) if self.shared else found


@dataclass(frozen=True)
class _Marks:
    """What a run judged anew in several buckets: all of it, and bucket by bucket."""

    whole: Part
    apart: Mapping[int, Part]


def _part(found: Path) -> Part:
    marks = {field.name: found.with_suffix(f".{field.name}") for field in fields(Part)}
    return Part(**{name: read(file) for name, file in marks.items() if file.exists()})


@lru_cache(maxsize=64)
def _marks_of(found: Path, moment: int) -> _Marks:
    """``moment``: when the findings were written, which tells them from others of their name."""
    told = _part(found)
    cases = told.cases if told.cases is not None else pl.DataFrame()
    parts = cases.partition_by("bucket", as_dict=True, include_key=False)
    return _Marks(
        Part(cases.select(KEY), told.rules),
        {int(str(bucket)): Part(own, told.rules) for (bucket,), own in parts.items()},
    )


@dataclass(frozen=True)
class FindingsStore:
    """``folder`` holds one folder a bucket; in it each run's findings, and beside them the marks of
    what the run judged anew (none: it judged the whole bucket). What a run found of a few cases of
    many buckets lies together, with the bucket of each.

    Runs after ``newest`` are not over yet and do not count.
    """

    folder: Path
    newest: int

    def add(
        self, bucket: int, run: int, findings: pl.DataFrame | bytes, part: Part | None = None
    ) -> None:
        """Add what a run found in a bucket, or the file of it; ``part``: it judged only this. The marks are
        written first: a run without its findings does not count."""
        self._write(self.folder / f"{bucket:06d}" / f"{run:08d}.found", findings, part or Part())

    def add_few(
        self,
        run: int,
        findings: pl.DataFrame,
        keys: Mapping[int, pl.DataFrame],
        rules: list[str] | None = None,
    ) -> None:
        """Add what a run found of some cases of several buckets, with the bucket of each; ``rules``: it
        asked only these."""
        file = self.folder / _FEW / f"{min(keys):06d}-{run:08d}.found"
        part = Part(placed(keys), Part.of(rules=rules).rules)
        self._write(file, findings.sort("bucket", maintain_order=True), part)

    def _write(self, file: Path, findings: pl.DataFrame | bytes, part: Part) -> None:
        for name, mark in part.marks.items():
            write(mark, file.with_suffix(f".{name}"))
        write(findings, file)

    def buckets(self) -> list[int]:
        """Buckets in which something was judged; `ACROSS` is one of them."""
        own = (path.name for path in self.folder.glob("*") if path.is_dir() and path.name != _FEW)
        return sorted({*map(int, own), *(bucket for run in self._few() for bucket in run.buckets)})

    def bucket(self, bucket: int) -> pl.DataFrame:
        """The findings of a bucket that count now."""
        return self._counting(bucket).select(list(STORED))

    def signs(self, bucket: int, part: Part | None = None) -> pl.DataFrame:
        """The signs of the findings of a bucket that count now; their texts are not read."""
        columns = [*_NAMED, GROUP] if bucket == ACROSS else _NAMED
        return signs_of(self._counting(bucket, part, columns), bucket)

    def some(self, signs: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The findings of these signs, bucket by bucket, few of them at once. One that a later run found
        in another bucket is looked for in all."""
        left = signs
        named = left["bucket"].unique(maintain_order=True).to_list()
        others = (other for other in self.buckets() if other not in named)
        if left.height <= NAMED_AT_MOST:
            parts = ([*own] for own in (named, others))
        else:
            parts = ([bucket] for bucket in (*named, *others))
        for buckets in parts:
            if left.is_empty():
                return
            found = self._signed(buckets, left)
            if found.height:
                yield found.select(list(STORED))
                left = left.join(found, on="code", how="anti")

    def _signed(self, buckets: list[int], signs: pl.DataFrame) -> pl.DataFrame:
        """The findings of these signs in these buckets, with the signs. Two of one sign say the same; the
        one that counts is of the newest run that has it."""
        few = self._few()
        runs = {run for bucket in buckets for run in self._runs(bucket, few)}
        lazy = [pl.scan_parquet(run.file, glob=False) for run in sorted(runs, reverse=True)]
        if signs.height <= NAMED_AT_MOST:
            named = _named(signs["code"]).maybe
            lazy = [found.filter(named) for found in lazy]
        signed = [found.select(*STORED, code=_CODE, proof=_PROOF) for found in lazy]
        with named_if_damaged(self.folder):
            found = pl.concat([pl.DataFrame(schema={**STORED, **_SIGN}), *read_together(signed)])
        asked = found.join(signs, on=list(_SIGN), how="semi", maintain_order="left")
        return asked.unique(list(_SIGN), keep="first", maintain_order=True)

    def signs_of_few(
        self, keys: Mapping[int, pl.DataFrame], rules: list[str] | None = None
    ) -> pl.DataFrame:
        """The signs of the findings about these cases of several buckets (by these ``rules``) that count
        now. Files of which the same later runs have taken the place are gone through together."""
        few = self._few()
        asked: dict[tuple[_Run, ...], dict[_Run, list[int]]] = {}
        for bucket in keys:
            later: tuple[_Run, ...] = ()
            for run in reversed(self._runs(bucket, few)):
                asked.setdefault(later, {}).setdefault(run, []).append(bucket)
                if not run.part(bucket).marks:
                    break
                later += (run,)
        lazy = [
            self._narrow(run, buckets, Part.of(pl.concat(keys[b] for b in buckets), rules))
            for runs in asked.values()
            for run, buckets in runs.items()
        ]
        with named_if_damaged(self.folder):
            read = iter(read_together(lazy))
        part, found = Part.of(pl.concat(keys.values()), rules), [pl.DataFrame(schema=SIGNS)]
        for taken, runs in asked.items():
            rows = pl.concat([next(read) for _ in runs])
            rows = rows.filter(part.of_them(rows))
            found.append(signs_of(_left(rows, [run.part() for run in taken])))
        return pl.concat(found)

    def _narrow(self, run: _Run, buckets: list[int], part: Part) -> pl.LazyFrame:
        """What tells the findings of a run in these buckets from others: those of a part, a few more."""
        lies = pl.col("bucket") if run.shared else pl.lit(buckets[0], dtype=pl.Int32)
        rows = run.scanned(buckets).filter(part.maybe)
        return rows.select(*_NAMED, lies.alias("bucket"))

    def _counting(
        self, bucket: int, part: Part | None = None, columns: list[str] | None = None
    ) -> pl.DataFrame:
        found, anew = [], list[Part]()
        for run in reversed(self._runs(bucket, self._few())):
            found.append(_left(self._found(bucket, run, part, columns), anew))
            own = run.part(bucket)
            if not own.marks:  # it judged the whole bucket: nothing before it counts
                break
            anew.append(own)
        if not found:
            return pl.DataFrame(schema=STORED)
        return pl.concat(reversed(found))

    def _found(
        self, bucket: int, run: _Run, part: Part | None, columns: list[str] | None
    ) -> pl.DataFrame:
        asked = None if part is None or not part.marks else part
        if asked is None and not run.shared:
            return read(run.file, columns)
        with named_if_damaged(run.file):
            found = run.scanned([bucket])
            if asked is not None:
                found = found.filter(asked.maybe)
            rows = found.select(columns or pl.all().exclude("bucket")).collect()
        return rows if asked is None else rows.filter(asked.of_them(rows))

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
        runs = self._runs(bucket, self._few())
        if len(runs) < MERGE_FROM:
            return False
        place = self.folder / f"{bucket:06d}"
        merged = place / f"{runs[-1].number:08d}~.found"
        write(self._counting(bucket), merged)
        for file in place.iterdir():
            if file != merged and run_of(file) <= runs[-1].number:
                file.unlink()
        return True

    def tidy(self) -> None:
        """Merge what lies in many files, and let go of what no bucket asks for any more."""
        for bucket in self.buckets():
            self.merge(bucket)
        for run in self._few():
            if all(self._merged(bucket) >= run.number for bucket in run.buckets):
                for kind in ("found", *(field.name for field in fields(Part))):
                    run.file.with_suffix(f".{kind}").unlink(missing_ok=True)

    def _merged(self, bucket: int) -> int:
        """The run up to which the findings of a bucket are in one file; 0: none."""
        return max((run.number for run in self._runs(bucket, []) if run.merged), default=0)

    def _few(self) -> list[_Run]:
        """What runs found of a few cases of many buckets."""
        files = (self.folder / _FEW).glob("[!.]*.found")
        runs = (_Run(run_of(file), False, file, shared=True) for file in files)
        return sorted(run for run in runs if run.number <= self.newest)

    def _runs(self, bucket: int, few: Sequence[_Run]) -> list[_Run]:
        """The runs that judged anything of a bucket since it was in one file, the newest last."""
        files = (self.folder / f"{bucket:06d}").glob("[!.]*.found")
        own = (_Run(run_of(file), file.stem.endswith("~"), file) for file in files)
        found = [run for run in own if run.number <= self.newest]
        runs = sorted([*found, *(run for run in few if bucket in run.buckets)])
        merged = [place for place, run in enumerate(runs) if run.merged]
        return runs[merged[-1] :] if merged else runs
