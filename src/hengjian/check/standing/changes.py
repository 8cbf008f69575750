"""What a run changed: findings that appeared, vanished, or rest on other values than before."""

from dataclasses import dataclass

import polars as pl

from hengjian.check.standing.findings_store import STORED
from hengjian.content import say


@dataclass(frozen=True)
class Changes:
    """Each frame has the columns of a stored finding; ``changed`` as they are now. ``why``: what else
    than new batches made it necessary to judge again."""

    appeared: pl.DataFrame
    vanished: pl.DataFrame
    changed: pl.DataFrame
    judged: int
    why: str = ""

    @classmethod
    def between(cls, before: pl.DataFrame, after: pl.DataFrame, judged: int) -> "Changes":
        same = after.join(before.select("finding", old="values"), on="finding", how="inner")
        return cls(
            appeared=after.join(before, on="finding", how="anti"),
            vanished=before.join(after, on="finding", how="anti"),
            changed=same.filter(pl.col("old") != pl.col("values")).drop("old"),
            judged=judged,
        )

    @classmethod
    def none(cls) -> "Changes":
        nothing = pl.DataFrame(schema=STORED)
        return cls(nothing, nothing, nothing, 0)

    def then(self, later: "Changes") -> "Changes":
        """What both runs changed together, the later one upon this one."""
        back = later.appeared.join(self.vanished.select("finding", old="values"), on="finding")
        differ = back.filter(pl.col("old") != pl.col("values")).drop("old")
        still = pl.concat([self.appeared, later.appeared])
        was = pl.concat([self.vanished, later.vanished])
        appeared = _newest(still, later.changed)
        changed = _newest(pl.concat([self.changed, differ]), later.changed)
        fresh = later.changed.join(pl.concat([still, changed]), on="finding", how="anti")
        return Changes(
            appeared=_without(appeared, later.vanished, back),
            vanished=_without(was, self.appeared, back),
            changed=_without(pl.concat([changed, fresh]), later.vanished),
            judged=self.judged + later.judged,
            why=self.why or later.why,
        )

    @property
    def together(self) -> pl.DataFrame:
        """All of them in one frame, told apart by ``change``."""
        return pl.concat(
            [
                self.appeared.with_columns(change=pl.lit("appeared")),
                self.vanished.with_columns(change=pl.lit("vanished")),
                self.changed.with_columns(change=pl.lit("changed")),
            ]
        )

    def words(self) -> str:
        return self.why + say(
            f"判断 {self.judged:,} 件；新出现线索 {self.appeared.height:,} 条，"
            f"消失 {self.vanished.height:,} 条，依据的数据有变 {self.changed.height:,} 条。",
            f"{self.judged:,} cases judged; {self.appeared.height:,} findings appeared, "
            f"{self.vanished.height:,} vanished, {self.changed.height:,} rest on other values.",
        )


def _newest(findings: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """The same findings, as the later ones say them where they do."""
    known = later.join(findings, on="finding", how="semi")
    return pl.concat([findings.join(later, on="finding", how="anti"), known])


def _without(findings: pl.DataFrame, *others: pl.DataFrame) -> pl.DataFrame:
    for other in others:
        findings = findings.join(other, on="finding", how="anti", maintain_order="left")
    return findings
