"""How a rule is written: the decorator, what a rule function receives, and what it returns.

A rule is one function over a subject's facts. It returns a `Judgement` of expressions; nothing runs
when it is called. Everything a jurist needs to agree or disagree stands in that one function.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from hengjian.content import Content, models, say
from hengjian.content.citation import Citation
from hengjian.content.territory import territory_names
from hengjian.facts import Subject, Type
from hengjian.rules.expressions import AsOf, ExpressionError, Fact, Node, least
from hengjian.rules.parameters import (
    Chosen,
    HoursMissed,
    Missed,
    Parameters,
    ParameterValue,
    Term,
    TermAmount,
)


class Severity(Enum):
    """致命 act void or revocable · 严重 procedure unlawful · 一般 flaw · 提示 needs a human."""

    FATAL = "F"
    SERIOUS = "S"
    GENERAL = "G"
    NOTE = "N"

    @property
    def label(self) -> str:
        zh, en = _SEVERITY_LABELS[self]
        return say(zh, en)

    @property
    def weight(self) -> int:
        return "NGSF".index(self.value)


_SEVERITY_LABELS = {
    Severity.FATAL: ("致命", "fatal"),
    Severity.SERIOUS: ("严重", "serious"),
    Severity.GENERAL: ("一般", "general"),
    Severity.NOTE: ("提示", "note"),
}
FATAL, SERIOUS, GENERAL, NOTE = Severity


class Nature(Enum):
    """What a finding says: that a norm was broken, that two norms clash, or only that one should
    look."""

    VIOLATION = "violation"
    DISPUTED = "disputed"
    CONFLICT = "conflict"
    HINT = "hint"

    @property
    def label(self) -> str:
        zh, en = {
            Nature.VIOLATION: ("违法线索", "violation"),
            Nature.DISPUTED: ("计算有争议", "disputed counting"),
            Nature.CONFLICT: ("规范冲突", "norm conflict"),
            Nature.HINT: ("提示核查", "hint"),
        }[self]
        return say(zh, en)


@dataclass(frozen=True)
class Grade:
    """Where ``when`` holds, a finding of the rule weighs ``severity`` and is of ``nature``."""

    when: Node
    severity: Severity
    nature: Nature = Nature.VIOLATION
    because: str = ""


@dataclass(frozen=True)
class Judgement:
    """What a rule says of each row, as expressions.

    ``applies``: the rule concerns the row · ``breaks``: it is broken · ``exceptions``: named
    excuses; two at once are an error unless ``ordered`` (then the first one counts) · ``grades``:
    cases in which a breach weighs less · ``says`` and ``right``: the finding in words and what would
    have been right, with ``{name}`` from ``shows``.
    """

    applies: Node
    breaks: Node
    says: str
    right: str
    shows: Mapping[str, Node] = field(default_factory=dict)
    exceptions: Mapping[str, Node] = field(default_factory=dict)
    ordered: bool = False
    grades: tuple[Grade, ...] = ()
    term: Term | None = None


class Activity:
    """The facts of one activity of a case: ``case.filed.on``, ``case.filed.seen``, …"""

    def __init__(self, facts: "Facts", name: str) -> None:
        self._facts, self._name = facts, name

    def __getattr__(self, aspect: str) -> Node:
        if aspect.startswith("_"):
            raise AttributeError(aspect)
        return self._facts.column(f"{self._name}.{aspect}")


class Facts:
    """The facts of a subject inside a rule function; an unknown name is an error at load."""

    def __init__(self, subject: Subject, prefix: str = "") -> None:
        self._subject, self._prefix = subject, prefix

    def column(self, name: str) -> Fact:
        found = self._subject.columns.get(self._prefix + name)
        if found is None:
            raise ExpressionError(f"{self._subject.name} has no fact “{self._prefix}{name}”")
        return Fact(found)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._prefix + name in self._subject.columns:
            return self.column(name)
        if self._prefix + name in self._subject.families:
            if name == "case" and not self._prefix:
                return Facts(self._subject, "case.")
            return Activity(self, name)
        raise ExpressionError(f"{self._subject.name} has no fact “{self._prefix}{name}”")

    def flag(self, code: str) -> Node:
        """Whether the case carries this flag; unknown where flags are not reported."""
        return self.column(f"flag.{code}")

    def stated(self, name: str) -> Node:
        """Whether a register field is filled in; unknown where empty may mean not reported."""
        return self.column(f"{name}.stated")

    def known_until(self, name: str) -> Node:
        """The day up to which an empty register field means that nothing happened."""
        return self.column(f"{name}.known_until")

    def document(self, code: str) -> Activity:
        """A document of the case: ``case.document("decision").seal``."""
        if f"{self._prefix}document.{code}.on" not in self._subject.columns:
            raise ExpressionError(f"no kind of document “{code}”")
        return Activity(self, f"document.{code}")

    def paper(self, code: str) -> Activity:
        """The record made of an act: ``case.paper("inquired").party_signed``."""
        if f"{self._prefix}paper.{code}.seen" not in self._subject.columns:
            raise ExpressionError(f"no record is made of “{code}”")
        return Activity(self, f"paper.{code}")

    def recording(self, code: str) -> Activity:
        """The recordings of an activity: ``case.recording("measure_taken").seen``."""
        if f"{self._prefix}recording.{code}.seen" not in self._subject.columns:
            raise ExpressionError(f"no activity “{code}”")
        return Activity(self, f"recording.{code}")

    def moment(self, name: str) -> Activity:
        """A moment of a register's row, with its day and hour: ``recording.moment("uploaded")``."""
        return Activity(self, name)

    @property
    def stops(self) -> "Stops":
        """The merged clock stops of the case, for `Given.term`."""
        return Stops(
            self.column("stops.since"),
            self.column("stops.until"),
            self.column("clock_stopped.seen"),
        )


