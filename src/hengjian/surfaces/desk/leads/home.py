"""What leads put on the home page and on the page of what waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.keyset import counted
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision import access
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.leads.access import own_selves
from hengjian.domain.supervision.leads.workflow import CHECK_RUNS, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.warning import days_before
from hengjian.surfaces.desk.joining import MOST, Concern, Figure, Section, Tone, Waiting

GENERAL = (UnitKind.BUREAU, UnitKind.SECTION_GENERAL)


def mine(post: Post, at: datetime) -> QuerySet[Lead]:
    """Leads that wait for this post: those that it handles, and those of its section that nobody does."""
    if not (supervises(post) or heads(post)):
        return Lead.objects.none()
    own = Q(handler__in=own_selves(post))
    if not heads(post):
        section = Q() if post.unit.kind in GENERAL else Q(unit=post.unit_id)
        own |= Q(handler=None, bureau=root_of(post.unit)) & section
    open_now = Q(state__in=sorted(CHECK_RUNS)) | Q(due_on__isnull=False)
    rows = access.leads_seen(post=post, at=at).filter(own & open_now)
    return rows.exclude(state=State.MERGED)


def due(post: Post, at: datetime) -> Iterable[Concern]:
    """Those that are late, and those whose day is near: two lines, one query."""
    if not (supervises(post) or heads(post)):
        return
    day, url = clock.day_of(at), reverse("desk:leads")
    last = day + timedelta(days=days_before("yellow"))
    rows = mine(post, at).filter(due_on__lte=last).order_by("due_on")
    days = list(rows.values_list("due_on", flat=True)[:1000])
    late = [one for one in days if one is not None and one < day]
    if late:
        yield Concern(Section.LATE, Tone.BAD, say("监督线索已逾期", "Leads are late"),
                      f"{url}?colour=late", len(late), late[0])  # fmt: skip
    soon = days[len(late) :]
    if soon:
        yield Concern(Section.TODAY, Tone.WARN, say("监督线索期限将到", "Leads are due soon"),
                      f"{url}?sort=due", len(soon), soon[0])  # fmt: skip


def of_the_year(post: Post, at: datetime) -> Iterable[Figure]:
    """How many leads this year has."""
    if not access.concerned(post):
        return
    year = at.astimezone(clock.CHINA).year
    rows = access.leads_seen(post=post, at=at).filter(year=year)
    count, more = counted(rows)
    shown = f"{count:,}+" if more else f"{count:,}"
    yield Figure(say("今年的监督线索", "Leads of the year"), shown, reverse("desk:leads"))


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """What of leads waits for the post, the soonest first."""
    if not (supervises(post) or heads(post)):
        return
    rows = mine(post, at).select_related("body").order_by(F("due_on").asc(nulls_last=True), "id")
    told = rows.only(
        "title", "number", "kind", "state", "handler", "due_on", "opened_at", "body__name"
    )
    for one in told[: MOST + 1]:
        yield Waiting(
            one.title, reverse("desk:lead", args=[one.pk]), _to_do(one), due=one.due_on,
            since=one.opened_at, detail=f"{one.number} {one.body or ''}",
            tone="bad" if one.is_retaliation else "",
        )  # fmt: skip


def _to_do(lead: Lead) -> str:
    if lead.state == State.NEW:
        return (
            say("初核", "check it")
            if lead.handler_id
            else say("分办或者初核", "assign or check it")
        )
    if lead.state == State.CHECKED:
        return say("决定怎样处理", "decide about it")
    if lead.state == State.HANDED:
        return say("跟踪交办事项", "follow the order")
    return say("答复反映人", "answer who reported it")
