"""A batch of cases of one story: an array of days for each step, one place per case.

Serves stories, which compute the days of all cases at once, and plants, which alter chosen rows. It
knows no law; a step that did not happen is NONE, and what hangs on it does not happen either.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hengjian.simulator.days import NONE, Bools, Days, Ints, present
from hengjian.simulator.registry import Registry

MORNING, EVENING = 8 * 60 + 30, 16 * 60 + 30
_GAP = 7
"""Minutes between two steps of one day that follow each other."""


@dataclass(frozen=True)
class Step:
    """One thing that happens in a story, and how its event is written.

    ``after``: steps it follows when they fall on one day. ``team``: who did it: handlers, one,
    reviewer, host or nobody. ``doc``: number of the document made with it. ``lasts``: minutes;
    ``latest``: the minute of the day before which it begins.
    """

    name: str
    activity: str
    after: tuple[str, ...] = ()
    team: str = ""
    mode: str = ""
    doc: str = ""
    note: str = ""
    present: bool | None = None
    lasts: int = 0
    latest: int = EVENING


def _ancestors(steps: tuple[Step, ...]) -> dict[str, list[str]]:
    """What each step follows, at one remove or more: a step between them may not have happened."""
    found: dict[str, list[str]] = {}
    for step in steps:
        further = [name for earlier in step.after for name in (earlier, *found.get(earlier, ()))]
        found[step.name] = list(dict.fromkeys(further))
    return found


@dataclass(frozen=True)
class Doc:
    """A document made at a step. ``more``: fields it carries only where a trait holds.

    ``only``: a trait without which (or, after "~", with which) it is not made.
    """

    doc_no: str
    kind: str
    step: str
    fields: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()
    only: str = ""


@dataclass(frozen=True)
class Rewriting:
    """How the papers of one number differ in some cases: fields left out or added, or no paper."""

    rows: Ints
    without: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()
    gone: bool = False


@dataclass
class Batch:
    """The cases of one story. All arrays have one place per case."""

    story: str
    steps: tuple[Step, ...]
    docs: tuple[Doc, ...]
    registry: Registry
    rng: np.random.Generator
    size: int
    wants: list[tuple[dict[str, Any], Ints]] = field(default_factory=list)
    planted: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    day: dict[str, Ints] = field(default_factory=dict)
    minute: dict[str, Ints] = field(default_factory=dict)
    until: dict[str, Ints] = field(default_factory=dict)
    delay: dict[str, Ints] = field(default_factory=dict)
    trait: dict[str, Bools] = field(default_factory=dict)
    value: dict[str, Ints] = field(default_factory=dict)
    mode: dict[str, Any] = field(default_factory=dict)
    amount: dict[str, Ints] = field(default_factory=dict)
    days_written: dict[str, Ints] = field(default_factory=dict)
    kinds: dict[str, Ints] = field(default_factory=dict)
    note: dict[str, Any] = field(default_factory=dict)
    presence: dict[str, Ints] = field(default_factory=dict)
    teams: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    flags: dict[str, Bools] = field(default_factory=dict)
    case: dict[str, Any] = field(default_factory=dict)
    rewritten: dict[str, list[Rewriting]] = field(default_factory=dict)
    unfilmed: dict[str, Bools] = field(default_factory=dict)
    filmed: dict[str, Bools] = field(default_factory=dict)
    written: list[tuple[str, Ints, list[Any]]] = field(default_factory=list)
    contested: dict[int, tuple[int, int]] = field(default_factory=dict)
    double_booked: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    _pins: dict[str, list[tuple[Ints, Ints]]] = field(default_factory=dict)
    _dropped: dict[str, Bools] = field(default_factory=dict)
    _finish: list[Callable[[], None]] = field(default_factory=list)

    # --- drawing -----------------------------------------------------------------------------------

    @property
    def days(self) -> Days:
        return self.registry.days

    def draw_trait(self, name: str, share: float, among: Bools | None = None) -> Bools:
        """A property of some cases by chance; of planted cases only where the plant wants it."""
        found = self.rng.random(self.size) < share
        if among is not None:
            found &= among
        found &= ~self.planted
        for wanted, rows in self.wants:
            if name in wanted:
                found[rows] = bool(wanted[name])
        self.trait[name] = found
        return found

    def draw_delay(self, name: str, low: int, high: int) -> Ints:
        """How long something takes: low to high, both possible, shorter ones more often."""
        share = self.rng.random(self.size) ** 1.4
        self.delay[name] = low + np.minimum((share * (high - low + 1)).astype(np.int64), high - low)
        return self.delay[name]

    # --- scheduling --------------------------------------------------------------------------------

    def at(self, step: str, days: Ints, only: Bools | None = None) -> Ints:
        """Put a step on these days, unless a plant has pinned or dropped it."""
        found = np.where(only, days, NONE) if only is not None else days.copy()
        if step in self._dropped:
            found[self._dropped[step]] = NONE
        for rows, pinned in self._pins.get(step, ()):
            found[rows] = pinned
        self.day[step] = found
        return found

    def wd(self, anchor: Ints, delay: str) -> Ints:
        """So many working days after the anchor as were drawn for ``delay``."""
        return self.days.add(anchor, self.delay[delay])

    def capped(self, anchor: Ints, delay: str, *, most: int, since: Ints | None = None) -> Ints:
        """As `wd`, but on the anchor day itself where more than ``most`` days would pass."""
        found = self.wd(anchor, delay)
        return np.where(found - (anchor if since is None else since) > most, anchor, found)

    def pin(self, step: str, rows: Ints, days: Ints) -> None:
        """Plants: the step falls on these days, and what follows is counted from there."""
        self._pins.setdefault(step, []).append((rows, days))

    def drop(self, rows: Ints, *steps: str) -> None:
        """Plants: these steps do not happen."""
        for step in steps:
            self._dropped.setdefault(step, np.zeros(self.size, dtype=bool))[rows] = True

    def leave_out(self, rows: Ints, doc_no: str, *fields: str) -> None:
        """Plants: this paper lacks these fields; without any named it was never made."""
        change = Rewriting(rows, frozenset(fields), gone=not fields)
        self.rewritten.setdefault(doc_no, []).append(change)

    def write_in(self, rows: Ints, doc_no: str, *fields: str) -> None:
        """Plants: this paper states these fields as well."""
        self.rewritten.setdefault(doc_no, []).append(Rewriting(rows, more=fields))

    def seen(self, step: str, rows: Ints, there: bool) -> None:
        """Plants: whether the party was present at this step."""
        usual = next(known.present for known in self.steps if known.name == step)
        found = np.full(self.size, NONE if usual is None else int(usual))
        self.presence.setdefault(step, found)[rows] = int(there)

    def leave_unfilmed(self, rows: Ints, *steps: str) -> None:
        """Plants: nobody filmed these steps."""
        for step in steps:
            self.unfilmed.setdefault(step, np.zeros(self.size, dtype=bool))[rows] = True

    def finish(self, change: Callable[[], None]) -> None:
        """Plants: a change made once all days and minutes stand; nothing follows from it."""
        self._finish.append(change)

    def restart(self, rows: Ints, days: Ints) -> None:
        """Plants: these cases begin on other days, and the acts they are about move with them."""
        shift = days - self.day["root"][rows]
        self.day["root"][rows] = days
        for name in ("found_on", "violation_ended_on", "violation_on"):
            self.value[name][rows] += shift

    def mark(self, rows: Ints, *names: str, off: bool = False) -> None:
        """Plants: these flags are set, or taken away."""
        for name in names:
            flag = self.flags.setdefault(name, np.zeros(self.size, dtype=bool))
            flag[rows] = not off

    def quick(self, rows: Ints, *delays: str) -> None:
        """Plants: these delays are nothing."""
        for name in delays:
            self.delay[name][rows] = 0

    # --- films and columns ---------------------------------------------------------------------------

    def film(self, rows: Ints, *steps: str) -> None:
        """These steps are filmed for certain."""
        for step in steps:
            self.filmed.setdefault(step, np.zeros(self.size, dtype=bool))[rows] = True

    def write(self, rows: Ints, column: str, value: Any) -> None:
        """The column of the table of cases holds this; a list has one value for each row."""
        values = value if isinstance(value, list) else [value] * len(rows)
        self.written.append((column, rows, values))

    # --- hours -------------------------------------------------------------------------------------

    def set_hours(self, among: Ints | None = None) -> None:
        """A minute of office hours for each step, later than what it follows on the same day.

        ``among``: the cases that get new hours; all of them if none are named.
        """
        rows = np.arange(self.size) if among is None else among
        before = _ancestors(self.steps)
        lasts = {step.name: max(step.lasts, _GAP) for step in self.steps}
        for step in self.steps:
            days = self.day[step.name][rows]
            minutes = self.rng.integers(MORNING, step.latest, len(rows))
            lunch = (minutes >= 11 * 60 + 30) & (minutes < 13 * 60 + 30)
            minutes = np.where(lunch, minutes - 120, minutes)
            there = np.flatnonzero(present(days))  # often few: many steps are rare
            on, own_minutes, who = days[there], minutes[there], rows[there]
            for earlier in before[step.name] if len(there) else ():
                same = self.day[earlier][who] == on
                floor = self.minute[earlier][who] + lasts[earlier]
                own_minutes = np.where(same & (own_minutes < floor), floor, own_minutes)
            minutes[there] = own_minutes
            own = self.minute.setdefault(step.name, np.zeros(self.size, dtype=np.int64))
            own[rows] = minutes

    def close(self) -> None:
        """Carry out what plants left for the end."""
        for change in self._finish:
            change()
