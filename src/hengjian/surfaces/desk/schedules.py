"""Timetables of the jobs that run by themselves: the system administrator moves or pauses them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.jobs.access import schedule_kept_by, sees_all
from hengjian.core.jobs.actions import change_schedule
from hengjian.core.jobs.queries import timetables
from hengjian.core.wording import say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post


@login_required
def schedules(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    if not sees_all(acting_post(request, at=at)):
        raise PermissionDenied(
            say("定时任务由系统管理员管理。", "Schedules are the system administrator's.")
        )
    return render(request, "desk/schedules/page.html", {"rows": timetables(at=at)})


@login_required
@require_POST
def change(request: StaffRequest, number: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    schedule = schedule_kept_by(post, number)
    if schedule is None:
        raise Http404
    try:
        change_schedule(
            schedule,
            cron=request.POST.get("cron", ""),
            paused="paused" in request.POST,
            by=post,
            at=at,
        )
        messages.success(request, say("时间表已保存。", "The timetable is saved."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:schedules")


urlpatterns = [
    path("jobs/schedules/", schedules, name="schedules"),
    path("jobs/schedules/<int:number>/", change, name="change_schedule"),
]
