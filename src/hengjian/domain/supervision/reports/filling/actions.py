"""All writes of answers: drafted, submitted, returned, passed on to units below, taken over from them.

A draft keeps whatever was typed; submitting refuses every fault by field. Each submission is an edition
that nothing changes; an answer that was returned keeps its values, to be mended.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.reports import access, telling
from hengjian.domain.supervision.reports import actions as tasks
from hengjian.domain.supervision.reports import notice_kinds as kinds
from hengjian.domain.supervision.reports.answering import all_written, faults
from hengjian.domain.supervision.reports.digest import digest_of
from hengjian.domain.supervision.reports.figures import counted
from hengjian.domain.supervision.reports.models import (
    OPEN,
    ReportAnswer,
    ReportEdition,
    ReportTask,
)
from hengjian.domain.supervision.reports.refusing import (
    check_open,
    check_seen,
    check_state,
    need,
    not_yours,
)

SHOWN_FAULTS = 12


@transaction.atomic
def save_draft(
    answer: ReportAnswer, values: Mapping[str, Any], reasons: Mapping[str, str], *, seen: int,
    by: Post, at: datetime,
) -> ReportAnswer:  # fmt: skip
    """Keep what was typed, faults and all; nobody outside the unit reads it."""
    row = _held(answer, "submit", seen=seen, by=by, at=at)
    return _drafted(row, values, reasons, by, at)


@transaction.atomic
def submit(
    answer: ReportAnswer, values: Mapping[str, Any], reasons: Mapping[str, str], *, seen: int,
    by: Post, at: datetime,
) -> ReportEdition:  # fmt: skip
    """A new edition, if nothing is wrong with it. Raises PlainError that names every fault."""
    row = _held(answer, "submit", seen=seen, by=by, at=at)
    _drafted(row, values, reasons, by, at)
    task, design = row.task, row.task.designed
    row.figures = counted(design, row.unit, task.period_from, task.period_to)
    found = faults(design, row.values, figures=row.figures, reasons=row.reasons)
    if found:
        told = "\n".join(str(one) for one in found[:SHOWN_FAULTS])
        more = len(found) - SHOWN_FAULTS
        rest = say(f"\n另有 {more} 处", f"\nand {more} more") if more > 0 else ""
        raise PlainError(
            say(
                f"有 {len(found)} 处不能报送：\n{told}{rest}", f"{len(found)} faults:\n{told}{rest}"
            )
        )
    row.edition += 1
    row.state, row.submitted_by, row.submitted_at = ReportAnswer.State.SUBMITTED, by, at
    row.save()
    edition = ReportEdition(
        answer=row, number=row.edition, values=row.values, reasons=row.reasons, figures=row.figures,
        sha256=digest_of(row.values, row.reasons), by=by, at=at,
    )  # fmt: skip
    edition.save()
    payload = {"task": task.pk, "edition": row.edition, "sha256": edition.sha256}
    record("report.submit", subject=row, payload=payload, by=by, at=at)
    _unmerge(task, by, at)
    if not task.answers.filter(state__in=OPEN).exists():
        telling.tell_bureau(kinds.complete, task, key=f"{row.pk}:{row.edition}", by=by, at=at)
    return edition


@transaction.atomic
def send_back(
    answer: ReportAnswer, *, words: str, due_on: date, seen: int, by: Post, at: datetime
) -> ReportAnswer:
    """Its unit is to mend it by a day; the edition is kept with the reason."""
    if not access.runs(by, answer.task):
        raise not_yours()
    row = _locked(answer)
    reason = need(words, check_state("send_back", row))
    check_seen(row, seen, row.submitted_by)
    if due_on < day_of(at):
        raise PlainError(say(f"重报期限 {due_on} 已经过去", f"the term {due_on} is over"))
    row.state, row.due_on, row.reminded = ReportAnswer.State.BACK, due_on, 0
    row.back_words, row.back_at = reason, at
    row.version += 1
    row.save()
    edition = row.editions.get(number=row.edition)
    edition.back_words, edition.back_by, edition.back_at = reason, by, at
    edition.save(update_fields=["back_words", "back_by", "back_at"])
    payload = {"task": row.task_id, "edition": row.edition, "due": str(due_on)}
    record("report.send_back", subject=row, payload=payload, by=by, at=at)
    _unmerge(row.task, by, at)
    telling.tell_unit(kinds.returned, row, key=str(row.edition), by=by, at=at)
    return row


@transaction.atomic
def pass_on(
    answer: ReportAnswer, units: Iterable[Unit], *, due_on: date, words: str = "", seen: int,
    by: Post, at: datetime,
) -> ReportTask:  # fmt: skip
    """A bureau asks its own units for the same form, to merge them into its answer."""
    if not access.passes_on(by, answer, at=at):
        raise not_yours()
    row = _locked(answer)
    check_state("pass_on", row)
    check_seen(row, seen, row.saved_by)
    above = row.task
    if row.passed_on.exclude(state=ReportTask.State.CANCELLED).exists():
        raise PlainError(
            say("已经转发给下级填报", "it was passed on already"),
            say("请在转发的任务里增加单位。", "Add units to that task."),
        )
    task = tasks.plan_task(
        above.designed, title=above.title, words=words or above.words,
        period=(above.period_from, above.period_to), due_on=due_on, origin=above.origin, above=row,
        by=by, at=at,
    )  # fmt: skip
    task = tasks.choose(task, units, seen=task.version, by=by, at=at)
    task = tasks.send(task, seen=task.version, by=by, at=at)
    row.version += 1
    row.save(update_fields=["version"])
    record(
        "report.pass_on", subject=row, payload={"task": above.pk, "below": task.pk}, by=by, at=at
    )
    return task


@transaction.atomic
def take_over(answer: ReportAnswer, *, seen: int, by: Post, at: datetime) -> ReportAnswer:
    """What the units below answered, merged and signed, becomes the draft; what cannot be added stays
    as it was typed."""
    row = _held(answer, "take_over", seen=seen, by=by, at=at)
    below = row.passed_on.filter(state=ReportTask.State.SIGNED).first()
    if below is None or below.merged is None:
        raise PlainError(
            say("下级的报表还没有汇总审签", "the merger from below is not signed yet"),
            say("请先汇总下级的报表，由另一人审签。", "Merge it and let another person sign."),
        )
    _drafted(row, {**row.values, **below.merged["values"]}, row.reasons, by, at)
    payload = {"task": row.task_id, "below": below.pk, "sha256": below.digest}
    record("report.take_over", subject=row, payload=payload, by=by, at=at)
    return row


def _drafted(
    row: ReportAnswer, values: Mapping[str, Any], reasons: Mapping[str, str], by: Post, at: datetime
) -> ReportAnswer:
    design = row.task.designed
    row.values = all_written(design, values)
    known = {one.name for one in design.fields() if one.figure} | {"*"}
    row.reasons = {
        name: text.strip()[:500] for name, text in reasons.items() if name in known and text.strip()
    }
    row.saved_by, row.saved_at = by, at
    row.version += 1
    row.save()
    return row


def _locked(answer: ReportAnswer) -> ReportAnswer:
    """Task first, then answer: everybody locks in this order. A closed task is not written to."""
    task = (
        ReportTask.objects.select_for_update(of=("self",))
        .select_related("bureau")
        .get(pk=answer.task_id)
    )
    check_open(task)
    rows = ReportAnswer.objects.select_for_update(of=("self",))
    row = rows.select_related("unit__division").get(pk=answer.pk)
    row.task = task
    return row


def _held(answer: ReportAnswer, code: str, *, seen: int, by: Post, at: datetime) -> ReportAnswer:
    """The answer, locked, if the post fills it in and it is still open."""
    if not access.speaks(by, answer, at=at):
        raise not_yours()
    row = _locked(answer)
    check_state(code, row)
    check_seen(row, seen, row.saved_by)
    return row


def _unmerge(task: ReportTask, by: Post, at: datetime) -> None:
    """What was merged is no longer what stands: it is merged anew."""
    if task.state == ReportTask.State.MERGED:
        task.state, task.merged, task.merged_by, task.merged_at = (
            ReportTask.State.RUNNING,
            None,
            None,
            None,
        )
        task.version += 1
        task.save()
