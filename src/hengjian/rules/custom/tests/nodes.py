"""Expressions of every kind that the language can say, made at random over the facts of a case."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from hengjian.content import Content
from hengjian.facts import Type
from hengjian.rules.custom import vocabulary_of
from hengjian.rules.expressions import (
    Adds,
    After,
    Arithmetic,
    AsOf,
    Certain,
    Choose,
    Coalesce,
    Compare,
    Constant,
    Contains,
    DayOf,
    Days,
    Extreme,
    Fact,
    HourOf,
    IsNull,
    Logic,
    Node,
    Not,
    OneOf,
    Overlaps,
    Years,
)
from hengjian.rules.parameters import Missed
from hengjian.terms import Counting

CONTENT = Content()
VOCABULARY = vocabulary_of(CONTENT, "case")
_COLUMNS = [c for c in VOCABULARY.columns if not c.personal]
_ORDERED = (Type.INTEGER, Type.NUMBER, Type.MONEY, Type.DATE, Type.MOMENT)


def fact(type_: Type) -> st.SearchStrategy[Node]:
    return st.sampled_from([c for c in _COLUMNS if c.type is type_]).map(Fact)


def constant(type_: Type) -> st.SearchStrategy[Node]:
    values: dict[Type, st.SearchStrategy[object]] = {
        Type.INTEGER: st.integers(-(10**12), 10**12),
        Type.MONEY: st.integers(-(10**12), 10**12).map(lambda n: Decimal(n) / 100),
        Type.DATE: st.dates(date(1949, 10, 1), date(2100, 1, 1)),
        Type.NUMBER: st.integers(-(10**6), 10**6).map(lambda n: n / 100),
    }
    return values[type_].map(lambda value: Constant(value, type_))  # type: ignore[arg-type]


def values(type_: Type, depth: int) -> st.SearchStrategy[Node]:
    """A value of a type; on the left of a comparison it is never a bare constant."""
    if depth <= 0:
        return fact(type_)
    below: Callable[[Type], st.SearchStrategy[Node]] = lambda t: values(t, depth - 1)  # noqa: E731
    made = [fact(type_)]
    made.append(st.builds(lambda a, b: Coalesce(a, b), below(type_), below(type_)))
    made.append(
        st.builds(
            lambda c, a, b: Choose(c, a, b), conditions(depth - 1), below(type_), below(type_)
        )
    )
    if type_ in _ORDERED:
        which = st.sampled_from(["least", "greatest"])
        made.append(st.builds(lambda w, a, b: Extreme(w, a, b), which, below(type_), below(type_)))
    if type_ in (Type.INTEGER, Type.MONEY):
        right = below(type_) | constant(type_)
        operator = st.sampled_from(["+", "-"])
        made.append(st.builds(lambda o, a, b: Arithmetic(o, a, b), operator, below(type_), right))
    if type_ is Type.MONEY:
        times = below(Type.INTEGER) | constant(Type.NUMBER)
        made.append(st.builds(lambda a, b: Arithmetic("*", a, b), below(type_), times))
    if type_ is Type.INTEGER:
        for counted in (Days, Years):
            made.append(st.builds(counted, below(Type.DATE), below(Type.DATE)))
        made.append(st.builds(HourOf, below(Type.MOMENT)))
    if type_ is Type.DATE:
        number = st.integers(0, 500).map(lambda n: Constant(n, Type.INTEGER))
        operator = st.sampled_from(["+", "-"])
        made.append(
            st.builds(
                lambda o, a, b: Arithmetic(o, a, b),
                operator,
                below(type_),
                number | below(Type.INTEGER),
            )
        )
        counting = st.sampled_from([Counting.WORKING, Counting.MONTHS, Counting.YEARS])
        made.append(st.builds(After, below(type_), st.integers(0, 100), counting))
        made.append(st.just(AsOf()))
    return st.one_of(made)


def conditions(depth: int) -> st.SearchStrategy[Node]:
    """A condition of any form."""
    here = max(depth, 0)
    made = [fact(Type.BOOLEAN)]
    for type_ in (Type.INTEGER, Type.MONEY, Type.DATE):
        operator = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
        right = values(type_, here - 1) | constant(type_)
        made.append(
            st.builds(lambda o, a, b: Compare(o, a, b), operator, values(type_, here - 1), right)
        )
        made.append(st.builds(IsNull, values(type_, here - 1)))
    coded = [c for c in _COLUMNS if c.type is Type.TEXT and c.labels]
    listed = [c for c in _COLUMNS if c.type is Type.CODES and c.labels]
    made.append(
        st.sampled_from(coded).flatmap(
            lambda c: st.sampled_from(sorted(c.labels)).map(
                lambda code: Compare("==", Fact(c), Constant(code, Type.TEXT))
            )
        )
    )
    for columns, kind in ((coded, OneOf), (listed, Contains)):
        made.append(
            st.sampled_from(columns).flatmap(
                lambda c, kind=kind: st.lists(
                    st.sampled_from(sorted(c.labels)), min_size=1, max_size=3, unique=True
                ).map(lambda codes: kind(Fact(c), codes))
            )
        )
    if here > 0:
        below = conditions(here - 1)
        made.append(st.builds(lambda a, b: Logic("and", a, b), below, below))
        made.append(st.builds(lambda a, b: Logic("or", a, b), below, below))
        made.append(st.builds(Not, below))
        made.append(st.builds(lambda a: Certain(a, True), below))
        made.append(st.builds(DayOf, values(Type.DATE, here - 1)))
        lists = fact(Type.CODES)
        made.append(st.builds(Overlaps, lists, lists))
        made.append(st.builds(Adds, lists, lists))
        known = Fact(VOCABULARY.subject.columns["served.known_until"])
        done = Fact(VOCABULARY.subject.columns["served.on"])
        made.append(values(Type.DATE, here - 1).map(lambda due: Missed(due, done, known)))
    return st.one_of(made)


def shape(node: Node) -> object:
    """What an expression is made of, so that two can be compared."""
    own = {
        name: value
        for name, value in vars(node).items()
        if name not in ("parts", "column", "type") and not isinstance(value, Node)
    }
    if isinstance(node, Fact):
        own["column"] = node.column.name
    if isinstance(node, Constant):
        own["value"] = Decimal(str(node.value)) if node.type is Type.MONEY else node.value
    return (
        type(node).__name__,
        node.type,
        sorted(own.items(), key=str),
        [shape(p) for p in node.parts],
    )
