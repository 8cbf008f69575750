"""By what a record is found: pairs of neighbouring characters of its summary, officers, and codes.

Serves the text index of either database. A token only leads to rows that may hold the words; the row
itself is asked afterwards, so that nothing is found that is not there. Two characters are enough.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from operator import add

SHORTEST = 2
"""A word of fewer characters is no question to ten million summaries."""
FACETS = ("item", "kind", "procedure", "result")
"""Columns whose codes are tokens too."""
OFFICER = "officer"
TIME = "time"
BETWEEN = "\n"
"""Stands around each officer's number in the column that holds them."""


def pairs(text: str) -> list[str]:
    """Each two neighbouring characters, as they stand, letters small."""
    small = lowered(text)
    return list(map(add, small, small[1:]))


def led_by(word: str) -> list[str]:
    """The pairs by which a word may be looked up: no sign or space is part of one."""
    return [pair for pair in pairs(word) if _in(pair[0]) and _in(pair[1])]


def lowered(text: str) -> str:
    """The letters A to Z small, and no others: the one folding on which both databases agree."""
    return text.encode().lower().decode()


@lru_cache(maxsize=20_000)
def facet(name: str, value: str) -> str:
    """The token of a code: a digest, so that it is short, and of letters and digits alone."""
    named = f"{name[0]}{value}".encode()
    return name[0] + hashlib.md5(named, usedforsecurity=False).hexdigest()[:8]


def officers_of(column: str) -> list[str]:
    return [one for one in column.split(BETWEEN) if one]


def month(day: date) -> str:
    """The token of a month: with it a word that many records hold is looked up month by month."""
    return facet(TIME, str(day.year * 12 + day.month))


def tokens(summary: str, officers: str, codes: Iterable[tuple[str, str]], on: date) -> list[str]:
    """The tokens of a record; some of them twice."""
    found = pairs(summary)
    found += [facet(OFFICER, one) for one in officers_of(officers)]
    found += [facet(name, value) for name, value in codes if value]
    return [*found, month(on)]


def number_of(token: str) -> int:
    """The token as PostgreSQL's index holds it (the function of the migration counts the same)."""
    if len(token) == SHORTEST:
        number = (ord(token[0]) << 16 ^ ord(token[1])) & 0xFFFFFFFF
    else:
        number = int(token[1:], 16)
    return number - (1 << 32) if number >> 31 else number


def _in(one: str) -> bool:
    return one > "\x7f" or one.isalnum()
