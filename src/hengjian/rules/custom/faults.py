"""What is wrong with the text of a custom rule: where, why, and what to write instead.

Serves the person at the editor, who sees the place marked and a suggestion beside it. Limits stand
here too, because passing one is such a fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hengjian.content import say
from hengjian.rules.expressions import ExpressionError

LENGTH = 4_000
"""Characters of one condition or sentence."""
TOKENS = 1_000
DEPTH = 24
"""Brackets and operations inside one another."""
NODES = 400
"""Facts, numbers and operations of one condition."""
EFFORT = 4_000
"""Operations that one row may cost; some operations look at a part of theirs several times."""
OPTIONS = 100
"""Values in one pair of braces."""
LARGEST = 10**12
"""No number of a rule is larger."""
MOST = {"day": 36_500, "working_day": 2_500, "month": 1_200, "year": 100}
"""The longest period of each unit."""


@dataclass(frozen=True)
class Fault:
    """One fault: from character ``position`` on, ``length`` characters, in the part ``place``."""

    message: str
    position: int = 0
    length: int = 0
    suggestions: tuple[str, ...] = ()
    place: str = ""

    def words(self) -> str:
        """The fault as one sentence with its place."""
        where = self.place_words()
        at = (
            say(f"第 {self.position + 1} 个字：", f"character {self.position + 1}: ")
            if self.length
            else ""
        )
        meant = say("、", ", ").join(self.suggestions)
        hint = say(f"。是不是要写：{meant}？", f". Did you mean {meant}?") if meant else ""
        return f"{where}{at}{self.message}{hint}"

    def place_words(self) -> str:
        zh, en = PLACES.get(self.place, ("", ""))
        return say(f"“{zh}”", f"{en}: ") if zh else ""


PLACES = {
    "subject": ("对象", "subject"),
    "title": ("名称", "title"),
    "statement": ("要求", "requirement"),
    "basis": ("依据", "basis"),
    "severity": ("严重程度", "severity"),
    "applies": ("适用条件", "applies when"),
    "breaks": ("违反条件", "breaks when"),
    "exceptions": ("例外", "exceptions"),
    "says": ("认定的话", "sentence"),
    "right": ("应当怎样", "what would be right"),
    "at": ("以哪一日为准", "date"),
}


class CustomRuleError(ExpressionError):
    """A custom rule that cannot be read, with all that is known to be wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.words() for fault in self.faults))

    def within(self, place: str) -> "CustomRuleError":
        """The same faults, said to lie in one part of the rule."""
        return CustomRuleError([replace(fault, place=place) for fault in self.faults])


def refused(
    message: str, start: int = 0, end: int = 0, suggestions: Sequence[str] = ()
) -> CustomRuleError:
    """The error of one fault between two characters."""
    return CustomRuleError([Fault(message, start, max(end - start, 0), tuple(suggestions))])
