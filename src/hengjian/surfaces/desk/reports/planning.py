"""Planning a task and choosing to whom it goes: by tier, kind, sector, tree, or one by one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.content.form_design import FormDesign
from hengjian.core import clock
from hengjian.core.organisation.models import Division, Level, Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import content, labels
from hengjian.domain.supervision.reports import access, actions
from hengjian.domain.supervision.reports.models import ReportForm, ReportTask
from hengjian.domain.supervision.reports.queries import (
    Narrowing,
    places_of,
    units_offered,
    usable,
)
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.asking import LONGEST, plain
from hengjian.surfaces.desk.posted import version
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.reports.asking import sending_post

READY = "content:"
DAYS = 10


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlanForm(forms.Form):
    """Which form, for which period, until when."""

    form = forms.ChoiceField(label=said("报表", "Form"))
    title = forms.CharField(label=said("任务名称", "Title"), max_length=150)
    period_from = forms.DateField(label=said("统计期起", "Period from"), widget=DayInput)
    period_to = forms.DateField(label=said("统计期止", "Period to"), widget=DayInput)
    due_on = forms.DateField(label=said("报送期限", "Due"), widget=DayInput)
    words = forms.CharField(
        label=said("填报要求", "What is asked"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *given: Any, forms_of: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["form"].choices = list(forms_of)  # type: ignore[attr-defined]


@login_required
def new(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = sending_post(request, at)
    own = {
        str(one.pk): one
        for one in usable(access.forms_seen(post=post, at=at), access.bureau_of(post))
    }
    ready = {f"{READY}{code}": one for code, one in content().forms.items()}
    pairs = [
        (code, say(f"{one.name}（系统自带）", f"{one.name} (ready)")) for code, one in ready.items()
    ]
    pairs += [(code, one.name) for code, one in own.items()]
    form = PlanForm(
        request.POST or None, forms_of=pairs, initial=_usual(request, ready, own, clock.day_of(at))
    )
    if request.method == "POST" and form.is_valid():
        try:
            task = _planned(form.cleaned_data, ready, own, post, at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, say("已拟定，请选择发给哪些单位。", "Planned; choose the units.")
            )
            return redirect("desk:report_units", pk=task.pk)
    return render(
        request, "desk/reports/new.html", {"form": form}, status=422 if form.errors else 200
    )


def _usual(
    request: StaffRequest, ready: dict[str, FormDesign], own: dict[str, ReportForm], day: date
) -> dict[str, Any]:
    """The last whole period of the form that is chosen, and its term."""
    asked = request.GET.get("form", "")
    design = ready.get(asked) or (own[asked].designed if asked in own else None)
    period = design.period if design is not None else "year"
    first, last = last_period(period, day)
    due = day + timedelta(days=DAYS)
    if design is not None and design.due:
        set_due = date.fromisoformat(f"{last.year + 1}-{design.due}")
        due = set_due if set_due >= day else due
    return {
        "form": asked, "title": f"{last.year} 年{design.name}" if design else "",
        "period_from": first, "period_to": last, "due_on": due,
        "words": design.words if design is not None else "",
    }  # fmt: skip


def last_period(period: str, day: date) -> tuple[date, date]:
    """The last whole year, quarter or month before ``day``; of the last weeks of a year, that year."""
    if period == "year":
        year = day.year if day.month >= 11 else day.year - 1
        return date(year, 1, 1), date(year, 12, 31)
    months = 3 if period == "quarter" else 1
    begin = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = begin - timedelta(days=1)
    return date(last.year, last.month - months + 1, 1), last


def _planned(
    given: dict[str, Any],
    ready: dict[str, FormDesign],
    own: dict[str, ReportForm],
    post: Post,
    at: datetime,
) -> ReportTask:
    chosen = given["form"]
    design = ready[chosen] if chosen in ready else own[chosen].designed
    return actions.plan_task(
        design, title=given["title"], words=given["words"],
        period=(given["period_from"], given["period_to"]), due_on=given["due_on"],
        form=own.get(chosen), origin=chosen.removeprefix(READY) if chosen in ready else "",
        by=post, at=at,
    )  # fmt: skip


# --- to whom -----------------------------------------------------------------------------------------------


@login_required
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """Tick units; the filters show a part of them, what is ticked elsewhere stays."""
    at = clock.now()
    post = sending_post(request, at)
    task = access.task_seen(pk, post=post, at=at)
    if not access.runs(post, task):
        raise PermissionDenied(
            say("填报单位由下发的监督机构选择。", "Its own bureau chooses the units.")
        )
    offered = access.recipients(post=post, at=at)
    asked = _narrowing(request, offered)
    shown = list(units_offered(offered, asked))
    chosen = set(task.answers.values_list("unit", flat=True))
    if request.method == "POST":
        return _chosen(request, task, offered, shown, chosen, post, at)
    told = {
        "task": task,
        "places": [(division, units, sum(one.pk in chosen for one in units)) for division, units in places_of(shown)],
        "chosen": chosen, "number": len(chosen), "shown": len(shown), "asked": asked,
        "choices": _choices(asked, offered), "narrowed": asked != Narrowing(),
        "planned": task.state == ReportTask.State.PLANNED,
    }  # fmt: skip
    return render(request, "desk/reports/units.html", told)


def _chosen(
    request: StaffRequest, task: ReportTask, offered: Any, shown: list[Unit], had: set[int],
    post: Post, at: datetime,
) -> HttpResponse:  # fmt: skip
    ticked = {int(one) for one in request.POST.getlist("unit") if one.isdecimal() and len(one) < 18}
    here = {one.pk for one in shown}
    wanted = (had - here) | (ticked & here)
    if request.POST.get("all") == "1":
        wanted = had | here
    units = [one for one in offered if one.pk in wanted]
    try:
        actions.choose(task, units, seen=version(request), by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    messages.success(request, say(f"已选 {len(units)} 个单位。", f"{len(units)} units are chosen."))
    stay = request.POST.get("stay") == "1" or request.POST.get("all") == "1"
    return redirect(request.get_full_path()) if stay else redirect("desk:report", pk=task.pk)


def _narrowing(request: StaffRequest, offered: Any) -> Narrowing:
    given = request.GET
    texts = {name: plain(given.get(name, ""), LONGEST) for name in ("q", "level", "kind", "sector")}
    code = given.get("division", "")
    place = next((one.path for one in _divisions(offered) if one.code == code), "")
    return Narrowing(**texts, division=place)


def _divisions(offered: Any) -> list[Division]:
    rows = Division.objects.filter(units__in=offered.order_by().values("pk"))
    return list(rows.exclude(level=Level.VILLAGE).distinct().order_by("path"))


def _choices(asked: Narrowing, offered: Any) -> list[Any]:
    levels = [(one.value, str(one.label)) for one in Level if one != Level.VILLAGE]
    kinds = [(one.value, str(one.label)) for one in UnitKind if one in access.ASKED]
    places = _divisions(offered)
    at = next((one.code for one in places if one.path == asked.division), "")
    names = [(one.code, f"{'　' * (one.path.count('/') - 1)}{one.name}") for one in places]
    return [
        choice("level", say("层级", "Tier"), levels, asked.level),
        choice("kind", say("单位类别", "Kind"), kinds, asked.kind),
        choice("sector", say("执法领域", "Sector"), labels("sectors").items(), asked.sector),
        choice("division", say("区划（含下级）", "Place and below"), names, at),
    ]


urlpatterns = [
    path("reports/new/", new, name="report_new"),
    path("reports/<int:pk>/units/", choose, name="report_units"),
]
