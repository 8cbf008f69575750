"""What people do with rules: switch off and on, lower, set a value, write, try, enable, retire.

Each deed is one transaction with its ledger entry, and starts the check that judges again exactly what
changed. The ledger holds codes, numbers and the digest of a definition; the words stand in the rows.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content import ContentError, models
from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.jobs.actions import start
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.findings.rules.access import check_keeps, check_writes
from hengjian.domain.findings.rules.in_force import (
    declared_severity,
    digest_of,
    entered,
    forget,
    in_force,
    installed,
    installed_book,
)
from hengjian.domain.findings.rules.models import (
    CustomRule,
    Revision,
    RuleSwitch,
    RuleTrial,
    RuleVersion,
    SetValue,
)
from hengjian.rules.custom import CustomRule as ReadRule
from hengjian.rules.custom import Definition
from hengjian.rules.rule import Rule, Severity

SHORTEST = 4
"""A reason of fewer signs says nothing."""
LONGEST_TERM = 366 * 2
"""A rule is off for at most so many days; longer means that the city should change the norm."""
Kind = RuleSwitch.Kind
State = RuleVersion.State


# --- switches ---------------------------------------------------------------------------------------------


@transaction.atomic
def switch_off(rule: str, *, reason: str, until: date, by: Post, at: datetime) -> RuleSwitch:
    """The rule is not executed until that day; its findings vanish, and come back afterwards."""
    check_keeps(by)
    _check_known(rule, at)
    _check_reason(reason)
    today = day_of(at)
    if until < today:
        raise PlainError(
            say("截止日期已经过去", "the last day is over"),
            say("请选今天或者以后的日期。", "Choose today or a later day."),
        )
    if (until - today).days > LONGEST_TERM:
        raise PlainError(
            say("停用最长两年", "a rule is off for two years at most"),
            say("请选近一些的日期；到期可以再停用。", "Choose an earlier day; it can be renewed."),
        )
    _end_open(rule, Kind.OFF, by=by, at=at)
    switch = RuleSwitch(rule=rule, kind=Kind.OFF, reason=reason, until=until, by=by, at=at)
    switch.save()
    record("rule.switched_off", subject=switch, payload={"rule": rule, "until": until.isoformat()},
           by=by, at=at)  # fmt: skip
    _changed(by=by, at=at)
    return switch


@transaction.atomic
def lower(
    rule: str, *, severity: str, reason: str, until: date | None = None, by: Post, at: datetime
) -> RuleSwitch:
    """Findings of the rule weigh at most so much, from now on or until a day."""
    check_keeps(by)
    found = _check_known(rule, at)
    _check_reason(reason)
    if severity not in {s.value for s in Severity} or (
        Severity(severity).weight >= declared_severity(found).weight
    ):
        raise PlainError(
            say("只能调低严重程度", "a severity can only be lowered"),
            say("请选一个更低的。", "Choose a lower one."),
        )
    _end_open(rule, Kind.LOWERED, by=by, at=at)
    switch = RuleSwitch(
        rule=rule, kind=Kind.LOWERED, severity=severity, reason=reason, until=until, by=by, at=at
    )
    switch.save()
    record("rule.lowered", subject=switch, payload={"rule": rule, "severity": severity},
           by=by, at=at)  # fmt: skip
    _changed(by=by, at=at)
    return switch


@transaction.atomic
def end_switch(switch: RuleSwitch, *, by: Post, at: datetime) -> RuleSwitch:
    """The rule runs, or weighs, as before."""
    check_keeps(by)
    switch = RuleSwitch.objects.select_for_update().get(pk=switch.pk)
    if switch.ended_at is None:
        switch.ended_by, switch.ended_at = by, at
        switch.save(update_fields=["ended_by", "ended_at"])
        if switch.kind == Kind.OFF:
            record("rule.switched_on", subject=switch, payload={"rule": switch.rule}, by=by, at=at)
        else:
            record("rule.restored", subject=switch, payload={"rule": switch.rule}, by=by, at=at)
        _changed(by=by, at=at)
    return switch


def _end_open(rule: str, kind: str, *, by: Post, at: datetime) -> None:
    open_ = RuleSwitch.objects.filter(rule=rule, kind=kind, ended_at=None)
    open_.update(ended_by=by, ended_at=at)


def _check_known(rule: str, at: datetime) -> Rule:
    found = in_force(at).book.rules.get(rule)
    if found is None:
        raise PlainError(
            say(f"没有规则 {rule}", f"there is no rule {rule}"),
            say("请从规则清单中选。", "Choose one from the list."),
        )
    return found


# --- values -----------------------------------------------------------------------------------------------


@transaction.atomic
def set_value(
    parameter: str,
    *,
    value: Any,
    source: str,
    unit: str = "",
    when: Mapping[str, str] | None = None,
    since: date,
    by: Post,
    at: datetime,
) -> SetValue:
    """A value of the bureau's own, from a day on, with where it is written."""
    check_keeps(by)
    if len(source.strip()) < SHORTEST:
        raise PlainError(
            say("没有写明来源", "the source is not stated"),
            say("请写明文件的名称、文号和条款。", "Name the document, its number and the clause."),
        )
    known = installed().parameters.get(parameter)
    if known is None:
        raise PlainError(say(f"没有参数 {parameter}", f"there is no parameter {parameter}"))
    if not any(parameter in rule.parameters for rule in installed_book().rules.values()):
        raise PlainError(
            say("没有规则用到这个参数", "no rule uses this parameter"),
            say(
                "它由部署的人在内容文件夹里设定。",
                "Whoever runs the system sets it in its content.",
            ),
        )
    _check_fits(known, value)
    row = SetValue(
        parameter=parameter, value=value, unit=unit, when=dict(when or {}), since=since,
        source=source.strip(), by=by, at=at,
    )  # fmt: skip
    try:
        installed().with_entered({parameter: [entered(row)]})
    except (ContentError, ValueError) as error:
        raise PlainError(str(error)) from error
    row.save()
    record("parameter.set", subject=row, payload={"parameter": parameter, "value": value},
           by=by, at=at)  # fmt: skip
    _changed(by=by, at=at)
    return row


