"""What matters put on the home page: what is late, what is due; and what waits for whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.matters import access
from hengjian.domain.supervision.matters.kinds import kind_title
from hengjian.domain.supervision.matters.queries import running, turn_of, waiting
from hengjian.surfaces.desk.joining import MOST, Concern, Figure, Section, Tone, Waiting

SOON = 3


def deadlines(post: Post, at: datetime) -> Iterable[Concern]:
    """Terms of the matters that are one's own: late ones, and those of the next days."""
    if not access.concerned(post):
        return
    day, url = day_of(at), f"{reverse('desk:matters')}?sort=due"
    days = list(
        running(post=post, at=at, until=day + timedelta(days=SOON))
        .values_list("due_on", flat=True)
        .order_by("due_on")[:1000]
    )
    late = [one for one in days if one < day]
    if late:
        yield Concern(Section.LATE, Tone.BAD,
                      say("协调和备案事项的期限已过", "Terms of matters passed"),
                      f"{reverse('desk:matters')}?late=1", len(late), late[0])  # fmt: skip
    soon = days[len(late) :]
    if soon:
        yield Concern(Section.TODAY, Tone.WARN,
                      say("协调和备案事项的期限将到", "Terms of matters are near"), url, len(soon),
                      soon[0])  # fmt: skip


def turns(post: Post, at: datetime) -> Iterable[Concern]:
    """Matters in which it is the turn of a body or of an invited supervisor, and whose term is far or none."""
    if access.on_side_of_bureau(post) or not access.concerned(post):
        return
    later = Q(due_on=None) | Q(due_on__gt=day_of(at) + timedelta(days=SOON))
    days = list(
        waiting(post=post, at=at).filter(later).values_list("due_on", flat=True)[: MOST + 1]
    )
    if days:
        yield Concern(Section.TODAY, Tone.NOTE, say("协调和备案事项等您办理", "Matters wait for you"),
                      f"{reverse('desk:matters')}?sort=due", len(days), days[0])  # fmt: skip


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """Matters in which it is this post's turn."""
    if not access.concerned(post):
        return
    for one in waiting(post=post, at=at)[: MOST + 1]:
        step = turn_of(one)
        yield Waiting(
            one.title, reverse("desk:matter", args=[one.pk]), step.name if step else "",
            due=one.due_on, since=one.opened_at, detail=f"{one.number} {kind_title(one.kind)}",
        )  # fmt: skip


def counted(post: Post, at: datetime) -> Iterable[Figure]:
    """Matters under way."""
    if access.on_side_of_bureau(post):
        seen = access.matters_seen(post=post, at=at).filter(ended=False)
        yield Figure(
            say("在办协调备案事项", "Matters under way"), seen.count(), reverse("desk:matters")
        )
