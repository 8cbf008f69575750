"""A custom rule: its definition in words, and the rule that engine, findings and `explain` run.

Serves bureaus whose requirement no norm of the book states. A definition is plain data, so that it can
be stored, compared and put into the ledger; a rule made of it is like any other rule.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from hengjian.content import Content, ContentError, models, say
from hengjian.content.citation import Citation
from hengjian.content.speech import speaking
from hengjian.facts import Subject, Type, subjects_of
from hengjian.rules.custom.faults import CustomRuleError, Fault
from hengjian.rules.custom.reading import Sentence, read_condition, read_sentence
from hengjian.rules.custom.vocabulary import Vocabulary, vocabulary_of
from hengjian.rules.expressions import Constant, Fact, Node
from hengjian.rules.parameters import Parameters
from hengjian.rules.rule import Declaration, Facts, Given, Judgement, Rule, Severity

SUBJECTS = (
    "case",
    "act",
    "officer",
    "certificate",
    "item",
    "delegation",
    "recording",
    "outcome",
    "ticket",
    "disclosure",
)
"""What a custom rule may be about. Subjects across cases are left to the book: they see only those
columns of a case that its rules need."""
_USUAL_DATE = {
    "case": "acted_on",
    "act": "on",
    "recording": "since.on",
    "outcome": "decided_on",
    "ticket": "received.on",
    "disclosure": "published_on",
    "certificate": "valid_from",
    "delegation": "valid_from",
}
_SHOWN = 6
"""How many facts a sentence tells that the author did not write."""


@dataclass(frozen=True)
class Definition:
    """A custom rule as it was written.

    ``statement``: what is required, in plain words · ``basis``: citations such as 行政处罚法#60 ·
    ``own_basis``: the bureau's own requirement, where no article carries the rule · ``says``: the
    finding in words (empty: made of the condition) · ``exceptions``: name → condition, the first that
    holds counts · ``at``: the date field by which the rule applies (empty: the subject's usual one) ·
    ``since``: from when on the bureau's own requirement holds.
    """

    id: str
    subject: str
    title: str
    statement: str
    breaks: str
    right: str
    severity: str = "N"
    applies: str = ""
    says: str = ""
    basis: tuple[str, ...] = ()
    own_basis: str = ""
    exceptions: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    since: date | None = None

    def as_data(self) -> dict[str, Any]:
        """Plain data for storage; `from_data` gives the same definition."""
        data = asdict(self)
        data["basis"], data["exceptions"] = list(self.basis), dict(self.exceptions)
        data["since"] = self.since.isoformat() if self.since else None
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Definition":
        since = data.get("since")
        told = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        told["basis"] = tuple(data.get("basis", ()))
        told["since"] = date.fromisoformat(since) if since else None
        return cls(**told)


def subjects_for(content: Content) -> list[Subject]:
    """The subjects that a custom rule may be about."""
    known = subjects_of(content)
    return [known[name] for name in SUBJECTS if name in known]


def dates_of(subject: Subject) -> tuple[str | None, list[str]]:
    """The usual date of a subject's rules (None: the day of the run), and all it may go by."""
    dates = [c.name for c in subject.columns.values() if c.type is Type.DATE and not c.personal]
    return _USUAL_DATE.get(subject.name), dates


class CustomRule(Rule):
    """A definition read under one content. Raises CustomRuleError with everything wrong with it."""

    def __init__(self, definition: Definition, content: Content) -> None:
        self.definition = definition
        with speaking("zh"):  # what a finding says is Chinese, in whatever language it is read
            reader = _Reader(definition, content)
            judgement = reader.judgement()
        declaration = Declaration(
            definition.id,
            definition.subject,
            definition.title,
            definition.basis,
            Severity(definition.severity),
            reader.at,
            _function(judgement, definition.statement),
        )
        super().__init__(declaration, content, reader.subject, Parameters(content))

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def english_title(self) -> str:
        return self.definition.title

    @property
    def source(self) -> str:
        return repr(sorted(self.definition.as_data().items()))

    @cached_property
    def basis(self) -> tuple[Citation, ...]:
        if self.definition.own_basis:
            own = Citation(self.definition.own_basis)
            return (*(Citation.parse(text) for text in self.definition.basis), own)
        return tuple(Citation.parse(text) for text in self.definition.basis)

    def law(self, citation: Citation) -> models.Law:
        """A cited law; the bureau's own requirement as a normative document of this territory."""
        if citation.law == self.definition.own_basis:
            since = self.definition.since
            spans = (models.Version.model_validate({"from": since}),) if since else ()
            return models.Law(
                id=citation.law,
                rank="normative",
                territory=self.content.profile.territory,
                versions=spans,
            )
        return super().law(citation)

    def words_of(self, citation: Citation) -> str:
        own = citation.law == self.definition.own_basis
        return citation.law if own else citation.words()

    def cited(self) -> str:
        own = self.definition.own_basis
        articles = [c.words() for c in self.binding if c.law != own]
        return say("、", ", ").join([*articles, *([own] if own else [])])


def _function(judgement: Judgement, statement: str) -> Any:
    def custom(facts: Facts, given: Given) -> Judgement:
        return judgement

    custom.__doc__ = statement
    return custom


class _Reader:
    """Reads the parts of a definition and gathers what is wrong with each."""

    def __init__(self, definition: Definition, content: Content) -> None:
        self._definition, self._content = definition, content
        self._faults: list[Fault] = []
        known = {subject.name: subject for subject in subjects_for(content)}
        if definition.subject not in known:
            names = say("、", ", ").join(say(s.label, s.name) for s in known.values())
            raise CustomRuleError(
                [Fault(say(f"对象要选其中之一：{names}", f"one of {names}"), place="subject")]
            )
        self.subject = known[definition.subject]
        self._vocabulary: Vocabulary = vocabulary_of(content, definition.subject)
        self.at = self._date()

    def judgement(self) -> Judgement:
        definition = self._definition
        self._check_words()
        applies = self._condition("applies", definition.applies) if definition.applies else None
        breaks = self._condition("breaks", definition.breaks)
        if breaks is not None and not breaks.columns:
            self._refuse("breaks", say("要写至少一个字段", "name at least one field"))
        exceptions = {
            name: condition
            for name, text in definition.exceptions.items()
            if (condition := self._condition("exceptions", text)) is not None
        }
        says = self._sentence("says", definition.says, "s")
        right = self._sentence("right", definition.right, "r")
        self._check_basis()
        if self._faults or breaks is None or says is None or right is None:
            raise CustomRuleError(self._faults)
        if not definition.says:
            says = _told(breaks)
        return Judgement(
            applies=applies if applies is not None else Constant(True, Type.BOOLEAN),
            breaks=breaks,
            says=says.template,
            right=right.template,
            shows={**says.shows, **right.shows},
            exceptions=exceptions,
            ordered=True,
        )

    def _condition(self, place: str, text: str) -> Node | None:
        try:
            return read_condition(text, self._vocabulary)
        except CustomRuleError as error:
            self._faults += error.within(place).faults
            return None

    def _sentence(self, place: str, text: str, prefix: str) -> Sentence | None:
        try:
            return read_sentence(text, self._vocabulary, prefix)
        except CustomRuleError as error:
            self._faults += error.within(place).faults
            return None

    def _date(self) -> str | None:
        usual, dates = dates_of(self.subject)
        asked = self._definition.at
        if not asked:
            return usual
        column = self._vocabulary.fields.get(asked)
        if column is None or column.name not in dates:
            self._faults.append(
                Fault(
                    say(f"“{asked}”不是日期字段", f"“{asked}” is no date field"),
                    place="at",
                    suggestions=tuple(self._vocabulary.like(asked)),
                )
            )
            return usual
        return column.name

    def _check_words(self) -> None:
        definition = self._definition
        for place, text, most in (
            ("title", definition.title, 60),
            ("statement", definition.statement, 1_000),
            ("right", definition.right, 1_000),
        ):
            if not text.strip():
                self._refuse(place, say("不能为空", "must not be empty"))
            elif len(text) > most:
                self._refuse(place, say(f"最多 {most} 个字", f"at most {most} characters"))
        if len(definition.exceptions) > 20:
            self._refuse("exceptions", say("最多 20 项", "at most 20"))
        if definition.severity not in {severity.value for severity in Severity}:
            self._refuse("severity", say("请选择严重程度", "choose a severity"))

    def _check_basis(self) -> None:
        definition = self._definition
        if not definition.basis and not definition.own_basis.strip():
            self._refuse(
                "basis",
                say("请写条文（如 行政处罚法#60），或者写明本机关的要求及其文件",
                    "cite an article (行政处罚法#60) or state the bureau's own requirement"),
            )  # fmt: skip
        if len(definition.own_basis) > 300:
            self._refuse("basis", say("最多 300 个字", "at most 300 characters"))
        ranks = set()
        for text in definition.basis:
            try:
                citation = Citation.parse(text)
                law = self._content.law(citation.law)
            except (ValueError, ContentError) as error:
                self._refuse("basis", str(error))
                continue
            ranks.add(law.rank)
            if citation.article and law.articles and citation.article not in law.articles:
                self._refuse("basis", say(f"《{law.id}》没有收录第 {citation.article} 条",
                                          f"{law.id} has no article {citation.article}"))  # fmt: skip
        if definition.severity == "F" and ranks <= {"normative", "judicial"}:
            self._refuse(
                "severity",
                say("致命须有法律、法规或者规章的条文作依据", "fatal needs an article of a law"),
            )

    def _refuse(self, place: str, message: str) -> None:
        self._faults.append(Fault(message, place=place))


def _told(breaks: Node) -> Sentence:
    """What a finding says where the author wrote nothing: the facts of the condition, and itself."""
    columns = [
        column
        for column in breaks.columns.values()
        if not column.personal and not column.name.endswith("known_until")
    ][:_SHOWN]
    shows: dict[str, Node] = {f"s{place}": Fact(column) for place, column in enumerate(columns)}
    facts = "，".join(f"{c.label} {{s{place}}}" for place, c in enumerate(columns))
    words = breaks.words().replace("{", "｛").replace("}", "｝")
    return Sentence(f"{facts}。属于：{words}。" if facts else f"{words}。", shows)
