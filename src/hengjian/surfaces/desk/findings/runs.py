"""Check runs: when, why, how much was judged, what came of it, and the tally of every rule.

Serves supervisors and leaders. A run in which no rule met a row says so as a warning: it is no success.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.findings import access
from hengjian.domain.findings.catalogue import catalogue
from hengjian.domain.findings.models import CheckRun
from hengjian.domain.findings.queries import runs_page
from hengjian.domain.findings.tasks import check_all, start_check
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import MARK, plain
from hengjian.surfaces.desk.sheet import Column, Table, exports

NAMED = ("broken", "fine", "exempt", "not_judged")


@login_required
def check_runs(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = _reader(request, at)
    page = runs_page(
        after=plain(request.GET.get("after", ""), MARK),
        before=plain(request.GET.get("before", ""), MARK),
    )
    rows = [_row(run) for run in page.rows]
    told = {"rows": rows, "page": page, "may_start": access.supervises(post)}
    return render(request, "desk/findings/runs.html", told)


@login_required
def check_run(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    run = access.run_seen(pk, post=_reader(request, at))
    rules = catalogue(at)
    tallies = [
        {
            "rule": rule, "title": rules[rule].title if rule in rules else "",
            "rows": f"{sum(counts.values()):,}",
            **{name: f"{counts.get(name, 0):,}" for name in NAMED},
            "clash": counts.get("clashes", 0) > 0,
            "none": not any(counts.values()),
        }
        for rule, counts in sorted(run.tallies.items())
    ]  # fmt: skip
    told = {**_row(run), "tallies": tallies, "silent": sum(one["none"] for one in tallies)}
    return render(request, "desk/findings/run.html", told)


@login_required
@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """Have everything checked anew."""
    at = clock.now()
    post = _reader(request, at)
    if not access.supervises(post):
        raise PermissionDenied(say("只有监督岗位可以发起检查。", "Only supervisors start a check."))
    job = start_check(check_all, by=post, at=at)
    messages.success(request, say("已安排重新检查。", "It will be checked anew."))
    return redirect("desk:job", number=job.pk)


def _reader(request: StaffRequest, at: datetime) -> Post:
    post = acting_post(request, at=at)
    if not access.sees_runs(post):
        raise PermissionDenied(
            say("检查记录由监督机关查看。", "Check runs are read by supervisors.")
        )
    return post


def _row(run: CheckRun) -> dict[str, Any]:
    return {
        "run": run,
        "judged": f"{run.judged:,}",
        "appeared": f"{run.appeared:,}",
        "vanished": f"{run.vanished:,}",
        "changed": f"{run.changed:,}",
        "rows_seen": f"{run.rows:,}",
        "not_judged": f"{run.not_judged:,}",
        "warns": run.ended_at is not None and run.judged > 0 and run.rows == 0,
        "interrupted": run.ended_at is None,
    }


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: all runs."""
    _reader(request, at)
    columns = [
        Column(said("起因", "Cause"), lambda one: one.get_cause_display(), 12),
        Column(said("检查截至日", "As of"), lambda one: one.as_of, 12),
        Column(said("开始", "Began"), lambda one: one.began_at, 20),
        Column(said("截至批号", "Up to batch"), lambda one: one.seq, 10),
        Column(said("判断案件", "Cases judged"), lambda one: one.judged, 12),
        Column(said("计划规则", "Rules planned"), lambda one: one.planned, 10),
        Column(said("有数据可判的规则", "Rules that met rows"), lambda one: one.rules_run, 10),
        Column(said("判断次数", "Rows looked at"), lambda one: one.rows, 12),
        Column(said("未作判断", "Not judged"), lambda one: one.not_judged, 12),
        Column(said("新出现", "Appeared"), lambda one: one.appeared, 10),
        Column(said("消失", "Vanished"), lambda one: one.vanished, 10),
        Column(said("依据有变", "Changed"), lambda one: one.changed, 10),
        Column(said("说明", "Why"), lambda one: one.why, 40),
    ]
    return [Table(say("检查记录", "Check runs"), columns, CheckRun.objects.order_by("-id"))]


urlpatterns = [
    path("findings/runs/", check_runs, name="check_runs"),
    path("findings/runs/start/", start, name="start_check"),
    path("findings/runs/<int:pk>/", check_run, name="check_run"),
    *exports("findings/runs/", "check_runs", tables),
]
