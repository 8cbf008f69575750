"""What a run changed: findings that appeared, vanished, or rest on other values than before."""

from dataclasses import dataclass

import polars as pl

from hengjian.content import say


@dataclass(frozen=True)
class Changes:
    """Each frame has the columns of a stored finding; ``changed`` as they are now."""

    appeared: pl.DataFrame
    vanished: pl.DataFrame
    changed: pl.DataFrame
    judged: int

    @classmethod
    def between(cls, before: pl.DataFrame, after: pl.DataFrame, judged: int) -> "Changes":
        same = after.join(before.select("finding", old="values"), on="finding", how="inner")
        return cls(
            appeared=after.join(before, on="finding", how="anti"),
            vanished=before.join(after, on="finding", how="anti"),
            changed=same.filter(pl.col("old") != pl.col("values")).drop("old"),
            judged=judged,
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
        return say(
            f"判断 {self.judged:,} 件；新出现线索 {self.appeared.height:,} 条，"
            f"消失 {self.vanished.height:,} 条，依据的数据有变 {self.changed.height:,} 条。",
            f"{self.judged:,} cases judged; {self.appeared.height:,} findings appeared, "
            f"{self.vanished.height:,} vanished, {self.changed.height:,} rest on other values.",
        )
