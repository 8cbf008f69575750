"""Staffing: what the three ledgers come to, their lines, and who fills the posts.

Serves the bureaus, which keep their own; leaders read. Overuse is refused with the figure.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.registry import access
from hengjian.domain.registry.forms import EndForm, LineForm, OccupancyForm
from hengjian.domain.registry.models import PostKind, StaffingEntry
from hengjian.domain.registry.staffing.actions import (
    enter_line,
    fill_post,
    leave_post,
    reverse_line,
)
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.registry.staffing_sheets import staffed, titles


@login_required
def staffing(request: StaffRequest) -> HttpResponse:
    """The page; a form that was refused stands on it again with its error."""
    return _page(request)


def _page(
    request: StaffRequest, line: LineForm | None = None, occupant: OccupancyForm | None = None
) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    day = clock.day_of(at)
    rows, entries, people = staffed(post, at)
    choices = _units(post, at)
    first = {"since": day, "kind": PostKind.SPECIAL}
    return render(
        request,
        "desk/registry/staffing.html",
        {
            "rows": rows,
            "lines": entries,
            "people": people,
            "parts": titles(),
            "day": day,
            "may": access.may_keep_staffing(post),
            "line_form": line or LineForm(choices, prefix="line", initial=first),
            "occupancy_form": occupant or OccupancyForm(choices, prefix="post", initial=first),
            "refused": bool(line or occupant),
        },
        status=422 if line or occupant else 200,
    )


@login_required
@require_POST
def staffing_line(request: StaffRequest) -> HttpResponse:
    """Enter a line."""
    at, post = _keeper(request)
    form = LineForm(_units(post, at), request.POST, prefix="line")

    def act(given: dict[str, Any], unit: Any) -> None:
        enter_line(
            StaffingEntry.Ledger(given["ledger"]), unit, PostKind(given["kind"]), given["change"],
            since=given["since"], document=given["document"], note=given["note"], by=post, at=at,
        )  # fmt: skip

    return _done(request, form, act, "line")


@login_required
@require_POST
def staffing_post(request: StaffRequest) -> HttpResponse:
    """Somebody fills a post."""
    at, post = _keeper(request)
    form = OccupancyForm(_units(post, at), request.POST, prefix="post")

    def act(given: dict[str, Any], unit: Any) -> None:
        fill_post(
            unit, PostKind(given["kind"]), given["name"], leading=given["leading"],
            since=given["since"], until=given["until"], by=post, at=at,
        )  # fmt: skip

    return _done(request, form, act, "occupant")


def _done(request: StaffRequest, form: Any, act: Callable[..., None], name: str) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    if form.is_valid():
        unit = access.unit_staffed(int(form.cleaned_data["unit"]), post=post, at=at)
        if unit is None:
            raise Http404
        try:
            act(form.cleaned_data, unit)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记。", "Entered."))
            return redirect("desk:staffing")
    return _page(request, **{name: form})


@login_required
@require_POST
def staffing_reverse(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a wrong line back."""
    at, post = _keeper(request)
    line = access.staffing_line(pk, post=post, at=at)
    if line is None:
        raise Http404
    return _told(
        request, lambda: reverse_line(line, request.POST.get("reason", ""), by=post, at=at)
    )


@login_required
@require_POST
def staffing_leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody leaves a post."""
    at, post = _keeper(request)
    occupant = access.occupancy_of(pk, post=post, at=at)
    if occupant is None:
        raise Http404
    form = EndForm({"last_day": request.POST.get("last_day"), "seen": 0})
    if not form.is_valid():
        messages.error(request, say("请填写离任日期。", "Give the last day."))
        return redirect("desk:staffing")
    day = form.cleaned_data["last_day"]
    return _told(request, lambda: leave_post(occupant, day, by=post, at=at))


def _told(request: StaffRequest, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except PlainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, say("已登记。", "Entered."))
    return redirect("desk:staffing")


def _keeper(request: StaffRequest) -> tuple[Any, Any]:
    at = clock.now()
    post = acting_post(request, at=at)
    if not access.may_keep_staffing(post):
        raise PermissionDenied(
            say("您的岗位不能登记编制。", "Your post does not keep the staffing ledgers.")
        )
    return at, post


def _units(post: Any, at: Any) -> list[tuple[int, str]]:
    rows = access.units_staffed(post=post, at=at).order_by("path")
    return [(one.pk, one.inward_name) for one in rows]


urlpatterns = [
    path("staffing/", staffing, name="staffing"),
    path("staffing/lines/", staffing_line, name="staffing_line"),
    path("staffing/posts/", staffing_post, name="staffing_post"),
    path("staffing/lines/<int:pk>/reverse/", staffing_reverse, name="staffing_reverse"),
    path("staffing/posts/<int:pk>/leave/", staffing_leave, name="staffing_leave"),
]
