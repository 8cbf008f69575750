"""The lines of a report: how findings are counted, and what is said of one rule, body or case.

Serves every form of the report. Leads are counted apart from what a person should only look at.
"""

from dataclasses import dataclass, field
from typing import Any

from hengjian.content import say
from hengjian.rules.engine import Tally
from hengjian.rules.parameters import unverified
from hengjian.rules.rule import Nature, Rule, Severity

LEAD_SEVERITIES = (Severity.FATAL, Severity.SERIOUS, Severity.GENERAL)


@dataclass
class Counts:
    """Leads by severity, and everything that a person should only look at (``other``)."""

    fatal: int = 0
    serious: int = 0
    general: int = 0
    other: int = 0

    def add(self, severity: str, nature: str, count: int) -> None:
        names = {"F": "fatal", "S": "serious", "G": "general"}
        name = names.get(severity, "other") if nature == Nature.VIOLATION.value else "other"
        setattr(self, name, getattr(self, name) + count)

    @property
    def leads(self) -> int:
        return self.fatal + self.serious + self.general

    @property
    def findings(self) -> int:
        return self.leads + self.other

    @property
    def order(self) -> tuple[int, int, int, int]:
        """For sorting, gravest first."""
        return -self.fatal, -self.serious, -self.general, -self.other


@dataclass(frozen=True)
class RuleLine:
    """One executed rule: what it looked at and what came of it."""

    rule: Rule
    tally: Tally
    counts: Counts

    @property
    def lacking(self) -> str:
        """For want of what most rows were not judged, in words; empty where all were."""
        if self.most_missing is None:
            return ""
        label = self.most_missing[0]
        if label in {unverified(chosen.parameter) for chosen in self.rule.chosen}:
            return label
        known = "不明：" if label.startswith("是否") else "缺："
        return say(f"{known}{label}", f"lacks {label}")

    @property
    def most_missing(self) -> tuple[str, int] | None:
        return next(iter(self.tally.missing.items()), None)


@dataclass(frozen=True)
class RuleNotRun:
    """A rule of the book that this run did not execute, its articles in words, and why; ``ground``:
    the same for all that were left out alike."""

    id: str
    title: str
    severity: Severity
    cited: str
    why: str
    ground: str


@dataclass(frozen=True)
class BodyLine:
    """One body. ``case_leads`` are leads about its cases, so that they may be set against these."""

    body_id: str
    name: str
    cases: int
    counts: Counts
    case_leads: int

    @property
    def per_hundred(self) -> float | None:
        return round(100 * self.case_leads / self.cases, 1) if self.cases else None


@dataclass(frozen=True)
class CaseLine:
    """One case with its leads, gravest first (rows of the findings frame)."""

    body_id: str
    body: str
    case_id: str
    counts: Counts
    findings: list[dict[str, Any]] = field(default_factory=list)
