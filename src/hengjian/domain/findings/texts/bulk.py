"""Keeps the index of findings' texts: which findings hold which pair of characters, and how common it is.

Serves the runs that write findings, in their transactions. A text is indexed as it is stored, masked, so
nobody finds a name in it. PostgreSQL keeps its index by itself; SQLite is told the tokens, since its FTS5
table keeps no text; how many findings of a rule hold a token is counted for both.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from django.db import connection

from hengjian.domain.findings.models import Commonness, Finding
from hengjian.domain.records.bulk import add_counts, many
from hengjian.domain.records.lookup import pairs

EACH = ""
"""The token that every finding holds: its count is how many findings there are of a rule."""
AT_ONCE = 20_000
Text = tuple[int, str, str]
"""Key, rule and text of a finding."""


def tell(texts: Collection[Text]) -> None:
    """These findings are found by their texts from now on."""
    _written("INSERT INTO findings_tokens (rowid, tokens) VALUES (%s, %s)", texts)
    _count(texts, 1)


def forget(texts: Collection[Text]) -> None:
    """And these no more; an index that keeps no texts must be told the very words it is to forget."""
    _written(
        "INSERT INTO findings_tokens (findings_tokens, rowid, tokens) VALUES ('delete', %s, %s)",
        texts,
    )
    _count(texts, -1)


def texts_of(codes: Collection[str]) -> list[Text]:
    """The texts of these findings as they are stored."""
    rows = Finding.objects.filter(code__in=codes).order_by()
    return list(rows.values_list("pk", "rule", "says"))


def tell_all() -> None:
    """The index anew, in the caller's transaction: for whoever filled the table past the actions."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Commonness._meta.db_table}")  # noqa: S608  # own name only
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO findings_tokens (findings_tokens) VALUES ('delete-all')")
    rows = Finding.objects.order_by("pk").values_list("pk", "rule", "says")
    for some in _portions(rows.iterator(chunk_size=AT_ONCE)):
        tell(some)


def _portions(rows: Iterator[Text]) -> Iterator[list[Text]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _written(statement: str, texts: Collection[Text]) -> None:
    if connection.vendor == "sqlite":
        many(statement, [(key, " ".join(pairs(text))) for key, _, text in texts])


def _count(texts: Collection[Text], sign: int) -> None:
    """A rule's texts are mostly the same ones with other dates: tokens are counted by text."""
    found: Counter[tuple[str, str]] = Counter()
    for (rule, text), times in Counter((rule, text) for _, rule, text in texts).items():
        found[EACH, rule] += times
        for token in set(pairs(text)):
            found[token, rule] += times
    add_counts(
        Commonness._meta.db_table, "token, rule", "text[], text[]",
        list(found), [sign * times for times in found.values()],
    )  # fmt: skip
