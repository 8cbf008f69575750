"""All lists of persons and posts."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hengjian.core.clock import day_of
from hengjian.core.people.models import Person, Post, PostQuerySet, PostState, Role


def posts_held(person: Person, *, at: datetime) -> PostQuerySet:
    """The posts that a person holds at this moment, with their units: one query."""
    held: PostQuerySet = person.posts.select_related("unit__division", "unit__parent")
    return held.on(day_of(at))


def people_matching(words: str = "", *, standing: str = "", at: datetime) -> QuerySet[Person]:
    """Persons whose name, login name or phone has ``words``, by login name.

    ``standing`` narrows them: `locked`, `idle` (no post today), `new` (password not yet their own).
    """
    found = Person.objects.order_by("login")
    if words.strip():
        word = words.strip()
        found = found.filter(
            Q(name__icontains=word) | Q(login__icontains=word) | Q(phone__startswith=word)
        )
    if standing == "locked":
        found = found.filter(is_active=False)
    elif standing == "new":
        found = found.filter(must_change_password=True)
    elif standing == "idle":
        held = Post.objects.filter(person=OuterRef("pk")).on(day_of(at))
        found = found.exclude(Exists(held))
    return found


def numbers_of_people(*, at: datetime) -> dict[str, int]:
    """How many persons there are, and how many in each standing of `people_matching`: one query."""
    idle = people_matching(standing="idle", at=at).order_by().values("pk")
    return Person.objects.aggregate(
        all=Count("pk"),
        locked=Count("pk", filter=Q(is_active=False)),
        new=Count("pk", filter=Q(must_change_password=True)),
        idle=Count("pk", filter=Q(pk__in=idle)),
    )


def posts_matching(
    posts: QuerySet[Post], words: str = "", *, role: str = "", standing: str = "now", at: datetime
) -> QuerySet[Post]:
    """``posts`` narrowed by person or unit, role, and standing: `now`, `asked`, `past`, `all`."""
    found = posts.select_related("person", "unit__division").order_by("unit__path", "role", "pk")
    day = day_of(at)
    if words.strip():
        word = words.strip()
        found = found.filter(
            Q(person__name__icontains=word)
            | Q(person__login__icontains=word)
            | Q(unit__inward_name__icontains=word)
        )
    if role in Role:
        found = found.filter(role=role)
    if standing == "now":
        found = found.filter(state=PostState.APPROVED, since__lte=day).exclude(until__lt=day)
    elif standing == "asked":
        found = found.filter(state=PostState.ASKED)
    elif standing == "past":
        found = found.filter(until__lt=day)
    return found


def people_named(words: str) -> QuerySet[Person]:
    """At most ten active persons whose name or login name begins with ``words``."""
    word = words.strip()
    if not word:
        return Person.objects.none()
    begins = Q(name__startswith=word) | Q(login__istartswith=word)
    return Person.objects.filter(begins, is_active=True).order_by("login")[:10]


def posts_of_person(person: Person) -> PostQuerySet:
    """Every post he holds, held or was refused, the newest first: one query."""
    posts: PostQuerySet = person.posts.select_related(
        "unit__division", "acting_for__person", "lent_from__unit"
    )
    return posts.order_by("-since", "-pk")


def holders(post: Post) -> QuerySet[Post]:
    """Who held the same post before and after, and who stood in: the same role in the same unit."""
    same = Post.objects.filter(unit=post.unit, role=post.role).exclude(state=PostState.REFUSED)
    return same.select_related("person", "acting_for__person").order_by("-since", "-pk")


def lent_to(post: Post) -> QuerySet[Post]:
    """The posts elsewhere in which its holder is lent, the newest first."""
    rows = Post.objects.filter(lent_from=post).exclude(state=PostState.REFUSED)
    return rows.select_related("unit").order_by("-since", "-pk")


def posts_in_roles(roles: Iterable[Role], *, at: datetime) -> PostQuerySet:
    """The posts of these roles that are held at this moment."""
    posts: PostQuerySet = Post.objects.filter(role__in=list(roles)).select_related("person", "unit")
    return posts.on(day_of(at))


def posts_asked() -> QuerySet[Post]:
    """Those that wait for the security administrator."""
    return Post.objects.filter(state=PostState.ASKED)
