"""What every action of a paper writes: a line of its 审批单, and its files.

Serves the other actions of papers, in their transactions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.domain.supervision.papers import making, store
from hengjian.domain.supervision.papers.models import Paper, PaperFile, PaperStep


def note(
    paper: Paper,
    step: str,
    *,
    by: Post | None,
    at: datetime,
    words: str = "",
    stands_for: Post | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """A line of the 审批单, the paper's next version, and the ledger's entry: codes, no words."""
    PaperStep.objects.create(
        paper=paper, step=step, words=words.strip(), edition=paper.edition, post=by,
        stands_for=stands_for, at=at,
    )  # fmt: skip
    if step != "drafted":
        paper.version += 1
        paper.save()
    payload = {"kind": paper.kind, "state": str(paper.state), "version": paper.version}
    payload |= {"number": paper.number} if step == "numbered" else {}
    payload |= {"stands_for": stands_for.pk} if stands_for else {}
    record(f"paper.{step}", subject=paper, payload=payload | dict(more or {}), by=by, at=at)


def issue(paper: Paper, *, by: Post, at: datetime) -> None:
    """Make the file that is signed: from here on it is found by its hash."""
    made = making.pdf_of(paper)
    keep(paper, PaperFile.Role.ISSUED, "pdf", made.data, by=by, at=at)


def keep(
    paper: Paper, role: PaperFile.Role, kind: str, data: bytes, *, by: Post, at: datetime
) -> PaperFile:
    """A file of the paper, by its hash."""
    name = f"{paper.title}{f'（{paper.number}）' if paper.number else ''}-{role.label}.{kind}"
    file = PaperFile.objects.create(
        paper=paper, role=role, name=name[-200:], kind=kind, sha256=store.put(data), size=len(data),
        at=at, by=by,
    )  # fmt: skip
    payload = {"role": str(role), "sha256": file.sha256, "size": file.size}
    record("paper.file", subject=paper, payload=payload, by=by, at=at)
    return file
