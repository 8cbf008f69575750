"""What the rule book says, as plain values: one entry a rule, with everything a page or the PDF shows.

Serves both forms with the same words. Conditions are put into words from the very expressions that
run; cases and history are read from the file beside the rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hengjian.content import Content, models, say
from hengjian.content.citation import Citation
from hengjian.content.wording import LawText, installed
from hengjian.rulebook.telling import told_lines
from hengjian.rules.explain import passage
from hengjian.rules.findings import amount_words
from hengjian.rules.loading import Book, Unwritten
from hengjian.rules.rule import Rule, Severity, holds_here
from hengjian.rules.situations import Situation, changes_of, situations_of

GROUPS = {
    "A": ("主体和权限", "Bodies and powers"),
    "B": ("人员", "Officers"),
    "C": ("立案和时效", "Filing and limitation"),
    "D": ("调查取证", "Investigation"),
    "E": ("告知和听证", "Notice and hearing"),
    "F": ("审核和决定", "Review and decision"),
    "G": ("送达和公开", "Service and disclosure"),
    "H": ("执行和罚没", "Execution"),
    "I": ("行政强制", "Coercion"),
    "J": ("行政许可", "Permits"),
    "K": ("行政检查", "Inspection"),
    "L": ("三项制度", "Recording and archives"),
    "M": ("救济和衔接", "Remedies and linkage"),
    "N": ("数据报送", "Submission of data"),
}
RANKS = {
    "law": ("法律", "law"),
    "admin_regulation": ("行政法规", "administrative regulation"),
    "local_regulation": ("地方性法规", "local regulation"),
    "department_rule": ("部门规章", "departmental rule"),
    "local_rule": ("地方政府规章", "local rule"),
    "judicial": ("司法解释", "judicial interpretation"),
    "normative": ("规范性文件", "normative document"),
}
CONFIDENCE = {
    "read": ("已读条文", "read in the norm"),
    "excerpt": ("只读到摘录", "only an excerpt was read"),
    "constructed": ("本系统设定，法律未规定", "set by this system, not by law"),
    "unverified": ("未核实，不用于判断", "unverified, never used"),
}
ROLL = {
    "always": ("末日休息的顺延", "a last day that is a day off rolls over"),
    "disputed": (
        "末日休息是否顺延有争议，两日之间只作提示",
        "whether the last day rolls is disputed",
    ),
    "never": ("末日休息不顺延", "the last day never rolls over"),
}
EXPECT = {
    "breaks": ("不符合", "breaks"),
    "disputed": ("计算有争议", "disputed"),
    "conflict": ("规范冲突", "norm conflict"),
    "hint": ("提示核查", "hint"),
    "fine": ("符合", "fine"),
    "exempt": ("例外", "exempt"),
    "not judged": ("不作判断", "not judged"),
    "not concerned": ("不涉及", "not concerned"),
}
_KEY_LISTS = {"sector": "sectors", "party_kind": "party_kinds", "kind": "item_kinds"}


@dataclass(frozen=True)
class Article:
    """One cited article. ``binds``: its norm holds in this territory; ``text``: its wording, if
    installed; ``serves``: the values of parameters that rest on it."""

    words: str
    law: str
    rank: str
    territory: str
    binds: bool
    since: str
    note: str
    ours: str
    text: str | None
    serves: str = ""


@dataclass(frozen=True)
class Value:
    """One dated value of a parameter, in words."""

    amount: str
    when: str
    dates: str
    basis: str
    confidence: str
    sure: bool
    note: str


@dataclass(frozen=True)
class ParameterEntry:
    """One parameter: its label, its values, how a last day is treated, the rules that use it."""

    id: str
    label: str
    roll: str
    values: tuple[Value, ...]
    used_by: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return all(value.sure for value in self.values)


@dataclass(frozen=True)
class CaseEntry:
    """One told case and the verdict it must have."""

    name: str
    verdict: str
    verdict_label: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One rule. ``runs``: it is executed here; else ``why`` not. ``behind``: the articles that its
    parameters rest on and that it does not cite itself."""

    id: str
    group: str
    title: str
    severity: str
    severity_label: str
    subject: str
    runs: bool
    why: str
    articles: tuple[Article, ...]
    statement: str = ""
    applies: str = ""
    breaks: str = ""
    exceptions: Mapping[str, str] = field(default_factory=dict)
    grades: tuple[tuple[str, str, str], ...] = ()
    right: str = ""
    parameters: tuple[ParameterEntry, ...] = ()
    behind: tuple[Article, ...] = ()
    cases: tuple[CaseEntry, ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    written: bool = True


@dataclass(frozen=True)
class ProfileEntry:
    """One province's terms of the supervision procedure: step → its term in words."""

    id: str
    title: str
    note: str
    here: bool
    terms: Mapping[str, Value]


@dataclass(frozen=True)
class RuleBook:
    """The whole book. ``laws``: norm → the ids of the rules that rest on it."""

    place: str
    entries: tuple[Entry, ...]
    parameters: tuple[ParameterEntry, ...]
    laws: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, str]
    profiles: tuple[ProfileEntry, ...]
    texts: int

    @property
    def groups(self) -> dict[str, list[Entry]]:
        grouped: dict[str, list[Entry]] = {}
        for entry in self.entries:
            grouped.setdefault(entry.group, []).append(entry)
        return grouped

    @property
    def running(self) -> int:
        return sum(entry.runs for entry in self.entries)

    @property
    def switched_off(self) -> int:
        return sum(entry.written and not entry.runs for entry in self.entries)

    @property
    def unwritten(self) -> int:
        return sum(not entry.written for entry in self.entries)


