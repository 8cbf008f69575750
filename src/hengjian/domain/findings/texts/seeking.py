"""Where the words of a question stand: in titles of rules, in texts that an index leads to, or all about.

Serves the worklist. A rule says nearly the same of each of its findings. Where a good part of a rule's
findings hold the words they are met soon when the list is read in its order; where few do, the index
leads to them. The text itself decides, so no finding is shown that does not hold the words.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import BooleanField, Count, Max, Min, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from hengjian.domain.findings.models import Commonness, Finding
from hengjian.domain.findings.texts.bulk import EACH
from hengjian.domain.records.lookup import led_by, number_of

LEADS = 4_000
"""The index leads to so many findings at most."""
OF_A_CASE = 1_000
MET = 0.05
"""Where a smaller share of a rule's findings holds the words, reading meets too few of them."""
ALONE = 200
"""And where fewer than these do, whatever their share."""
WORDS = 6


@dataclass(frozen=True)
class Led:
    """All findings of ``titled`` rules, those of ``common`` rules that hold the words, and ``keys``."""

    words: str
    titled: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    keys: dict[int, str] = field(default_factory=dict)
    """Key → rule."""

    @property
    def rules(self) -> frozenset[str]:
        return self.titled | self.common | frozenset(self.keys.values())

    @property
    def by_keys(self) -> bool:
        """Whether nothing but keys is to be looked at."""
        return not (self.titled or self.common)

    def condition(self, rule: str) -> Q:
        """``rule``: the name under which the rule of a row is known."""
        found = Q(**{f"{rule}__in": sorted(self.titled)}) if self.titled else Q()
        if self.keys or self.by_keys:
            found |= Q(_among(list(self.keys)))
        if self.common:
            found |= Q(**{f"{rule}__in": sorted(self.common)}) & Q(_holds(self.words))
        return found


def sought(words: str) -> list[str]:
    """The words of a question."""
    return words.split()[:WORDS]


def holding(words: str) -> Q:
    """Texts that hold all the words; letters great or small are one, and only then the dearer test."""
    found = Q()
    for one in sought(words):
        lettered = any(sign.isascii() and sign.isalpha() for sign in one)
        found &= Q(says__icontains=one) if lettered else Q(says__contains=one)
    return found


def numbered(words: str) -> Q:
    """The finding of this number, or those of the case of this number."""
    return Q(case_id=words) | Q(code=words.lower())


def led_to(words: str, *, titled: frozenset[str], stands: bool) -> Led:
    """Where the words stand; ``titled``: the rules in whose titles they do."""
    rows = Finding.objects.filter(stands=stands).order_by()
    keys = dict(rows.filter(numbered(words)).values_list("pk", "rule")[:OF_A_CASE])
    tokens = list(dict.fromkeys(token for one in sought(words) for token in led_by(one)))
    if not tokens:
        return Led(words, titled, frozenset(), keys)
    common, few = _parted(_spread(tokens, titled))
    if few:
        some = rows.filter(_led(tokens), holding(words), rule__in=sorted(few))
        keys |= dict(some.values_list("pk", "rule")[:LEADS])
    return Led(words, titled, common, keys)


def _spread(tokens: list[str], titled: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Rule → at most how many of its findings hold all tokens, and how many findings there are."""
    held = Commonness.objects.filter(token__in=[EACH, *tokens], rows__gt=0).exclude(rule__in=titled)
    told = held.order_by().values_list("rule").annotate(Count("pk"), Min("rows"), Max("rows"))
    return {rule: (least, all_) for rule, n, least, all_ in told if n == len(tokens) + 1}


def _parted(spread: dict[str, tuple[int, int]]) -> tuple[frozenset[str], frozenset[str]]:
    """The rules in whose findings the words are common, and those in which the index leads to them."""
    if sum(least for least, _ in spread.values()) <= LEADS:
        return frozenset(), frozenset(spread)
    room, few = LEADS, set[str]()
    for rule, (least, all_) in sorted(spread.items(), key=lambda one: (one[1][0], one[0])):
        if least <= room and (least < MET * all_ or least <= ALONE):
            few.add(rule)
            room -= least
    return frozenset(spread.keys() - few), frozenset(few)


def _led(tokens: list[str]) -> RawSQL:
    if connection.vendor == "sqlite":
        asked = " AND ".join('"' + one.replace('"', '""') + '"' for one in tokens)
        return _raw(
            "findings_finding.id IN (SELECT rowid FROM findings_tokens WHERE findings_tokens MATCH %s)",
            asked,
        )
    numbers = [number_of(one) for one in tokens]
    return _raw("findings_tokens(findings_finding.says) @> %s::int[]", numbers)


def _among(keys: list[int]) -> RawSQL:
    """Among these keys, as one value: thousands of places in a statement take long to be read."""
    if connection.vendor == "sqlite":
        told = "[" + ",".join(map(str, keys)) + "]"
        return _raw("findings_finding.id IN (SELECT value FROM json_each(%s))", told)
    return _raw("findings_finding.id = ANY(%s::bigint[])", keys)


def _raw(statement: str, told: object) -> RawSQL:
    return RawSQL(statement, [told], output_field=BooleanField())  # noqa: S611  # constants only


def _holds(words: str) -> IsNull:
    """Whether the text holds the words, looked up row by row: so everything else that is filtered by is
    found in the index by which a list goes, and only rows that fit are looked at."""
    same = Finding.objects.filter(Q(pk=OuterRef("pk")), holding(words)).order_by()
    return IsNull(Subquery(same.values("pk")[:1]), False)
