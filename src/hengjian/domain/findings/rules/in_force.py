"""The content and the book that hold at a moment: what is installed, with what this bureau changed.

Serves check runs and every page that tells of rules. A custom rule that cannot be read any more, after
the content changed, is left out and named; it never stops a check.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.db.models import Q

from hengjian.content import Content, ContentError, models
from hengjian.core.clock import day_of
from hengjian.domain.findings.rules.models import Revision, RuleSwitch, RuleVersion, SetValue
from hengjian.rules.custom import CustomRule, CustomRuleError, Definition
from hengjian.rules.loading import Book
from hengjian.rules.rule import Rule, Severity

_of_request = Local()
"""Within one request the revision is asked for once; elsewhere each time."""


def _begin(**_: Any) -> None:
    _of_request.token = None


def request_ended(**_: Any) -> None:
    """What was remembered within a request is forgotten."""
    if hasattr(_of_request, "token"):
        del _of_request.token


request_started.connect(_begin)
request_finished.connect(request_ended)


def forget() -> None:
    """Ask anew within this request: something was just changed."""
    if hasattr(_of_request, "token"):
        _of_request.token = None


@dataclass(frozen=True)
class InForce:
    """``broken``: number of a custom rule, or of a parameter → why it is left out."""

    content: Content
    book: Book
    broken: dict[str, str] = field(default_factory=dict)


def in_force(at: datetime) -> InForce:
    """What holds on the day of ``at``: one small query, the rest is read once for each state."""
    return _read(_revision(), day_of(at))


def book_in_force(at: datetime) -> tuple[Content, Book]:
    """The content and the book by which a check at this moment judges."""
    now = in_force(at)
    return now.content, now.book


def _revision() -> str:
    """The token of the last change; `NEVER` where nothing was ever changed."""
    known = getattr(_of_request, "token", None)
    if known is not None:
        return str(known)
    token = Revision.objects.values_list("token", flat=True).first()
    token = NEVER if token is None else token
    if hasattr(_of_request, "token"):
        _of_request.token = token
    return token


@lru_cache(maxsize=1)
def installed() -> Content:
    """The content as it is installed."""
    return Content.installed()


@lru_cache(maxsize=1)
def installed_book() -> Book:
    return Book.load(installed())


_STATES: dict[tuple[str, date], InForce] = {}
MOST = 4
NEVER = "never"


def _read(revision: str, day: date) -> InForce:
    if revision == NEVER:
        return InForce(installed(), installed_book())
    key = revision, day  # a switch may end with its day
    if key not in _STATES:
        while len(_STATES) >= MOST:
            del _STATES[next(iter(_STATES))]
        values = list(SetValue.objects.filter(withdrawn_at=None).order_by("pk"))
        versions = list(enabled().order_by("rule__code"))
        _STATES[key] = _made(list(switched(day)), values, versions)
    return _STATES[key]


def switched(day: date) -> Any:
    """The switches that hold on a day."""
    open_ = RuleSwitch.objects.filter(ended_at=None)
    return open_.filter(Q(until__isnull=True) | Q(until__gte=day))


def enabled() -> Any:
    """The versions of custom rules that are enabled."""
    return RuleVersion.objects.filter(state=RuleVersion.State.ENABLED).select_related("rule")


def _made(
    switches: list[RuleSwitch], values: list[SetValue], versions: list[RuleVersion]
) -> InForce:
    broken: dict[str, str] = {}
    content = _with_values(values, broken)
    whole = installed_book() if content is installed() else Book.load(content)
    for version in versions:
        code = version.rule.code
        try:
            whole = whole.with_rules([custom(version, content)])
        except (CustomRuleError, ContentError) as error:
            broken[code] = str(error)
    off = {s.rule: off_words(s) for s in switches if s.kind == RuleSwitch.Kind.OFF}
    lowered = {s.rule: Severity(s.severity) for s in switches if s.kind == RuleSwitch.Kind.LOWERED}
    known = whole.rules
    whole = whole.adjusted(
        off={id_: why for id_, why in off.items() if id_ in known},
        severity={
            id_: severity
            for id_, severity in lowered.items()
            if id_ in known and severity.weight < known[id_].severity.weight
        },
    )
    return InForce(content, whole, broken)


def declared_severity(rule: Rule) -> Severity:
    """The severity of a rule before anybody here lowered it."""
    if isinstance(rule, CustomRule):
        return Severity(rule.definition.severity)
    return installed_book()[rule.id].severity


def off_words(switch: RuleSwitch) -> str:
    """Why a rule is off, as reports say it."""
    return f"{switch.reason}（停用至 {switch.until}）"


def custom(version: RuleVersion, content: Content) -> CustomRule:
    """The rule that a version says; CustomRuleError where it cannot be read any more."""
    return CustomRule(Definition.from_data(version.definition), content)


def digest_of(data: Mapping[str, Any]) -> str:
    """What the ledger keeps of a definition."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def entered(row: SetValue) -> models.Value:
    """A value that the bureau set, as content. The articles stay those of the value it replaces."""
    parameter = installed().parameters[row.parameter]
    like = next((v for v in parameter.values if dict(v.when) == row.when), parameter.values[0])
    told = {
        "from": row.since,
        "when": row.when,
        "value": row.value,
        "unit": row.unit or None,
        "basis": like.basis,
        "confidence": "read",
        "source": row.source,
    }
    return models.Value.model_validate(told)


def _with_values(values: list[SetValue], broken: dict[str, str]) -> Content:
    by_parameter: dict[str, list[models.Value]] = {}
    for row in values:
        if row.parameter not in installed().parameters:
            broken[row.parameter] = "没有这个参数了"
            continue
        by_parameter.setdefault(row.parameter, []).append(entered(row))
    content = installed()
    for name, told in by_parameter.items():
        try:
            content = content.with_entered({name: told})
        except ContentError as error:
            broken[name] = str(error)
    return content