def rule_book(content: Content) -> RuleBook:
    """The book of this content, with the wording of whatever law texts are installed."""
    book = Book.load(content)
    texts = installed()
    users: dict[str, list[str]] = {}
    for rule in book.rules.values():
        for name in rule.parameters:
            users.setdefault(name, []).append(rule.id)
    parameters = {
        name: parameter_entry(parameter, content, tuple(sorted(users.get(name, ()))))
        for name, parameter in content.parameters.items()
    }
    entries = [_entry(rule, content, texts, parameters) for rule in book.rules.values()]
    entries += [_unwritten(entry, content, texts) for entry in book.unwritten.values()]
    entries.sort(key=lambda entry: entry.id)
    laws: dict[str, list[str]] = {}
    for entry in entries:
        for article in (*entry.articles, *entry.behind):
            listed = laws.setdefault(article.law, [])
            if entry.id not in listed:
                listed.append(entry.id)
    return RuleBook(
        place=say(content.profile.name, content.profile.name_en or content.profile.name),
        entries=tuple(entries),
        parameters=tuple(parameters.values()),
        laws={law: tuple(ids) for law, ids in sorted(laws.items(), key=lambda x: -len(x[1]))},
        steps=_steps(content),
        profiles=tuple(_profile(profile) for profile in content.deadline_profiles.values()),
        texts=len(texts),
    )


# --- one rule --------------------------------------------------------------------------------------------


def entry_of(rule: Rule, content: Content) -> Entry:
    """One rule as the book tells it, with the wording of whatever law texts are installed."""
    parameters = {
        name: parameter_entry(content.parameters[name], content) for name in rule.parameters
    }
    return _entry(rule, content, installed(), parameters)


def unwritten_entry(entry: Unwritten, content: Content) -> Entry:
    """A rule that a person judges, as the book tells it."""
    return _unwritten(entry, content, installed())


def _entry(
    rule: Rule,
    content: Content,
    texts: dict[str, LawText],
    parameters: dict[str, ParameterEntry],
) -> Entry:
    judgement = rule.judgement
    path = Path(rule.declaration.file or "none").with_suffix(".yaml")
    told = situations_of(path) if path.exists() else []
    return Entry(
        id=rule.id,
        group=_group(rule.id),
        title=rule.title,
        severity=rule.severity.value,
        severity_label=rule.severity.label,
        subject=rule.subject.label if say("zh", "en") == "zh" else rule.subject.name,
        runs=rule.off_because is None,
        why=rule.off_because or "",
        articles=_articles(rule.basis, content, texts, rule),
        statement=rule.statement,
        applies=judgement.applies.words(),
        breaks=judgement.breaks.words(),
        exceptions={name: node.words() for name, node in judgement.exceptions.items()},
        grades=tuple(
            (
                grade.when.words(),
                say("，", ", ").join((grade.severity.label, grade.nature.label)),
                grade.because,
            )
            for grade in judgement.grades
        ),
        right=judgement.right,
        parameters=tuple(parameters[name] for name in sorted(rule.parameters)),
        behind=_behind(rule, content, texts),
        cases=tuple(_case(situation, content) for situation in told),
        history=tuple((str(on), what) for on, what in (changes_of(path) if told else [])),
    )


def _unwritten(entry: Unwritten, content: Content, texts: dict[str, LawText]) -> Entry:
    return Entry(
        id=entry.id,
        group=_group(entry.id),
        title=entry.title,
        severity=entry.severity.value,
        severity_label=Severity(entry.severity).label,
        subject="",
        runs=False,
        why=entry.why,
        articles=_articles([Citation.parse(text) for text in entry.basis], content, texts),
        written=False,
    )


def _group(id_: str) -> str:
    letters = id_.rstrip("0123456789")
    return say(*GROUPS[letters]) if letters in GROUPS else letters


def _articles(
    citations: Iterable[Citation],
    content: Content,
    texts: dict[str, LawText],
    rule: Rule | None = None,
) -> tuple[Article, ...]:
    """The cited articles; our statement of an article that is cited twice stands once."""
    told: set[tuple[str, str | None]] = set()
    articles: list[Article] = []
    for citation in citations:
        article = _article(citation, content, texts, rule)
        key = citation.law, citation.article
        articles.append(replace(article, ours="") if key in told else article)
        told.add(key)
    return tuple(articles)


