"""The whole file of a case as a list: what goes over to another bureau, and is counted there.

Serves the hand-over and its receipt. The list names pieces by number, title and hash and holds no words
of anybody, so that it may be kept with the request and its digest in the ledger.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from hengjian.core.clock import CHINA, day_of
from hengjian.domain.registry.deadlines import step_name
from hengjian.domain.supervision.cases.clock.actions import ALIVE
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.wording import step_label
from hengjian.domain.supervision.papers.workflow import State as PaperState

Piece = dict[str, Any]
GONE = (PaperState.DROPPED,)
KINDS = ("lead", "paper", "step", "deadline")


def pieces_of(case: Case) -> list[Piece]:
    """Leads, papers, steps and running deadlines, in the order in which they came about."""
    found: list[Piece] = [
        {"kind": "lead", "key": one.pk, "name": one.title, "number": one.number,
         "on": day_of(one.opened_at).isoformat()}
        for one in case.leads.order_by("pk")
    ]  # fmt: skip
    papers = case.papers.exclude(state__in=GONE).prefetch_related("files").order_by("pk")
    for paper in papers:
        files = [one.sha256 for one in paper.files.all()]
        found.append(
            {"kind": "paper", "key": paper.pk, "name": paper.title, "number": paper.number,
             "on": day_of(paper.signed_at or paper.drafted_at).isoformat(),
             "state": paper.state, "inside": paper.inside, "files": files}
        )  # fmt: skip
    found += [
        {"kind": "step", "key": one.pk, "name": step_label(one.move), "number": "",
         "on": day_of(one.at).isoformat(), "inside": one.inside}
        for one in case.steps.order_by("pk")
    ]  # fmt: skip
    found += [
        {"kind": "deadline", "key": one.pk, "name": step_name(one.step), "number": "",
         "on": one.due_on.isoformat(), "state": one.state}
        for one in case.deadlines.filter(state__in=ALIVE).order_by("due_on", "pk")
    ]  # fmt: skip
    return found


def listed(case: Case, *, at: datetime) -> dict[str, Any]:
    """The list as it is kept: when it was made, the pieces, and a digest over them."""
    pieces = pieces_of(case)
    plain = json.dumps(pieces, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(plain.encode()).hexdigest()
    return {"at": at.astimezone(CHINA).isoformat(), "digest": digest, "pieces": pieces}


def counts(kept: dict[str, Any]) -> dict[str, int]:
    """How many pieces of each kind a list has."""
    found = dict.fromkeys(KINDS, 0)
    for one in kept.get("pieces", ()):
        found[one["kind"]] += 1
    return found


def added(handed: dict[str, Any], received: dict[str, Any]) -> list[Piece]:
    """What came to the file between the hand-over and the receipt."""
    known = {(one["kind"], one["key"]) for one in handed.get("pieces", ())}
    return [one for one in received.get("pieces", ()) if (one["kind"], one["key"]) not in known]
