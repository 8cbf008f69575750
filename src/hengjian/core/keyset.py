"""Pages of a list found by the last row seen, and counts that stop at a thousand.

Serves the lists of registers, submissions, findings, leads, cases, papers and duties: the thousandth page
costs what the first does. A mark that was tampered with is as none.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE = 50
COUNTED = 1000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and the marks of the neighbours (empty where there is none)."""

    rows: list[Row]
    after: str = ""
    before: str = ""


def page_of(
    rows: QuerySet[Row], order: tuple[str, ...], *, after: str = "", before: str = "",
    size: int = PAGE, by_key: bool = False,
) -> Page[Row]:  # fmt: skip
    """The page after or before a mark, or the first. The last field of ``order`` is unique; one row more
    than shown tells whether there is a next page. A field may be a relation's (`item__code`) or annotated.

    ``by_key``: find the keys first, in an index that holds all that is filtered by, then their rows.
    """
    place = _read(after or before, order, rows)
    back = place is not None and not after
    asked = tuple(_turned(one) for one in order) if back else order
    part = rows.order_by(*asked)
    if place is not None:
        part = part.filter(_beyond(asked, place))
    found = _read_by_key(part[: size + 1], rows) if by_key else list(part[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_next, has_previous = (True, more) if back else (more, place is not None)
    return Page(
        found,
        after=_mark(found[-1], order) if found and has_next else "",
        before=_mark(found[0], order) if found and has_previous else "",
    )


def _read_by_key(part: QuerySet[Row], rows: QuerySet[Row]) -> list[Row]:
    keys = list(part.values_list("pk", flat=True))
    plain = rows.model._default_manager.filter(pk__in=keys)
    plain.query.deferred_loading = rows.query.deferred_loading
    found = {row.pk: row for row in plain}
    return [found[key] for key in keys if key in found]


def counted(
    rows: QuerySet[Any], most: int = COUNTED, order: tuple[str, ...] = ()
) -> tuple[int, bool]:
    """How many there are, up to a thousand, and whether there are more; ``order``: in which they are met
    (else as the database likes)."""
    number = rows.order_by(*order).values("pk")[: most + 1].count()
    return min(number, most), number > most


def _turned(one: str) -> str:
    return one[1:] if one.startswith("-") else f"-{one}"


def _beyond(order: tuple[str, ...], place: list[Any]) -> Q:
    """Rows after ``place``; the plain bound on the first field lets its index begin there."""
    beyond, same = Q(), Q()
    for one, value in zip(order, place, strict=True):
        name, sign = one.removeprefix("-"), "lt" if one.startswith("-") else "gt"
        beyond |= same & Q(**{f"{name}__{sign}": value})
        same &= Q(**{name: value})
    first = order[0]
    bound = "lte" if first.startswith("-") else "gte"
    return Q(**{f"{first.removeprefix('-')}__{bound}": place[0]}) & beyond


def _field(rows: QuerySet[Any], name: str) -> Any:
    """The field that is ordered by: of the model, of a relation, or annotated."""
    *relations, last = _path(name)
    if last in rows.query.annotations and not relations:
        return rows.query.annotations[last].output_field
    within: Any = rows.model
    for one in relations:
        within = within._meta.get_field(one).related_model
    return within._meta.get_field(last)


def _path(name: str) -> list[str]:
    return name.removeprefix("-").split("__")


def _mark(row: Any, order: tuple[str, ...]) -> str:
    values = [reduce(getattr, _path(one), row) for one in order]
    text = json.dumps([v.isoformat() if isinstance(v, date) else v for v in values])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(mark: str, order: tuple[str, ...], rows: QuerySet[Any]) -> list[Any] | None:
    if not mark:
        return None
    try:
        told = json.loads(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(told, list) or len(told) != len(order):
            return None
        return [_value(rows, one, v) for one, v in zip(order, told, strict=True)]
    except (ValueError, TypeError):
        return None


def _value(rows: QuerySet[Any], name: str, value: Any) -> Any:
    """The value as its field has it; ValueError or TypeError if it is none."""
    kind = _field(rows, name).get_internal_type()
    if kind == "DateTimeField":
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if kind == "DateField":
        return date.fromisoformat(value)
    wanted = str if kind in ("CharField", "TextField") else int
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise TypeError
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError
    return value
