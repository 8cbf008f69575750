"""What every step of a case writes: its story, its next version, the ledger's entry; and what it asks first.

Serves the other actions of cases, in their transactions. Every step names the power it exercises.
"""

from datetime import datetime
from typing import Any

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.models import Case, CaseStep
from hengjian.domain.supervision.cases.wording import step_label
from hengjian.domain.supervision.cases.workflow import UNDER_WAY, State
from hengjian.domain.supervision.duties.following import case_moved
from hengjian.domain.supervision.refusing import faster
from hengjian.domain.supervision.secrecy.guarding import need_silent


def held(case: Case, seen: int) -> Case:
    """The case, locked; refused where somebody changed it since it was on the screen."""
    now = locked(case)
    if now.version != seen:
        last = now.steps.select_related("post__person").last()
        raise faster(last.post if last else None, step_label(last.move) if last else "")
    return now


def locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


def handled(case: Case, by: Post) -> Case:
    """The case, locked, if it is under way and ``by`` handles it or heads its bureau."""
    now = locked(case)
    under_way(now)
    head = access.heads(by) and by.unit_id == now.bureau_id
    if not head and not access.handles(now, by):
        raise not_yours()
    return now


def under_way(case: Case) -> None:
    if State(case.state) not in UNDER_WAY:
        raise PlainError(say(f"案件{State(case.state).label}，不能再办理", "the case has ended"))


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


def not_yours() -> RefusedError:
    return RefusedError(
        say("这项工作不由您的岗位办理", "this is not for your post"),
        say("请由承办人、监督机构负责人或者被监督机关办理。", "See the case page for whose it is."),
    )
