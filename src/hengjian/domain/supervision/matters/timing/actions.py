"""A term of a matter stands still, goes on, or is extended; each with its reason, a step and a ledger entry.

Serves the page of a matter. Who handles it stops a term and lets it go on; only the head of the bureau
extends one, once, and by no more days than it had.
"""

from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.content.matters import MatterKind
from hengjian.core.clock import day_of
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.matters import access, clock
from hengjian.domain.supervision.matters.actions import held, saved
from hengjian.domain.supervision.matters.answers import merged
from hengjian.domain.supervision.matters.kinds import kind_named
from hengjian.domain.supervision.matters.models import OPEN_TERMS, Matter, MatterStep, MatterTerm
from hengjian.domain.supervision.matters.secrets import keep_silent
from hengjian.terms import Stop

LONGEST = 500
CHANGE = "term_change"
"""What a step keeps of it, apart from what the kind's own fields are called."""


@transaction.atomic
def stop_term(
    matter: Matter, code: str, *, reason: str, seen: int, by: Post, at: datetime
) -> MatterTerm:
    """From this day on its days do not count."""
    matter, kind, term = _open(matter, code, seen, by, at)
    _need_handler(matter, by)
    if term.state != MatterTerm.State.RUNNING:
        raise PlainError(say("这一期限已经中止", "this term stands still already"))
    reason = _reason(matter, reason)
    term.stops = [
        *term.stops,
        {"since": day_of(at).isoformat(), "until": None, "reason": reason},
    ]
    term.state = MatterTerm.State.STOPPED
    term.save()
    _told(matter, kind, term, "stop_term", {"reason": reason}, by=by, at=at)
    return term


@transaction.atomic
def resume_term(matter: Matter, code: str, *, seen: int, by: Post, at: datetime) -> MatterTerm:
    """Its days count again; the last day moves by those that were left out."""
    matter, kind, term = _open(matter, code, seen, by, at)
    _need_handler(matter, by)
    if term.state != MatterTerm.State.STOPPED:
        raise PlainError(say("这一期限没有中止", "this term does not stand still"))
    term.stops = [*term.stops[:-1], {**term.stops[-1], "until": day_of(at).isoformat()}]
    term.state = MatterTerm.State.RUNNING
    _count(matter, kind, term)
    _told(matter, kind, term, "resume_term", {"until": str(term.due_on)}, by=by, at=at)
    return term


@transaction.atomic
def extend_term(
    matter: Matter, code: str, *, more: int, reason: str, seen: int, by: Post, at: datetime
) -> MatterTerm:
    """By so many of its own days, once, with the approval of the head of the bureau."""
    matter, kind, term = _open(matter, code, seen, by, at)
    if not access.heads_it(matter, by):
        raise RefusedError(
            say("延长期限由监督机构负责人批准", "the head of the bureau extends a term"),
            say("请向负责人说明理由。", "Ask the head, with the reason."),
        )
    if term.state != MatterTerm.State.RUNNING:
        raise PlainError(
            say("这一期限正在中止，恢复计算以后才能延长", "it stands still: let it go on first")
        )
    if term.more:
        raise PlainError(
            say("这一期限已经延长过一次", "it was extended once already"),
            say("只能延长一次。", "It can be extended once only."),
        )
    if term.due_on < day_of(at):
        raise PlainError(
            say(
                "这一期限已经届满，不能再延长", "this term has passed: it is not extended any more"
            ),
            say("逾期的，请在办理时写明原因。", "Say with the next step why it is late."),
        )
    most = max((term.due_on - term.start).days, 1)
    if not 1 <= more <= most:
        raise PlainError(
            say(f"延长的日数须在 1 至 {most} 日之间", f"an extension is 1 to {most} days"),
            say("延长不超过原来的期限。", "It is not longer than the term itself."),
        )
    reason = _reason(matter, reason)
    term.more = more
    _count(matter, kind, term)
    values = {"more": more, "reason": reason, "until": str(term.due_on)}
    _told(matter, kind, term, "extend_term", values, by=by, at=at)
    return term


def _open(
    matter: Matter, code: str, seen: int, by: Post, at: datetime
) -> tuple[Matter, MatterKind, MatterTerm]:
    """The matter, locked, its kind, and that term of it which has not ended."""
    matter = held(matter, seen, by=by, at=at)
    kind = kind_named(matter.kind)
    term = matter.terms.filter(term=code, state__in=OPEN_TERMS).first()
    if kind is None or term is None or kind.term(code) is None:
        raise PlainError(
            say("这一期限没有在计算", "this term does not run"),
            say("请看事项页上的期限。", "See the terms on its page."),
        )
    return matter, kind, term


def _need_handler(matter: Matter, by: Post) -> None:
    if not access.may_take_over(matter, by):
        raise RefusedError(
            say("期限的中止和恢复由承办的监督机构办理", "the bureau that has it stops a term")
        )


def _reason(matter: Matter, reason: str) -> str:
    if not reason.strip():
        raise PlainError(say("请写明理由", "the reason must be given"))
    keep_silent(matter, {say("理由", "reason"): reason})
    return reason.strip()[:LONGEST].rstrip("。")


def _count(matter: Matter, kind: MatterKind, term: MatterTerm) -> None:
    """Its last day anew, with the sum that says so."""
    asked = kind.term(term.term)
    assert asked is not None
    stops = [
        Stop(
            date.fromisoformat(one["since"]), date.fromisoformat(one["until"]), one["reason"]
        )
        for one in term.stops
    ]  # fmt: skip
    due = clock.due_of(asked, term.start, merged(matter), more=term.more, stops=stops)
    term.due_on, term.sum, term.source = due.due, due.sum, due.source[:300]
    term.provisional = due.provisional
    term.save()


def _told(
    matter: Matter, kind: MatterKind, term: MatterTerm, step: str, values: dict[str, object], *,
    by: Post, at: datetime,
) -> None:  # fmt: skip
    """A step of the story; what is the bureau's own term stays inside."""
    made = MatterStep.objects.create(
        matter=matter, step=step, frm=matter.state, to=matter.state, power=kind.power,
        values={CHANGE: {"term": term.term, **values}}, inside=not term.of_body, post=by, at=at,
    )  # fmt: skip
    saved(matter, made, kind, by=by, at=at)
