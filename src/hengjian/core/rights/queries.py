"""Which rows a post reaches: the one filter that every list of business rows passes."""

from datetime import datetime
from typing import TypeVar, cast

from django.db.models import CharField, F, FilteredRelation, Model, Q, QuerySet, Value

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post

Row = TypeVar("Row", bound=Model)


def within_reach(rows: QuerySet[Row], *, unit: str, post: Post, at: datetime) -> QuerySet[Row]:
    """Those of ``rows`` that the post reaches at this moment, each with the reason code as `why`.

    ``unit`` is the lookup path from a row to its unit (`"unit"`, `"body__unit"`); empty where the
    rows are units themselves. Adds one join on an index, and no query.
    """
    if not post.held_on(day_of(at)):
        return cast(QuerySet[Row], rows.none().annotate(why=Value("", output_field=CharField())))
    path = f"{unit}__reached_by" if unit else "reached_by"
    mine = Q(**{f"{path}__home": post.unit_id, f"{path}__role": post.role})
    reached = (
        rows.annotate(reach=FilteredRelation(path, condition=mine))
        .filter(reach__isnull=False)
        .annotate(why=F("reach__why"))
    )
    return cast(QuerySet[Row], reached)
