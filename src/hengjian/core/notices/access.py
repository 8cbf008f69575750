"""Who sees a notice: the person of its post, in whichever post he acts; nobody else."""

from django.db.models import QuerySet

from hengjian.core.notices.models import Delivery, Notice
from hengjian.core.people.models import Person, Post


def notices_of(person: Person) -> QuerySet[Notice]:
    """All that this person's posts were ever told."""
    return Notice.objects.filter(post__person=person).select_related("post__unit")


def notice_of(person: Person, number: int) -> Notice | None:
    """That notice, if it is his."""
    return notices_of(person).filter(pk=number).first()


def delivery_by_number(number: int) -> Delivery:
    """For the job that sends it."""
    rows = Delivery.objects.select_related("notice__post__person")
    return rows.get(pk=number)


def leaders_above(post: Post) -> QuerySet[Post]:
    """Candidates for the next post up; `queries.next_above` chooses by unit and day."""
    return Post.objects.exclude(pk=post.pk).exclude(person=post.person_id)