def _article(
    citation: Citation, content: Content, texts: dict[str, LawText], rule: Rule | None = None
) -> Article:
    """``rule``: it may rest on what no law says but the bureau itself."""
    law = rule.law(citation) if rule is not None else content.law(citation.law)
    words = rule.words_of(citation) if rule is not None else citation.words()
    since = str(law.versions[-1].from_) if law.versions else ""
    notes = [
        say(f"{v.from_} 起的文本", f"the text from {v.from_}")
        + say("：", ": ")
        + say(*CONFIDENCE[v.confidence])
        for v in law.versions
        if v.confidence != "read"
    ]
    return Article(
        words=words,
        law=law.id,
        rank=say(*RANKS.get(law.rank, (law.rank, law.rank))),
        territory=law.territory,
        binds=holds_here(law, content.profile),
        since=since,
        note=say("；", "; ").join(notes),
        ours=law.articles.get(citation.article or "", ""),
        text=passage(citation, texts),
    )


def _behind(rule: Rule, content: Content, texts: dict[str, LawText]) -> tuple[Article, ...]:
    """The articles behind the rule's parameters, each with the values that rest on it."""
    served: dict[str, list[str]] = {}
    for name in sorted(rule.parameters):
        parameter = content.parameters[name]
        for value in parameter.values:
            made = _value(value, content)
            what = say("，", ", ").join(part for part in (made.when, made.amount) if part)
            for cited in value.basis:
                served.setdefault(cited, []).append(f"{parameter.label}{say('：', ': ')}{what}")
    own = set(rule.declaration.basis)
    return tuple(
        replace(
            _article(Citation.parse(cited), content, texts), serves=say("；", "; ").join(values)
        )
        for cited, values in served.items()
        if cited not in own
    )


def _case(situation: Situation, content: Content) -> CaseEntry:
    verdict = situation.expect
    label = say(*EXPECT[verdict])
    if situation.exception:
        label += say(f"：{situation.exception}", f": {situation.exception}")
    return CaseEntry(situation.name, verdict, label, tuple(told_lines(situation, content)))


# --- parameters ------------------------------------------------------------------------------------------


def parameter_entry(
    parameter: models.Parameter, content: Content, used_by: tuple[str, ...] = ()
) -> ParameterEntry:
    """A parameter with its values in words."""
    return ParameterEntry(
        id=parameter.id,
        label=parameter.label,
        roll=say(*ROLL[parameter.roll]) if parameter.kind == "term" else "",
        values=tuple(_value(value, content) for value in parameter.values),
        used_by=used_by,
    )


def _value(value: models.Value, content: Content) -> Value:
    amount = say(*amount_words(value)) if value.value is not None else say("未录入", "not entered")
    since = say(f"{value.from_} 起", f"from {value.from_}") if value.from_ else ""
    until = say(f"至 {value.until}", f"until {value.until}") if value.until else ""
    return Value(
        amount=amount,
        when=say("，", ", ").join(_key(key, wanted, content) for key, wanted in value.when.items()),
        dates=" ".join(part for part in (since, until) if part),
        basis=value.source
        or say("、", ", ").join(Citation.parse(text).words() for text in value.basis),
        confidence=say("本机关设定", "set by this bureau")
        if value.source
        else say(*CONFIDENCE[value.confidence]),
        sure=value.confidence == "read",
        note=value.note or "",
    )


def _steps(content: Content) -> dict[str, str]:
    codes = content.code_lists.get("supervision_steps")
    return {code.code: code.label for code in codes.codes} if codes else {}


def _profile(profile: models.DeadlineProfile) -> ProfileEntry:
    terms = {}
    for term in profile.terms:
        unit = (
            say("个工作日", " working days") if term.unit == "working_day" else say("日", " days")
        )
        terms[term.step] = Value(
            amount=f"{term.value}{say(' ', '')}{unit}",
            when="",
            dates="",
            basis=say("、", ", ").join(Citation.parse(text).words() for text in term.basis),
            confidence=say(*CONFIDENCE[term.confidence]),
            sure=term.confidence == "read",
            note=term.note or "",
        )
    since = (
        say(f"{profile.from_} 起施行", f"in force from {profile.from_}") if profile.from_ else ""
    )
    notes = say("；", "; ").join(part for part in (since, profile.note or "") if part)
    return ProfileEntry(profile.id, profile.title, notes, profile.default, terms)


def _key(key: str, wanted: str | tuple[str, ...], content: Content) -> str:
    codes = content.code_lists.get(_KEY_LISTS.get(key, ""))
    labels = {code.code: code.label for code in codes.codes} if codes else {}
    values = (wanted,) if isinstance(wanted, str) else wanted
    return say("、", ", ").join(labels.get(value, value) for value in values)
