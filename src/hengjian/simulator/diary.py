"""Whose time is taken: no officer is in two cases at once, unless a plant wants that.

Serves the simulation, which draws the hours of all cases independently of each other. Where two acts
of one officer meet, the hours of one case are drawn anew; where a day is too full for that, somebody
else takes the case over. Acts that count are those that need officers on the scene, and hearings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from hengjian.content import Content
from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Bools, Ints, present
from hengjian.simulator.people import CARDS

_DAY_BITS, _MINUTE_BITS = 15, 11
_ATTEMPTS = 25
_TEAMS = {"handlers": ("handler", "handler2"), "one": ("handler",), "host": ("host",)}


@dataclass(frozen=True)
class _Acts:
    """Acts of officers: when each begins and ends, as numbers that sort, and whose case it is."""

    since: Ints
    until: Ints
    row: Ints

    @cached_property
    def taken(self) -> Ints:
        """Until when the acts up to each one last, where they are sorted."""
        found: Ints = np.maximum.accumulate(self.until)
        return found

    def of(self, kept: Bools) -> "_Acts":
        return _Acts(self.since[kept], self.until[kept], self.row[kept])


@dataclass
class Diary:
    """Acts of all officers in the batches so far; ``activities``: those that count."""

    activities: frozenset[str]
    _parts: list[_Acts] = field(default_factory=list)

    @classmethod
    def of(cls, content: Content) -> "Diary":
        codes = content.code_lists["activities"].codes
        marked = {c.code for c in codes if {"two_officers", "needs_cert"} & set(c.marks)}
        return cls(frozenset(marked | {"hearing_held"}))

    def settle(self, b: Batch, moved: Bools, redraw: Callable[[Ints], None]) -> None:
        """Make the batch fit. ``moved``: cases whose hours stand; ``redraw``: draws hours anew."""
        self._enter(b, np.flatnonzero(moved & ~b.double_booked), self._replace)
        left = np.flatnonzero(~moved & ~b.double_booked)
        for _ in range(_ATTEMPTS):
            left = self._enter(b, left)
            if not len(left):
                return
            redraw(left)
        self._enter(b, left, self._replace)

    def _enter(
        self, b: Batch, rows: Ints, otherwise: Callable[[Batch, Ints], None] | None = None
    ) -> Ints:
        """Enter the acts of these cases; those that do not fit are left, or put right otherwise."""
        acts = self._acts(b, rows)
        clashing = np.unique(np.concatenate([self._with_others(acts), _among(acts)]))
        if len(clashing) and otherwise is not None:
            otherwise(b, clashing)
            acts = self._acts(b, rows)
            clashing = clashing[:0]
        kept = acts.of(~np.isin(acts.row, clashing))
        if len(kept.since):
            self._parts.append(_sorted(kept))
        return clashing

    def _acts(self, b: Batch, rows: Ints) -> _Acts:
        """The acts of these cases, one for each officer."""
        wanted = np.zeros(b.size, dtype=bool)
        wanted[rows] = True
        parts: list[tuple[Ints, Ints, Ints]] = []
        for step in b.steps:
            if step.activity not in self.activities or step.team not in _TEAMS:
                continue
            own = [row for name, row in b.teams if name == step.name and wanted[row]]
            usual = wanted & present(b.day[step.name])
            usual[own] = False
            there = np.flatnonzero(usual)
            parts += [
                self._when(b, step.name, there, b.value[member][there], step.lasts)
                for member in _TEAMS[step.team]
            ]
            for row in own:
                team = b.teams[step.name, row]
                alone = np.full(len(team), row)
                if b.day[step.name][row] >= 0:
                    parts.append(self._when(b, step.name, alone, np.array(team), step.lasts))
        empty = np.zeros(0, dtype=np.int64)
        columns = [np.concatenate([empty, *(part[place] for part in parts)]) for place in range(3)]
        return _Acts(*columns)

    @staticmethod
    def _when(
        b: Batch, step: str, rows: Ints, officers: Ints, lasts: int
    ) -> tuple[Ints, Ints, Ints]:
        day = officers << _DAY_BITS | b.day[step][rows]
        since = (day << _MINUTE_BITS) + b.minute[step][rows]
        return since, since + max(lasts, 1), rows

    def _with_others(self, acts: _Acts) -> Ints:
        """The cases among these whose acts meet what is entered already."""
        found = []
        for part in self._parts:
            place = np.searchsorted(part.since, acts.since, side="right")
            before = (place > 0) & (part.taken[np.maximum(place - 1, 0)] > acts.since)
            last = len(part.since) - 1
            after = (place <= last) & (part.since[np.minimum(place, last)] < acts.until)
            found.append(acts.row[before | after])
        return np.concatenate([acts.row[:0], *found])

    @staticmethod
    def _replace(b: Batch, rows: Ints) -> None:
        """New officers take these cases over; bodies whose staff is planted keep theirs."""
        for row in rows.tolist():
            body = b.registry.bodies[int(b.value["body"][row])]
            if body.staff is None and not any(place == row for _, place in b.teams):
                presiding = b.value["host"][row] == b.value["handler"][row]
                for member in ("handler", "handler2", "host"):
                    number = b.registry.people.hire(body)
                    b.registry.people.certify(number, CARDS[0][0], CARDS[-1][1])
                    b.value[member][row] = number
                if presiding:
                    b.value["host"][row] = b.value["handler"][row]


def _sorted(acts: _Acts) -> _Acts:
    order = np.argsort(acts.since, kind="stable")
    return _Acts(acts.since[order], acts.until[order], acts.row[order])


def _among(acts: _Acts) -> Ints:
    """The later case of each two that meet; acts of one case may follow closely."""
    acts = _sorted(acts)
    meet = (acts.since[1:] < acts.taken[:-1]) & (acts.row[1:] != acts.row[:-1])
    found: Ints = acts.row[1:][meet]
    return found


def hours_changed(before: Iterable[Ints], after: Iterable[Ints], rows: int) -> Bools:
    """Which of the first ``rows`` cases no longer have the days and minutes they had."""
    changed = np.zeros(rows, dtype=bool)
    for was, now in zip(before, after, strict=True):
        changed |= was != now[:rows]
    return changed
