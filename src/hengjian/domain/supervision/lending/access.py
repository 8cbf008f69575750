"""Who sees a lending, and who decides: the two bureaus, and the one that stands over both."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.lending.models import Lending
from hengjian.domain.supervision.lending.workflow import STEPS, Doer
from hengjian.domain.supervision.modes.access import bureau_wide, inside, of
from hengjian.domain.supervision.modes.superiors import bureaus, common_superior


def concerned(post: Post) -> bool:
    """Whether lendings are any business of this post."""
    return cases.reads_inside(post)


@built_once
def lendings_seen(*, post: Post, at: datetime) -> QuerySet[Lending]:
    """Those of the post's own bureau as lender, borrower or superior; a lent one sees his own."""
    rows = Lending.objects.select_related(
        "own__person", "lender", "borrower", "superior", "asking", "certificate",
        "asked_by__person", "decided_by__person", "post",
    )  # fmt: skip
    if not concerned(post) or not post.held_on(day_of(at)):
        return rows.none()
    own = Q(own__person=post.person_id)
    return rows.filter(own | inside(post, "lender", "borrower", "superior"))


def lending_seen(pk: int, *, post: Post, at: datetime) -> Lending:
    """One of them; any other is not there."""
    return get_object_or_404(lendings_seen(post=post, at=at), pk=pk)


def locked(pk: int) -> Lending:
    rows = Lending.objects.select_for_update(of=("self",)).select_related(
        "own__person", "own__unit__division", "lender", "borrower__division", "superior", "post",
    )  # fmt: skip
    return rows.get(pk=pk)


def doers_as(lending: Lending, post: Post) -> set[Doer]:
    """As whom the post takes steps of it."""
    found = set()
    if concerned(post) and of(post, lending.asking):
        found.add(Doer.ASKER)
    if cases.heads(post) and post.unit_id == lending.superior_id:
        found.add(Doer.SUPERIOR)
    return found


def may_take(code: str, lending: Lending, post: Post) -> bool:
    return STEPS[code][2] in doers_as(lending, post)


def may_ask(post: Post) -> bool:
    """Who acts for a whole bureau asks: for people of others, or to have own people sent."""
    return bureau_wide(post, post.unit.as_bureau)


def around(post: Post) -> list[Unit]:
    """The bureaus that stand with the post's own under one superior, and that superior."""
    own = post.unit.as_bureau
    return [one for one in bureaus() if common_superior([own, one], own=True) is not None]


def lendable(*, post: Post, at: datetime) -> QuerySet[Post]:
    """Whom the post may ask for or offer: supervisors in their own posts at those bureaus."""
    tops = Q(pk__in=[])
    for one in around(post):
        tops |= Q(unit__path__startswith=f"{one.path.split('/')[0]}/")
    rows = Post.objects.filter(tops, role=Role.SUPERVISOR, lent_from=None)
    rows = rows.exclude(unit__kind="legal_section").on(day_of(at))
    return rows.select_related("person", "unit__division", "unit__parent").order_by(
        "unit__path", "pk"
    )


def lendable_post(pk: int, *, post: Post, at: datetime) -> Post | None:
    return lendable(post=post, at=at).filter(pk=pk).first()


def card_of(own: Post, *, since: date, until: date) -> Certificate | None:
    """His supervision certificate, if one is in force through the whole term."""
    rows = Certificate.objects.filter(
        kind="supervision", officer__name=own.person.name, withdrawn_on=None,
        valid_from__lte=since, valid_to__gte=until,
    )  # fmt: skip
    free = Q(suspended_from=None) | Q(suspended_to__lt=since) | Q(suspended_from__gt=until)
    return rows.filter(free).order_by("-valid_to").first()


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a lending."""
    return key.isdecimal() and lendings_seen(post=post, at=at).filter(pk=int(key)).exists()
