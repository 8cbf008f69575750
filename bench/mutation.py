"""Mutation check of the rule book: each comparison, when flipped or moved by one, must fail a case.

Every comparison, period, joint and listed code of a rule is changed, one at a time, and the rule's own
situations are judged again. A change that no situation notices *survives*: the situations do not pin
that part of the condition. Prints what survived and the counts; exits 1 if a comparison survived.

    python bench/mutation.py            all rules
    python bench/mutation.py F08 I05    these
    python bench/mutation.py --all      count listed codes and joints too, not only comparisons
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hengjian.content import Content
from hengjian.facts import Bucket, Type
from hengjian.rules import verdicts
from hengjian.rules.engine import context_of, facts_for, judged
from hengjian.rules.expressions import (
    Compare,
    Constant,
    Contains,
    Context,
    Logic,
    Node,
    Not,
    OneOf,
)
from hengjian.rules.loading import Book
from hengjian.rules.parameters import HoursMissed, Missed, Parameters
from hengjian.rules.rule import Rule
from hengjian.rules.situations import Situation, records_of, situations_of, verdict_of

NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


@dataclass(frozen=True)
class Mutant:
    """One change. ``comparison``: it changes a comparison or a period, which must be pinned."""

    what: str
    comparison: bool
    node: Node
    compile: Callable[[Context], pl.Expr]


def mutants(rule: Rule) -> Iterator[Mutant]:
    """All changes of the rule's conditions."""
    seen: set[int] = set()
    for condition in verdicts.conditions_of(rule):
        for part in condition.walk():
            if id(part) not in seen:
                seen.add(id(part))
                yield from of_node(part)


def of_node(part: Node) -> Iterator[Mutant]:
    words = part.words()
    if isinstance(part, Compare):
        left, right = part.parts
        for operator in (NEGATED[part.operator], MOVED.get(part.operator)):
            if operator is not None:
                other = Compare(operator, left, right)
                yield Mutant(f"{words}  →  {operator}", True, part, other.compile)
        if isinstance(right, Constant) and right.type in (Type.INTEGER, Type.NUMBER, Type.MONEY):
            for step in (-1, 1):
                moved = Compare(part.operator, left, Constant(_number(right) + step, right.type))
                yield Mutant(f"{words}  →  {step:+d}", True, part, moved.compile)
    elif isinstance(part, Missed):
        due, done, known = part.parts
        for days in (-1, 1):
            yield Mutant(
                f"{words}  →  {days:+d}", True, part, Missed(_Moved(due, days), done, known).compile
            )
    elif isinstance(part, HoursMissed):
        *around, known, hours = part.parts
        start_at, start_on, done_at, done_on = around
        for step in (-1, 1):
            moved = HoursMissed(
                _Longer(hours, step),
                (start_at, start_on),
                (done_at, done_on),
                known,  # type: ignore[arg-type]
            )
            yield Mutant(f"{words}  →  {step:+d}", True, part, moved.compile)
    elif isinstance(part, Logic):
        other = Logic("or" if part.operator == "and" else "and", *part.parts)
        yield Mutant(f"{words}  →  {other.operator}", False, part, other.compile)
        for i, dropped in enumerate(part.parts):
            rest = part.parts[:i] + part.parts[i + 1 :]
            left_over = Logic(part.operator, *rest)
            yield Mutant(f"{words}  →  − {dropped.words()}", False, part, left_over.compile)
    elif isinstance(part, Not):
        yield Mutant(f"{words}  →  yes", False, part, part.parts[0].compile)
    elif isinstance(part, OneOf | Contains) and len(part.values) > 1:
        for value in part.values:
            fewer = type(part)(part.parts[0], [v for v in part.values if v != value])
            yield Mutant(f"{words}  →  − {value}", False, part, fewer.compile)


def _number(constant: Constant) -> int | float:
    return constant.value if isinstance(constant.value, int | float) else float(str(constant.value))


