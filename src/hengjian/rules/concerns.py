"""Which kinds of case a rule can concern at all, read off its condition before any row is looked at.

Serves the engine: rows of a kind that a rule certainly passes over need not be judged by it. It says
no only where the condition is false whatever else the case holds; in doubt the rows are judged.
"""

from collections.abc import Callable, Mapping, Sequence

from hengjian.facts import Subject
from hengjian.rules.expressions import (
    Certain,
    Compare,
    Constant,
    Fact,
    IsNull,
    Logic,
    Node,
    Not,
    OneOf,
)
from hengjian.rules.rule import Rule

SORTS = ("kind", "procedure")
"""The facts by which cases are told apart."""
Sort = tuple[str | None, ...]
"""The values of `SORTS` that some rows share."""


def sorted_by(subject: Subject) -> list[str]:
    """The facts that tell the rows of ``subject`` apart; none where it has no kinds."""
    return list(SORTS) if subject.name == "case" else []


def may_concern(rule: Rule, sort: Sort) -> bool:
    """Whether ``rule`` can apply to a row whose kind and procedure are ``sort``."""
    known = dict(zip(SORTS, sort, strict=False))  # a subject without kinds has none to know
    return certainly(rule.judgement.applies, known) is not False


def certainly(node: Node, known: Mapping[str, str | None]) -> bool | None:
    """The value of ``node`` where only the facts in ``known`` are settled; None if it depends on
    others, or may be unknown."""
    for kind, settle in _SETTLED:
        if isinstance(node, kind):
            return settle(node, known)
    return None


def _joined(node: Logic, known: Mapping[str, str | None]) -> bool | None:
    decisive = node.operator == "or"  # one true part settles “or”, one false part “and”
    values = [certainly(part, known) for part in node.parts]
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _not(node: Not, known: Mapping[str, str | None]) -> bool | None:
    value = certainly(node.parts[0], known)
    return None if value is None else not value


def _compared(node: Compare, known: Mapping[str, str | None]) -> bool | None:
    left, right = node.parts
    value = _value(left, known)
    if value is None or not isinstance(right, Constant) or node.operator not in ("==", "!="):
        return None
    return (value == right.value) == (node.operator == "==")


def _one_of(node: OneOf, known: Mapping[str, str | None]) -> bool | None:
    value = _value(node.parts[0], known)
    return None if value is None else value in node.values


def _missing(node: IsNull, known: Mapping[str, str | None]) -> bool | None:
    part = node.parts[0]
    if not isinstance(part, Fact) or part.column.name not in known:
        return None
    return known[part.column.name] is None


def _certain(node: Certain, known: Mapping[str, str | None]) -> bool | None:
    value = certainly(node.parts[0], known)
    return None if value is None else value == node.value


def _value(node: Node, known: Mapping[str, str | None]) -> str | None:
    return known.get(node.column.name) if isinstance(node, Fact) else None


_SETTLED: Sequence[tuple[type[Node], Callable[..., bool | None]]] = (
    (Logic, _joined),
    (Not, _not),
    (Compare, _compared),
    (OneOf, _one_of),
    (IsNull, _missing),
    (Certain, _certain),
)
