"""The figures that the system counts for forms, each with its definition; for whoever fills in or builds."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.wording import said, say
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.figures import FIGURES
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, plain
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def figures(request: StaffRequest) -> HttpResponse:
    rows = _rows(request, clock.now())
    asked = plain(request.GET.get("q", ""), LONGEST)
    return render(
        request, "desk/reports/figures.html", {"rows": rows, "q": asked, "all": len(FIGURES)}
    )


def _rows(request: StaffRequest, at: datetime) -> list[dict[str, Any]]:
    post = acting_post(request, at=at)
    if not access.concerned(post):
        raise PermissionDenied(
            say("系统数供填报和监督人员查看。", "For whoever fills in or supervises.")
        )
    asked = plain(request.GET.get("q", ""), LONGEST)
    told = [
        {"code": code, "label": str(one.label), "says": str(one.says)}
        for code, one in FIGURES.items()
    ]
    return [one for one in told if not asked or any(asked in text for text in one.values())]


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    columns = [
        Column(said("代码", "code"), lambda one: one["code"], 20),
        Column(said("系统数", "figure"), lambda one: one["label"], 26),
        Column(said("统计口径", "definition"), lambda one: one["says"], 70),
    ]
    return [Table(say("系统数", "Figures"), columns, _rows(request, at))]


urlpatterns = [
    path("reports/figures/", figures, name="report_figures"),
    *exports("reports/figures/", "report_figures", _tables),
]
