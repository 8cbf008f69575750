"""All writes to the search index. They ride in the transaction of the action that changed the rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from hengjian.core.entries.actions import Actor
from hengjian.core.search.models import Sought
from hengjian.core.search.pairs import folded, pairs

AT_ONCE = 2000


@transaction.atomic
def make_findable(kind: str, texts: Mapping[int, str], *, by: Actor | None, at: datetime) -> None:
    """From now on each row of ``kind`` is found under its text, and no longer under an older one.

    No entry is recorded: the index says nothing that the rows do not say.
    """
    keys = list(texts)
    for some in range(0, len(keys), AT_ONCE):
        sought = Sought.objects.bulk_create(
            [
                Sought(kind=kind, key=key, text=folded(texts[key]))
                for key in keys[some : some + AT_ONCE]
            ],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["text"],
        )
        _write([(one.pk, pairs(one.text)) for one in sought])


@transaction.atomic
def forget(kind: str, keys: Sequence[int], *, by: Actor | None, at: datetime) -> None:
    """These rows are found no more."""
    for some in range(0, len(keys), AT_ONCE):
        rows = Sought.objects.filter(kind=kind, key__in=keys[some : some + AT_ONCE])
        gone = [(one,) for one in rows.values_list("pk", flat=True)]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":  # in PostgreSQL they go with their texts
                cursor.executemany("DELETE FROM search_pairs WHERE rowid = %s", gone)
        rows.delete()


def _write(tokens: list[tuple[int, list[str]]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "DELETE FROM search_pairs WHERE rowid = %s", [(key,) for key, _ in tokens]
            )
            cursor.executemany(
                "INSERT INTO search_pairs (rowid, pairs) VALUES (%s, %s)",
                [(key, " ".join(some)) for key, some in tokens],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_pairs (id, pairs) VALUES (%s, array_to_tsvector(%s::text[])) "
                "ON CONFLICT (id) DO UPDATE SET pairs = excluded.pairs",
                tokens,
            )
