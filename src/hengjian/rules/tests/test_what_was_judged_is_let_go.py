"""What judging reckoned of a frame is free as soon as it is judged, not only when Python next looks for
garbage: a run over ten million cases would hold gigabytes until then."""

import gc
from collections.abc import Iterator
from datetime import date
from weakref import WeakSet

import pytest

from hengjian.content import Content
from hengjian.rules.engine import context_of
from hengjian.rules.loading import Book
from hengjian.rules.panel import Panel
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.tests.made_up import made_up

CONTENT = Content()
BOOK = Book.load(CONTENT)
ROWS = 40_000
"""So many that parts of them are taken apart."""


@pytest.fixture
def alive(monkeypatch: pytest.MonkeyPatch) -> Iterator["WeakSet[Rows]"]:
    made: WeakSet[Rows] = WeakSet()
    first = Rows.__init__

    def counted(self: Rows, *args: object) -> None:
        first(self, *args)  # type: ignore[arg-type]
        made.add(self)

    monkeypatch.setattr(Rows, "__init__", counted)
    gc.disable()
    yield made
    gc.enable()


@pytest.mark.parametrize("name", ["case", "act", "officer"])
def test_it_leaves_nothing_for_a_collection_of_garbage(name: str, alive: "WeakSet[Rows]") -> None:
    (subject,) = (subject for subject in BOOK.subjects if subject.name == name)
    rules = BOOK.of_subject(name)
    panel = Panel(subject, rules, context_of(CONTENT, date(2026, 3, 2)))
    facts = made_up(subject, rules, 400, 1)[[i % 400 for i in range(ROWS)]]
    evaluation = panel.judged((), facts)
    assert any(tally.concerned for tally in evaluation.tallies)
    assert panel.next_due((), facts).len() == ROWS
    assert len(alive) == 0