def _check_fits(parameter: models.Parameter, value: Any) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if parameter.kind == "switch":
        fits, wanted = isinstance(value, bool), say("是或者否", "yes or no")
    elif parameter.kind in ("term", "count"):
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 36_500
        wanted = say("0 到 36500 的整数", "a whole number from 0 to 36500")
    else:
        fits, wanted = number and 0 <= value <= 10**12, say("不小于 0 的数", "a number from 0 on")
    if not fits:
        raise PlainError(
            say("数值不合", "the value does not fit"), say(f"请写{wanted}。", f"Write {wanted}.")
        )


@transaction.atomic
def withdraw_value(row: SetValue, *, reason: str, by: Post, at: datetime) -> SetValue:
    """The value counts no longer; what the content says counts again."""
    check_keeps(by)
    _check_reason(reason)
    row = SetValue.objects.select_for_update().get(pk=row.pk)
    if row.withdrawn_at is None:
        row.withdrawn_by, row.withdrawn_at, row.why_withdrawn = by, at, reason
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "why_withdrawn"])
        record("parameter.withdrawn", subject=row, payload={"parameter": row.parameter},
               by=by, at=at)  # fmt: skip
        _changed(by=by, at=at)
    return row


# --- custom rules -----------------------------------------------------------------------------------------


@transaction.atomic
def write_rule(
    definition: Definition, *, rule: CustomRule | None = None, by: Post, at: datetime
) -> RuleVersion:
    """A new rule, or a new version of one; what is enabled stays enabled until this one is.

    Raises CustomRuleError with everything that is wrong with it.
    """
    check_writes(by)
    newest = None
    if rule is None:
        rule = CustomRule.objects.create(code=_next_code(), by=by, at=at)
    else:
        rule = CustomRule.objects.select_for_update().get(pk=rule.pk)
        newest = rule.versions.first()
    told = replace(definition, id=rule.code)
    ReadRule(told, in_force(at).content)
    data = told.as_data()
    digest = digest_of(data)
    if newest is not None and newest.digest == digest and newest.state != State.RETIRED:
        return newest
    version = RuleVersion.objects.create(
        rule=rule, number=(newest.number if newest else 0) + 1, definition=data, digest=digest,
        by=by, at=at,
    )  # fmt: skip
    payload = {"rule": rule.code, "version": version.number, "digest": digest}
    record("custom_rule.written", subject=rule, payload=payload, by=by, at=at)
    return version


