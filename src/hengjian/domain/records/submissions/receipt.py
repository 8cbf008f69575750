"""The receipt of a submission as it is printed, downloaded and given to programs; the empty template.

Serves whoever handed in and must prove later that he did. It names no person and no case.
"""

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hengjian.content import Content
from hengjian.core.audit.queries import head_over
from hengjian.core.clock import CHINA
from hengjian.domain.records.models import Submission
from hengjian.domain.records.registers import KEPT_HERE
from hengjian.domain.records.submissions.queries import entry_of
from hengjian.standard.tables import STANDARD, TABLES
from hengjian.standard.template import write_template


def receipt_of(submission: Submission) -> dict[str, Any]:
    """What was handed in, what became of it, and where the ledger holds it."""
    return {
        "standard": STANDARD,
        "submission": submission.pk,
        "body": submission.body.code if submission.body else None,
        "file": {
            "name": submission.file_name,
            "size": submission.size,
            "sha256": submission.sha256,
        },
        "received_at": submission.received_at.astimezone(CHINA).isoformat(timespec="seconds"),
        "state": submission.state,
        "period": [submission.period_from.isoformat(), submission.period_to.isoformat()]
        if submission.period_from and submission.period_to
        else None,
        "whole_period": submission.whole_period,
        "rows": submission.rows,
        "refused": submission.refused,
        "cases": submission.cases,
        "new": submission.new,
        "changed": submission.changed,
        "events": submission.events,
        "same_as": submission.same_as_id,
        "batch": submission.seq,
        "receipt": submission.batch_id or None,
        "tables": submission.tables,
        "error": submission.error or None,
        "ledger": _ledger(submission),
    }


def _ledger(submission: Submission) -> dict[str, Any] | None:
    entry = entry_of(submission)
    if entry is None:
        return None
    head = None if entry.position is None else head_over(entry.position)
    return {
        "kind": entry.kind,
        "leaf": bytes(entry.leaf).hex(),
        "position": entry.position,
        "head": None if head is None else {"size": head.size, "text": head.text.strip()},
    }


@cache
def template_workbook() -> bytes:
    """The empty workbook of the tables that are handed in."""
    with tempfile.TemporaryDirectory(prefix="hengjian-template-") as folder:
        place = Path(folder) / "template.xlsx"
        asked = tuple(table.name for table in TABLES if table.name not in KEPT_HERE)
        write_template(place, Content.installed(), asked)
        return place.read_bytes()
