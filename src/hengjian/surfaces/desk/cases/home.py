"""What cases put on the home page: what is late, what is due, what waits for whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import reverse

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases import access, turns
from hengjian.domain.supervision.cases.queries import SOON, running
from hengjian.domain.supervision.cases.workflow import ENDED, State
from hengjian.surfaces.desk.joining import MOST, Concern, Figure, Section, Tone, Waiting

WAITS_FOR_HEAD = (State.PROPOSED, State.CLOSING, State.DELIBERATING)


def deadlines(post: Post, at: datetime) -> Iterable[Concern]:
    """Deadlines of the cases that the post sees: late ones, and those of the next days."""
    if not access.concerned(post):
        return
    day, url = day_of(at), reverse("desk:deadlines")
    days = list(running(post=post, at=at, until=day + timedelta(days=SOON))
                .values_list("due_on", flat=True).order_by("due_on")[:1000])  # fmt: skip
    late = [one for one in days if one < day]
    if late:
        yield Concern(Section.LATE, Tone.BAD, say("监督案件的期限已过", "Deadlines of cases passed"),
                      url, len(late), late[0])  # fmt: skip
    soon = days[len(late) :]
    if soon:
        yield Concern(Section.TODAY, Tone.WARN,
                      say("监督案件的期限将到", "Deadlines of cases are near"), url, len(soon), soon[0])  # fmt: skip


def waiting(post: Post, at: datetime) -> Iterable[Concern]:
    """What waits for the head of a bureau."""
    if not access.heads(post):
        return
    seen = access.cases_seen(post=post, at=at).filter(bureau=post.unit, state__in=WAITS_FOR_HEAD)
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    for state in WAITS_FOR_HEAD:
        if state.value in counts:
            yield Concern(
                Section.TODAY, Tone.WARN, say(f"监督案件待您办理：{state.label}", f"{state.label}"),
                f"{reverse('desk:cases')}?state={state.value}", counts[state.value],
            )  # fmt: skip


def counted(post: Post, at: datetime) -> Iterable[Figure]:
    """Cases under way."""
    if access.concerned(post):
        seen = access.cases_seen(post=post, at=at).exclude(state__in=sorted(ENDED))
        yield Figure(say("在办监督案件", "Cases under way"), seen.count(), reverse("desk:cases"))


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """Cases in which it is this post's turn."""
    day = day_of(at)
    cases = turns.waiting_lines(post=post, at=at, most=MOST + 1)
    body_side, url = access.speaks_for_body(post), reverse("desk:cases")
    owed = turns.owed_by(post, [one.pk for one in cases])
    for one in cases:
        yield Waiting(
            one.title, f"{url}{one.pk}/", turns.what_to_do(one, post, day),
            due=owed.get(one.pk) if body_side else one.due_on, since=one.opened_at or one.proposed_at,
            detail=f"{one.number or ''} {one.bureau__inward_name if body_side else one.body__name}".strip(),
        )  # fmt: skip
