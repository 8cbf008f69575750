"""What a run changed: findings that appeared, vanished, or rest on other values than before.

Serves whoever lists them or follows them. Of each finding twenty bytes are held, since all of a city's
may appear at once; the findings themselves are read from what stands, bucket by bucket, when asked for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from hengjian.check.standing.findings_store import SIGNS, STORED
from hengjian.content import say

Kind = Literal["appeared", "vanished", "changed"]
Read = Callable[[Kind, pl.DataFrame], Iterator[pl.DataFrame]]
"""Reads the findings of some signs, bucket by bucket."""


def _nothing(kind: Kind, signs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return iter(())


@dataclass(frozen=True)
class Changes:
    """The signs of what is ``new``, ``gone`` and rests on ``other`` values than before. ``why``: what
    else than new batches made it necessary to judge again.

    ``reads``: how the findings of such signs are read, as long as no other run has begun.
    """

    new: pl.DataFrame
    gone: pl.DataFrame
    other: pl.DataFrame
    judged: int
    why: str = ""
    reads: Read = _nothing

    @classmethod
    def between(
        cls, before: pl.DataFrame, after: pl.DataFrame, judged: int, reads: Read
    ) -> "Changes":
        """``before`` and ``after``: the signs of what stood and of what stands."""
        same = after.join(before.select("code", old="proof"), on="code", how="inner")
        return cls(
            new=after.join(before, on="code", how="anti"),
            gone=before.join(after, on="code", how="anti"),
            other=same.filter(pl.col("old") != pl.col("proof")).drop("old"),
            judged=judged,
            reads=reads,
        )

    @classmethod
    def none(cls) -> "Changes":
        nothing = pl.DataFrame(schema=SIGNS)
        return cls(nothing, nothing, nothing, 0)

    def then(self, later: "Changes") -> "Changes":
        """What both runs changed together, the later one upon this one."""
        back = later.new.join(self.gone.select("code", old="proof"), on="code")
        differ = back.filter(pl.col("old") != pl.col("proof")).drop("old")
        still = pl.concat([self.new, later.new])
        was = pl.concat([self.gone, later.gone])
        new = _newest(still, later.other)
        other = _newest(pl.concat([self.other, differ]), later.other)
        fresh = later.other.join(pl.concat([still, other]), on="code", how="anti")
        return Changes(
            new=_without(new, later.gone, back),
            gone=_without(was, self.new, back),
            other=_without(pl.concat([other, fresh]), later.gone),
            judged=self.judged + later.judged,
            why=self.why or later.why,
            reads=later.reads,
        )

    # --- the findings themselves --------------------------------------------------------------------------

    def read(self, kind: Kind) -> Iterator[pl.DataFrame]:
        """The findings bucket by bucket; those that changed as they are now."""
        signs = {"appeared": self.new, "vanished": self.gone, "changed": self.other}[kind]
        return self.reads(kind, signs) if signs.height else iter(())

    @property
    def appeared(self) -> pl.DataFrame:
        return self._whole("appeared")

    @property
    def vanished(self) -> pl.DataFrame:
        return self._whole("vanished")

    @property
    def changed(self) -> pl.DataFrame:
        return self._whole("changed")

    def _whole(self, kind: Kind) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=STORED), *self.read(kind)])

    @property
    def together(self) -> pl.DataFrame:
        """All of them in one frame, told apart by ``change``."""
        kinds: tuple[Kind, ...] = ("appeared", "vanished", "changed")
        return pl.concat(self._whole(kind).with_columns(change=pl.lit(kind)) for kind in kinds)

    def words(self) -> str:
        return self.why + say(
            f"判断 {self.judged:,} 件；新出现线索 {self.new.height:,} 条，"
            f"消失 {self.gone.height:,} 条，依据的数据有变 {self.other.height:,} 条。",
            f"{self.judged:,} cases judged; {self.new.height:,} findings appeared, "
            f"{self.gone.height:,} vanished, {self.other.height:,} rest on other values.",
        )


def _newest(findings: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """The same findings, as the later ones say them where they do."""
    known = later.join(findings, on="code", how="semi")
    return pl.concat([findings.join(later, on="code", how="anti"), known])


def _without(findings: pl.DataFrame, *others: pl.DataFrame) -> pl.DataFrame:
    for other in others:
        findings = findings.join(other, on="code", how="anti", maintain_order="left")
    return findings