def _next_code() -> str:
    last = CustomRule.objects.select_for_update().order_by("-pk").first()
    return f"Z{(last.pk if last else 0) + 1:03d}"


@transaction.atomic
def try_rule(version: RuleVersion, *, by: Post, at: datetime) -> RuleTrial:
    """Start a trial on past records; it changes nothing but what is known of the rule."""
    from hengjian.domain.findings.rules.tasks import try_on_records

    check_writes(by)
    waiting = version.trials.filter(
        result__isnull=True, job__state__in=("ready", "running")
    ).first()
    if waiting is not None:
        return waiting
    trial = RuleTrial.objects.create(version=version, by=by, at=at)
    trial.job = start(try_on_records, {"trial": trial.pk}, by=by, at=at)
    trial.save(update_fields=["job"])
    return trial


@transaction.atomic
def end_trial(
    trial: RuleTrial, *, result: dict[str, Any], as_of: date, by: Post | None, at: datetime
) -> RuleTrial:
    """What a trial found. One that was stopped by somebody does not make the rule tried."""
    trial.result, trial.as_of = result, as_of
    trial.save(update_fields=["result", "as_of"])
    version = RuleVersion.objects.select_for_update().get(pk=trial.version_id)
    if version.state == State.DRAFT and result["stopped"] != "cancelled":
        version.state = State.TRIED
        version.save(update_fields=["state"])
    payload = {"version": version.number, "cases": result["cases"], "broken": result["broken"]}
    record("custom_rule.tried", subject=version.rule, payload=payload, by=by, at=at)
    return trial


@transaction.atomic
def enable(version: RuleVersion, *, by: Post, at: datetime) -> RuleVersion:
    """From now on the rule is part of every check. It must have been tried; a former version retires."""
    check_keeps(by)
    version = RuleVersion.objects.select_for_update().select_related("rule").get(pk=version.pk)
    if version.state == State.ENABLED:
        return version
    if version.state != State.TRIED:
        raise PlainError(
            say("启用之前要先试运行", "a rule must be tried before it is enabled"),
            say("请先试运行，看清楚会得出哪些线索。", "Try it first, and see what it finds."),
        )
    if version.rule.versions.filter(number__gt=version.number).exists():
        raise PlainError(
            say("这不是最新的版本", "this is not the newest version"),
            say("请启用最新的版本。", "Enable the newest one."),
        )
    ReadRule(Definition.from_data(version.definition), in_force(at).content)
    former = version.rule.versions.filter(state=State.ENABLED)
    former.update(state=State.RETIRED, retired_by=by, retired_at=at)
    version.state, version.enabled_by, version.enabled_at = State.ENABLED, by, at
    version.save(update_fields=["state", "enabled_by", "enabled_at"])
    payload = {"rule": version.rule.code, "version": version.number, "digest": version.digest}
    record("custom_rule.enabled", subject=version.rule, payload=payload, by=by, at=at)
    _changed(by=by, at=at)
    return version


@transaction.atomic
def retire(version: RuleVersion, *, reason: str, by: Post, at: datetime) -> RuleVersion:
    """The rule is no longer part of checks; its findings vanish, its history stays."""
    check_keeps(by)
    _check_reason(reason)
    version = RuleVersion.objects.select_for_update().select_related("rule").get(pk=version.pk)
    if version.state == State.ENABLED:
        version.state, version.retired_by, version.retired_at = State.RETIRED, by, at
        version.why_retired = reason
        version.save(update_fields=["state", "retired_by", "retired_at", "why_retired"])
        payload = {"rule": version.rule.code, "version": version.number}
        record("custom_rule.retired", subject=version.rule, payload=payload, by=by, at=at)
        _changed(by=by, at=at)
    return version


# --- every change -----------------------------------------------------------------------------------------


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST:
        raise PlainError(
            say("没有写明理由", "the reason is not stated"),
            say("请写明为什么，这会留在账本里。", "Say why; it stays on record."),
        )


def _changed(*, by: Post, at: datetime) -> None:
    """Readers read the rules anew, and a check judges again what changed."""
    from hengjian.domain.findings.tasks import check_rules, start_check

    Revision.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})
    forget()
    start_check(check_rules, by=by, at=at)