class _Moved(Node):
    """A due date some days off."""

    type = Type.DATE

    def __init__(self, due: Node, days: int) -> None:
        self.parts, self.days = (due,), days

    def compile(self, context: Context) -> pl.Expr:
        return (self.parts[0].compile(context).cast(pl.Int32) + self.days).cast(pl.Date)


class _Longer(Node):
    """A number of hours, more or less."""

    type = Type.INTEGER

    def __init__(self, hours: Node, step: int) -> None:
        self.parts, self.step = (hours,), step

    def compile(self, context: Context) -> pl.Expr:
        return self.parts[0].compile(context) + self.step


@dataclass(frozen=True)
class Prepared:
    """A situation with its facts, so that each mutant costs one evaluation."""

    situation: Situation
    rule: Rule
    facts: pl.DataFrame
    context: Context


def prepared(rule: Rule, situation: Situation, content: Content) -> Prepared:
    if entered := situation.told.get("parameters"):
        content = content.with_values(entered)
        rule = Rule(rule.declaration, content, rule.subject, Parameters(content))
    bucket = Bucket(records_of(situation, content))
    facts, context = facts_for(rule.subject, bucket, [rule], context_of(content, situation.as_of))
    return Prepared(situation, rule, facts, context)


@contextmanager
def changed(rule: Rule, place: int) -> Iterator[Mutant]:
    """The rule with its ``place``-th mutation in force."""
    mutant = list(mutants(rule))[place]
    mutant.node.compile = mutant.compile  # type: ignore[method-assign]
    try:
        yield mutant
    finally:
        del mutant.node.compile


def noticed(one: Prepared, place: int | None) -> bool:
    """Whether the situation no longer has its expected verdict under the mutation."""
    if place is None:
        return answer(one) != wanted(one.situation)
    with changed(one.rule, place):
        try:
            return answer(one) != wanted(one.situation)
        except (pl.exceptions.PolarsError, ValueError):
            return True


def wanted(situation: Situation) -> tuple[str, str | None, str | None]:
    return situation.expect, situation.exception, situation.told.get("severity")


def answer(one: Prepared) -> tuple[str, str | None, str | None]:
    numbers = judged(one.rule, one.facts, one.context)
    verdict, exception = verdict_of(one.rule, numbers)
    severity = None
    if "severity" in one.situation.told:
        weights = verdicts.weights_of(one.rule)
        kinds = {
            weights[n - verdicts.BREAKS].severity.value for n in numbers if n >= verdicts.BREAKS
        }
        severity = kinds.pop() if len(kinds) == 1 else str(sorted(kinds))
    if one.situation.expect != "exempt" or one.situation.exception is None:
        exception = one.situation.exception
    return verdict, exception, severity


def main(arguments: list[str]) -> int:
    everything = "--all" in arguments
    chosen = {a.upper() for a in arguments if not a.startswith("-")}
    content = Content()
    book = Book.load(content)
    began = time.perf_counter()
    total = killed = weak = comparisons = 0
    for rule in book.rules.values():
        if chosen and rule.id not in chosen:
            continue
        told = situations_of(Path(rule.declaration.file).with_suffix(".yaml"))
        cases = [prepared(rule, situation, content) for situation in told]
        for one in cases:
            if noticed(one, None):
                print(f"{rule.id}  wrong before any change: {one.situation.name}")
        for place, mutant in enumerate(mutants(rule)):
            if not mutant.comparison and not everything:
                continue
            total += 1
            comparisons += mutant.comparison
            if any(noticed(one, place) for one in cases):
                killed += 1
                continue
            weak += mutant.comparison
            print(
                f"{rule.id}  {'survives' if mutant.comparison else 'survives (joint)'}: {mutant.what}"
            )
    seconds = time.perf_counter() - began
    print(
        f"{total} mutants, {killed} noticed, {total - killed} survive; "
        f"of {comparisons} comparisons {weak} survive; {seconds:.0f} s"
    )
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
