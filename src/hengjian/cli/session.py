"""What the last check read and found, so that `explain` can be asked without repeating it.

It keeps numbers only, nothing that a record says.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hengjian.content.wording import home

if TYPE_CHECKING:
    import polars as pl

KEPT = ("finding", "rule", "occurrence", "body_id", "case_id")
"""What is remembered of a finding."""


@dataclass(frozen=True)
class KeptFinding:
    """What a finding is about; ``case``: body and number, empty where it is about no case."""

    rule: str
    occurrence: str
    case: str


@dataclass(frozen=True)
class LastCheck:
    """The arguments of the last check; paths are absolute."""

    path: str
    as_of: str
    overlay: str | None
    mapping: str | None
    covered: bool

    def save(self, findings: "pl.DataFrame") -> None:
        """Remember it and the numbers of its findings; a home that cannot be written is no reason to
        fail."""
        try:
            home().mkdir(parents=True, exist_ok=True)
            new = home() / f".last-findings.{os.getpid()}"
            findings.select(KEPT).write_parquet(new)
            new.replace(home() / "last-findings.parquet")
            (home() / "last-check.json").write_text(json.dumps(asdict(self)), encoding="utf-8")
        except OSError:
            return

    @classmethod
    def load(cls) -> "LastCheck | None":
        try:
            return cls(**json.loads((home() / "last-check.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)


def finding_numbered(number: str) -> KeptFinding | None:
    """A finding of the last check."""
    import polars as pl

    try:
        kept = pl.read_parquet(home() / "last-findings.parquet", glob=False)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return kept_finding(kept, number)


def kept_finding(findings: "pl.DataFrame", number: str) -> KeptFinding | None:
    """The finding of that number among these."""
    import polars as pl

    for row in findings.filter(pl.col("finding") == number).head(1).iter_rows(named=True):
        case = f"{row['body_id']}/{row['case_id']}" if row["case_id"] is not None else ""
        return KeptFinding(row["rule"], row["occurrence"], case)
    return None


def absolute(path: Path | None) -> str | None:
    return str(path.resolve()) if path is not None else None
