"""What every step of a case writes: its story, its next version, the ledger's entry.

Serves the other actions of cases, in their transactions. Every step names the power it exercises.
"""

from datetime import datetime
from typing import Any

from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.models import Case, CaseStep
from hengjian.domain.supervision.cases.workflow import State
from hengjian.domain.supervision.duties.following import case_moved
from hengjian.domain.supervision.secrecy.guarding import need_silent


def stepped(
    case: Case,
    move: str,
    power: str,
    *,
    frm: State | None = None,
    to: State | None = None,
    words: str = "",
    inside: bool = False,
    by: Post | None,
    at: datetime,
) -> CaseStep:
    """A row of its story; to be ``saved`` when all that hangs on it is written."""
    if not inside and words and not (by is not None and access.speaks_for_body(by)):
        need_silent({say("内容", "words"): words}, case)
    state = State(case.state)
    return CaseStep.objects.create(
        case=case, move=move, frm=frm or state, to=to or state, power=power, words=words.strip(),
        inside=inside, post=by, at=at,
    )  # fmt: skip


def saved(case: Case, step: CaseStep, *, by: Post | None, at: datetime) -> Case:
    """The case with its next version, and the ledger's entry: codes and ids, no words."""
    case.version += 1
    clock.note_next(case, by=by, at=at)
    case.save()
    payload: dict[str, Any] = {
        "move": step.move, "power": step.power, "was": str(step.frm), "is": str(step.to), "step": step.pk,
        "version": case.version,
    }  # fmt: skip
    if hashes := list(step.files.values_list("sha256", flat=True)):
        payload["files"] = hashes
    record(f"case.{step.move}", subject=case, payload=payload, by=by, at=at)
    case_moved(case, step, by=by, at=at)
    return case


def told(
    case: Case,
    move: str,
    power: str,
    *,
    frm: State | None = None,
    to: State | None = None,
    words: str = "",
    inside: bool = False,
    by: Post | None,
    at: datetime,
) -> CaseStep:
    """A step that nothing else hangs on: written and saved at once."""
    step = stepped(case, move, power, frm=frm, to=to, words=words, inside=inside, by=by, at=at)
    saved(case, step, by=by, at=at)
    return step
