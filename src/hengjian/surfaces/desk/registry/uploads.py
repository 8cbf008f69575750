"""Importing a register from Excel: upload, look at the differences, confirm or discard, undo.

Serves whoever may change the register. The pages show before anything is written what would be added,
changed and ended, and which rows go back with which reason.
"""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.keyset import PAGE
from hengjian.core.wording import say
from hengjian.domain.registry import access, workbooks
from hengjian.domain.registry.forms import ConfirmForm, UploadForm
from hengjian.domain.registry.models import Difference, Upload
from hengjian.domain.registry.queries import differences, kinds_of, names_of
from hengjian.domain.registry.registers import REGISTERS, Register
from hengjian.domain.registry.showing import shown
from hengjian.domain.registry.uploads.actions import (
    confirm_upload,
    discard_upload,
    keep_comparison,
    undo_upload,
)
from hengjian.domain.registry.uploads.comparing import compare
from hengjian.domain.registry.uploads.intake import LIMITS, take_in
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.sheet import workbook_answer

KINDS = Difference.Kind
TONES = {KINDS.ADDED: "good", KINDS.CHANGED: "note", KINDS.ENDED: "warn", KINDS.REFUSED: "bad"}
STATES = {"compared": "warn", "confirmed": "good", "discarded": "quiet", "undone": "quiet"}


@login_required
def upload_new(request: StaffRequest, name: str) -> HttpResponse:
    """Upload a workbook; earlier uploads stand below."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    if not access.may_edit(register, post):
        raise PermissionDenied(
            say("您的岗位不能导入这份台账。", "Your post may not import this register.")
        )
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = _compared(register, file, form.cleaned_data["complete"], post, at)
        except PlainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("desk:upload", pk=upload.pk)
    past = access.uploads_seen(register, post=post)[:20]
    return render(
        request,
        "desk/registry/upload_new.html",
        {**_words(register), "form": form,
         "past": [{"upload": one, "tone": STATES[one.state]} for one in past]},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _compared(register: Register, file: Any, complete: bool, post: Any, at: Any) -> Upload:
    most = LIMITS.file_mb * 1024 * 1024
    if file.size > most:
        raise PlainError(
            say(f"文件超过 {LIMITS.file_mb} MB", f"the file has more than {LIMITS.file_mb} MB"),
            say("请按机关或者县区拆分后分批上传。", "Split it by body or county."),
        )
    taken = take_in(register, file.name, file.read())
    done = compare(
        register, taken.rows, taken.columns, complete=complete, day=clock.day_of(at), post=post, at=at
    )  # fmt: skip
    return keep_comparison(
        register, done, refused=taken.refused, file_name=file.name, sha256=taken.sha256,
        complete=complete, by=post, at=at,
    )  # fmt: skip


@login_required
def upload_page(request: StaffRequest, pk: int) -> HttpResponse:
    """The difference list."""
    at = clock.now()
    post = acting_post(request, at=at)
    upload = _seen(pk, post)
    register = REGISTERS[upload.register]
    counts = kinds_of(upload)
    chosen = request.GET.get("kind", "")
    kind = (
        chosen if chosen in counts else next((one for one in KINDS.values if counts[one]), "added")
    )
    start = request.GET.get("after", "")
    rows = differences(upload, kind, int(start) if start.isdigit() else 0)
    names = names_of(upload, rows[:PAGE])
    return render(
        request,
        "desk/registry/upload.html",
        {
            **_words(register),
            "upload": upload,
            "state_tone": STATES[upload.state],
            "tabs": [
                {"kind": one.value, "label": one.label, "count": counts[one.value], "tone": TONES[one]}
                for one in KINDS
            ],
            "kind": kind,
            "refused": counts["refused"],
            "lines": [_line(register, one, names) for one in rows[:PAGE]],
            "after": rows[PAGE - 1].pk if len(rows) > PAGE else "",
            "writes": counts["added"] + counts["changed"] + counts["ended"],
            "form": ConfirmForm(initial={"since": clock.day_of(at)}),
            "may": access.may_edit(register, post),
        },
    )  # fmt: skip


@login_required
def upload_refused(request: StaffRequest, pk: int) -> HttpResponse:
    """The refused rows as a workbook, to mend the file by."""
    upload = _seen(pk, acting_post(request, at=clock.now()))
    content = workbooks.refusals(upload.differences.filter(kind=KINDS.REFUSED).order_by("pk"))
    return workbook_answer(content, f"退回清单-{upload.pk}.xlsx")


@login_required
@require_POST
def upload_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write all of it."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("请填写变更自何日起。", "Say since when the changes hold."))
        return redirect("desk:upload", pk=pk)
    return _settled(request, pk, partial(confirm_upload, since=form.cleaned_data["since"]),
                    say("已全部导入，可以在本页撤销。", "Imported; it can be undone on this page."))  # fmt: skip


@login_required
@require_POST
def upload_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Write nothing of it."""
    return _settled(request, pk, discard_upload, say("已放弃，台账没有改动。", "Discarded."))


@login_required
@require_POST
def upload_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Make every row what it was."""
    return _settled(
        request, pk, undo_upload, say("已撤销，台账恢复到导入之前。", "Undone: all is as before.")
    )


def _settled(request: StaffRequest, pk: int, act: Any, done: str) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    upload = _seen(pk, post)
    if not access.may_edit(REGISTERS[upload.register], post):
        raise PermissionDenied
    try:
        act(upload, by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("desk:upload", pk=pk)


def _seen(pk: int, post: Any) -> Upload:
    upload = access.upload_seen(pk, post=post)
    if upload is None:
        raise Http404
    return upload


def _line(register: Register, one: Difference, names: dict[int, str]) -> dict[str, Any]:
    """A row of the list, with its fields as they were and will be."""
    name = names.get(one.row or 0, "")
    line: dict[str, Any] = {
        "line": one.line, "key": one.key, "name": "" if name == one.key else name, "rows": [],
    }  # fmt: skip
    if one.kind == KINDS.REFUSED:
        return {**line, "refused": one.values}
    for field in register.fields:
        if field.name not in one.values:
            continue
        before, after = (None, one.values[field.name]) if one.kind == KINDS.ADDED else one.values[field.name]  # fmt: skip
        if before is None and after is None:
            continue
        line["rows"].append({
            "field": field.label,
            "before": None if before is None else shown(field, before),
            "after": None if after is None else shown(field, after),
        })  # fmt: skip
    return line


def _words(register: Register) -> dict[str, Any]:
    return {
        "register": register,
        "title": say(register.zh, register.en),
        "list_url": reverse(f"desk:{register.name}"),
    }


urlpatterns: list[Any] = [
    path("registers/uploads/<int:pk>/", upload_page, name="upload"),
    path("registers/uploads/<int:pk>/refused.xlsx", upload_refused, name="upload_refused"),
    path("registers/uploads/<int:pk>/confirm/", upload_confirm, name="upload_confirm"),
    path("registers/uploads/<int:pk>/discard/", upload_discard, name="upload_discard"),
    path("registers/uploads/<int:pk>/undo/", upload_undo, name="upload_undo"),
]
for _name in REGISTERS:
    _view = partial(upload_new, name=_name)
    urlpatterns.append(path(f"registers/{_name}/import/", _view, name=f"{_name}_import"))
