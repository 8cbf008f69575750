"""The receipt of a batch: what was taken in, under which number, with which hash.

Serves the submitter, who keeps it, and the auditor, who compares. Written as JSON beside the archive;
writing it again gives the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from hengjian.content import say


@dataclass(frozen=True)
class Receipt:
    """``seq``: the batch's number in the archive; ``again``: it had been accepted before."""

    seq: int
    batch_id: str
    source: str
    accepted_at: str
    cases: int
    new: int
    changed: int
    events: int
    register_rows: int
    refused: int
    again: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any], *, again: bool = False) -> "Receipt":
        """As the log of batches holds it."""
        told = {one.name: row[one.name] for one in fields(cls) if one.name in row}
        return cls(**told | {"accepted_at": row["accepted_at"].isoformat(), "again": again})

    def write(self, folder: Path) -> Path:
        """Write it as `000001.json`; an existing one of the same batch is replaced whole."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.seq:06d}.json"
        told = {key: value for key, value in asdict(self).items() if key != "again"}
        new = path.with_suffix(".new")
        new.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(path)
        return path

    def words(self) -> str:
        head = (
            say(
                f"这批数据此前已受理（第 {self.seq} 批，{self.accepted_at[:19]}），没有重复入库。",
                f"This batch was accepted before (batch {self.seq}, {self.accepted_at[:19]}); nothing was stored twice.",
            )
            if self.again
            else say(f"已受理，第 {self.seq} 批。", f"Accepted as batch {self.seq}.")
        )
        return (
            head
            + "\n"
            + say(
                f"案件 {self.cases} 件（新 {self.new}，更正 {self.changed}），活动 {self.events} 项，"
                f"登记 {self.register_rows} 行，退回 {self.refused} 行。\n回执散列值 {self.batch_id}",
                f"{self.cases} cases ({self.new} new, {self.changed} corrected), {self.events} events, "
                f"{self.register_rows} register rows, {self.refused} refused.\nhash {self.batch_id}",
            )
        )
