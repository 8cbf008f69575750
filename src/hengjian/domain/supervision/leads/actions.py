"""What happens to a lead: assigned, checked, decided about. Each step names its power and is in the ledger.

`take` is the one way along the table. What merging, reporters and orders write stands beside; a lead is
opened by `supervision.actions.open_lead`, and becomes a case by `cases.actions.propose`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.files.guard import WRITTEN, look_at
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties.following import lead_decided, lead_opened_again
from hengjian.domain.supervision.leads import access, telling
from hengjian.domain.supervision.leads.guarding import need_silent, need_unconcerned
from hengjian.domain.supervision.leads.marking.actions import held, told
from hengjian.domain.supervision.leads.models import LeadFile
from hengjian.domain.supervision.leads.terms import check_term
from hengjian.domain.supervision.leads.workflow import DECIDED, MOVES, Move, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.refusing import need

MOST_FILES = 20


@dataclass(frozen=True)
class Outcome:
    """What became of one of several leads."""

    lead: Lead
    error: str = ""


@transaction.atomic
def take(
    lead: Lead,
    code: str,
    *,
    seen: int,
    words: str = "",
    receiver: str = "",
    unit: Unit | None = None,
    by: Post,
    at: datetime,
) -> Lead:
    """Check, refuse, transfer, settle, take up again or note. ``receiver``: to whom it is transferred,
    ``unit`` if it is a unit of the city."""
    move = MOVES[code]
    now = _open_to(held(lead, seen, by=by, at=at), move, by)
    if move.words:
        need(words, say("情况或者理由", "the words"))
    if code == "check" and now.handler is None:
        now.handler = by
    if code == "transfer":
        now.receiver = _receiver(now, receiver, unit)
    if code == "reopen":
        now.outcome, now.receiver, now.decided_at = "", "", None
        term = check_term(day_of(at))
        now.check_due, now.check_sum, now.check_source = term.due, term.sum, term.source[:300]
    if move.to in DECIDED:
        now.outcome, now.decided_at = words.strip(), at
    told(now, code, to=move.to, words=_with(now.receiver if code == "transfer" else "", words),
         by=by, at=at)  # fmt: skip
    if move.to in DECIDED:
        lead_decided(now, words=words, by=by, at=at)
    if code == "reopen":
        lead_opened_again(now, by=by, at=at)
    return now


@transaction.atomic
def assign(lead: Lead, to: Post, *, words: str = "", seen: int, by: Post, at: datetime) -> Lead:
    """Somebody of the bureau handles it from now on, and is told."""
    now = _open_to(held(lead, seen, by=by, at=at), MOVES["assign"], by)
    if now.handler_id == to.pk:
        raise PlainError(say("此人已经是承办人", "he handles it already"))
    if to.unit.path.split("/")[0] != str(now.bureau_id) or not to.held_on(day_of(at)):
        raise PlainError(
            say("承办人须是本机关在岗的监督人员", "who handles it is a supervisor of the bureau")
        )
    now.handler, now.unit = to, to.unit
    told(now, "assign", words=_with(to.person.name, words), more={"post": to.pk}, by=by, at=at)
    telling.tell_assigned(now, to, by=by, at=at)
    return now


def assign_all(
    chosen: Sequence[tuple[Lead, int]], to: Post, *, words: str = "", by: Post, at: datetime
) -> list[Outcome]:
    """Many at once, each by itself: what cannot be assigned is told and keeps nobody else back."""
    outcomes = []
    for lead, seen in chosen:
        try:
            outcomes.append(Outcome(assign(lead, to, words=words, seen=seen, by=by, at=at)))
        except PlainError as error:
            outcomes.append(Outcome(lead, str(error)))
    return outcomes


@transaction.atomic
def rewrite_summary(lead: Lead, text: str, *, seen: int, by: Post, at: datetime) -> Lead:
    """What a body or another unit may read of it: in other words than the reporter's."""
    now = held(lead, seen, by=by, at=at)
    if not access.works(by, now):
        raise _not_yours()
    need(text, say("改写摘要", "the summary"))
    need_silent({say("改写摘要", "summary"): text}, access.reporters_of(now))
    now.summary = text.strip()
    return told(now, "summary", by=by, at=at)


@transaction.atomic
def keep_file(lead: Lead, name: str, data: bytes, *, by: Post, at: datetime) -> LeadFile:
    """A file that came with it."""
    now = held(lead, None, by=by, at=at)
    if not access.adds_files(now, by):
        raise _not_yours()
    if now.files.count() >= MOST_FILES:
        raise PlainError(
            say(f"一条线索最多收存 {MOST_FILES} 个文件", f"a lead keeps {MOST_FILES} files"),
            say("请合并成一个 PDF 再上传。", "Put them into one PDF."),
        )
    one = look_at(name, data, WRITTEN)
    file = LeadFile.objects.create(
        lead=now, name=one.name, kind=one.kind, sha256=store.put(data), size=len(data), by=by,
        at=at,
    )  # fmt: skip
    more = {"sha256": file.sha256, "size": file.size}
    told(now, "file", words=file.name, more=more, by=by, at=at)
    return file


def _open_to(now: Lead, move: Move, by: Post) -> Lead:
    """The lead, if the step is open and is for this post."""
    if State(now.state) not in move.frm:
        raise PlainError(
            say(
                f"线索现在是“{State(now.state).label}”，不能“{move.label}”",
                f"the lead is “{State(now.state).label}”: “{move.label}” is not open",
            ),
            say("请看线索页上可以办理的步骤。", "See its page for what may be done."),
        )
    if not access.may_take(move, now, by):
        raise _not_yours()
    return now


def _receiver(lead: Lead, receiver: str, unit: Unit | None) -> str:
    """To whom it goes; never to the one that it is about, where somebody must fear it."""
    named = unit.name_on_documents if unit is not None else receiver.strip()
    if not named:
        raise PlainError(say("请写明移送给哪个机关", "write to whom it is transferred"))
    if lead.is_retaliation or lead.reported:
        need_unconcerned(lead, unit, named)
    return named[:128]


def _with(first: str, words: str) -> str:
    return "：".join(one for one in (first, words.strip()) if one)


def _not_yours() -> RefusedError:
    return RefusedError(
        say("这条线索不由您的岗位办理", "this lead is not for your post"),
        say("请由承办人、承办科室或者监督机构负责人办理。", "See its page for whose it is."),
    )
