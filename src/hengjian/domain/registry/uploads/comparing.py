"""Compares the rows of a file with the register: what is new, changed, ended, the same, or refused.

Serves uploads. A column that the file lacks stays as it is; an empty cell empties the field. Rows that
the post may not write are refused one by one, and so is each that breaks what `checking` demands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.access import editable, outside_reach
from hengjian.domain.registry.checking import Fault, faults
from hengjian.domain.registry.links import found_for, rows_numbered, unfound
from hengjian.domain.registry.registers import Register, Values


@dataclass
class Comparison:
    """Rows in the order of the file; ``ended`` are those the file lacks."""

    added: list[tuple[int, Values]] = field(default_factory=list)
    changed: list[tuple[int, Any, Values]] = field(default_factory=list)
    ended: list[tuple[Any, Values]] = field(default_factory=list)
    refused: list[tuple[int, str, list[Fault], Values]] = field(default_factory=list)
    unchanged: int = 0


def compare(
    register: Register,
    rows: Iterable[Mapping[str, Any]],
    columns: Iterable[str],
    *,
    complete: bool,
    day: date,
    post: Post,
    at: datetime,
) -> Comparison:
    """``rows`` have `line` and the fields ``columns``; ``complete``: what is not there has ended."""
    given = [dict(row) for row in rows]
    present = list(columns)
    known = _known(register, given)
    mine = set(editable(register, post=post, at=at).values_list("pk", flat=True))
    found = found_for(register, given)
    _add_own(register, given, found)
    done = Comparison()
    fresh: list[tuple[int, Values]] = []
    for values in given:
        line = values.pop("line")
        key = register.key_of(values)
        row = known.get(key)
        if row is None:
            after = {one.name: values.get(one.name) for one in register.fields}
            wrong = [*faults(register, after), *unfound(register, after, found)]
            if not wrong:
                fresh.append((line, after))
        else:
            before = register.values_of(row)
            changes = {name: values[name] for name in present if before[name] != values[name]}
            wrong = [*faults(register, {**before, **changes}), *unfound(register, changes, found)]
            if not changes:
                done.unchanged += 1
                continue
            if row.pk not in mine:
                wrong = [_foreign(register, key)]
            if not wrong:
                done.changed.append((line, row, changes))
        if wrong:
            done.refused.append((line, key, wrong, values))
    _place_new(register, fresh, done, post, at)
    done.changed = _still_reached(register, done, post, at)
    if complete:
        done.ended = _missing(register, {register.key_of(v) for v in given}, post, day, at)
    done.refused.sort(key=lambda one: one[0])
    return done


def _known(register: Register, given: list[Values]) -> dict[str, Any]:
    """Key → the register's row, for the keys of the file."""
    rows = rows_numbered(register, given)
    return {register.key_of(register.values_of(row)): row for row in rows}


def _add_own(register: Register, given: list[Values], found: dict[str, dict[str, int]]) -> None:
    """A superior, or what replaces an item, may stand in the same file."""
    own = found.setdefault(register.name, {})
    if any(link.register == register.name for link in register.links.values()):
        for values in given:
            own.setdefault(values[register.key[0]], 0)


def _place_new(
    register: Register, fresh: list[tuple[int, Values]], done: Comparison, post: Post, at: datetime
) -> None:
    """New rows belong where the post may write."""
    out = outside_reach(register, [values for _, values in fresh], post=post, at=at)
    for place, (line, values) in enumerate(fresh):
        if place in out:
            done.refused.append((line, register.key_of(values), [out[place]], values))
        else:
            done.added.append((line, values))


def _still_reached(
    register: Register, done: Comparison, post: Post, at: datetime
) -> list[tuple[int, Any, Values]]:
    """Changed rows that would move to where the post does not reach are refused."""
    after = [{**register.values_of(row), **changes} for _, row, changes in done.changed]
    out = outside_reach(register, after, post=post, at=at)
    for place in out:
        line = done.changed[place][0]
        done.refused.append((line, register.key_of(after[place]), [out[place]], after[place]))
    return [one for place, one in enumerate(done.changed) if place not in out]


def _missing(
    register: Register, keys: set[str], post: Post, day: date, at: datetime
) -> list[tuple[Any, Values]]:
    """Rows in force that the post may change and the complete file lacks: they end with ``day``."""
    ended = []
    for row in editable(register, post=post, at=at).iterator(chunk_size=2000):
        last = getattr(row, register.attribute(register.ends))
        if last is not None and last <= day:
            continue
        if register.key_of(register.values_of(row)) not in keys:
            ended.append((row, {register.ends: day.isoformat()}))
    return ended


def _foreign(register: Register, key: str) -> Fault:
    return Fault(
        register.key[0],
        say(f"{key} 不在您的管辖范围", f"{key} is not within your reach"),
        say(
            "请从文件中去掉这一行，或者请其主管机关办理",
            "leave it out, or ask whoever is in charge",
        ),
    )
