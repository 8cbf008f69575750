"""Loads the rule book: the built-in package and the rule folders of overlays.

Adding a rule is adding a file: this loader finds it. It refuses a book with two rules of one id, a
citation of a law that the content does not hold, or a severity that its basis cannot carry.
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from hengjian.content import Content, ContentError, say
from hengjian.content.loader import read_yaml
from hengjian.facts import Subject, subjects_of
from hengjian.rules.expressions import ExpressionError
from hengjian.rules.parameters import Parameters
from hengjian.rules.rule import Declaration, Rule, Severity
from hengjian.standard.wording import places


@dataclass(frozen=True)
class Unwritten:
    """A rule of the plan that cannot be executed: it needs data, a human, or still its code."""

    id: str
    title: str
    basis: tuple[str, ...]
    severity: Severity
    why: str


class Book:
    """All rules of one content, in the order of their ids."""

    def __init__(self, content: Content, rules: list[Rule], unwritten: list[Unwritten]) -> None:
        self.content = content
        self.rules = {rule.id: rule for rule in sorted(rules, key=lambda r: r.id)}
        self.unwritten = {entry.id: entry for entry in unwritten if entry.id not in self.rules}

    @classmethod
    def load(cls, content: Content) -> "Book":
        """Build and check every rule. Raises ContentError with all faults at once."""
        subjects = subjects_of(content)
        parameters = Parameters(content)
        rules: list[Rule] = []
        faults: list[str] = []
        seen: set[str] = set()
        for declaration in _declarations(content):
            if declaration.id in seen:
                faults.append(f"{declaration.id}: {say('规则编号重复', 'declared twice')}")
                continue
            seen.add(declaration.id)
            try:
                rule = _bind(declaration, content, subjects, parameters)
                faults += _faults(rule)
                rules.append(rule)
            except (ExpressionError, ContentError, KeyError) as error:
                faults.append(f"{declaration.id} ({declaration.file}): {error}")
        if faults:
            raise ContentError(faults)
        return cls(content, rules, _unwritten(content))

    @cached_property
    def executable(self) -> list[Rule]:
        """The rules that run in this installation."""
        return [rule for rule in self.rules.values() if rule.off_because is None]

    def of_subject(self, name: str) -> list[Rule]:
        return [rule for rule in self.executable if rule.subject.name == name]

    @cached_property
    def subjects(self) -> list[Subject]:
        """Subjects that at least one executable rule is about."""
        names = {rule.subject.name for rule in self.executable}
        return [s for s in subjects_of(self.content).values() if s.name in names]

    def limited_to(self, ids: frozenset[str]) -> "Book":
        """The book with only these rules; ContentError names an id that is not in it."""
        unknown = sorted(ids - self.rules.keys())
        if unknown:
            raise ContentError(
                [say(f"没有可执行的规则 {id_}", f"no executable rule {id_}") for id_ in unknown]
            )
        return Book(self.content, [self.rules[id_] for id_ in ids], [])

    def with_rules(self, rules: Iterable[Rule]) -> "Book":
        """The book and further rules, such as those that a bureau wrote; ContentError with every
        fault of theirs, or for an id that is taken."""
        more = list(rules)
        faults = [fault for rule in more for fault in _faults(rule)]
        ids = [*self.rules, *(rule.id for rule in more)]
        faults += [
            f"{id_}: {say('规则编号重复', 'declared twice')}"
            for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1})
        ]
        if faults:
            raise ContentError(faults)
        return self._of([*self.rules.values(), *more])

    def adjusted(
        self,
        off: Mapping[str, str] | None = None,
        severity: Mapping[str, Severity] | None = None,
    ) -> "Book":
        """The book as a bureau runs it: rules switched ``off`` for a reason, and others that weigh at
        most ``severity``. ContentError for an id that is not in it, or a severity that is no lower.
        """
        off, severity = off or {}, severity or {}
        faults = [
            say(f"没有规则 {id_}", f"no rule {id_}")
            for id_ in sorted({*off, *severity} - self.rules.keys())
        ]
        faults += [
            say(f"{id_}：只能调低严重程度", f"{id_}: a severity can only be lowered")
            for id_, asked in severity.items()
            if id_ in self.rules and asked.weight >= self.rules[id_].severity.weight
        ]
        if faults:
            raise ContentError(faults)
        rules = []
        for rule in self.rules.values():
            if rule.id in severity:
                rule = rule.lowered(severity[rule.id])
            if rule.id in off:
                rule = rule.switched_off(off[rule.id])
            rules.append(rule)
        return self._of(rules)

    def _of(self, rules: list[Rule]) -> "Book":
        return Book(self.content, rules, list(self.unwritten.values()))

    def __getitem__(self, id_: str) -> Rule:
        return self.rules[id_]


def _bind(
    declaration: Declaration,
    content: Content,
    subjects: dict[str, Subject],
    parameters: Parameters,
) -> Rule:
    subject = subjects.get(declaration.subject)
    if subject is None:
        raise ExpressionError(f"unknown subject {declaration.subject}")
    return Rule(declaration, content, subject, parameters)


def _faults(rule: Rule) -> Iterator[str]:
    if not rule.statement:
        yield f"{rule.id}: {say('缺少对法律要求的说明（函数文档）', 'no statement of the law')}"
    for citation in rule.basis:
        law = rule.law(citation)
        if citation.article and law.articles and citation.article not in law.articles:
            yield f"{rule.id}: {law.id} {say('未收录条文', 'has no article')} {citation.article}"
    ranks = {rule.law(c).rank for c in rule.binding}
    if rule.severity is Severity.FATAL and ranks and ranks <= {"normative", "judicial"}:
        yield (
            f"{rule.id}: "
            + say("仅有规范性文件依据的规则不得定为致命", "a normative document cannot carry F")
        )
    shown = set(rule.judgement.shows)
    for text in (rule.judgement.says, rule.judgement.right):
        for name in places(text):
            if name not in shown:
                yield f"{rule.id}: {{{name}}} {say('未在 shows 中给出', 'is not in shows')}"


# --- finding rule files ---------------------------------------------------------------------------------


def _declarations(content: Content) -> Iterator[Declaration]:
    if content.inherits_book:
        from hengjian.rules import book

        for found in pkgutil.walk_packages(book.__path__, f"{book.__name__}."):
            if not found.ispkg:
                yield from _of_module(importlib.import_module(found.name))
    for folder in content.rule_folders:
        for path in sorted(folder.rglob("*.py")):
            yield from _of_module(_module_at(path))


def _of_module(module: ModuleType) -> Iterator[Declaration]:
    for value in vars(module).values():
        if isinstance(value, Declaration) and value.file == module.__file__:
            yield value


def _module_at(path: Path) -> ModuleType:
    name = f"hengjian_overlay_{abs(hash(path.resolve()))}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ContentError([f"{path}: {say('不能作为规则读入', 'cannot be loaded as a rule')}"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _unwritten(content: Content) -> list[Unwritten]:
    return [
        Unwritten(
            entry["id"],
            entry["title"],
            tuple(entry["basis"]),
            Severity(entry["severity"]),
            entry["why"],
        )
        for root in content.roots
        if (path := root / "rules_not_executable.yaml").exists()
        for entry in read_yaml(path) or []
    ]
