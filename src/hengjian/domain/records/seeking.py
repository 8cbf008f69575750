"""What a search asks, as conditions that a row must meet and as tokens by which an index may lead to it.

Serves the lists of records. A token that few records hold leads to them; one that many hold only sifts
what is read in the order of the list. The condition decides either way, so no hit is wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import prod
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Q, Sum
from django.db.models.expressions import RawSQL

from hengjian.domain.records.lookup import (
    BETWEEN,
    FACETS,
    OFFICER,
    SHORTEST,
    facet,
    led_by,
    month,
    number_of,
)
from hengjian.domain.records.models import Commonness, Tally

LEADS = 5_000
"""An index leads where no more records than this are to be expected."""
INTERSECTED = 400_000
"""So long may the shortest list be that an index cuts with others."""
KIN = 4
"""The pairs of one word stand together so much that a fourth of what holds the rarest holds the word."""
ALONE = 50
"""Where so few are to be expected by chance, all are led to at once; words may stand together oftener."""
SPARSE = 0.006
"""Where a smaller share fits, reading on meets too few of them."""
WORDS = 6


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for. ``start``: the mark from which it is read; ``skip``: rows after it."""

    q: str = ""
    number: str = ""
    officers: tuple[str, ...] = ()
    body: int | None = None
    division: str = ""
    item: str = ""
    kind: str = ""
    procedure: str = ""
    result: str = ""
    since: date | None = None
    until: date | None = None
    found: Any = None  # a condition of whoever knows the findings, which stand above records
    oldest: bool = False
    start: str = ""
    skip: int = 0

    @property
    def words(self) -> list[str]:
        return [one for one in self.q.split() if len(one) >= SHORTEST][:WORDS]

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        return bool(
            self.q or self.number or self.officers or self.body or self.division or self.since
            or self.until or self.found is not None or any(getattr(self, one) for one in FACETS)
        )  # fmt: skip


@dataclass(frozen=True)
class Sieve:
    """What a row must meet; the tokens of each word, all of which it holds; and groups of tokens of each of
    which it holds one."""

    keeps: Q
    words: list[list[str]] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)
    empty: bool = True

    @property
    def tokens(self) -> list[list[str]]:
        """Of each of these one is held."""
        return [*([token] for word in self.words for token in word), *self.groups]


def sieve_of(wanted: Wanted) -> Sieve:
    """The conditions beyond bodies and days."""
    parts: list[Q] = []
    words: list[list[str]] = []
    groups: list[list[str]] = []
    for word in wanted.words:
        parts.append(holding(word))
        if pairs := list(dict.fromkeys(led_by(word))):
            words.append(pairs)
    if wanted.officers:
        parts.append(_any(Q(officers__contains=BETWEEN + one + BETWEEN) for one in wanted.officers))
        groups.append([facet(OFFICER, one) for one in wanted.officers])
    for name in FACETS:
        if value := getattr(wanted, name):
            parts.append(Q(**{name: value}))
            groups.append([facet(name, value)])
    if wanted.found is not None:
        parts.append(Q(wanted.found))
    keeps = Q()
    for part in parts:
        keeps &= part
    return Sieve(keeps, words, groups, empty=not parts)


def holding(word: str) -> Q:
    """Summaries that hold this word; letters great or small are one, and only then the dearer test."""
    lettered = any(one.isascii() and one.isalpha() for one in word)
    return Q(summary__icontains=word) if lettered else Q(summary__contains=word)


def _any(parts: Iterable[Q]) -> Q:
    found = Q()
    for part in parts:
        found |= part
    return found


class Way(Enum):
    """How a question is answered."""

    LED = "the index leads to all that may fit"
    BY_MONTHS = "the index leads, month by month: there are more, but too few to meet by reading"
    SIFTED = "the list is read in its order: what fits is common"


def way_of(sieve: Sieve) -> tuple[Way, float]:
    """By how common the tokens are; and the share of all records that is expected to fit.

    A token that is counted nowhere is looked up all the same: a count decides about speed alone.
    """
    if not sieve.tokens:
        return Way.SIFTED, 1.0
    asked = {token for group in sieve.tokens for token in group}
    common = dict(Commonness.objects.filter(token__in=asked).values_list("token", "rows"))
    of_words = [(min(common.get(one, 0) for one in word), len(word)) for word in sieve.words]
    counts = [sum(common.get(token, 0) for token in group) for group in sieve.groups]
    least = min([count for count, _ in of_words] + counts)
    if least <= LEADS:
        return Way.LED, 0.0
    if least > INTERSECTED:
        return Way.SIFTED, 1.0
    total = max(_total(), 1)
    expected = [count if pairs == 1 else count / KIN for count, pairs in of_words]
    share = prod(min(one / total, 1.0) for one in (*expected, *counts))
    if share * total <= ALONE:
        return Way.LED, share
    return (Way.BY_MONTHS if share < SPARSE else Way.SIFTED), share


def _total() -> int:
    return int(Tally.objects.aggregate(rows=Sum("rows"))["rows"] or 0)


def led(sieve: Sieve, months: Iterable[date] = ()) -> RawSQL:
    """The condition by which the database's own index leads to the candidates; only of these months."""
    groups = [*sieve.tokens, *([[month(one) for one in months]] if months else [])]
    if connection.vendor == "sqlite":
        asked = " AND ".join("(" + " OR ".join(map(_quoted, group)) + ")" for group in groups)
        return _raw(
            "records_record.id IN (SELECT rowid FROM records_tokens WHERE records_tokens MATCH %s)",
            [asked],
        )
    columns = ("summary", "officers", *FACETS, "on")  # in the order of the index
    held = "records_tokens(" + ", ".join(f'records_record."{name}"' for name in columns) + ")"
    whole = [number_of(group[0]) for group in groups if len(group) == 1]
    parts, told = [], []
    if whole:
        parts.append(f"{held} @> %s::int[]")
        told.append(whole)
    for group in groups:
        if len(group) > 1:
            parts.append(f"{held} && %s::int[]")
            told.append([number_of(one) for one in group])
    return _raw(" AND ".join(parts), told)


def _raw(statement: str, told: list[Any]) -> RawSQL:
    return RawSQL(statement, told, output_field=BooleanField())  # noqa: S611 - constants only


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
