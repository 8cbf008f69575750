"""Divisions: the tree to walk down, and the import of a list with its differences before it is written."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.organisation.access import division_of
from hengjian.core.organisation.actions import import_divisions
from hengjian.core.organisation.forms import ListForm
from hengjian.core.organisation.lists import Change, differences, read_list
from hengjian.core.organisation.models import Division
from hengjian.core.organisation.queries import (
    divisions_above,
    divisions_below,
    divisions_matching,
    units_matching,
)
from hengjian.core.people.access import check_organises
from hengjian.core.people.duties import Duty, has_duty
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.paging import page_of
from hengjian.surfaces.desk.sheet import Column, Table, exports

LARGEST = 4 * 1024 * 1024
SHOWN = 300


@login_required
def divisions(request: StaffRequest) -> HttpResponse:
    by = acting_post(request, at=clock.now())
    here, rows = _found(request)
    told = {
        "page": page_of(rows, request),
        "here": here,
        "above": divisions_above(here) if here else [],
        "units": units_matching(division=str(here.pk))[:30] if here else [],
        "may_organise": has_duty(by, Duty.ORGANISE),
    }
    return render(request, "desk/divisions/list.html", told)


def _found(request: StaffRequest) -> tuple[Division | None, QuerySet[Division]]:
    """The division that is looked into, and the rows of the list."""
    words, above = request.GET.get("q", ""), request.GET.get("above", "")
    here = division_of(int(above)) if above.isdigit() else None
    return here, divisions_matching(words) if words.strip() else divisions_below(here)


COLUMNS = [
    Column(said("名称", "Name"), lambda one: one.name, 24),
    Column(said("代码", "Code"), lambda one: one.code),
    Column(said("层级", "Level"), lambda one: one.get_level_display()),
    Column(said("类别", "Kind"), lambda one: one.kind),
    Column(said("下一级", "Below"), lambda one: one.below, 10),
]


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the divisions of the list."""
    acting_post(request, at=at)
    return [Table(say("区划", "Divisions"), COLUMNS, _found(request)[1])]


@login_required
def import_list(request: StaffRequest) -> HttpResponse:
    """First the differences; the confirmation brings the same list back, signed, to be written."""
    at = clock.now()
    by = acting_post(request, at=at)
    check_organises(by)
    told: dict[str, object] = {"form": ListForm(), "shown": SHOWN}
    try:
        if kept := request.POST.get("list"):
            done = import_divisions(read_list(_unsealed(kept)), by=by, at=at)
            messages.success(request, say(f"已写入 {len(done)} 处变动。", f"{len(done)} changes."))
            return redirect("desk:divisions")
        if request.method == "POST":
            told["form"] = form = ListForm(request.POST, request.FILES)
            if form.is_valid():
                text = _text_of(form.cleaned_data["file"])
                found = differences(read_list(text))
                told |= {
                    "differences": found[:SHOWN],
                    "total": len(found),
                    "counts": [
                        (change.value, count)
                        for change in Change
                        if (count := sum(one.change is change for one in found))
                    ],
                    "changes": any(one.change is not Change.UNLISTED for one in found),
                    "list": signing.dumps(text, compress=True, salt="divisions"),
                }
    except PlainError as error:
        told["error"] = error
    return render(request, "desk/divisions/import.html", told)


def _text_of(file: "UploadedFile[Any]") -> str:
    if (file.size or 0) > LARGEST:
        raise PlainError(
            say("文件超过 4 MB，不是区划清单", "over 4 MB: no list of divisions"),
            say("请检查是不是选错了文件。", "See whether it is the right file."),
        )
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlainError(
            say("文件不是 UTF-8 编码的文本", "the file is no UTF-8 text"),
            say("请另存为 CSV UTF-8 再导入。", "Save it as CSV UTF-8."),
        ) from error
    return text


def _unsealed(kept: str) -> str:
    try:
        text: str = signing.loads(kept, salt="divisions", max_age=3600)
    except signing.BadSignature as error:
        raise PlainError(
            say("确认得太晚，或者页面被改动", "confirmed too late, or the page was altered"),
            say("请重新选择文件。", "Choose the file again."),
        ) from error
    return text


urlpatterns = [
    path("divisions/", divisions, name="divisions"),
    *exports("divisions/", "divisions", tables),
    path("divisions/import/", import_list, name="import_divisions"),
]
menu = [Entry(Group.SYSTEM, said("区划", "Divisions"), "desk:divisions", "map", 16)]
