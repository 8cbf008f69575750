"""Which rules are about a person: their findings never act alone.

Serves the application of runs and whoever decides about a finding (facts: human confirmation, the
person is heard, erased if dismissed, no score of persons). Decided by what a rule reads, so that a new
rule about officers needs no entry in a list.
"""

from hengjian.rules.loading import Book
from hengjian.rules.rule import Rule

NAMED = frozenset({"officer_id", "cert_no"})
"""A subject whose key holds one of these is a person."""
OF_PERSONS = frozenset({"officers", "certificates"})
"""Tables that tell what an officer is or holds."""


def about_person(rule: Rule) -> bool:
    """Whether a finding of the rule says something of an officer: he is its subject, or in an act of
    his the rule judges what he is or holds."""
    if NAMED & set(rule.subject.key):
        return True
    if rule.subject.case is None:
        return False
    columns = (rule.subject.columns[name] for name in rule.columns)
    return any(OF_PERSONS & {read.split(".")[0] for read in one.reads} for one in columns)


def rules_about_persons(book: Book) -> frozenset[str]:
    return frozenset(rule.id for rule in book.executable if about_person(rule))
