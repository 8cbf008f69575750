"""Judging what must be seen together, group by group, and what stands in registers, subject by subject.

Serves the runs of the standing check. After a few cases changed only the groups they are in or were in
are judged anew, and only subjects that read a register in which something changed; the rest stands.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from hengjian.archive import Snapshot
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.findings_store import ACROSS, Found
from hengjian.check.standing.gathering import BUCKET, GATHERED, REGISTERS, Gathering
from hengjian.check.standing.judging import Judging
from hengjian.facts import GROUP, Bucket, Subject, build_facts, build_gathered
from hengjian.facts.sheet import Sheet
from hengjian.rules.engine import facts_read
from hengjian.rules.findings import SCHEMA

FOUND = {**SCHEMA, GROUP: pl.UInt64()}
"""The columns of findings across cases."""
_ANEW = {"subject": pl.String(), GROUP: pl.UInt64()}
Days = dict[str, str | None]
ENTRIES_AT_ONCE = 100_000
"""Entries of a register of which facts are made at once."""


@dataclass
class Across:
    """Facts across cases and of registers as they are made, kept and judged in one run.

    ``days``: subject → the first day on which time may change a verdict, of what was judged · ``anew``:
    what was judged, by subject and group; no group: all of the subject.
    """

    judging: Judging
    keep: FactsStore
    days: Days = field(default_factory=dict)
    _found: list[pl.DataFrame] = field(default_factory=list)
    _anew: list[pl.DataFrame] = field(default_factory=list)

    def found(self, run: int) -> Found:
        """What a run found, with its group."""
        findings = pl.concat([pl.DataFrame(schema=FOUND), *self._found])
        return Found.of(findings, ACROSS, run)

    @property
    def anew(self) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=_ANEW), *self._anew])

    # --- made from what cases gave, or from registers ---------------------------------------------------

    def whole(self, subject: Subject, registers: Bucket, gathering: Gathering, run: int) -> None:
        """Make, keep and judge all facts of a subject."""
        self._begin(subject)
        self._name(subject, pl.Series([None], dtype=pl.UInt64))
        names = facts_read(subject, self.judging.book.of_subject(subject.name))
        for part, facts in self._made(subject, registers, gathering, names):
            self.keep.add(place_of(subject), part, run, {(): facts})
            self._judge(subject, facts)

    def _made(
        self, subject: Subject, registers: Bucket, gathering: Gathering, names: list[str]
    ) -> Iterator[tuple[int, pl.DataFrame]]:
        """The facts of a subject, part by part."""
        if subject.gathered is None:
            for part, some in enumerate(_pieces(subject, registers)):
                yield part, build_facts(subject, some, names)
            return
        for part in range(gathering.parts):
            given = gathering.every(subject.name, part)
            own = _only(subject, registers, gathering.within(part))
            yield part, build_gathered(subject, subject.gathered, own, given, names)

    def groups(
        self, subject: Subject, groups: pl.Series, registers: Bucket, gathering: Gathering, run: int
    ) -> None:
        """Make, keep and judge the facts of some groups of a gathered subject."""
        if subject.gathered is None or groups.is_empty():
            return
        self._name(subject, groups)
        names = facts_read(subject, self.judging.book.of_subject(subject.name))
        given = gathering.copies(subject.name, groups)
        own = _only(subject, registers, pl.col(GROUP).is_in(groups.implode()))
        facts = build_gathered(subject, subject.gathered, own, given, names)
        self.keep.add_few(place_of(subject), run, {(): facts}, gathering.in_parts(groups))
        self._judge(subject, facts)

    # --- kept -------------------------------------------------------------------------------------------

    def stored(self, subjects: Iterable[Subject], meet: "Meet") -> None:
        """Judge the rules asked again, from kept facts; ``meet``: who does it."""
        pieces: list[Piece] = []
        for subject in subjects:
            self._begin(subject)
            numbers = self.keep.buckets(place_of(subject))
            pieces += [Piece(subject.name, number) for number in numbers]
        for piece, said in zip(pieces, meet(pieces), strict=True):
            self._take(piece.subject, said)

    def _begin(self, subject: Subject) -> None:
        self.days[subject.name] = None

    def _name(self, subject: Subject, groups: pl.Series) -> None:
        self._anew.append(
            groups.to_frame(GROUP).select(pl.lit(subject.name).alias("subject"), GROUP)
        )

    def _judge(self, subject: Subject, facts: pl.DataFrame) -> None:
        self._take(subject.name, _judged(self.judging, subject, facts))

    def _take(self, subject: str, said: "Met") -> None:
        self._found.append(said.findings)
        if said.day is not None:
            self.days[subject] = _earlier(self.days.get(subject), said.day)


@dataclass(frozen=True)
class Piece:
    """Some of the kept facts of a subject beyond single cases."""

    subject: str
    number: int


@dataclass(frozen=True)
class Met:
    """What was judged of some rows: what was found, with its group, and the first day on which time may
    change a verdict."""

    findings: pl.DataFrame
    day: date | None


Meet = Callable[[list[Piece]], Iterator[Met]]


def met(judging: Judging, keep: FactsStore, piece: Piece) -> Met:
    """Judge the rules asked again, from a piece of the kept facts."""
    subject = next(one for one in judging.book.subjects if one.name == piece.subject)
    grouped = [GROUP] if subject.gathered is not None else []
    columns = [*judging.panel(subject, whole=True).columns(()), *grouped]
    facts = keep.kept(place_of(subject), piece.number).of((), columns)
    return _judged(judging, subject, facts)


def _judged(judging: Judging, subject: Subject, facts: pl.DataFrame | Sheet) -> Met:
    panel, whole = judging.panel(subject), judging.panel(subject, whole=True)
    broken, findings = judging.written(panel, [panel.judged((), facts)])
    groups = pl.Series([None], dtype=pl.UInt64).new_from_index(0, findings.height)
    if subject.gathered and broken:
        places = pl.concat(hits.places for hits in broken)
        groups = Sheet.of(facts).select([GROUP]).at(places).frame()[GROUP]
    found = findings.with_columns(groups.alias(GROUP))
    return Met(found, judging.first_day(whole, facts))


def _pieces(subject: Subject, registers: Bucket) -> Iterator[Bucket]:
    """The registers, each time with some more of the entries that the subject is about."""
    if subject.register is None:
        yield registers
        return
    entries = registers.own(subject.register)
    for first in range(0, max(entries.height, 1), ENTRIES_AT_ONCE):
        yield registers.only(subject.register, entries.slice(first, ENTRIES_AT_ONCE))


def _only(subject: Subject, registers: Bucket, wanted: pl.Expr) -> Bucket:
    """The registers; of one of which each entry is in a group, only the entries of groups wanted."""
    if subject.register is None or subject.gathered is None:
        return registers
    entries = registers.own(subject.register)
    groups = subject.gathered.groups(entries).to_frame()
    return registers.only(subject.register, entries.filter(groups.select(wanted).to_series()))


def rests_on(subject: Subject, registers: Iterable[str]) -> bool:
    """Whether facts of a subject are made from one of these registers."""
    return not subject.tables.isdisjoint(registers)


def registered(snapshot: Snapshot) -> Bucket:
    """All registers, and no case."""
    return Bucket(snapshot.no_case())


def let_go(snapshot: Snapshot, judging: Judging) -> None:
    """Forget registers whose entries are judged by themselves, unless cases ask for them, too: some have
    millions of entries and are asked for once a day or less."""
    lasting = set().union(*(subject.tables for subject in judging.subjects(BUCKET)))
    own = {one.register for one in judging.subjects(REGISTERS) if one.register is not None}
    snapshot.let_go(own - lasting)


def place_of(subject: Subject) -> str:
    """Where the facts of a subject beyond single cases are kept."""
    return f"{GATHERED if subject.gathered else REGISTERS}/{subject.name}"


def _earlier(one: str | None, day: date) -> str:
    return min(one or day.isoformat(), day.isoformat())