@dataclass(frozen=True)
class Stops:
    """The clock stops of a case, and whether they are reported at all."""

    since: Node
    until: Node
    seen: Node


class Given:
    """What a rule may use beside facts: the run's date and the law's dated numbers."""

    def __init__(self, parameters: Parameters, at: Node) -> None:
        self._parameters, self._at = parameters, at
        self.used: set[str] = set()

    @property
    def as_of(self) -> Node:
        return AsOf()

    def value(self, name: str, *, at: Node | None = None, **keys: Node) -> Node:
        """A sum of money, number or switch, as in force on ``at`` (default: the rule's date)."""
        self.used.add(name)
        return ParameterValue(self._parameters, name, at if at is not None else self._at, keys)

    def term(
        self,
        name: str,
        *,
        start: Node,
        at: Node | None = None,
        extended: Activity | None = None,
        at_most: Node | None = None,
        stated: Node | None = None,
        stops: "Stops | None" = None,
        **keys: Node,
    ) -> Term:
        """A period that runs from ``start``.

        ``extended``: the activity that lengthens it, by its days, ``at_most`` so many ·
        ``stated``: how many days the record itself states, where the norm leaves that open · ``stops``:
        the clock stops of the case. Where the body does not report these, a missed term is unknown.
        """
        self.used.add(name)
        more = stated
        excuses: list[Node] = []
        if extended is not None:
            days = extended.days if at_most is None else least(extended.days, at_most)
            more = days if stated is None else stated + days
            excuses.append(extended.seen)
        if stops is not None:
            excuses.append(stops.seen)
        return Term(
            self._parameters,
            name,
            start=start,
            at=at if at is not None else self._at,
            keys=keys,
            extended=more,
            stops=(stops.since, stops.until) if stops is not None else None,
            excuses=tuple(excuses),
        )

    def hours_missed(self, name: str, *, start: Activity, done: Activity) -> Node:
        """Whether ``done`` came later than a period of hours after ``start``, or not at all."""
        self.used.add(name)
        hours = TermAmount(self._parameters, name, self._at, {})
        return HoursMissed(hours, (start.at, start.on), (done.at, done.on), done.known_until)


def overdue(due: Node, done: Node, known_until: Node) -> Node:
    """Whether ``done`` came after the date ``due``, or had not come when the run was made."""
    return Missed(due, done, known_until)


def after(later: Activity, earlier: Activity) -> Node:
    """Whether an activity came after another: by the hour where both are known, else by the day."""
    return (later.at > earlier.at).or_else(later.on > earlier.on)


RuleFunction = Callable[[Facts, Given], Judgement]


@dataclass(frozen=True)
class Declaration:
    """What the decorator states about a rule function."""

    id: str
    subject: str
    title: str
    basis: tuple[str, ...]
    severity: Severity
    at: str | None
    function: RuleFunction
    file: str = ""

    @property
    def statement(self) -> str:
        """Our own statement of what the law requires: the function's docstring."""
        return joined_lines(self.function.__doc__ or "")


def joined_lines(text: str) -> str:
    """The lines of a docstring as one: Chinese lines meet without a space between them."""
    result = ""
    for line in (part.strip() for part in text.strip().splitlines()):
        gap = " " if result and result[-1].isascii() and line[:1].isascii() else ""
        result += gap + line
    return result


def rule(
    id_: str,
    subject: str,
    *,
    title: str,
    basis: str | list[str],
    severity: Severity,
    at: str | None,
) -> Callable[[RuleFunction], Declaration]:
    """Declare a rule.

    ``subject``: case, act, case_pair, body_year, enterprise_year, officer, item, delegation or
    outcome · ``basis``: citations, the one that carries the rule first · ``at``: the date fact that
    decides which law and which numbers apply (None: the run's date).
    """

    def declare(function: RuleFunction) -> Declaration:
        cited = (basis,) if isinstance(basis, str) else tuple(basis)
        return Declaration(
            id_, subject, title, cited, severity, at, function, function.__code__.co_filename
        )

    return declare


