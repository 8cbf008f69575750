"""All writes of report tasks before they are merged: planned, sent, urged, extended, cancelled.

Each is one transaction with its ledger entry. A task is held while it is written to, so that of two who
act at once the second is told; what answers go through is in `filling`, merging and signing in `merging`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.content.form_design import FormDesign
from hengjian.core.clock import CHINA, day_of
from hengjian.core.entries.actions import record
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.reports import access, telling
from hengjian.domain.supervision.reports import notice_kinds as kinds
from hengjian.domain.supervision.reports.designing import stored
from hengjian.domain.supervision.reports.models import OPEN, ReportAnswer, ReportForm, ReportTask
from hengjian.domain.supervision.reports.refusing import check_seen, check_state, need, not_yours

MARK = "报表"
"""The series of report tasks."""
MOST_UNITS = 2000


@transaction.atomic
def plan_task(
    design: FormDesign,
    *,
    title: str,
    words: str = "",
    period: tuple[date, date],
    due_on: date,
    form: ReportForm | None = None,
    origin: str = "",
    above: ReportAnswer | None = None,
    by: Post,
    at: datetime,
) -> ReportTask:
    """A task that is not sent yet."""
    if not access.sends(by):
        raise not_yours()
    _check_days(period, due_on, at)
    _check_form(form, by)
    if not any(True for _ in design.fields()):
        raise PlainError(say("报表里没有任何栏目", "the form has no field"))
    task = ReportTask(
        bureau=access.bureau_of(by), title=(title.strip() or design.name)[:150],
        words=words.strip()[:2000], form=form, origin=origin, design=stored(design),
        period_from=period[0], period_to=period[1], due_on=due_on, above=above, planned_by=by,
        planned_at=at,
    )  # fmt: skip
    task.save()
    record("report.plan", subject=task, payload=_told(task), by=by, at=at)
    return task


@transaction.atomic
def choose(
    task: ReportTask, units: Iterable[Unit], *, seen: int, by: Post, at: datetime
) -> ReportTask:
    """Exactly these units are asked. Once it is sent, new ones are told at once, and none is taken off
    that has begun to answer."""
    row = held(task, "choose", seen=seen, by=by, at=at)
    allowed = {one.pk: one for one in access.recipients(post=by, at=at)}
    wanted = {one.pk for one in units}
    if wanted - allowed.keys():
        raise not_yours()
    if len(wanted) > MOST_UNITS:
        raise PlainError(say(f"一次最多发给 {MOST_UNITS} 个单位", f"at most {MOST_UNITS} units"))
    had = {one.unit_id: one for one in row.answers.select_related("unit")}
    for pk in had.keys() - wanted:
        _take_off(had[pk])
    new = [
        ReportAnswer(task=row, unit=allowed[pk], due_on=row.due_on)
        for pk in sorted(wanted - had.keys())
    ]
    ReportAnswer.objects.bulk_create(new)
    if row.state == ReportTask.State.RUNNING:
        for one in row.answers.filter(unit__in=wanted - had.keys()).select_related("unit"):
            telling.tell_unit(kinds.asked, one, key="sent", by=by, at=at)
    payload = {"units": sorted(wanted), "number": len(wanted)}
    return kept(row, "report.choose", payload, by=by, at=at)


@transaction.atomic
def send(task: ReportTask, *, seen: int, by: Post, at: datetime) -> ReportTask:
    """It gets its number, and every unit is told."""
    row = held(task, "send", seen=seen, by=by, at=at)
    answers = list(row.answers.select_related("unit"))
    if not answers:
        raise PlainError(
            say("还没有选定填报单位", "no unit is chosen yet"),
            say("请先选择发给哪些县区和部门。", "Choose the units first."),
        )
    if row.due_on < day_of(at):
        raise PlainError(
            say("报送期限已经过去", "its term is over"), say("请重新拟定。", "Plan it anew.")
        )
    year = at.astimezone(CHINA).year
    row.number = f"报表〔{year}〕{next_number(row.bureau, MARK, year, by=by, at=at)}号"
    row.state, row.sent_at = ReportTask.State.RUNNING, at
    kept(row, "report.send", {"units": len(answers)}, by=by, at=at)
    for one in answers:
        one.task = row
        telling.tell_unit(kinds.asked, one, key="sent", by=by, at=at)
    return row


@transaction.atomic
def urge(task: ReportTask, *, only: Iterable[int] = (), seen: int, by: Post, at: datetime) -> int:
    """Tell those that have not answered, or the chosen of them; each at most once a day."""
    row = held(task, "urge", seen=seen, by=by, at=at)
    rows = row.answers.filter(state__in=OPEN).select_related("unit")
    chosen = set(only)
    told, day = 0, day_of(at)
    for one in rows:
        again = one.urged_at is None or day_of(one.urged_at) < day
        if again and (not chosen or one.pk in chosen):
            one.urged_at, one.urged = at, one.urged + 1
            one.save(update_fields=["urged_at", "urged"])
            telling.tell_unit(kinds.urged, one, key=str(day), by=by, at=at)
            told += 1
    if told:
        kept(row, "report.urge", {"units": told}, by=by, at=at)
    return told


@transaction.atomic
def extend(
    task: ReportTask, due_on: date, *, words: str, seen: int, by: Post, at: datetime
) -> ReportTask:
    """A later term for all that have not answered."""
    row = held(task, "extend", seen=seen, by=by, at=at)
    reason = need(words, check_state("extend", row))
    if due_on <= row.due_on:
        raise PlainError(
            say(f"新期限应当晚于 {row.due_on}", f"the new term must be later than {row.due_on}")
        )
    row.due_on = due_on
    row.answers.filter(state__in=OPEN, due_on__lt=due_on).update(due_on=due_on, reminded=0)
    return kept(row, "report.extend", {"due": str(due_on), "words": len(reason)}, by=by, at=at)


@transaction.atomic
def cancel(task: ReportTask, *, words: str, seen: int, by: Post, at: datetime) -> ReportTask:
    """Nothing is to be answered any more; what was answered is kept."""
    row = held(task, "cancel", seen=seen, by=by, at=at)
    was_sent = row.state != ReportTask.State.PLANNED
    row.cancelled_why = need(words, check_state("cancel", row))
    row.state = ReportTask.State.CANCELLED
    kept(row, "report.cancel", by=by, at=at)
    if was_sent:
        for one in row.answers.filter(state__in=OPEN).select_related("unit"):
            telling.tell_unit(kinds.cancelled, one, key="cancelled", by=by, at=at)
    return row


@transaction.atomic
def remind(rows: Iterable[ReportAnswer], stage: int, *, by: Post | None, at: datetime) -> int:
    """Tell units of what is due: 1 before the day, 2 on it, 3 after it; each once."""
    kind = {1: kinds.soon, 2: kinds.soon, 3: kinds.late}[stage]
    told = 0
    for one in rows:
        if ReportAnswer.objects.filter(pk=one.pk, reminded__lt=stage).update(reminded=stage):
            telling.tell_unit(kind, one, key=f"{one.due_on}:{stage}", by=by, at=at)
            told += 1
    return told


def held(task: ReportTask, code: str, *, seen: int, by: Post, at: datetime) -> ReportTask:
    """The task, locked, if the bureau's own post may take this step of it now."""
    if not access.runs(by, task) or not by.held_on(day_of(at)):
        raise not_yours()
    row = (
        ReportTask.objects.select_for_update(of=("self",))
        .select_related("bureau__division")
        .get(pk=task.pk)
    )
    check_state(code, row)
    check_seen(row, seen, None)
    return row


