"""A page of a list: fifty rows of it, as `?page=3` asks."""

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
SIZE = 50


def page_of(rows: QuerySet[Row], request: HttpRequest, size: int = SIZE) -> Page[Row]:
    """The page asked for, the nearest there is: one query for the count and one for the rows."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
