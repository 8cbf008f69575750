"""The four verdicts of a rule on a row, as one number per row and rule.

breaks · fine · exempt (and by which exception) · not judged. A fifth number says that the rule does
not concern the row. Three-valued logic decides: a rule judges only where the missing facts could not
have changed the answer.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from hengjian.rules.expressions import Node
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


def in_force(rule: Rule) -> Node | None:
    """Whether the rule's binding law is in force at the rule's date; None if that goes without
    saying. Where the date is missing the answer is unknown."""
    first = rule.law(rule.binding[0]) if rule.binding else rule.law(rule.basis[0])
    held: list[Node] = []
    for version in first.versions:
        if version.confidence == "unverified":
            continue
        begun = rule.at >= version.from_
        held.append(begun if version.until is None else begun & (rule.at <= version.until))
    return reduce(or_, held) if held else None


def concerning(rule: Rule) -> Node:
    """Whether ``rule`` concerns a row: its condition holds and its law is in force."""
    force = in_force(rule)
    return rule.judgement.applies if force is None else rule.judgement.applies & force


def due_dates(rule: Rule) -> list[DueDate]:
    """Every period by which ``rule`` judges the rows that concern it, each once."""
    parts = (part for node in judging_conditions(rule) for part in node.walk())
    return list({id(part): part for part in parts if isinstance(part, DueDate)}.values())


def judging_conditions(rule: Rule) -> list[Node]:
    """What decides on a row that the rule concerns: the breach, its excuses and its grades."""
    judgement = rule.judgement
    grades = [grade.when for grade in judgement.grades]
    return [judgement.breaks, *judgement.exceptions.values(), *grades]
