"""The forms that a bureau can send: its own and the ready ones; made anew, copied, read from a file."""

from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.content.form_design import FormDesign
from hengjian.core import clock
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.duties.powers import norms_here
from hengjian.domain.supervision.reports import access, design_sheets, designing, workbooks
from hengjian.domain.supervision.reports.forms import actions
from hengjian.domain.supervision.reports.models import ReportForm
from hengjian.domain.supervision.reports.queries import FORM_ORDERS, forms_listed, forms_page
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.reports.asking import bureaus, reading_post, sending_post, wanted
from hengjian.surfaces.desk.sheet import Column, Table, exports, workbook_answer

STATES = {"all": said("全部", "all"), **{one.value: one.label for one in ReportForm.State}}


class NewForm(django_forms.Form):
    """An empty form, or one read from a file."""

    name = django_forms.CharField(label=said("报表名称", "Name"), max_length=100, required=False)
    file = django_forms.FileField(
        label=said("或者从文件读入", "Or from a file"), required=False,
        help_text=said("本系统导出的 YAML 或者 Excel 报表设计；名称不填时用文件里的。",
                       "A YAML or Excel design that was exported here."),
    )  # fmt: skip


@login_required
def forms(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = reading_post(request, at)
    asked = wanted(request, STATES, "all")
    seen = access.forms_seen(post=post, at=at)
    rows = forms_listed(seen, asked)
    page = forms_page(rows, asked)
    several = bureaus(seen, "bureau")
    told = {
        "rows": [_row(one) for one in page.rows],
        "ready": [{"code": code, "design": one, "number": sum(1 for _ in one.fields()),
                   "period": words.PERIODS[one.period]} for code, one in content().forms.items()],
        "asked": asked, "state": asked.state or "all",
        "states": [(code, str(name)) for code, name in STATES.items()],
        "keep": address(request.GET, state=""),
        "choices": [choice("bureau", say("编制单位", "Bureau"), several, str(asked.bureau or ""))],
        "narrowed": asked.narrowed or bool(asked.state), "sends": access.sends(post),
        **foot(request, page, rows, measure="张"),
    }  # fmt: skip
    return render(request, "desk/reports/forms.html", told)


def _row(one: Any) -> dict[str, Any]:
    tone, state = words.form_state(one)
    design = one.designed
    return {
        "form": one, "tone": tone, "state": state, "number": sum(1 for _ in design.fields()),
        "checks": len(design.checks), "period": words.PERIODS[design.period],
    }  # fmt: skip


@login_required
def new(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = sending_post(request, at)
    form = NewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            design = _begun(form.cleaned_data)
            made = actions.make_form(design, by=post, at=at)
        except PlainError as error:
            form.add_error("file" if form.cleaned_data["file"] else "name", str(error))
        else:
            return redirect("desk:report_form", pk=made.pk)
    told = {"form": form}
    return render(request, "desk/reports/form_new.html", told, status=422 if form.errors else 200)


def _begun(given: dict[str, Any]) -> FormDesign:
    file, name = given["file"], given["name"].strip()
    if not isinstance(file, UploadedFile):
        if not name:
            raise PlainError(say("请写报表名称，或者选择文件", "give a name or a file"))
        return designing.designed(
            {"name": name, "sections": [{"title": say("基本情况", "General")}]}
        )
    data = bytes(file.read(4 * 2**20))
    if (file.name or "").lower().endswith(".xlsx"):
        design = design_sheets.read(file.name or "form.xlsx", data)
    else:
        design = designing.from_yaml(data)
    return design.model_copy(update={"name": name}) if name else design


@login_required
@require_POST
def copy(request: StaffRequest) -> HttpResponse:
    """Another form like this one: the bureau's own, one of a bureau that it reads, or a ready one."""
    at = clock.now()
    post = sending_post(request, at)
    code, pk = request.POST.get("ready", ""), request.POST.get("form", "")
    if code in content().forms:
        design, origin = content().forms[code], code
    elif pk.isdecimal() and len(pk) < 18:
        held = access.form_seen(int(pk), post=post, at=at)
        design, origin = held.designed, held.origin
    else:
        raise Http404
    name = say(f"{design.name}（副本）", f"{design.name} (copy)") if not code else design.name
    made = actions.make_form(
        design.model_copy(update={"name": name[:100]}), origin=origin, by=post, at=at
    )
    messages.success(request, say("已复制，可以修改。", "Copied; change it as you need."))
    return redirect("desk:report_form", pk=made.pk)


@login_required
def ready(request: StaffRequest, code: str) -> HttpResponse:
    """A ready form as it is filled in."""
    post = reading_post(request, clock.now())
    design = content().forms.get(code)
    if design is None:
        raise Http404
    told = {
        "design": design, "code": code, "sections": words.sections(design, {}, {}, {}),
        "checks": [design.check_words(one) for one in design.checks], "sends": access.sends(post),
        "basis": [one.cited for one in norms_here(design.basis)],
    }  # fmt: skip
    return render(request, "desk/reports/ready.html", told)


@login_required
def ready_workbook(request: StaffRequest, code: str) -> HttpResponse:
    reading_post(request, clock.now())
    design = content().forms.get(code)
    if design is None:
        raise Http404
    return workbook_answer(
        workbooks.workbook(design, {}, {}, {}, simulated=settings.DEMO), f"{design.name}.xlsx"
    )


@login_required
def taken(request: StaffRequest, pk: int, way: str) -> HttpResponse:
    """A form's design as YAML or workbook, or the empty form to fill in."""
    at = clock.now()
    found = access.form_seen(pk, post=reading_post(request, at), at=at)
    design = found.designed
    if way == "yaml":
        answer = HttpResponse(
            designing.as_yaml(design), content_type="application/yaml; charset=utf-8"
        )
        answer["Content-Disposition"] = (
            content_disposition_header(True, f"{found.name}.yaml") or "attachment"
        )
        return answer
    if way == "xlsx":
        return workbook_answer(
            design_sheets.written(design),
            say(f"{found.name}-设计.xlsx", f"{found.name}-design.xlsx"),
        )
    if way == "empty":
        data = workbooks.workbook(design, {}, {}, {}, simulated=settings.DEMO)
        return workbook_answer(data, f"{found.name}.xlsx")
    raise Http404


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post = reading_post(request, at)
    asked = wanted(request, STATES, "all")
    rows = forms_listed(access.forms_seen(post=post, at=at), asked).select_related(
        "bureau", "made_by__person"
    )
    columns = [
        Column(said("报表", "form"), lambda one: one.name, 40),
        Column(said("编制单位", "bureau"), lambda one: str(one.bureau), 26),
        Column(said("栏目数", "fields"), lambda one: sum(1 for _ in one.designed.fields()), 10),
        Column(said("状态", "state"), lambda one: str(one.get_state_display()), 12),
        Column(
            said("编制人", "made by"),
            lambda one: one.made_by.person.name if one.made_by else "",
            12,
        ),
        Column(said("修改时间", "changed"), lambda one: one.changed_at, 20),
    ]
    order = FORM_ORDERS.get(asked.sort, ("-changed_at", "-id"))
    return [Table(say("报表", "Forms"), columns, rows.order_by(*order))]


urlpatterns = [
    path("reports/forms/", forms, name="report_forms"),
    path("reports/forms/new/", new, name="report_form_new"),
    path("reports/forms/copy/", copy, name="report_form_copy"),
    path("reports/forms/ready/<slug:code>/", ready, name="report_form_ready"),
    path("reports/forms/ready/<slug:code>/empty/", ready_workbook, name="report_form_ready_empty"),
    path("reports/forms/<int:pk>/as/<slug:way>/", taken, name="report_form_as"),
    *exports("reports/forms/", "report_forms", _tables),
]
