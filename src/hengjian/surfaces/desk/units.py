"""Units: where they stand, who holds posts there, which section handles their matters, what was changed."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.entries.queries import entries_about
from hengjian.core.organisation.access import unit_of
from hengjian.core.organisation.forms import AssignForm
from hengjian.core.organisation.models import Division, Unit, UnitKind
from hengjian.core.organisation.queries import (
    divisions_above,
    sections_of,
    units_matching,
    units_within,
)
from hengjian.core.people.duties import Duty, has_duty
from hengjian.core.people.models import ADMINISTRATORS, Post
from hengjian.core.people.queries import posts_matching
from hengjian.core.people.wording import steps
from hengjian.core.rights.access import may_assign, posts_seen
from hengjian.core.rights.actions import assign, end_assignment
from hengjian.core.rights.routing import assignments_of, handlers
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Entry, Finder, Found, Group, Hit, found_in
from hengjian.surfaces.desk.paging import page_of
from hengjian.surfaces.desk.sheet import Column, Table, exports

ROUTED = frozenset({UnitKind.BODY, UnitKind.GOVERNMENT})
"""The kinds of unit whose matters a section handles. Each goes along with its row in the register of
bodies, so that it is moved and ended there."""
STANDINGS = [
    ("", said("现有", "there")),
    ("closed", said("已撤销", "dissolved")),
    ("all", said("全部", "all")),
]


@login_required
def units(request: StaffRequest) -> HttpResponse:
    by = acting_post(request, at=clock.now())
    told = {
        "page": page_of(_found(request), request),
        "kinds": UnitKind.choices,
        "standings": STANDINGS,
        "may_organise": has_duty(by, Duty.ORGANISE),
        "person": request.GET.get("person", ""),
        "moving": unit_named(request, "moving"),
    }
    return render(request, "desk/units/list.html", told)


def unit_named(request: StaffRequest, name: str) -> Unit | None:
    """The unit whose number the address gives under this name."""
    key = request.GET.get(name, "")
    return unit_of(int(key)) if key.isdigit() else None


def _found(request: StaffRequest) -> QuerySet[Unit]:
    asked = request.GET
    return units_matching(
        asked.get("q", ""), kind=asked.get("kind", ""), division=asked.get("division", ""),
        standing=asked.get("standing", ""),
    )  # fmt: skip


COLUMNS = [
    Column(said("单位", "Unit"), lambda one: one.inward_name, 30),
    Column(said("对外名称", "Outward name"), lambda one: one.outward_name, 40),
    Column(said("性质", "Kind"), lambda one: one.get_kind_display()),
    Column(said("区划", "Division"), lambda one: one.division),
    Column(said("上级单位", "Unit above"), lambda one: one.parent, 30),
    Column(said("撤销", "Dissolved"), lambda one: one.valid_to),
]


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the units of the list."""
    acting_post(request, at=at)
    return [Table(say("单位", "Units"), COLUMNS, _found(request))]


@login_required
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    one = unit_of(pk)
    seen = posts_seen(by, at=at).filter(unit=one)
    above = divisions_above(one.division)
    told = {
        "unit": one,
        "above": above,
        "sections": units_within(one).exclude(path=one.path).filter(valid_to=None)[:50],
        "posts": posts_matching(seen, standing="now", at=at),
        "day": clock.day_of(at),
        "may_organise": has_duty(by, Duty.ORGANISE),
        "by_hand": one.kind not in ROUTED,
        "may_appoint": has_duty(by, Duty.APPOINT) and one.valid_to is None,
        "steps": steps(entries_about(one)),
    }
    if one.kind in ROUTED:
        told |= _routing(one, by, tiers=[*above, one.division])
    return render(request, "desk/units/page.html", told)


def _routing(one: Unit, by: Post, tiers: list[Division]) -> dict[str, object]:
    """Which section of which tier handles it, what was assigned and why, and the form to assign."""
    told: dict[str, object] = {
        "handlers": handlers(one, tiers),
        "assignments": assignments_of(one),
    }
    if may_assign(one, by):
        told["assigning"] = AssignForm(sections=sections_of(by.unit.division))
    return told


@require_POST
@login_required
def assign_section(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    one = unit_of(pk)
    form = AssignForm(request.POST, sections=sections_of(by.unit.division))
    if "end" in request.POST:
        end_assignment(one, by=by, at=at)
        messages.success(request, say("恢复按分工办理。", "By the routing again."))
    elif form.is_valid():
        assign(one, form.cleaned_data["section"], form.cleaned_data["reason"], by=by, at=at)
        messages.success(request, say("已指定。", "Assigned."))
    else:
        messages.error(request, say("请选科室并写明理由。", "Choose a section and give a reason."))
    return redirect("desk:unit", pk=pk)


def find_units(words: str, post: Post, at: datetime, limit: int) -> Found:
    """Units by name. Enforcement bodies are found in their register, but not by administrators."""
    rows = units_matching(words)
    if post.role not in ADMINISTRATORS:
        rows = rows.exclude(kind=UnitKind.BODY)
    url = f"{reverse('desk:units')}?{urlencode({'q': words})}"
    return found_in(rows, limit, _hit, url=url)


def _hit(one: Unit) -> Hit:
    return Hit(
        one.inward_name,
        reverse("desk:unit", args=[one.pk]),
        f"{one.get_kind_display()} · {one.division}",
    )


urlpatterns = [
    path("units/", units, name="units"),
    *exports("units/", "units", tables),
    path("units/<int:pk>/", unit, name="unit"),
    path("units/<int:pk>/assign/", assign_section, name="assign_section"),
]
menu = [Entry(Group.SYSTEM, said("单位", "Units"), "desk:units", "body", 14)]
finders = [Finder(said("单位", "Units"), "body", find_units, 60)]
