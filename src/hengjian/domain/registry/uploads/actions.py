"""All writes of uploads: compared, confirmed whole, discarded, undone exactly.

Serves the upload pages. Nothing reaches a register before it is confirmed; a confirmation is one
transaction with one ledger entry, and so is an undoing. Rows that changed in between refuse both.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.actions import (
    amend_rows,
    enter_rows,
    hold_rows,
    remove_rows,
    restore_rows,
)
from hengjian.domain.registry.history import written_by
from hengjian.domain.registry.links import found_for, rows_numbered
from hengjian.domain.registry.models import Cause, Difference, Upload, Version
from hengjian.domain.registry.registers import REGISTERS, Register
from hengjian.domain.registry.showing import written
from hengjian.domain.registry.uploads.comparing import Comparison

AT_ONCE = 1000
Kind = Difference.Kind


@transaction.atomic
def keep_comparison(
    register: Register,
    done: Comparison,
    *,
    refused: Sequence[dict[str, Any]],
    file_name: str,
    sha256: str,
    complete: bool,
    by: Post,
    at: datetime,
) -> Upload:
    """The difference list is kept as it was shown; the register stays untouched."""
    upload = Upload(
        register=register.name, file_name=file_name[-200:], sha256=sha256, complete=complete,
        unchanged=done.unchanged, post=by, compared_at=at,
    )  # fmt: skip
    upload.save()
    rows = [
        Difference(upload=upload, kind=Kind.ADDED, line=line, key=register.key_of(values),
                   values=values)
        for line, values in done.added
    ]  # fmt: skip
    rows += [
        _difference(upload, Kind.CHANGED, register, row, changes, line)
        for line, row, changes in done.changed
    ]
    rows += [
        _difference(upload, Kind.ENDED, register, row, changes, None) for row, changes in done.ended
    ]
    told = [*refused]
    for line, key, wrong, values in done.refused:
        told += [
            {"line": line, "key": key, "field": register.table.field(one.field).label,
             "value": written(register.table.field(one.field), values.get(one.field)), "reason": one.reason, "remedy": one.remedy}
            for one in wrong
        ]  # fmt: skip
    rows += [
        Difference(upload=upload, kind=Kind.REFUSED, line=one["line"], key=one.get("key", ""),
                   values=one)
        for one in sorted(told, key=lambda one: one["line"])
    ]  # fmt: skip
    Difference.objects.bulk_create(rows, batch_size=AT_ONCE)
    payload = {"register": register.name, "sha256": sha256, **_counted(upload)}
    record("upload.compared", subject=upload, payload=payload, by=by, at=at)
    return upload


@transaction.atomic
def confirm_upload(upload: Upload, *, since: date, by: Post, at: datetime) -> Upload:
    """All of the difference list is written, changes holding from ``since``; or nothing is."""
    upload = _held(upload, Upload.State.COMPARED, by)
    if since > day_of(at):
        raise PlainError(
            say(f"生效日期 {since} 还没有到", f"the day {since} has not come"),
            say("请到那一天再确认。", "Confirm it on that day."),
        )
    register = REGISTERS[upload.register]
    added = list(upload.differences.filter(kind=Kind.ADDED))
    touched = list(upload.differences.filter(kind__in=(Kind.CHANGED, Kind.ENDED)))
    if not added and not touched:
        raise PlainError(
            say("没有可以导入的内容", "there is nothing to import"),
            say("退回的行改好后请重新上传。", "Mend the refused rows and upload again."),
        )
    rows = hold_rows(register, [one.row for one in touched if one.row], by=by, at=at)
    _refuse_moved([one for one in touched if _moved(rows, one, one.seen)], "compared")
    _refuse_taken(register, added)
    made, _ = enter_rows(register, [one.values for one in added], by=by, at=at, upload=upload)
    for one, row in zip(added, made, strict=True):
        one.row, one.written = row.pk, 1
    for kind, cause, of in (
        (Kind.CHANGED, Cause.AMENDED, since),
        (Kind.ENDED, Cause.ENDED, None),
    ):
        part = [one for one in touched if one.kind == kind]
        changed = [(rows[one.row], _new(one)) for one in part if one.row]
        found = found_for(register, [changes for _, changes in changed])
        amend_rows(register, changed, found, since=of, cause=cause, by=by, at=at, upload=upload)
        for one in part:
            one.written = rows[one.row].version if one.row else None
    Difference.objects.bulk_update([*added, *touched], ["row", "written"], batch_size=300)
    _settle(upload, Upload.State.CONFIRMED, at)
    payload = {
        "register": register.name, "sha256": upload.sha256, "since": since.isoformat(),
        **_counted(upload),
    }  # fmt: skip
    rows_written = written_by(upload, at)
    record("upload.confirmed", subject=upload, payload=payload, by=by, at=at, rows=rows_written)
    return upload


@transaction.atomic
def discard_upload(upload: Upload, *, by: Post, at: datetime) -> Upload:
    """The difference list was looked at and is not wanted."""
    upload = _held(upload, Upload.State.COMPARED, by)
    _settle(upload, Upload.State.DISCARDED, at)
    record("upload.discarded", subject=upload, payload={}, by=by, at=at)
    return upload


@transaction.atomic
def undo_upload(upload: Upload, *, by: Post, at: datetime) -> Upload:
    """Every row is again what it was before; refused where somebody has changed one since."""
    upload = _held(upload, Upload.State.CONFIRMED, by)
    register = REGISTERS[upload.register]
    written = list(upload.differences.exclude(kind=Kind.REFUSED))
    rows = hold_rows(register, [one.row for one in written if one.row], by=by, at=at)
    _refuse_moved([one for one in written if _moved(rows, one, one.written)], "imported")
    changed = [
        (rows[one.row], {name: pair[0] for name, pair in one.values.items()})
        for one in written
        if one.kind in (Kind.CHANGED, Kind.ENDED) and one.row
    ]
    restore_rows(register, changed, upload, by=by, at=at)
    added = [rows[one.row] for one in written if one.kind == Kind.ADDED and one.row]
    try:
        with transaction.atomic():
            remove_rows(register, added, by=by, at=at)
    except ProtectedError as error:
        raise PlainError(
            say(
                "这次导入新增的条目已被其他台账引用（例如人员已登记证件），不能撤销",
                "other registers name rows that this import added; it cannot be undone",
            ),
            say(
                "请先处理引用它们的条目，或者逐条终止。",
                "End those rows first, or end these one by one.",
            ),
        ) from error
    _settle(upload, Upload.State.UNDONE, at)
    payload = {"register": register.name, "removed": len(added), "restored": len(changed)}
    rows_written = written_by(upload, at)
    record(
        "upload.undone", subject=upload, payload=payload, by=by, at=at, rows=rows_written or None
    )
    return upload


def _difference(
    upload: Upload, kind: Kind, register: Register, row: Any, changes: dict[str, Any],
    line: int | None,
) -> Difference:  # fmt: skip
    before = register.values_of(row)
    pairs = {name: [before[name], value] for name, value in changes.items()}
    return Difference(
        upload=upload, kind=kind, line=line, key=register.key_of(before), row=row.pk,
        seen=row.version, values=pairs,
    )  # fmt: skip


def _new(one: Difference) -> dict[str, Any]:
    return {name: pair[1] for name, pair in one.values.items()}


def _counted(upload: Upload) -> dict[str, int]:
    kinds = upload.differences.values_list("kind", flat=True)
    found = {kind.value: 0 for kind in Kind}
    for kind in kinds.order_by():
        found[kind] += 1
    return {**found, "unchanged": upload.unchanged}


def _held(upload: Upload, state: Upload.State, by: Post) -> Upload:
    """The upload, held; refused unless it is in ``state``."""
    now = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if now.state != state:
        raise PlainError(
            say(
                f"这次导入已经是“{Upload.State(now.state).label}”",
                f"this import is already {Upload.State(now.state).label}",
            ),
            say("请刷新页面看现在的情况。", "Reload the page."),
        )
    return now


def _settle(upload: Upload, state: Upload.State, at: datetime) -> None:
    upload.state, upload.settled_at = state, at
    upload.save(update_fields=["state", "settled_at"])


def _moved(rows: dict[int, Any], one: Difference, version: int | None) -> bool:
    row = rows.get(one.row or 0)
    return row is None or row.version != version


def _refuse_moved(moved: list[Difference], since: str) -> None:
    if not moved:
        return
    shown = "、".join(one.key for one in moved[:5])
    versions = Version.objects.filter(row__in=[one.row for one in moved[:5]]).order_by("-id")
    last = versions.select_related("post__person").first()
    who = last.post.person.name if last and last.post else say("系统", "the system")
    what = say("比较", "comparison") if since == "compared" else say("导入", "import")
    raise PlainError(
        say(
            f"{what}之后有 {len(moved)} 条又被改过（{shown}{'等' if len(moved) > 5 else ''}，"
            f"最近一次是{who}改的）",
            f"{len(moved)} rows were changed after the {what} ({shown}; the last by {who})",
        ),
        say(
            "什么也没有写入。请重新上传，再比较一次。",
            "Nothing was written. Upload and compare again.",
        )
        if since == "compared"
        else say(
            "不能整批撤销。请在这些条目上逐条改回。",
            "It cannot be undone as a whole. Amend these rows one by one.",
        ),
    )


def _refuse_taken(register: Register, added: list[Difference]) -> None:
    """A number that was free when compared may be taken by now."""
    wanted = {one.key for one in added}
    rows = rows_numbered(register, [one.values for one in added])
    taken = [key for row in rows if (key := register.key_of(register.values_of(row))) in wanted]
    if taken:
        raise PlainError(
            say(
                f"比较之后有 {len(taken)} 个编号已由别人登记（{'、'.join(taken[:5])}）",
                f"{len(taken)} numbers were entered by others since ({', '.join(taken[:5])})",
            ),
            say("什么也没有写入。请重新上传，再比较一次。", "Nothing was written. Compare again."),
        )
