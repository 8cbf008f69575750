"""Who may read, write and change rules.

What a rule requires, on what basis and with which numbers, everybody may read who has a post: a body
that is accused sees exactly why. Drafts of custom rules are read by those who may write them. Switches,
severities, values and what is enabled change what the whole city is judged by, so they are the business
of the city's general section, or of its bureau where it works without sections. Sections of the city
and the bureaus of counties write and try custom rules, and propose them so.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hengjian.core.organisation.models import Level, UnitKind
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.domain.findings.access import findings_seen
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.rules.models import (
    CustomRule,
    RuleSwitch,
    RuleTrial,
    RuleVersion,
    SetValue,
)

KEEPING = frozenset({UnitKind.SECTION_GENERAL, UnitKind.BUREAU})
WRITING = KEEPING | {UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY}


def keeps_rules(post: Post) -> bool:
    """Whether the post switches rules, sets values, enables and retires custom rules."""
    city = post.unit.division.level == Level.CITY
    return post.role == Role.SUPERVISOR and post.unit.kind in KEEPING and city


def writes_rules(post: Post) -> bool:
    """Whether the post writes custom rules and tries them."""
    high = post.unit.division.level in (Level.CITY, Level.COUNTY)
    return post.role == Role.SUPERVISOR and post.unit.kind in WRITING and high


def check_keeps(post: Post) -> None:
    if not keeps_rules(post):
        raise RefusedError(
            say("规则的启停、严重程度、参数和自定规则的启用，由市级综合科办理",
                "switches, severities, values and enabling are for the city's general section"),
            say("请向综合科提出。", "Ask the general section."),
        )  # fmt: skip


def check_writes(post: Post) -> None:
    if not writes_rules(post):
        raise RefusedError(
            say("自定规则由市、县两级司法局的监督人员编写",
                "custom rules are written by supervisors of the city and the counties"),
            say("请向本级司法局提出。", "Ask your justice bureau."),
        )  # fmt: skip


def custom_rules_seen(post: Post) -> QuerySet[CustomRule]:
    """Custom rules that the post may read: enabled or once enabled ones, and drafts for who writes."""
    rows = CustomRule.objects.all()
    if writes_rules(post):
        return rows
    return rows.filter(versions__enabled_at__isnull=False).distinct()


def custom_rule_seen(code: str, *, post: Post) -> CustomRule:
    return get_object_or_404(custom_rules_seen(post), code=code)


def custom_rule_named(code: str, *, post: Post) -> CustomRule | None:
    """That custom rule, if there is one and the post may read it."""
    return custom_rules_seen(post).filter(code=code).first()


def version_written(pk: int, *, post: Post) -> RuleVersion:
    """A version, for who may try or enable it."""
    rows = RuleVersion.objects.select_related("rule")
    return get_object_or_404(rows if writes_rules(post) else rows.none(), pk=pk)


def trial_seen(pk: int, *, post: Post) -> RuleTrial:
    rows = RuleTrial.objects.select_related("version__rule", "job", "by__person", "by__unit")
    return get_object_or_404(rows if writes_rules(post) else rows.none(), pk=pk)


def trial_of_job(pk: int) -> RuleTrial:
    """A trial, for the job that makes it."""
    return RuleTrial.objects.select_related("version__rule").get(pk=pk)


def switch_kept(pk: int, *, post: Post) -> RuleSwitch:
    rows = RuleSwitch.objects.all()
    return get_object_or_404(rows if keeps_rules(post) else rows.none(), pk=pk)


def value_kept(pk: int, *, post: Post) -> SetValue:
    rows = SetValue.objects.all()
    return get_object_or_404(rows if keeps_rules(post) else rows.none(), pk=pk)


def findings_of(rule: str, *, post: Post, at: datetime) -> QuerySet[Finding]:
    """The findings of a rule that stand, within the reader's reach."""
    return findings_seen(post=post, at=at).filter(rule=rule, stands=True)