def kept(
    row: ReportTask,
    kind: str,
    more: dict[str, Any] | None = None,
    *,
    by: Post | None,
    at: datetime,
) -> ReportTask:
    """The changed task with its ledger entry."""
    row.version += 1
    row.save()
    record(kind, subject=row, payload=_told(row) | (more or {}), by=by, at=at)
    return row


def _told(task: ReportTask) -> dict[str, Any]:
    return {"bureau": task.bureau_id, "state": str(task.state), "due": str(task.due_on),
            "number": task.number}  # fmt: skip


def _take_off(answer: ReportAnswer) -> None:
    if answer.saved_at or answer.edition or answer.passed_on.exists():
        raise PlainError(
            say(
                f"{answer.unit}已经开始填报，不能从任务里去掉", f"{answer.unit} has begun to answer"
            ),
            say("不再需要的，报送后不采用即可。", "Leave it out of the merger instead."),
        )
    answer.delete()


def _check_form(form: ReportForm | None, by: Post) -> None:
    if form is not None and form.state != ReportForm.State.READY:
        raise PlainError(
            say(f"报表“{form.name}”{form.get_state_display()}", f"“{form.name}” is not ready"),
            say("请在报表编制里定稿后再下发。", "Finish it first."),
        )
    if form is not None and not access.builds(by, form):
        raise not_yours()


def _check_days(period: tuple[date, date], due_on: date, at: datetime) -> None:
    if period[0] > period[1]:
        raise PlainError(say("统计期的起日在止日之后", "the period ends before it begins"))
    if (period[1] - period[0]).days > 800:
        raise PlainError(say("统计期超过两年", "the period is longer than two years"))
    if due_on < day_of(at):
        raise PlainError(
            say(f"报送期限 {due_on} 已经过去", f"the term {due_on} is over"),
            say("请写今天或者以后的日期。", "Give today or a later day."),
        )
