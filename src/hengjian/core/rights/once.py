"""What a post may see, put together once: whoever asks again gets the same query set, not yet read.

Serves the pages, which ask up to ten times for the same rows; putting such a query together takes longer
than the database needs to answer it. It keeps no row and no answer, only the question; a function that
itself asks the database, or knows more than the post and the day, must not be kept here.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post

Row = TypeVar("Row", bound=Model)
Seen = TypeVar("Seen", bound=Model, covariant=True)
KEPT = 512
"""So many questions of one kind are kept: about as many posts as work at a time."""


class Build(Protocol[Seen]):
    """The rows that a post may see at a moment."""

    def __call__(self, *, post: Post, at: datetime) -> QuerySet[Seen]: ...


class _Asking:
    """Who asks on which day; equal where the rights are, however often the post was read."""

    def __init__(self, post: Post, at: datetime) -> None:
        self.post, self.at = post, at
        self.known = (_of_post(post), day_of(at))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asking) and self.known == other.known

    def __hash__(self) -> int:
        return hash(self.known)


def _of_post(post: Post) -> tuple[int | str | date | None, ...]:
    """All of a post on which rights hang."""
    unit = post.unit
    return (
        post.pk, post.person_id, post.role, post.state, post.since, post.until, post.acting_for_id,
        post.lent_from_id, unit.pk, unit.kind, unit.path, unit.as_bureau.pk, unit.division_id,
        unit.division.path, unit.division.level,
    )  # fmt: skip


class Once(Generic[Row]):
    """A function of the post and the day alone, whose query sets are kept."""

    def __init__(self, build: Build[Row]) -> None:
        update_wrapper(self, build)
        self._rows = lru_cache(maxsize=KEPT)(lambda asking: build(post=asking.post, at=asking.at))
        self._keys = lru_cache(maxsize=KEPT)(self._written)
        kept.append(self)

    def __call__(self, *, post: Post, at: datetime) -> QuerySet[Row]:
        """The rows; each call gets a query set of its own."""
        return self._rows(_Asking(post, at)).all()

    def keys(self, *, post: Post, at: datetime) -> Any:
        """The keys of the rows, to look something up among (`body__in=…`): written out as SQL once, where
        a query set would be written out anew within each query."""
        return self._keys(_Asking(post, at))

    def _written(self, asking: _Asking) -> Any:
        return written(self(post=asking.post, at=asking.at))

    def forget(self) -> None:
        self._rows.cache_clear()
        self._keys.cache_clear()


def written(rows: QuerySet[Any]) -> Any:
    """The keys of rows as SQL, for a condition that is itself kept."""
    keys = rows.order_by().values("pk")
    try:
        return RawSQL(*keys.query.sql_with_params())  # noqa: S611  # Django's own, values apart
    except EmptyResultSet:
        return keys


kept: list[Once[Any]] = []
"""Every such function."""


def built_once(build: Callable[..., QuerySet[Row]]) -> Once[Row]:
    """Keep what the function puts together."""
    return Once(build)


def forget() -> None:
    """Put all together anew: a noun has joined of which the others know."""
    for one in kept:
        one.forget()
