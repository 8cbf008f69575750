"""The functions of the language, each made of one expression of the rule book, and what they cost.

Serves the reader. An operation that looks at a part of it several times counts that part as often, so
that functions inside one another cannot make a rule that never ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hengjian.content import say
from hengjian.facts import Type
from hengjian.rules.custom.faults import refused
from hengjian.rules.custom.syntax import Tree
from hengjian.rules.custom.vocabulary import Vocabulary
from hengjian.rules.expressions import (
    Adds,
    After,
    Arithmetic,
    Certain,
    Choose,
    Coalesce,
    DayOf,
    Days,
    Extreme,
    Fact,
    HourOf,
    Node,
    Overlaps,
    Years,
)
from hengjian.rules.parameters import Missed


@dataclass(frozen=True)
class Function:
    """``wants``: the type of its parts (None: that of the first typed one) · ``alike``: so many parts
    before those are conditions."""

    make: Callable[[Sequence[Node], Vocabulary, Tree], Node]
    wants: Type | None = None
    alike: int = 0


def _plain(make: Callable[..., Node]) -> Callable[[Sequence[Node], Vocabulary, Tree], Node]:
    return lambda parts, vocabulary, tree: make(*parts)


def _overdue(parts: Sequence[Node], vocabulary: Vocabulary, tree: Tree) -> Node:
    done, due = parts
    known = _known_until(done, vocabulary)
    if known is None:
        raise refused(
            say("“逾期”的第一项要写一个事项的日期字段，如“逾期(送达日期, 作出决定日期 之后 7 日)”",
                "the first part of overdue is the date of an activity"),
            tree.start, tree.end,
        )  # fmt: skip
    return Missed(due, done, known)


def _known_until(done: Node, vocabulary: Vocabulary) -> Fact | None:
    """The day up to which it is certain that something did not happen, beside the day it did."""
    if not isinstance(done, Fact):
        return None
    name = done.column.name
    family, _, aspect = name.rpartition(".")
    names = [f"{name}.known_until"]
    if aspect in ("on", "last_on"):
        names.append(f"{family}.known_until")
    for found in names:
        if found in vocabulary.subject.columns:
            return Fact(vocabulary.subject.columns[found])
    return None


def _ordered(
    which: Literal["least", "greatest"],
) -> Callable[[Sequence[Node], Vocabulary, Tree], Node]:
    def make(parts: Sequence[Node], vocabulary: Vocabulary, tree: Tree) -> Node:
        if parts[0].type not in (Type.INTEGER, Type.NUMBER, Type.MONEY, Type.DATE, Type.MOMENT):
            raise refused(
                say("只有数和日期能比大小、早晚", "only numbers and dates have an order"),
                tree.start, tree.end,
            )  # fmt: skip
        return Extreme(which, *parts)

    return make


CALLS: dict[str, Function] = {
    "days": Function(_plain(Days), Type.DATE),
    "years": Function(_plain(Years), Type.DATE),
    "overdue": Function(_overdue, Type.DATE),
    "coalesce": Function(_plain(Coalesce)),
    "least": Function(_ordered("least")),
    "greatest": Function(_ordered("greatest")),
    "choose": Function(_plain(Choose), alike=1),
    "certain": Function(lambda parts, vocabulary, tree: Certain(parts[0], True), Type.BOOLEAN),
    "holiday": Function(_plain(DayOf), Type.DATE),
    "hour": Function(_plain(HourOf), Type.MOMENT),
    "overlaps": Function(_plain(Overlaps), Type.CODES),
    "adds": Function(_plain(Adds), Type.CODES),
}

_SEVERAL: dict[type[Node], tuple[int, ...]] = {
    Years: (3, 3),
    Missed: (3, 3, 4),
    Choose: (3, 1, 1),
    After: (3,),
    Arithmetic: (1, 3),
}
"""How often a node looks at each of its parts, where not once."""


def effort_of(node: Node) -> int:
    """How many operations the node costs for each row."""
    times = _SEVERAL.get(type(node), (1,) * len(node.parts))
    return 1 + sum(n * effort_of(part) for n, part in zip(times, node.parts, strict=True))
