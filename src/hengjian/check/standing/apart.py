"""Judging kept facts in processes of their own, one for each core, and hearing what they found.

Serves runs over many buckets: threads of one process wait for each other nearly half of the time. The
processes only read; whatever one of them cannot do is done here, so that errors are told as ever.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from queue import SimpleQueue
from typing import IO

import polars as pl

from hengjian.check.standing.across import Met, Piece, met
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.findings_store import Found
from hengjian.check.standing.frames import Cases
from hengjian.check.standing.judging import Judged, Judging, in_groups
from hengjian.content import Content
from hengjian.content.threads import side_by_side
from hengjian.rules.custom import CustomRule, Definition
from hengjian.rules.loading import Book
from hengjian.rules.rule import Severity
from hengjian.standard.reading.guard import environment

CHILD = "hengjian.check.standing.apart_child"
FROM = 20
"""Buckets from which on it pays to start processes, which takes them as long as judging a few."""
MOST = 4
"""Processes at once, of some four hundred megabytes each."""
_ALONE = {
    "POLARS_MAX_THREADS": "1",
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:10000,muzzy_decay_ms:10000,narenas:1",
}
"""A process that has a core to itself: one thread, and memory is kept from one frame for the next, which
saves a tenth of the processor."""
_LENGTH = 8

Asked = Sequence[tuple[int, Cases]]


@dataclass(frozen=True)
class Told:
    """What is told of a bucket: what the run found, the days, and of how many ``cases``."""

    found: Found
    due: pl.DataFrame
    cases: int


def told_of(judged: Iterable[tuple[int, Judged]], run: int) -> Iterator[tuple[int, Told]]:
    """What a run judged of each bucket, as it is handed on."""
    for bucket, own in judged:
        yield bucket, Told(Found.of(own.findings, bucket, run), own.due, own.cases)


@dataclass(frozen=True)
class Task:
    """What a process must know before it judges the first bucket: the content, and what a bureau changed
    of its book: rules of its ``own``, what each rule weighs, which are ``off`` and why.

    ``grounds``: what the rules rest on here; a process that comes to others must not judge.
    """

    content: Content
    own: list[Definition]
    severities: dict[str, Severity]
    off: dict[str, str]
    grounds: dict[str, str]
    as_of: date
    rules: frozenset[str] | None
    dates: bool
    store: FactsStore
    run: int

    @classmethod
    def of(cls, judging: Judging, grounds: dict[str, str], store: FactsStore, run: int) -> "Task":
        book = judging.book
        rules = book.rules.values()
        return cls(
            book.content,
            [rule.definition for rule in rules if isinstance(rule, CustomRule)],
            {rule.id: rule.severity for rule in rules},
            {rule.id: rule.off_because for rule in rules if rule.off_because is not None},
            grounds,
            judging.context.as_of,
            judging.rules,
            judging.dates,
            store,
            run,
        )

    def book(self) -> Book:
        """The book as it is where the task comes from."""
        loaded = Book.load(self.content)
        whole = loaded.with_rules([CustomRule(own, self.content) for own in self.own])
        lowered = {
            id_: weight
            for id_, weight in self.severities.items()
            if id_ in whole.rules and weight.weight < whole[id_].severity.weight
        }
        return whole.adjusted(self.off, lowered)


@dataclass(frozen=True)
class Answer:
    """What was judged of some buckets, or beyond single cases, and the counts of the rules in them."""

    told: list[tuple[int, Told]] | Met
    tallies: dict[str, dict[str, int]]


def cores() -> int:
    """How many processes can be at work at once here."""
    return min(MOST, len(os.sched_getaffinity(0)))


def pays(buckets: Sequence[int]) -> bool:
    """Whether it pays to judge all cases of these in processes of their own."""
    return cores() > 1 and len(buckets) >= FROM


@contextmanager
def hands(
    judging: Judging, grounds: dict[str, str], store: FactsStore, buckets: Sequence[int], run: int
) -> Iterator["Here | Apart"]:
    """Who judges kept facts for a run: processes, where that pays for so many buckets, or this one."""
    if not pays(buckets):
        yield Here(judging, store, run)
        return
    with Apart(judging, Task.of(judging, grounds, store, run), cores()) as apart:
        yield apart


@dataclass(frozen=True)
class Here:
    """This process."""

    judging: Judging
    store: FactsStore
    run: int

    def stored(self, asked: Asked) -> Iterator[tuple[int, Told]]:
        """What is said of each of these buckets, in their order."""
        yield from told_of(self.judging.stored(self.store, asked), self.run)

    def met(self, pieces: Sequence[Piece]) -> Iterator[Met]:
        """What is said of each of these pieces, in their order."""
        for piece in pieces:
            yield met(self.judging, self.store, piece)


@dataclass
class Apart:
    """The processes of one run: they are there until the ``with`` block is left."""

    judging: Judging
    task: Task
    count: int
    _idle: "SimpleQueue[_Child]" = field(default_factory=SimpleQueue)
    _ends: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Apart":
        with ExitStack() as ends:
            for _ in range(self.count):
                self._idle.put(ends.enter_context(_Child(self.task)))
            self._ends = ends.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.close()

    def stored(self, asked: Asked) -> Iterator[tuple[int, Told]]:
        """What is said of each of these buckets, in their order."""
        for told in side_by_side(self._told, in_groups(asked, self.count), self.count):
            yield from told

    def met(self, pieces: Sequence[Piece]) -> Iterator[Met]:
        """What is said of each of these pieces, in their order."""
        yield from side_by_side(self._met, pieces, self.count)

    def _told(self, asked: Asked) -> list[tuple[int, Told]]:
        said = self._said(list(asked))
        if isinstance(said, list):
            return said
        return [*told_of(self.judging.some(self.task.store, asked), self.task.run)]

    def _met(self, piece: Piece) -> Met:
        said = self._said(piece)
        return said if isinstance(said, Met) else met(self.judging, self.task.store, piece)

    def _said(self, what: object) -> list[tuple[int, Told]] | Met | None:
        """What the next idle process says; None where it cannot say."""
        child = self._idle.get()
        try:
            answer = child.asked(what)
        finally:
            self._idle.put(child)
        if answer is None:
            return None
        self.judging.count(answer.tallies)
        return answer.told


class _Child:
    """One process; it ends when this side is closed, or gone. The task is told with the first question,
    so that several can load their libraries at the same time."""

    def __init__(self, task: Task) -> None:
        self._task: Task | None = task
        # -P: the working directory may be full of foreign files, one of them a polars.py.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment(), **_ALONE},
            start_new_session=True,  # what interrupts this process ends it by its channel
        )

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(BrokenPipeError), self._process as process:
            process.kill()  # it only reads

    def asked(self, what: object) -> Answer | None:
        """What it says of some buckets, or of a piece; None where it cannot say."""
        task, self._task = self._task, None
        if not ((task is None or self._told(task)) and self._told(what)):
            return None
        assert self._process.stdout is not None
        answer = heard(self._process.stdout)
        return answer if isinstance(answer, Answer) else None

    def _told(self, what: object) -> bool:
        assert self._process.stdin is not None
        try:
            tell(self._process.stdin, what)
        except OSError:
            return False
        return True


def tell(channel: IO[bytes], what: object) -> None:
    """Send one thing to the other side, which is this same program."""
    content = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    channel.write(len(content).to_bytes(_LENGTH, "little") + content)
    channel.flush()


def heard(channel: IO[bytes]) -> object:
    """The next thing that the other side sent; None where it has gone."""
    length = channel.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    content = channel.read(int.from_bytes(length, "little"))
    return pickle.loads(content) if content else None  # noqa: S301  # of a process that we began
