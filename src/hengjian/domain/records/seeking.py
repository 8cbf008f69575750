"""What a search asks, as conditions that a row must meet and as tokens by which an index may lead to it.

Serves the lists of records. A token that few records hold leads to them; one that many hold only sifts
what is read in the order of the list. The condition decides either way, so no hit is wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import prod
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, Q, Sum
from django.db.models.expressions import RawSQL

from hengjian.domain.records.lookup import (
    BETWEEN,
    FACETS,
    OFFICER,
    SHORTEST,
    facet,
    led_by,
    number_of,
)
from hengjian.domain.records.models import Commonness, Tally

LEADS = 10_000
"""An index leads where no more records than this are to be expected."""
INTERSECTED = 400_000
"""So long may the shortest list be that an index cuts with others."""
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
    found: Exists | None = None  # given by whoever knows the findings, which stand above records
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
    """What a row must meet, and groups of tokens of each of which it holds one."""

    keeps: Q
    groups: list[list[str]] = field(default_factory=list)
    empty: bool = True


def sieve_of(wanted: Wanted) -> Sieve:
    """The conditions beyond bodies and days."""
    parts: list[Q] = []
    groups: list[list[str]] = []
    for word in wanted.words:
        parts.append(holding(word))
        groups += [[pair] for pair in dict.fromkeys(led_by(word))]
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
    return Sieve(keeps, groups, empty=not parts)


def holding(word: str) -> Q:
    """Summaries that hold this word; letters great or small are one, and only then the dearer test."""
    lettered = any(one.isascii() and one.isalpha() for one in word)
    return Q(summary__icontains=word) if lettered else Q(summary__contains=word)


def _any(parts: Iterable[Q]) -> Q:
    found = Q()
    for part in parts:
        found |= part
    return found


@dataclass(frozen=True)
class Guess:
    """How many records the index would lead to. ``none``: some token stands nowhere."""

    leads: bool = False
    none: bool = False


def guess(sieve: Sieve) -> Guess:
    """Whether the index should lead, by how common the tokens are."""
    if not sieve.groups:
        return Guess()
    asked = {token for group in sieve.groups for token in group}
    common = dict(Commonness.objects.filter(token__in=asked).values_list("token", "rows"))
    counts = sorted(sum(common.get(token, 0) for token in group) for group in sieve.groups)
    if not counts[0]:
        return Guess(none=True)
    if counts[0] <= LEADS:
        return Guess(leads=True)
    if counts[0] > INTERSECTED:
        return Guess()
    total = max(_total(), 1)
    return Guess(leads=counts[0] * prod(min(one / total, 1.0) for one in counts[1:]) <= LEADS)


def _total() -> int:
    return int(Tally.objects.aggregate(rows=Sum("rows"))["rows"] or 0)


def led(sieve: Sieve) -> RawSQL:
    """The condition by which the database's own index leads to the candidates."""
    if connection.vendor == "sqlite":
        asked = " AND ".join("(" + " OR ".join(map(_quoted, group)) + ")" for group in sieve.groups)
        return _raw(
            "records_record.id IN (SELECT rowid FROM records_tokens WHERE records_tokens MATCH %s)",
            [asked],
        )
    columns = ("summary", "officers", *FACETS)  # in the order of the index
    held = f"records_tokens({', '.join(f'records_record.{name}' for name in columns)})"
    whole = [number_of(group[0]) for group in sieve.groups if len(group) == 1]
    parts, told = [], []
    if whole:
        parts.append(f"{held} @> %s::int[]")
        told.append(whole)
    for group in sieve.groups:
        if len(group) > 1:
            parts.append(f"{held} && %s::int[]")
            told.append([number_of(one) for one in group])
    return _raw(" AND ".join(parts), told)


def _raw(statement: str, told: list[Any]) -> RawSQL:
    return RawSQL(statement, told, output_field=BooleanField())  # noqa: S611 - constants only


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
