"""What happens to typical cases: begun from a closed case, written, reviewed by another, published, withdrawn.

Serves the desk. Nothing is published while a name, telephone or number of a person stands in it.
"""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.cases.access import case_seen
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.workflow import State as CaseState
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.refusing import ChangedError
from hengjian.domain.supervision.typical import access
from hengjian.domain.supervision.typical.checking import traces, without_names
from hengjian.domain.supervision.typical.models import TypicalCase

S = TypicalCase.State
MARK = "典型案例"
CLOSED = frozenset({CaseState.CLOSED, CaseState.ARCHIVED})
PARTS = {
    "facts": said("基本案情", "the case"), "handling": said("监督情况", "how it was handled"),
    "result": said("处理结果", "what came of it"), "meaning": said("典型意义", "what it teaches"),
}  # fmt: skip
GONE = (S.WITHDRAWN, S.DROPPED)


@transaction.atomic
def begin(case: Case, *, body_named: bool = False, by: Post, at: datetime) -> TypicalCase:
    """A draft of a closed case of the bureau, with the names taken out that the check knows."""
    if not access.keeps(by) or root_of(by.unit) != case.bureau_id:
        raise RefusedError(
            say("典型案例由办理案件的监督机构编写", "the bureau that had the case writes it")
        )
    if case_seen(case.pk, post=by, at=at) is None or case.state not in CLOSED:
        raise PlainError(
            say("只有已经结案的案件可以编写典型案例", "only a closed case becomes a typical one"),
            say("请先办结本案。", "Close the case first."),
        )
    if case.typical.exclude(state__in=GONE).exists():
        raise PlainError(say("本案已有典型案例", "there is one of this case already"))
    made = TypicalCase(
        case=case, bureau=case.bureau, title=without_names(case.title, case, body_named=body_named)[:100],
        facts=without_names(case.facts, case, body_named=body_named), body_named=body_named,
        written_by=by, written_at=at,
    )  # fmt: skip
    return _saved(made, "begun", by=by, at=at)


@transaction.atomic
def write(
    one: TypicalCase, texts: dict[str, str], *, body_named: bool, seen: int, by: Post, at: datetime
) -> TypicalCase:
    """Change what a draft says; who changed it last is its writer."""
    now = _held(one, seen, {S.DRAFT}, by)
    title = texts.get("title", "").strip()
    if not title:
        raise PlainError(say("请写明标题", "the title must be given"))
    now.title, now.body_named, now.written_by = title[:100], body_named, by
    for part in PARTS:
        setattr(now, part, texts.get(part, "").strip())
    return _saved(now, "written", by=by, at=at)


@transaction.atomic
def submit(one: TypicalCase, *, seen: int, by: Post, at: datetime) -> TypicalCase:
    """It goes to a reviewer. All parts must be there, and nobody's name."""
    now = _held(one, seen, {S.DRAFT}, by)
    empty = [part for part in PARTS if not getattr(now, part)]
    if empty:
        labels = "、".join(str(PARTS[part]) for part in empty)
        raise PlainError(say(f"还没有写：{labels}", f"still to be written: {labels}"))
    _nobody_named(now)
    now.state, now.returned = S.REVIEW, ""
    return _saved(now, "submitted", by=by, at=at)


@transaction.atomic
def send_back(one: TypicalCase, *, words: str, seen: int, by: Post, at: datetime) -> TypicalCase:
    """The reviewer returns it with his words."""
    now = _held(one, seen, {S.REVIEW}, by)
    _reviews(now, by)
    if not words.strip():
        raise PlainError(say("请写明退回意见", "say why it is returned"))
    now.state, now.returned = S.DRAFT, words.strip()
    return _saved(now, "returned", by=by, at=at)


@transaction.atomic
def publish(one: TypicalCase, *, words: str = "", seen: int, by: Post, at: datetime) -> TypicalCase:
    """Somebody other than its writer publishes it under a number. What the check still points at (places,
    numbers, bodies) he lets stand only with his reason."""
    now = _held(one, seen, {S.REVIEW}, by)
    _reviews(now, by)
    left = _nobody_named(now)
    if left and not words.strip():
        raise PlainError(
            say(f"还有 {left} 处机关、地名或者文号，请退回修改，或者写明为什么可以保留",
                f"{left} places, bodies or numbers still stand in it: return it, or say why they may")
        )  # fmt: skip
    year = day_of(at).year
    serial = next_number(now.bureau, MARK, year, by=by, at=at)
    now.number = f"{now.bureau.division.name}{MARK}〔{year}〕{serial}号"
    now.state, now.published_at, now.reviewed_by = S.PUBLISHED, at, by
    now.confirmed = words.strip()
    return _saved(now, "published", by=by, at=at)


@transaction.atomic
def withdraw(one: TypicalCase, *, words: str, seen: int, by: Post, at: datetime) -> TypicalCase:
    """It is taken off the public page; number and reason stay."""
    now = _held(one, seen, {S.PUBLISHED}, by)
    if not words.strip():
        raise PlainError(say("请写明撤下原因", "say why it is withdrawn"))
    now.state, now.withdrawn_at, now.withdrawn_words = S.WITHDRAWN, at, words.strip()[:400]
    return _saved(now, "withdrawn", by=by, at=at)


@transaction.atomic
def drop(one: TypicalCase, *, seen: int, by: Post, at: datetime) -> TypicalCase:
    """A draft is given up."""
    now = _held(one, seen, {S.DRAFT, S.REVIEW}, by)
    now.state = S.DROPPED
    return _saved(now, "dropped", by=by, at=at)


def _held(one: TypicalCase, seen: int, states: set[TypicalCase.State], by: Post) -> TypicalCase:
    rows = TypicalCase.objects.select_for_update(of=("self",))
    now = rows.select_related("case__body", "bureau__division", "written_by").get(pk=one.pk)
    if not access.keeps(by) or root_of(by.unit) != now.bureau_id:
        raise RefusedError(say("这是另一监督机构的典型案例", "it is another bureau's"))
    if now.version != seen:
        raise ChangedError(
            say("您打开页面以后，别人已经更改", "somebody changed it since you opened it"),
            say("请看最新内容再办理。", "Look at it as it is now."),
        )
    if now.state not in states:
        raise PlainError(
            say(f"现在是“{S(now.state).label}”，不能这样办理", f"it is “{S(now.state).label}”")
        )
    return now


def _reviews(now: TypicalCase, by: Post) -> None:
    if not access.reviews(now, by):
        raise RefusedError(
            say("起草人不能审核自己写的典型案例", "nobody reviews what he wrote"),
            say("请由本机构另一人审核。", "Let somebody else of the bureau review it."),
        )


def _nobody_named(now: TypicalCase) -> int:
    """How much else the check points at. Raises PlainError where a person could be known."""
    found = traces(now.text, now.case, body_named=now.body_named)
    hard = [one for one in found if one.hard]
    if hard:
        told = "、".join(dict.fromkeys(f"{one.kind} {one.shown}" for one in hard[:5]))
        raise PlainError(
            say(f"文中还能看出是谁：{told}", f"it still tells who it was: {told}"),
            say("请改掉以后再送审、发布。", "Take it out first."),
        )
    return len(found)


def _saved(now: TypicalCase, deed: str, *, by: Post, at: datetime) -> TypicalCase:
    if deed != "begun":
        now.version += 1
    now.save()
    payload = {"state": str(now.state), "version": now.version, "case": now.case_id}
    record(f"typical.{deed}", subject=now, payload=payload, by=by, at=at)
    return now
