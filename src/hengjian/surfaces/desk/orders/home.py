"""What orders put on the home page and on the page of what waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.orders import access
from hengjian.domain.supervision.orders.queries import given, owed
from hengjian.domain.supervision.orders.workflow import Stand, State
from hengjian.domain.supervision.warning import days_before
from hengjian.surfaces.desk.joining import MOST, Concern, Section, Tone, Waiting


def due(post: Post, at: datetime) -> Iterable[Concern]:
    """What the post's units owe: late, near, and not received yet; one query."""
    if not access.concerned(post):
        return
    day, url = clock.day_of(at), reverse("desk:orders")
    last = day + timedelta(days=days_before("yellow"))
    rows = list(owed(post=post, at=at).values_list("order__due_on", "stand")[:1000])
    late = [on for on, _ in rows if on < day]
    soon = [on for on, _ in rows if day <= on <= last]
    fresh = [on for on, stand in rows if stand == Stand.SENT and on > last]
    if late:
        yield Concern(Section.LATE, Tone.BAD, say("交办事项已逾期，请反馈", "Orders are late"),
                      f"{url}?side=got&colour=late", len(late), late[0])  # fmt: skip
    if soon:
        yield Concern(Section.TODAY, Tone.WARN, say("交办事项期限将到", "Orders are due soon"),
                      f"{url}?side=got&sort=due", len(soon), soon[0])  # fmt: skip
    if fresh:
        yield Concern(Section.NEW, Tone.NOTE, say("交办事项待签收", "Orders to be received"),
                      f"{url}?side=got", len(fresh), fresh[0])  # fmt: skip


def to_decide(post: Post, at: datetime) -> Iterable[Concern]:
    """What the post's bureau gave and must decide about."""
    if not access.gives(post):
        return
    url = reverse("desk:orders")
    rows = given(post=post, at=at).filter(state__in=(State.REPORTED, State.RETURNED))
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    if counts.get(State.REPORTED):
        yield Concern(Section.TODAY, Tone.WARN, say("交办事项已反馈，待销号", "Orders fed back"),
                      f"{url}?side=given&state=reported", counts[State.REPORTED])  # fmt: skip
    if counts.get(State.RETURNED):
        yield Concern(Section.TODAY, Tone.BAD, say("交办事项被退回，待改派", "Orders sent back"),
                      f"{url}?side=given&state=returned", counts[State.RETURNED])  # fmt: skip


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """What waits for the post: orders that its units owe, and those that it gave and must decide about."""
    if not access.concerned(post):
        return
    left = MOST + 1
    rows = owed(post=post, at=at).only(
        "stand", "order__title", "order__number", "order__due_on", "order__given_at", "unit__kind",
        "unit__path", "unit__inward_name",
    )  # fmt: skip
    for row in rows[:left]:
        one, left = row.order, left - 1
        if not access.acts_for(post, row.unit):
            continue
        do = (
            say("签收", "receive it")
            if row.stand == Stand.SENT
            else say("反馈办理情况", "report back")
        )
        yield Waiting(one.title, reverse("desk:order", args=[one.pk]), do, due=one.due_on,
                      since=one.given_at, detail=f"{one.number} {row.unit}")  # fmt: skip
    if not access.gives(post):
        return
    mine = given(post=post, at=at).filter(state__in=(State.REPORTED, State.RETURNED))
    told = mine.select_related("given_by").only(
        "title", "number", "state", "due_on", "given_at", "bureau", "given_by__unit"
    )
    for one in told.order_by("due_on", "id")[:left]:
        if not access.is_giver(one, post):
            continue
        do = say("销号或者退回重办", "write it off, or have it done again")
        if one.state == State.RETURNED:
            do = say("改派", "give it to another")
        yield Waiting(one.title, reverse("desk:order", args=[one.pk]), do, due=one.due_on,
                      since=one.given_at, detail=one.number)  # fmt: skip
