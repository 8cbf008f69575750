"""The four verdicts of a rule on a row, as one number per row and rule.

breaks · fine · exempt (and by which exception) · not judged. A fifth number says that the rule does
not concern the row. Three-valued logic decides: a rule judges only where the missing facts could not
have changed the answer.
"""

from dataclasses import dataclass

import polars as pl

from hengjian.rules.expressions import Context, Node
from hengjian.rules.parameters import DueDate, HoursMissed
from hengjian.rules.rule import Grade, Nature, Rule, Severity

NOT_CONCERNED = 0
FINE = 1
NOT_JUDGED = 2
CLASH = 3
"""Two exceptions hold at once and the rule gives no order: an error of the rule, not of the body."""
EXEMPT = 10
"""EXEMPT + i: the i-th exception."""
BREAKS = 100
"""BREAKS + i: broken, weighed by the i-th grade of `grades_of`."""


@dataclass(frozen=True)
class Weight:
    """How much one kind of finding of a rule weighs."""

    severity: Severity
    nature: Nature
    because: str


def weights_of(rule: Rule) -> list[Weight]:
    """The weights in the order of their numbers: as declared, disputed, then the rule's grades."""
    nature = Nature.HINT if rule.severity is Severity.NOTE else Nature.VIOLATION
    declared = Weight(rule.severity, nature, "")
    disputed = Weight(Severity.NOTE, Nature.DISPUTED, "")
    return [declared, disputed, *(_weight(grade) for grade in rule.judgement.grades)]


def _weight(grade: Grade) -> Weight:
    return Weight(grade.severity, grade.nature, grade.because)


def has_two_readings(node: Node) -> bool:
    """Whether a roll-over of a last day could change the value."""
    return any(
        isinstance(part, HoursMissed)
        or (isinstance(part, DueDate) and part.parameter.roll == "disputed")
        for part in node.walk()
    )


def counts_days(rule: Rule) -> bool:
    """Whether the rule reckons a period, so that a calendar can leave it unknown."""
    return any(isinstance(part, DueDate) for part in rule.judgement.breaks.walk())


def in_force(rule: Rule, context: Context) -> pl.Expr | None:
    """Whether the rule's binding law is in force at the rule's date; None if that goes without
    saying. Where the date is missing the answer is unknown."""
    at = rule.at.compile(context)
    first = rule.law(rule.binding[0]) if rule.binding else rule.law(rule.basis[0])
    spans = [version for version in first.versions if version.confidence != "unverified"]
    if not spans:
        return None
    held = pl.lit(False)
    for version in spans:
        inside = at >= pl.lit(version.from_)
        if version.until is not None:
            inside = inside & (at <= pl.lit(version.until))
        held = held | inside
    return held


def due_dates(rule: Rule) -> list[DueDate]:
    """Every period by which ``rule`` judges the rows that concern it, each once."""
    parts = (part for node in judging_conditions(rule) for part in node.walk())
    return list({id(part): part for part in parts if isinstance(part, DueDate)}.values())


def judging_conditions(rule: Rule) -> list[Node]:
    """What decides on a row that the rule concerns: the breach, its excuses and its grades."""
    judgement = rule.judgement
    grades = [grade.when for grade in judgement.grades]
    return [judgement.breaks, *judgement.exceptions.values(), *grades]


def applied(rule: Rule) -> str:
    """The column in which `verdict` reads whether the rule applies."""
    return f"{rule.id} applies"


def applies(rule: Rule, context: Context) -> pl.Expr:
    """Whether ``rule`` concerns each row: its condition holds and its law is in force."""
    condition = rule.judgement.applies.compile(context)
    force = in_force(rule, context)
    told = condition if force is None else condition & force
    if rule.judgement.applies.columns or (force is not None and rule.at.columns):
        return told
    return pl.when(pl.int_range(pl.len()) >= 0).then(told)  # one answer, but one for each row


def parts(rule: Rule, context: Context) -> dict[str, pl.Expr]:
    """The other conditions of ``rule`` for each row, by the column names that `verdict` reads."""
    judgement = rule.judgement
    found = {f"{rule.id} breaks": judgement.breaks.compile(context)}
    if has_two_readings(judgement.breaks):
        found[f"{rule.id} breaks rolled"] = judgement.breaks.compile(context.read("rolled"))
    for i, exception in enumerate(judgement.exceptions.values()):
        found[f"{rule.id} exception {i}"] = exception.compile(context)
    for i, grade in enumerate(judgement.grades):
        found[f"{rule.id} grade {i}"] = grade.when.compile(context)
    return found


def verdict(rule: Rule) -> pl.Expr:
    """The verdict number of ``rule`` for each row, as an unsigned byte, from `applies` and `parts`."""
    judgement = rule.judgement
    applies, breaks = pl.col(applied(rule)), pl.col(f"{rule.id} breaks")
    exceptions = [pl.col(f"{rule.id} exception {i}") for i in range(len(judgement.exceptions))]
    disputed = None
    if has_two_readings(judgement.breaks):
        plain, rolled = breaks, pl.col(f"{rule.id} breaks rolled")
        disputed = plain != rolled
        breaks = pl.when(disputed.is_not_null()).then(plain | rolled)
    number: pl.Expr = pl.lit(BREAKS, dtype=pl.UInt8)
    for i in reversed(range(len(judgement.grades))):
        graded = pl.lit(BREAKS + 2 + i, dtype=pl.UInt8)
        number = pl.when(pl.col(f"{rule.id} grade {i}")).then(graded).otherwise(number)
    if disputed is not None:
        number = pl.when(disputed).then(pl.lit(BREAKS + 1, dtype=pl.UInt8)).otherwise(number)
    unknown = applies.is_null() | breaks.is_null()
    for exception in exceptions:
        unknown = unknown | exception.is_null()
    number = pl.when(unknown).then(pl.lit(NOT_JUDGED, dtype=pl.UInt8)).otherwise(number)
    for i, exception in reversed(list(enumerate(exceptions))):
        number = pl.when(exception).then(pl.lit(EXEMPT + i, dtype=pl.UInt8)).otherwise(number)
    if len(exceptions) > 1 and not judgement.ordered:
        held = pl.sum_horizontal(e.cast(pl.UInt8).fill_null(0) for e in exceptions)
        number = pl.when(held > 1).then(pl.lit(CLASH, dtype=pl.UInt8)).otherwise(number)
    number = pl.when(~breaks).then(pl.lit(FINE, dtype=pl.UInt8)).otherwise(number)
    return pl.when(~applies).then(pl.lit(NOT_CONCERNED, dtype=pl.UInt8)).otherwise(number)
