"""Reckoned node by node, a rule says of any facts exactly what its expressions say of them."""

import inspect
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.content import Content
from hengjian.facts import Subject, Type
from hengjian.facts.sheet import Held, Numbered, Plain, Sheet
from hengjian.rules import expressions, parameters, verdicts
from hengjian.rules.custom.tests.nodes import conditions, shape
from hengjian.rules.engine import context_of, judged, with_stops
from hengjian.rules.expressions import READINGS, After, Compare, Constant, Context, Fact, Node
from hengjian.rules.judging import Judge
from hengjian.rules.loading import Book
from hengjian.rules.parameters import DueDate
from hengjian.rules.reckoning.alike import OWN, Alike
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.rule import Rule
from hengjian.rules.tests.made_up import made_up, nodes_of
from hengjian.rules.verdicts import judging_conditions
from hengjian.terms import Counting

CONTENT = Content()
BOOK = Book.load(CONTENT)
DAY = date(2026, 3, 2)
SUBJECTS = [pytest.param(subject, id=subject.name) for subject in BOOK.subjects]


@pytest.fixture(params=SUBJECTS)
def subject(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.param
    return found


def _made(subject: Subject, rows: int) -> tuple[pl.DataFrame, Context]:
    facts = made_up(subject, BOOK.of_subject(subject.name), rows, rows + 1)
    return facts, with_stops(facts, context_of(CONTENT, DAY))


def _assert_the_same(
    nodes: list[Node], facts: pl.DataFrame, context: Context, held: Sheet | None = None
) -> None:
    """``held``: the same facts as they are kept."""
    rows = Rows(facts if held is None else held, context)
    _assert_said(nodes, rows, facts)
    two = [node for node in nodes if verdicts.has_two_readings(node)]
    _assert_said(two, rows.read("rolled"), facts)
    by_calendar = [n for n in nodes if any(isinstance(p, DueDate | After) for p in n.walk())]
    _assert_said(by_calendar, rows.read("plain", provisional=True), facts)


def _assert_said(nodes: list[Node], rows: Rows, facts: pl.DataFrame) -> None:
    if not nodes:
        return
    compiled = facts.select(n.compile(rows.context).alias(f"n {i}") for i, n in enumerate(nodes))
    if compiled.height != facts.height:  # all are constants
        compiled = pl.concat([compiled] * facts.height)
    for i, node in enumerate(nodes):
        assert rows(node).equals(compiled[f"n {i}"], check_dtypes=True), node.words()


def test_every_node_has_the_value_of_its_expression(subject: Subject) -> None:
    alike = Alike()
    nodes = {alike(n): n for rule in BOOK.of_subject(subject.name) for n in nodes_of(rule)}
    _assert_the_same(list(nodes.values()), *_made(subject, 120))


def test_texts_are_judged_by_their_numbers(subject: Subject) -> None:
    """Also where the lists name texts that no row has, a text twice, or one that is missing."""
    facts, context = _made(subject, 120)
    listed = {name: _numbered(column) for name, column in facts.to_dict().items()}
    alike = Alike()
    nodes = {alike(n): n for rule in BOOK.of_subject(subject.name) for n in nodes_of(rule)}
    _assert_the_same(list(nodes.values()), facts, context, Sheet(facts.height, listed))
    held = Rows(Sheet(facts.height, listed), context)
    some = pl.Series(range(facts.height)) % 3 == 0
    _assert_said(list(nodes.values()), held.only(some), facts.filter(some))


def _numbered(column: pl.Series) -> Held:
    if column.dtype != pl.String:
        return Plain(column)
    own = column.unique().to_list()
    texts = [*own, None, *own, "没有人写过"]
    places = [texts.index(text) + place % 2 * (len(own) + 1) for place, text in enumerate(column)]
    numbers = pl.Series([place if texts[place] is not None else None for place in places])
    return Numbered(numbers.cast(pl.UInt32), pl.Series(texts, dtype=pl.String))


@pytest.mark.parametrize(("told", "silent"), [(1, 0), (0, 0), (0, 3)])
def test_of_one_row_none_and_rows_without_facts_too(
    subject: Subject, told: int, silent: int
) -> None:
    facts, context = _made(subject, told)
    nodes = [n for rule in BOOK.of_subject(subject.name) for n in judging_conditions(rule)]
    _assert_the_same(nodes, facts.clear(silent) if silent else facts, context)


def test_every_row_has_the_verdict_that_its_conditions_give(subject: Subject) -> None:
    facts, context = _made(subject, 120)
    rows = Rows(facts, context)
    trusting = rows.read("plain", provisional=True)
    for rule in BOOK.of_subject(subject.name):
        told, later = _conditions(rule, rows), _conditions(rule, trusting)
        waiting = _waiting(rule, rows)
        numbers = judged(rule, facts, context).to_list()
        for place, number in enumerate(numbers):
            said = _number(rule, *(values[place] for values in told))
            if said == verdicts.NOT_JUDGED and waiting[place]:
                then = _number(rule, *(values[place] for values in later))
                said = then if then == verdicts.FINE else said
            assert number == said, (rule.id, place)


def _conditions(rule: Rule, rows: Rows) -> list[list[bool | None]]:
    """Whether the rule applies, is broken in either reading, and each of its excuses and grades."""
    rolled = rows.read("rolled")(rule.judgement.breaks)
    first = rows(verdicts.concerning(rule)).to_list(), rows(rule.judgement.breaks).to_list()
    others = [rows(node).to_list() for node in judging_conditions(rule)[1:]]
    return [*first, rolled.to_list(), *others]


def _waiting(rule: Rule, rows: Rows) -> list[bool]:
    """Where a period of the rule has begun whose end nobody can tell."""
    waiting = [False] * rows.height
    for due in verdicts.due_dates(rule) if verdicts.counts_days(rule) else ():
        if Counting.WORKING not in due.countings and due.parameter.roll == "never":
            continue
        for reading in READINGS if due.parameter.roll == "disputed" else READINGS[:1]:
            pairs = zip(rows(due.start), rows.read(reading)(due), strict=True)
            found = [start is not None and end is None for start, end in pairs]
            waiting = [one or other for one, other in zip(waiting, found, strict=True)]
    return waiting


def _number(
    rule: Rule, applies: bool | None, plain: bool | None, rolled: bool | None, *others: bool | None
) -> int:
    """The verdict as one would say it aloud."""
    excused = others[: len(rule.judgement.exceptions)]
    breaks = None if plain is None or rolled is None else plain or rolled
    if applies is False:
        return verdicts.NOT_CONCERNED
    if breaks is False:
        return verdicts.FINE
    if excused.count(True) > 1 and not rule.judgement.ordered:
        return verdicts.CLASH
    if True in excused:
        return verdicts.EXEMPT + excused.index(True)
    if applies is None or breaks is None or None in excused:
        return verdicts.NOT_JUDGED
    if plain != rolled:
        return verdicts.BREAKS + 1
    grades = others[len(excused) :]
    return verdicts.BREAKS + (2 + grades.index(True) if True in grades else 0)


def test_rules_together_say_what_each_says_alone(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where few rows are taken apart from the others."""
    rules = BOOK.of_subject(subject.name)
    facts, context = _made(subject, 120)
    alone = {rule.id: judged(rule, facts, context).to_list() for rule in rules}
    for small in (5_000, 0):
        monkeypatch.setattr("hengjian.rules.reckoning.rows.SMALL", small)
        found = Judge(rules, context).verdicts(facts)
        assert {v.rule.id: v.of_every_row.to_list() for v in found} == alone


def test_some_rows_are_told_as_all_are(subject: Subject) -> None:
    facts, context = _made(subject, 120)
    picked = pl.Series([place % 3 == 1 for place in range(facts.height)])
    known, unknown = Rows(facts, context), Rows(facts, context)
    told, untold = known.only(picked), unknown.only(picked)
    for node in (n for rule in BOOK.of_subject(subject.name) for n in nodes_of(rule)):
        expected = known(node).filter(picked)  # what is known of all is taken over
        assert told(node).equals(expected), node.words()
        assert untold(node).equals(expected), node.words()


# --- what is alike --------------------------------------------------------------------------------------


def test_only_nodes_that_say_the_same_have_the_same_number(subject: Subject) -> None:
    alike = Alike()
    shapes: dict[int, str] = {}
    for node in (n for rule in BOOK.of_subject(subject.name) for n in nodes_of(rule)):
        told = f"{type(node).__name__} {node.words()} {[alike(part) for part in node.parts]}"
        assert shapes.setdefault(alike(node), told) == told


@given(st.lists(conditions(2), min_size=2, max_size=2))
@settings(max_examples=150, deadline=None)
def test_conditions_are_alike_if_and_only_if_they_are_the_same(both: list[Node]) -> None:
    alike = Alike()
    one, other = both
    assert (alike(one) == alike(other)) == (repr(shape(one)) == repr(shape(other)))


def test_one_is_not_taken_for_true() -> None:
    alike = Alike()
    values = [
        Constant(1, Type.INTEGER),
        Constant(1, Type.NUMBER),
        Constant(1.0, Type.NUMBER),
        Constant(True, Type.BOOLEAN),
        Constant("1", Type.TEXT),
    ]
    assert len({alike(value) for value in values}) == len(values)


def test_a_node_of_an_unknown_kind_is_like_none_but_itself() -> None:
    class Doubtful(Compare):
        """A comparison that somebody changed."""

    column = BOOK.subjects[0].columns["filed.on"]
    left, right = Fact(column), Constant(DAY, Type.DATE)
    alike = Alike()
    one, other, plain = Doubtful("<", left, right), Doubtful("<", left, right), left < right
    assert alike(left < right) == alike(plain)
    assert len({alike(node) for node in (one, other, plain)}) == 3


def test_every_kind_of_node_is_known_to_be_alike_or_not() -> None:
    bases = {expressions.Node, parameters.Chosen}
    kinds = {
        kind
        for module in (expressions, parameters)
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, Node)
    }
    assert set(OWN) == kinds - bases
