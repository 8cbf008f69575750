"""Which rows of a noun hold the words. A noun filters its own list, already within the rights, by it."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from hengjian.core.search.models import Sought
from hengjian.core.search.pairs import folded, wanted

SQLITE = "SELECT rowid FROM search_pairs WHERE search_pairs MATCH %s"
POSTGRESQL = "SELECT id FROM search_pairs WHERE pairs @@ %s::tsquery"


def matching(kind: str, words: str) -> QuerySet[Sought, int]:
    """The keys of the rows in which every word stands, for `pk__in=`. No words: no rows.

    The pairs narrow it down by the index; the text itself decides, so that 海南 does not find 上海…河南.
    """
    rows = Sought.objects.filter(kind=kind)
    parts = folded(words).split()
    if not parts:
        return rows.none().values_list("key", flat=True)
    index = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    rows = rows.filter(pk__in=RawSQL(index, [_asked(parts)]))  # noqa: S611  # constants only
    for part in parts:
        rows = rows.filter(text__contains=part)
    return rows.values_list("key", flat=True)


def _asked(parts: list[str]) -> str:
    """The question to the index; the tokens are letters and digits, so nothing in it can be meant."""
    sqlite = connection.vendor == "sqlite"
    terms: dict[str, None] = {}
    for part in parts:
        whole, begins = wanted(part)
        terms |= dict.fromkeys(whole)
        if begins:
            terms[f"{begins}*" if sqlite else f"{begins}:*"] = None
    return (" AND " if sqlite else " & ").join(terms)
