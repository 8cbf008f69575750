"""Facts that nobody recorded: any value that a rule asks for, far dates, and nothing at all.

Serves tests that hold two ways of reckoning against each other on every rule of the book.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import polars as pl

from hengjian.facts import Column, Subject, Type
from hengjian.rules.expressions import Compare, Constant, Contains, Fact, Node, OneOf
from hengjian.rules.rule import Rule
from hengjian.rules.verdicts import concerning, judging_conditions

FIRST = date(2026, 2, 20)
_FAR = (date(1930, 2, 28), date(2024, 2, 29), date(2300, 12, 31), date(9000, 1, 1))


def nodes_of(rule: Rule) -> Iterator[Node]:
    """Every part of what a rule judges by and shows."""
    judgement = rule.judgement
    for told in (concerning(rule), *judging_conditions(rule), *judgement.shows.values()):
        yield from told.walk()


def made_up(subject: Subject, rules: list[Rule], rows: int, seed: int) -> pl.DataFrame:
    """Facts that ``rules`` read: in each row, and of each fact, more or less is missing."""
    random = Random(seed)
    asked = _asked_for(rules)
    gaps = [random.choice((0.02, 0.2, 0.6)) for _ in range(rows)]
    names = sorted({name for rule in rules for name in rule.columns} | set(subject.named))
    facts: dict[str, pl.Series] = {}
    for name in names:
        column = subject.columns.get(name)
        missing = random.choice((0.0, 0.0, 0.0, 0.3, 0.3, 1.0))
        values = [
            None if random.random() < max(gap, missing) else _value(name, column, asked, random)
            for gap in gaps
        ]
        facts[name] = pl.Series(name, values, dtype=(column.type if column else Type.TEXT).dtype)
    _stops(facts, rows, random)
    return pl.DataFrame(facts)


def _asked_for(rules: list[Rule]) -> dict[str, list[Any]]:
    """Values that conditions compare each fact with."""
    found: dict[str, list[Any]] = {}
    for node in (node for rule in rules for node in nodes_of(rule)):
        if not node.parts or not isinstance(node.parts[0], Fact):
            continue
        name = node.parts[0].column.name
        if isinstance(node, OneOf | Contains):
            found.setdefault(name, []).extend(node.values)
        if isinstance(node, Compare) and isinstance(node.parts[1], Constant):
            found.setdefault(name, []).append(node.parts[1].value)
    return found


def _value(name: str, column: Column | None, asked: dict[str, list[Any]], random: Random) -> Any:
    if column is None:  # a part of the subject's key
        return f"{name} {random.randrange(9)}"
    texts = [*asked.get(name, []), *list(column.labels)[:3], "other"]
    match column.type:
        case Type.BOOLEAN:
            return random.random() < 0.5
        case Type.TEXT:
            return str(random.choice(texts))
        case Type.CODES:
            return [str(random.choice(texts)) for _ in range(random.randrange(3))]
        case Type.DATE if name.endswith("known_until"):
            return random.choice((date(9999, 12, 31), _day(random)))
        case Type.DATE:
            return _day(random)
        case Type.DATES:
            return sorted(_day(random) for _ in range(random.randrange(4)))
        case Type.MOMENT:
            near = FIRST + timedelta(days=random.randrange(2))
            day = near if random.random() < 0.8 else _day(random)
            at = datetime.combine(day, datetime.min.time(), UTC)
            return at + timedelta(minutes=random.choice((510, 540, 1410)))
        case Type.NUMBER:
            return random.choice((0.0, 0.5, 1.5, 24.0))
        case Type.INTEGER:
            return random.choice((0, 1, 2, 5, 30, 90, -3))
    return random.choice((0, 10_000, 20_000, 500_000, 5_000_000_000))


def _day(random: Random) -> date:
    if random.random() < 0.03:
        return random.choice(_FAR)
    reach = random.choice(
        (20, 20, 400)
    )  # mostly near, so that a term often ends on a day that matters
    return FIRST + timedelta(days=random.randrange(-reach, reach))


def _stops(facts: dict[str, pl.Series], rows: int, random: Random) -> None:
    """Stops of the clock follow each other, and only the last one may be open."""
    for name in [name for name in facts if name.endswith("stops.since")]:
        since: list[list[date] | None] = []
        until: list[list[date | None] | None] = []
        for _ in range(rows):
            days = sorted({_day(random) for _ in range(2 * random.choice((0, 0, 0, 1, 2, 3)))})
            begun, ended = days[::2][: len(days) // 2], list(days[1::2])
            open_ = random.random() < 0.3 and ended
            since.append(None if not begun and random.random() < 0.5 else begun)
            until.append(None if since[-1] is None else [*ended[:-1], None] if open_ else ended)
        other = name.removesuffix("since") + "until"
        facts[name] = pl.Series(name, since, dtype=pl.List(pl.Date))
        facts[other] = pl.Series(other, until, dtype=pl.List(pl.Date))
