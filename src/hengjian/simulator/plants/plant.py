"""What a plant is: a way in which one rule's law is broken, just kept, or does not apply.

Serves the modules of this package, one per family of rules, and the plan that gives each plant its
cases. A plant alters its own cases only, and everything else about them stays lawful; where the law
makes a second breach unavoidable, the plant names it in ``also``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints

BREAKS, NEAR, EXEMPT, CONFLICT = "breaks", "near_miss", "exempt", "conflict"
ORDER = (BREAKS, NEAR, EXEMPT, CONFLICT)

Alter = Callable[[Batch, Ints], None]


@dataclass(frozen=True)
class Plant:
    """One way. ``wants``: how its cases are cast; ``subject``: what the verdict is about.

    ``subject`` is case, act:STEP, a pair of cases, like_case or numbered_decision (of a group ":first"
    or ":last" only), enterprise_year or body_year; ``also`` holds further broken rules as RULE or
    RULE@SUBJECT.
    """

    rule: str
    verdict: str
    story: str
    how: str
    alter: Alter
    wants: dict[str, Any]
    subject: str
    also: tuple[str, ...]

    @property
    def group(self) -> int:
        """How many cases make one subject."""
        size: int = self.wants.get("group", 1)
        return size


PLANTS: list[Plant] = []
"""All plants, in the order in which the modules of this package are imported."""


def plant(
    rule: str,
    verdict: str,
    story: str,
    how: str,
    *,
    subject: str = "case",
    also: tuple[str, ...] = (),
    **wants: Any,
) -> Callable[[Alter], Alter]:
    """Register a function as a plant; its docstring names the article and says why."""

    def register(alter: Alter) -> Alter:
        if not alter.__doc__:
            raise ValueError(f"{alter.__name__}: a plant names its article in its docstring")
        PLANTS.append(Plant(rule, verdict, story, how, alter, wants, subject, also))
        return alter

    return register
