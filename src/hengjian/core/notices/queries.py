"""All lists of notices, and who stands in for or above a post."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Count, QuerySet

from hengjian.core.notices.access import leaders_above, notices_of
from hengjian.core.notices.models import Delivery, Notice
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Person, Post, Role


def unread_of(person: Person) -> QuerySet[Notice]:
    """What he has not read, the newest first: one query on a partial index."""
    return notices_of(person).filter(read_at__isnull=True)


def unread_count(person: Person) -> int:
    """For the bell."""
    return Notice.objects.filter(post__person=person, read_at__isnull=True).count()


def receipts(about: models.Model) -> QuerySet[Notice]:
    """Everything that was ever told about a row, with `read_at` and its deliveries: the proof."""
    rows = Notice.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk))
    return rows.select_related("post__person", "post__unit").prefetch_related("deliveries")


def deputies_of(post: Post, *, day: date) -> list[Post]:
    """The posts that stand in for this one on ``day`` (`acting_for`, dated): it is on leave then."""
    return list(Post.objects.filter(acting_for=post).on(day).select_related("person", "unit"))


def next_above(post: Post, *, day: date) -> list[Post]:
    """The leaders of the post's own unit; for a leader, or where there is none, of the unit above."""
    unit: Unit | None = post.unit.parent if post.role == Role.LEADER else post.unit
    leaders = leaders_above(post).filter(role=Role.LEADER)
    while unit is not None:
        found = list(leaders.filter(unit=unit).select_related("person", "unit"))
        found = [one for one in found if one.held_on(day)]
        if found:
            return found
        unit = unit.parent
    return []


def climbing(*, at: datetime) -> QuerySet[Notice]:
    """Unread notices whose term is over and that nobody read in another copy either."""
    late = Notice.objects.filter(read_at__isnull=True, climbs_at__lte=at)
    read = Notice.objects.filter(origin=models.OuterRef("pk"), read_at__isnull=False)
    late = late.exclude(models.Exists(read)).exclude(origin__read_at__isnull=False)
    return late.select_related("post__unit").order_by("id")


def delivery_figures(*, at: datetime) -> dict[tuple[str, str], int]:
    """How many deliveries of the last thirty days are in each state, by channel."""
    rows = Delivery.objects.filter(not_before__gte=at - timedelta(days=30))
    counted = rows.order_by().values_list("channel", "state").annotate(Count("pk"))
    return {(channel, state): count for channel, state, count in counted}


def last_errors(*, at: datetime) -> dict[str, str]:
    """The latest trouble of each channel in the last seven days; empty where it has sent since."""
    rows = Delivery.objects.filter(not_before__gte=at - timedelta(days=7)).exclude(state="needless")
    latest: dict[str, str] = {}
    for channel, error in rows.order_by("-id").values_list("channel", "error")[:500]:
        latest.setdefault(channel, error)
    return latest
