"""A page of a list: fifty rows, whether there are more, and a count that stops at a thousand."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
SIZE = 50
COUNTED = 1000


@dataclass(frozen=True)
class Page(Generic[Row]):
    """What a list template needs. ``total`` is None where there are more than were counted."""

    rows: list[Row]
    number: int
    total: int | None
    more: bool
    asked: str  # the question without its page, to stand before `page=…`

    @property
    def counted(self) -> int:
        return COUNTED

    @property
    def first(self) -> int:
        return (self.number - 1) * SIZE + 1


def page_of(rows: QuerySet[Row], request: HttpRequest) -> Page[Row]:
    """The page that the request asks for (`?page=3`): two queries, one where all fits on it."""
    asked = request.GET.copy()
    number = asked.pop("page", ["1"])[-1]
    number = int(number) if number.isdigit() and 0 < int(number) < 10**6 else 1  # type: ignore[assignment]
    start = (int(number) - 1) * SIZE
    found = list(rows[start : start + SIZE + 1])
    more = len(found) > SIZE
    if not more and (found or start == 0):
        total = start + len(found)
    else:
        total = rows[: COUNTED + 1].count()
    question = urlencode([(key, value) for key, values in asked.lists() for value in values])
    return Page(
        rows=found[:SIZE],
        number=int(number),
        total=None if total > COUNTED and more else total,
        more=more,
        asked=f"{question}&" if question else "",
    )
