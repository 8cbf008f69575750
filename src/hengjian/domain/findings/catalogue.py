"""The rules as lists of findings need them: title, family, what a finding of each can be.

Serves filters: what a finding's rule already says (its nature, whether it is about a person) narrows the
rules first, so that an index leads to the findings.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from hengjian.domain.findings.applied.person import about_person
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.rules.loading import Book
from hengjian.rules.rule import Nature
from hengjian.rules.verdicts import weights_of


@dataclass(frozen=True)
class Told:
    """A rule in a few words."""

    id: str
    title: str
    family: str
    natures: frozenset[str]
    person: bool


@lru_cache(maxsize=4)
def _catalogue(book: Book) -> dict[str, Told]:
    return {
        rule.id: Told(
            rule.id,
            rule.title,
            family_of(rule.id),
            frozenset(weight.nature.value for weight in weights_of(rule)),
            about_person(rule),
        )
        for rule in book.executable
    }


def catalogue(at: datetime) -> dict[str, Told]:
    """Rule id → the rule, of the book in force."""
    return _catalogue(book_in_force(at)[1])


def family_of(rule: str) -> str:
    """The letters with which a rule's id begins: its family."""
    letters = ""
    for sign in rule:
        if not sign.isalpha():
            break
        letters += sign
    return letters


def families(at: datetime) -> list[str]:
    return sorted({one.family for one in catalogue(at).values()})


def natures() -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in Nature]


def rules_fitting(
    at: datetime, *, family: str = "", nature: str = "", person: bool | None = None
) -> frozenset[str] | None:
    """The rules whose findings can be so; None where nothing is asked."""
    if not (family or nature or person is not None):
        return None
    return frozenset(
        one.id
        for one in catalogue(at).values()
        if (not family or one.family == family)
        and (not nature or nature in one.natures)
        and (person is None or one.person == person)
    )


def titled(at: datetime, words: str) -> list[str]:
    """The rules in whose title or id all the words stand."""
    parts = words.lower().split()
    return [
        one.id
        for one in catalogue(at).values()
        if all(part in f"{one.id} {one.title}".lower() for part in parts)
    ]
