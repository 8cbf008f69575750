"""Changes of units, for the system administrator: set up, renamed, moved, dissolved, there again."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.organisation.access import unit_of
from hengjian.core.organisation.actions import (
    add_unit,
    close_unit,
    move_unit,
    rename_unit,
    reopen_unit,
)
from hengjian.core.organisation.forms import CloseForm, MoveForm, NamesForm, ReopenForm, UnitForm
from hengjian.core.organisation.models import Unit
from hengjian.core.organisation.queries import units_within
from hengjian.core.people.access import check_organises
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.units import ROUTED, unit_named


@login_required
def add(request: StaffRequest) -> HttpResponse:
    by, at = _organiser(request)
    parent = unit_named(request, "above")
    first = {"division": parent.division.code} if parent else {}
    form = UnitForm(request.POST or None, initial=first)

    def enter() -> Unit:
        told = form.cleaned_data
        return add_unit(
            told["kind"], told["inward_name"], outward_name=told["outward_name"],
            division=told["division"], parent=parent, by=by, at=at,
        )  # fmt: skip

    if made := _entered(form, "inward_name", enter):
        return redirect("desk:unit", pk=made.pk)
    return render(request, "desk/units/add.html", {"form": form, "parent": parent})


@login_required
def rename(request: StaffRequest, pk: int) -> HttpResponse:
    by, at = _organiser(request)
    one = unit_of(pk)
    now = {"inward_name": one.inward_name, "outward_name": one.outward_name}
    form = NamesForm(request.POST or None, initial=now)
    if _entered(form, "inward_name", lambda: rename_unit(one, **form.cleaned_data, by=by, at=at)):
        return redirect("desk:unit", pk=one.pk)
    return render(request, "desk/units/rename.html", {"form": form, "unit": one})


@login_required
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """The unit above it was chosen in the list of units (``above``; none: it stands by itself)."""
    by, at = _organiser(request)
    one, parent = _by_hand(pk), unit_named(request, "above")
    first = {"division": (parent or one).division.code}
    form = MoveForm(request.POST or None, initial=first)
    if _entered(
        form, None, lambda: move_unit(one, parent=parent, **form.cleaned_data, by=by, at=at)
    ):
        messages.success(request, say("已调整隶属，权限随之更新。", "Moved; rights follow."))
        return redirect("desk:unit", pk=pk)
    told = {
        "form": form, "unit": unit_of(pk), "parent": parent,
        "along": units_within(one).filter(valid_to=None).count() - 1,
    }  # fmt: skip
    return render(request, "desk/units/move.html", told)


@login_required
def close(request: StaffRequest, pk: int) -> HttpResponse:
    by, at = _organiser(request)
    one = _by_hand(pk)
    form = CloseForm(request.POST or None, initial={"last_day": clock.day_of(at)})
    if _entered(form, None, lambda: close_unit(one, **form.cleaned_data, by=by, at=at)):
        messages.success(request, say(f"已撤销{one}。", f"{one} is dissolved."))
        return redirect("desk:unit", pk=pk)
    day = form.cleaned_data.get("last_day") if form.is_bound else None
    posts = one.posts.after(day or clock.day_of(at))
    told = {
        "form": form, "unit": unit_of(pk), "today": clock.day_of(at),
        "posts": posts.select_related("person").order_by("role", "pk"),
        "below": one.children.filter(valid_to=None),
    }  # fmt: skip
    return render(request, "desk/units/close.html", told)


@login_required
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    by, at = _organiser(request)
    one = _by_hand(pk)
    form = ReopenForm(request.POST or None)
    if _entered(form, None, lambda: reopen_unit(one, **form.cleaned_data, by=by, at=at)):
        messages.success(request, say(f"已恢复{one}。", f"{one} is there again."))
        return redirect("desk:unit", pk=pk)
    return render(request, "desk/units/reopen.html", {"form": form, "unit": unit_of(pk)})


def _organiser(request: StaffRequest) -> tuple[Post, datetime]:
    """Who acts and when; refuses whoever does not keep the units."""
    at = clock.now()
    by = acting_post(request, at=at)
    check_organises(by)
    return by, at


def _by_hand(pk: int) -> Unit:
    """A unit that is moved and dissolved here, not along with its row in the register of bodies."""
    one = unit_of(pk)
    if one.kind in ROUTED:
        raise PlainError(
            say(f"{one}随执法主体名录登记", f"{one} is entered in the register of bodies"),
            say("请在名录中变更或者注销。", "Change or end it there."),
        )
    return one


def _entered(form: forms.Form, field: str | None, enter: Callable[[], Unit]) -> Unit | None:
    """The unit as it was entered; None where nothing was sent, or it says at the ``field`` what is
    wrong."""
    if not form.is_valid():
        return None
    try:
        return enter()
    except PlainError as error:
        form.add_error(field, str(error))
        return None


urlpatterns = [
    path("units/new/", add, name="add_unit"),
    path("units/<int:pk>/rename/", rename, name="rename_unit"),
    path("units/<int:pk>/move/", move, name="move_unit"),
    path("units/<int:pk>/close/", close, name="close_unit"),
    path("units/<int:pk>/reopen/", reopen, name="reopen_unit"),
]
