"""What people decided about findings. It outlives re-runs; where the proof changed, it reopens.

Serves supervisors: a dismissed finding stays dismissed until the values that prove it are others.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

import polars as pl

from hengjian.archive.lease import writing
from hengjian.check.standing.files import run_of, write
from hengjian.content import say

PATIENCE = 10.0
"""Seconds that a decision waits for another one that is being written."""


class TriageState(Enum):
    """What became of a finding."""

    DISMISSED = "dismissed"
    ASKED = "asked"
    RAISED = "raised"


SCHEMA: dict[str, pl.DataType] = {
    "finding": pl.String(),
    "state": pl.String(),
    "reason": pl.String(),
    "by": pl.String(),
    "at": pl.Datetime("us", "UTC"),
    "values": pl.String(),
}


@dataclass(frozen=True)
class Triage:
    """The decisions, one file a decision, the newest about a finding counts."""

    folder: Path

    def decide(
        self,
        findings: pl.DataFrame,
        state: TriageState,
        *,
        reason: str,
        by: str,
        at: datetime,
    ) -> None:
        """Record one decision about these stored findings. A dismissal needs a reason."""
        if state is TriageState.DISMISSED and not reason.strip():
            raise ValueError(say("不予处理须写明理由", "a dismissal needs its reason"))
        rows = findings.select(
            "finding",
            pl.lit(state.value).alias("state"),
            pl.lit(reason).alias("reason"),
            pl.lit(by).alias("by"),
            pl.lit(at).cast(SCHEMA["at"]).alias("at"),
            "values",
        )
        with writing(self.folder / "writer.lock", wait=PATIENCE):
            last = max([0, *map(run_of, self._files())])
            write(rows, self.folder / f"{last + 1:08d}.parquet")

    def decisions(self) -> pl.DataFrame:
        """The newest decision about each finding."""
        frames = [pl.read_parquet(file, glob=False) for file in self._files()]
        if not frames:
            return pl.DataFrame(schema=SCHEMA)
        return pl.concat(frames).unique("finding", keep="last", maintain_order=True)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[!.]*.parquet"))

    def joined(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Findings with ``state`` (open, dismissed, asked, raised, reopened) and the decision."""
        decided = self.decisions().rename({"values": "decided_values"})
        state = (
            pl.when(pl.col("state").is_null())
            .then(pl.lit("open"))
            .when(pl.col("values") != pl.col("decided_values"))
            .then(pl.lit("reopened"))
            .otherwise("state")
            .alias("state")
        )
        return findings.join(decided, on="finding", how="left", maintain_order="left").with_columns(
            state
        )
