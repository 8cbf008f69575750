"""What findings rest on beside the records: the program, the content, each rule with its numbers.

Serves the standing check, which compares it with what stands and judges again exactly the rules that
changed. A change of what facts are made from says that the facts must be made anew.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

import polars as pl

from hengjian.content import Content, models
from hengjian.content.citation import Citation
from hengjian.rules import verdicts
from hengjian.rules.expressions import After, DayOf
from hengjian.rules.loading import Book
from hengjian.rules.parameters import DueDate
from hengjian.rules.rule import Rule

FACTS = "facts"
_PROGRAM = ("hengjian.facts", "hengjian.terms", "hengjian.rules", "hengjian.rules.custom")


def grounds_of(content: Content, book: Book) -> dict[str, str]:
    """What a run rests on: ``FACTS`` → a digest, and one for the number of each executable rule."""
    calendar = _digest([content.calendar_years, content.week, content.festivals, content.statutory])
    facts = [
        _sources(),
        pl.__version__,  # by which groups are numbered
        _digest([content.code_lists, content.extra_fields, content.profile]),
    ]
    rules = {rule.id: _of_rule(rule, content, calendar) for rule in book.executable}
    return {FACTS: _digest(facts), **rules}


def changed_rules(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Rules that are new, gone, or rest on other things than before."""
    names = (before.keys() | now.keys()) - {FACTS}
    return sorted(name for name in names if before.get(name) != now.get(name))


def _of_rule(rule: Rule, content: Content, calendar: str) -> str:
    parameters = [content.parameters[name] for name in sorted(rule.parameters)]
    laws = {citation.law: rule.law(citation) for citation in rule.basis}
    for parameter in parameters:
        laws |= {
            name: content.law(name)
            for value in parameter.values
            for text in (*value.basis, *([parameter.law] if parameter.law else []))
            for name in (Citation.parse(text).law,)
        }
    return _digest(
        [
            rule.source,
            rule.severity,
            parameters,
            [_law(laws[name]) for name in sorted(laws)],
            calendar if _reads_calendar(rule) else "",
        ]
    )


def _reads_calendar(rule: Rule) -> bool:
    return any(
        isinstance(part, DueDate | DayOf | After)
        for condition in (rule.judgement.applies, *verdicts.judging_conditions(rule))
        for part in condition.walk()
    )


def _law(law: models.Law) -> list[object]:
    return [law.id, law.names, law.short, law.rank, law.territory, law.versions, law.day_counting]


@cache
def _sources() -> str:
    """The program by which facts are made and rules are judged."""
    folders = [Path(str(import_module(name).__file__)).parent for name in _PROGRAM]
    return _digest(_text(path) for folder in folders for path in sorted(folder.glob("*.py")))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _digest(parts: Iterable[object]) -> str:
    return hashlib.blake2b("\x1e".join(map(str, parts)).encode(), digest_size=8).hexdigest()
