"""What findings bring to the home page: what awaits this post, and for leaders how it stands.

Serves every post that findings concern; figures come from the kept counts, so that a page that is opened
all day counts no rows.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from hengjian.core.clock import day_of
from hengjian.core.keyset import counted
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.findings import access
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.queries import Wanted, Worklist, asked_of, first_due, overdue_of
from hengjian.domain.findings.workflow import Side
from hengjian.domain.supervision.duties.owing import SECTIONS
from hengjian.surfaces.desk.joining import (
    MOST,
    Concern,
    Figure,
    Found,
    Hit,
    Section,
    Tone,
    Waiting,
    found_in,
)

State = Finding.State
FATAL, SERIOUS = 0, 1
LONGEST = 100


def todo(post: Post, at: datetime) -> Iterable[Concern]:
    """What is this post's turn."""
    if access.supervises(post):
        yield from _of_supervisor(post, at)
    elif access.of_a_body(post):
        yield from _of_body(post, at)


@lru_cache(maxsize=32)
def _standing(post: Post, at: datetime) -> tuple[Worklist, dict[tuple[str, int], int]]:
    """What stands by state and weight: counted once for a page, which asks for it twice."""
    work = Worklist(post, Wanted(state="all"), at)
    return work, work.by_state()


def _of_supervisor(post: Post, at: datetime) -> Iterable[Concern]:
    work, counts = _standing(post, at)
    base = reverse("desk:findings")

    def of(*states: State, weight: int | None = None) -> int:
        return sum(n for (state, w), n in counts.items() if state in states and weight in (None, w))

    late = counted(overdue_of(work))[0] if of(State.ASKED) else 0
    if late:
        yield Concern(
            Section.LATE, Tone.BAD, say("机关逾期未说明的线索", "Bodies are late with an answer"),
            f"{base}?state=asked&overdue=1", late,
        )  # fmt: skip
    lines = (
        (of(State.APPEALED), Tone.WARN, say("机关有异议，请审查", "Appeals to review"), "state=appealed"),
        (of(State.ANSWERED), Tone.WARN, say("机关已说明，请决定", "Answers to decide about"), "state=answered"),
        (of(State.REOPENED), Tone.WARN, say("办理后数据有变，请再看", "Their data changed since"), "state=reopened"),
        (of(State.OPEN, weight=FATAL), Tone.BAD, say("致命问题线索待处理", "Fatal findings open"), "state=open&severity=F"),
        (of(State.OPEN, weight=SERIOUS), Tone.WARN, say("严重问题线索待处理", "Serious findings open"), "state=open&severity=S"),
    )  # fmt: skip
    for number, tone, words, query in lines:
        if number:
            yield Concern(Section.TODAY, tone, words, f"{base}?{query}", number)


def _of_body(post: Post, at: datetime) -> Iterable[Concern]:
    work = Worklist(post, Wanted(state="asked"), at)
    asked = asked_of(work)
    url = f"{reverse('desk:findings')}?state=asked"
    late = asked.filter(due_on__lt=day_of(at)).count()
    waits = asked.filter(due_on__gte=day_of(at)).count()
    if late:
        yield Concern(
            Section.LATE, Tone.BAD, say("逾期未向监督机关说明的线索", "Answers that are late"),
            f"{url}&overdue=1", late, due=first_due(asked),
        )  # fmt: skip
    if waits:
        yield Concern(
            Section.TODAY, Tone.WARN,
            say("监督机关请本机关说明的线索", "Findings you are asked about"), f"{url}&sort=due",
            waits, due=first_due(asked.filter(due_on__gte=day_of(at))),
        )  # fmt: skip


TO_DECIDE = {
    State.APPEALED: said("审查异议", "review the appeal"),
    State.ANSWERED: said("看说明，作出决定", "read the answer and decide"),
    State.REOPENED: said("数据有变，再看一次", "its data changed: look again"),
    State.ASKED: said("机关逾期未说明：决定怎样办", "no answer came: decide"),
}


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """What waits for this post: of a body each finding that it is asked about; of a supervisor those of
    his section that came back, and in one line each the grave ones that nobody has looked at."""
    if access.supervises(post):
        yield from _of_section(post, at)
    elif access.side_of(post) is Side.BODY:
        work = Worklist(post, Wanted(state="asked"), at)
        rows = asked_of(work).order_by("due_on", "pk")[: MOST + 1]
        yield from (_line(one, work, say("向监督机关说明", "explain it")) for one in rows)


def _of_section(post: Post, at: datetime) -> Iterable[Waiting]:
    section = post.unit_id if post.unit.kind in SECTIONS else None
    work = Worklist(post, Wanted(state="all", section=section), at)
    base = reverse("desk:findings")
    counts = work.by_state()
    asked = f"&section={section}" if section else ""
    for weight, code, words in (
        (FATAL, "F", say("致命问题线索", "Fatal findings")),
        (SERIOUS, "S", say("严重问题线索", "Serious findings")),
    ):
        if number := counts.get((State.OPEN, weight), 0):
            yield Waiting(
                say(f"{words} {number:,} 条", f"{words}: {number:,}"),
                f"{base}?state=open&severity={code}{asked}", say("逐条处理", "go through them"),
                tone="bad" if weight == FATAL else "warn", number=number,
            )  # fmt: skip
    late = Q(state=State.ASKED, due_on__lt=day_of(at))
    back = work.rows.filter(Q(state__in=sorted({*TO_DECIDE} - {State.ASKED})) | late)
    for one in back.order_by("due_on", "pk")[: MOST + 1]:
        yield _line(one, work, str(TO_DECIDE[State(one.state)]))


def _line(one: Finding, work: Worklist, do: str) -> Waiting:
    answers = one.state == State.ASKED
    body = work.scope.bodies.get(one.body_id or 0, "")
    return Waiting(
        one.title, reverse("desk:finding", args=[one.pk]), do,
        due=one.due_on if answers else None, since=one.changed_at, tone="" if answers else "warn",
        detail=f"{one.rule} {one.case_id} {body}".strip(),
    )  # fmt: skip


def figures(post: Post, at: datetime) -> Iterable[Figure]:
    """How findings stand, for who supervises or leads."""
    if not access.reads(post):
        return
    _, counts = _standing(post, at)
    base = reverse("desk:findings")
    opened = sum(n for (state, _), n in counts.items() if state in (State.OPEN, State.REOPENED))
    fatal = sum(
        n
        for (state, w), n in counts.items()
        if w == FATAL and state in (State.OPEN, State.REOPENED)
    )
    raised = sum(n for (state, _), n in counts.items() if state == State.RAISED)
    yield Figure(
        say("待办线索", "Findings open"), opened, base,
        say(f"其中致命 {fatal:,} 条", f"{fatal:,} of them fatal"),
    )  # fmt: skip
    yield Figure(say("已转监督线索", "Raised as leads"), raised, f"{base}?state=raised")


def find(sought: str, post: Post, at: datetime, limit: int) -> Found:
    """Findings by their number, their case or the title of their rule."""
    if not access.concerned(post):
        return Found([], 0)
    work = Worklist(post, Wanted(q=sought[:LONGEST].replace("\0", ""), state="all"), at)
    base = reverse("desk:findings")
    rows = work.rows.only("pk", "rule", "title", "body", "case_id").order_by(*work.order)
    return found_in(
        rows,
        limit,
        lambda one: Hit(
            f"{one.rule} {one.title}",
            f"{base}{one.pk}/",
            f"{work.scope.bodies.get(one.body_id, '')} {one.case_id}".strip(),
        ),
        url=f"{base}?{urlencode({'q': sought, 'state': 'all'})}",
    )
