"""Mutation check of the rule book: each comparison, when flipped or moved by one, must fail a case.

Every comparison, period, joint, listed code, fallback and certainty of a rule is changed, one at a
time, and the rule's own situations are judged again. A change that no situation notices *survives*:
the situations do not pin that part of the condition, or the part is dead and should go. A situation
that is wrong already without a change notices nothing, and a change that cannot be evaluated is
counted apart. Prints what survived and the counts; exits 1 if a comparison survived or a situation
is wrong.

    python bench/mutation.py            all rules
    python bench/mutation.py F08 I05    these
    python bench/mutation.py --all      joints, codes, fallbacks and certainties too
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hengjian.content import Content
from hengjian.facts import Bucket, Type
from hengjian.rules import verdicts
from hengjian.rules.engine import Hits, context_of, facts_for, judged
from hengjian.rules.expressions import (
    Certain,
    Choose,
    Coalesce,
    Compare,
    Constant,
    Contains,
    Context,
    Extreme,
    Logic,
    Node,
    Not,
    OneOf,
    Settled,
)
from hengjian.rules.findings import findings_of
from hengjian.rules.loading import Book
from hengjian.rules.parameters import DueDate, HoursMissed, Missed, Parameters
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
    for condition in [rule.judgement.applies, *verdicts.judging_conditions(rule)]:
        for part in condition.walk():
            if id(part) not in seen:
                seen.add(id(part))
                yield from of_node(part)


def of_node(part: Node) -> Iterator[Mutant]:
    words = part.words()
    for what, change in compared(part):
        yield Mutant(f"{words}  →  {what}", True, part, change)
    for what, change in [*joined(part), *chosen(part)]:
        yield Mutant(f"{words}  →  {what}", False, part, change)


Change = tuple[str, Callable[[Context], pl.Expr]]
"""What is changed, in words, and how the node then compiles."""


def compared(part: Node) -> Iterator[Change]:
    """A comparison flipped or moved by one, a period moved by one."""
    if isinstance(part, Compare):
        left, right = part.parts
        for operator in (NEGATED[part.operator], MOVED.get(part.operator)):
            if operator is not None:
                yield operator, Compare(operator, left, right).compile
        if isinstance(right, Constant) and right.type in (Type.INTEGER, Type.NUMBER, Type.MONEY):
            for step in (-1, 1):
                moved = Constant(_number(right) + step, right.type)
                yield f"{step:+d}", Compare(part.operator, left, moved).compile
    elif isinstance(part, Missed):
        due, done, known = part.parts
        for step in (-1, 1):
            yield f"{step:+d}", Missed(_Moved(due, step), done, known).compile
    elif isinstance(part, HoursMissed):
        start_at, start_on, done_at, done_on, known, hours = part.parts
        for step in (-1, 1):
            longer = HoursMissed(
                _Longer(hours, step),  # type: ignore[arg-type]
                (start_at, start_on),
                (done_at, done_on),
                known,
            )
            yield f"{step:+d}", longer.compile


def joined(part: Node) -> Iterator[Change]:
    """*And* for *or*, a part or a listed code left out, *not* left out, unknown left unknown."""
    if isinstance(part, Logic):
        if part.operator == "and":
            yield "or", Logic("or", *part.parts).compile
        else:
            yield "and", Logic("and", *part.parts).compile
        for i, dropped in enumerate(part.parts):
            # What is said twice could be left out once without loss: both go.
            rest = [other for other in part.parts if not same(other, dropped)]
            if rest and not any(same(other, dropped) for other in part.parts[:i]):
                yield f"− {dropped.words()}", Logic(part.operator, *rest).compile
    elif isinstance(part, Not):
        yield "yes", part.parts[0].compile
    elif isinstance(part, OneOf | Contains) and len(part.values) > 1:
        for value in part.values:
            fewer = type(part)(part.parts[0], [v for v in part.values if v != value])
            yield f"− {value}", fewer.compile
    elif isinstance(part, Certain):
        inner = part.parts[0] if part.value else Not(part.parts[0])
        yield "uncertain", inner.compile
    elif isinstance(part, Settled):
        yes, no = part.parts
        yield "− no", yes.compile
        yield "− yes", Not(no).compile


def chosen(part: Node) -> Iterator[Change]:
    """A fallback, a branch, one of several values, an extension or a stop of the clock left out."""
    if isinstance(part, Coalesce | Extreme):
        for i, dropped in enumerate(part.parts):
            rest = part.parts[:i] + part.parts[i + 1 :]
            left_over = (
                Coalesce(*rest) if isinstance(part, Coalesce) else Extreme(part.which, *rest)
            )
            yield f"− {dropped.words()}", left_over.compile
    if isinstance(part, Extreme):
        other = Extreme("greatest" if part.which == "least" else "least", *part.parts)
        yield other.which, other.compile
    elif isinstance(part, Choose):
        _, then, otherwise = part.parts
        yield f"always {then.words()}", then.compile
        yield f"always {otherwise.words()}", otherwise.compile
    elif isinstance(part, DueDate):
        for what in ("extended", "stops"):
            if getattr(part, what) is not None:
                without = copy(part)
                setattr(without, what, None)
                yield f"− {what}", without.compile


def same(one: Node, other: Node) -> bool:
    """Whether two nodes say the same of every row: the same operation on the same parts."""
    own = ("column", "value", "operator", "which", "values", "parameter")
    return (
        type(one) is type(other)
        and all(getattr(one, name, None) == getattr(other, name, None) for name in own)
        and len(one.parts) == len(other.parts)
        and all(same(*pair) for pair in zip(one.parts, other.parts, strict=True))
    )


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
    """A situation with its facts and the changes of its rule: each costs one evaluation."""

    situation: Situation
    rule: Rule
    facts: pl.DataFrame
    context: Context
    mutants: list[Mutant]


def prepared(rule: Rule, told: list[Situation], content: Content) -> list[Prepared]:
    ready = []
    shared = list(mutants(rule))
    for situation in told:
        own, changes, entered = rule, shared, content
        if values := situation.told.get("parameters"):
            entered = content.with_values(values)
            own = Rule(rule.declaration, entered, rule.subject, Parameters(entered))
            changes = list(mutants(own))
        bucket = Bucket(records_of(situation, entered))
        facts, context = facts_for(
            rule.subject, bucket, [own], context_of(entered, situation.as_of)
        )
        ready.append(Prepared(situation, own, facts, context, changes))
    return ready


@contextmanager
def in_force(mutant: Mutant) -> Iterator[None]:
    """The rule with this change made."""
    vars(mutant.node)["compile"] = mutant.compile  # of this node alone, not of its class
    try:
        yield
    finally:
        del vars(mutant.node)["compile"]


def noticed(one: Prepared, place: int) -> bool:
    """Whether the situation no longer has its expected verdict under the change."""
    with in_force(one.mutants[place]):
        try:
            return not right(one)
        except ValueError:  # two exceptions at once
            return True


def right(one: Prepared) -> bool:
    """Whether the situation has the verdict, exception, severity and shown values that it expects."""
    numbers = judged(one.rule, one.facts, one.context)
    verdict, exception = verdict_of(one.rule, numbers)
    expected = one.situation
    if verdict != expected.expect:
        return False
    if expected.exception is not None and exception != expected.exception:
        return False
    severity, shows = expected.told.get("severity"), expected.told.get("shows", {})
    if severity is None and not shows:
        return True
    broken = numbers >= verdicts.BREAKS
    hits = Hits(one.rule, one.facts.filter(broken), numbers.filter(broken), one.context)
    found = findings_of(hits)
    return (severity is None or found["severity"].unique().to_list() == [severity]) and all(
        str(value) in found["says"][0] for value in shows.values()
    )


@dataclass
class Count:
    """What became of the changes of a run."""

    made: int = 0
    survived: int = 0
    unrunnable: int = 0
    comparisons: int = 0
    weak: int = 0
    wrong: int = 0


def check(rule: Rule, content: Content, everything: bool, count: Count) -> None:
    """Try the changes of one rule and print what survives."""
    told = situations_of(Path(rule.declaration.file).with_suffix(".yaml"))
    sound = []
    for one in prepared(rule, told, content):
        if right(one):
            sound.append(one)
        else:
            count.wrong += 1
            print(f"{rule.id}  wrong before any change: {one.situation.name}")
    for place, mutant in enumerate(mutants(rule)):
        if not mutant.comparison and not everything:
            continue
        count.made += 1
        count.comparisons += mutant.comparison
        try:
            if any(noticed(one, place) for one in sound):
                continue
            kind = "survives" if mutant.comparison else "survives (joint)"
            count.survived += 1
            count.weak += mutant.comparison
        except pl.exceptions.PolarsError:
            kind = "cannot be evaluated"
            count.unrunnable += 1
        print(f"{rule.id}  {kind}: {mutant.what}")


def main(arguments: list[str]) -> int:
    chosen_ids = {a.upper() for a in arguments if not a.startswith("-")}
    content = Content()
    count, began = Count(), time.perf_counter()
    for rule in Book.load(content).rules.values():
        if not chosen_ids or rule.id in chosen_ids:
            check(rule, content, "--all" in arguments, count)
    print(
        f"{count.made} mutants, {count.made - count.survived - count.unrunnable} noticed, "
        f"{count.survived} survive, {count.unrunnable} cannot be evaluated; of "
        f"{count.comparisons} comparisons {count.weak} survive; {count.wrong} situations wrong; "
        f"{time.perf_counter() - began:.0f} s"
    )
    return 1 if count.weak or count.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