class Rule:
    """A declared rule bound to a content: its expressions are built and checked."""

    def __init__(
        self, declaration: Declaration, content: Content, subject: Subject, parameters: Parameters
    ) -> None:
        self.declaration = declaration
        self.content = content
        self.subject = subject
        self.at: Node = Facts(subject).column(declaration.at) if declaration.at else AsOf()
        if self.at.type is not Type.DATE:
            raise ExpressionError(f"{declaration.id}: at={declaration.at} is not a date")
        given = Given(parameters, self.at)
        try:
            self.judgement = declaration.function(Facts(subject), given)
        except ExpressionError as error:
            raise ExpressionError(f"{declaration.id}: {error}") from error
        self.parameters = frozenset(given.used)

    @property
    def id(self) -> str:
        return self.declaration.id

    @property
    def title(self) -> str:
        return say(self.declaration.title, self.english_title)

    @property
    def english_title(self) -> str:
        requirement = self.declaration.function.__name__.replace("_", " ")
        return f"Required: {requirement}"

    @property
    def statement(self) -> str:
        return self.declaration.statement

    @property
    def severity(self) -> Severity:
        return self.declaration.severity

    @property
    def source(self) -> str:
        """What the rule is made of, as text: when it changes, the rule is judged again."""
        return source_of(self.declaration.file)

    @cached_property
    def basis(self) -> tuple[Citation, ...]:
        return tuple(Citation.parse(text) for text in self.declaration.basis)

    def law(self, citation: Citation) -> models.Law:
        return self.content.law(citation.law)

    def words_of(self, citation: Citation) -> str:
        """One citation of the rule in words."""
        return citation.words()

    @cached_property
    def binding(self) -> tuple[Citation, ...]:
        """The citations whose law holds in this installation's territory."""
        return tuple(c for c in self.basis if holds_here(self.law(c), self.content.profile))

    @cached_property
    def off_because(self) -> str | None:
        """Why the rule is not executed here; None if it is."""
        if not self.binding:
            territories = territory_names({self.law(c).territory for c in self.basis})
            return say(
                f"依据均为外地规范（{territories}），只作参考，不产生线索",
                f"its only basis is from elsewhere ({territories}): reference only",
            )
        return None

    def switched_off(self, because: str) -> "Rule":
        """The same rule, not executed for a reason that the bureau gives."""
        other = copy(self)
        other.__dict__["off_because"] = because
        return other

    def lowered(self, severity: Severity) -> "Rule":
        """The same rule, none of whose findings weighs more than ``severity``."""
        other = copy(self)
        other.declaration = replace(self.declaration, severity=severity)
        other.judgement = replace(
            self.judgement,
            grades=tuple(
                replace(grade, severity=min(grade.severity, severity, key=lambda s: s.weight))
                for grade in self.judgement.grades
            ),
        )
        return other

    @cached_property
    def columns(self) -> frozenset[str]:
        """Names of all facts the rule reads."""
        nodes = [self.at, self.judgement.applies, self.judgement.breaks]
        nodes += self.judgement.exceptions.values()
        nodes += [grade.when for grade in self.judgement.grades]
        nodes += self.judgement.shows.values()
        if self.judgement.term is not None:
            term = self.judgement.term
            nodes += [term.due, term.amount]
        return frozenset(name for part in nodes for name in part.columns)

    @cached_property
    def chosen(self) -> list[Chosen]:
        """The look-ups of dated parameters in the rule, one per parameter."""
        judgement = self.judgement
        nodes = [judgement.applies, judgement.breaks, *judgement.exceptions.values()]
        nodes += [grade.when for grade in judgement.grades]
        found: dict[str, Chosen] = {}
        for part in (part for node in nodes for part in node.walk()):
            if isinstance(part, Chosen):
                found.setdefault(part.parameter.id, part)
        return list(found.values())

    def cited(self) -> str:
        """The binding articles in words, the law's name once for neighbours of one law."""
        parts: list[str] = []
        before = None
        for citation in self.binding or self.basis:
            words = citation.words()
            if citation.law == before:
                words = words.removeprefix(say(f"《{citation.law}》", f"{citation.law} "))
            parts.append(words)
            before = citation.law
        return say("、", ", ").join(parts)


@cache
def source_of(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")


def holds_here(law: models.Law, profile: models.Profile) -> bool:
    """Whether a norm binds in this territory: national ones do, others only in their own."""
    return law.territory == profile.country or profile.territory.startswith(law.territory)
