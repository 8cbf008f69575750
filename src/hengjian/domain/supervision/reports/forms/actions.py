"""All writes of forms: a bureau makes one, changes it, calls it ready, retires it.

A change is refused where the design is not sound, and where another changed it in between.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.content.form_design import FormDesign
from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.designing import stored
from hengjian.domain.supervision.reports.figures import unknown
from hengjian.domain.supervision.reports.models import ReportForm
from hengjian.domain.supervision.reports.refusing import check_seen, not_yours


@transaction.atomic
def make_form(design: FormDesign, *, origin: str = "", by: Post, at: datetime) -> ReportForm:
    """A form of the bureau of ``by``; ``origin`` names the ready one it began as."""
    if not access.sends(by):
        raise not_yours()
    _known(design)
    form = ReportForm(
        bureau=access.bureau_of(by), name=design.name, origin=origin, design=stored(design),
        made_by=by, made_at=at, changed_at=at,
    )  # fmt: skip
    form.save()
    record("report_form.made", subject=form, payload=_told(form), by=by, at=at)
    return form


@transaction.atomic
def change_form(
    form: ReportForm, design: FormDesign, *, seen: int, by: Post, at: datetime
) -> ReportForm:
    """Another design. What was sent already keeps the old one."""
    row = _held(form, seen, by)
    _known(design)
    row.design, row.name, row.changed_at = stored(design), design.name, at
    return _kept(row, "report_form.changed", by, at)


@transaction.atomic
def release_form(form: ReportForm, *, seen: int, by: Post, at: datetime) -> ReportForm:
    """It may be sent from now on."""
    row = _held(form, seen, by)
    if not any(True for _ in row.designed.fields()):
        raise PlainError(
            say("报表里还没有任何栏目", "the form has no field yet"),
            say("请先添加栏目。", "Add fields first."),
        )
    row.state = ReportForm.State.READY
    return _kept(row, "report_form.released", by, at)


@transaction.atomic
def retire_form(form: ReportForm, *, seen: int, by: Post, at: datetime) -> ReportForm:
    """It is not sent any more; what was sent goes on."""
    row = _held(form, seen, by)
    row.state = ReportForm.State.RETIRED
    return _kept(row, "report_form.retired", by, at)


def _held(form: ReportForm, seen: int, by: Post) -> ReportForm:
    if not access.builds(by, form):
        raise not_yours()
    row = ReportForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    check_seen(row, seen, None)
    return row


def _kept(row: ReportForm, kind: str, by: Post, at: datetime) -> ReportForm:
    row.version += 1
    row.save()
    record(kind, subject=row, payload=_told(row), by=by, at=at)
    return row


def _told(form: ReportForm) -> dict[str, Any]:
    return {"bureau": form.bureau_id, "version": form.version, "state": str(form.state)}


def _known(design: FormDesign) -> None:
    lacking = list(unknown(design))
    if lacking:
        names = "、".join(lacking)
        raise PlainError(
            say(f"没有这些系统数：{names}", f"unknown figures: {names}"),
            say("请从系统数清单里选择。", "Choose from the list of figures."),
        )
