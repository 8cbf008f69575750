"""A lead is entered by hand: what it is about, in which words, who reported it, with what came along.

Serves the bureaus and those who collect leads in townships and villages; these are asked for less: the
summary and the severity are the handler's to write.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import said, say
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.leads import access
from hengjian.domain.supervision.leads.actions import keep_file
from hengjian.domain.supervision.leads.reporting.actions import Told
from hengjian.domain.supervision.models import Lead
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.posted import LONGEST
from hengjian.surfaces.desk.registry.table import options

OPEN_SOURCES = [one for one in Lead.Source if one is not Lead.Source.FINDING]
FIELD_SOURCES = [Lead.Source.REPORT, Lead.Source.FIELD]
"""Where leads come from that are collected on the spot."""
FOR_THE_HANDLER = ("reference", "severity", "summary")


class LeadForm(forms.Form):
    """What a lead is entered with."""

    source = forms.ChoiceField(label=said("来源", "Source"))
    reference = forms.CharField(
        label=said("来源编号（工单号、来文号）", "Number at the source"),
        max_length=64,
        required=False,
    )
    kind = forms.ChoiceField(
        label=said("类别", "Kind"),
        help_text=said("打击报复投诉举报人、证人的，选“打击报复”：立即提醒负责人，绝不交给被反映的单位",
                       "Retaliation is told at once and never goes to whom it is about"),
    )  # fmt: skip
    severity = forms.ChoiceField(label=said("严重程度", "Severity"), required=False)
    title = forms.CharField(
        label=said("事由", "Title"), max_length=200,
        help_text=said("不写反映人的姓名、电话和具体地点", "Names no reporter, phone or place"),
    )  # fmt: skip
    words = forms.CharField(
        label=said("情况（只供监督机关）", "What it is about (for the bureau)"),
        widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST, required=False,
    )  # fmt: skip
    summary = forms.CharField(
        label=said("改写摘要（可以给被监督机关看的）", "Summary that the body may read"),
        widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False,
        help_text=said("有反映人的，另用自己的话写一遍，看不出是谁反映的",
                       "In other words than the reporter's"),
    )  # fmt: skip


class ReporterForm(forms.Form):
    """Who reported it: 副卷 only."""

    name = forms.CharField(label=said("姓名（匿名的不填）", "Name"), max_length=64, required=False)
    phone = forms.CharField(label=said("电话", "Phone"), max_length=32, required=False)
    received_on = forms.DateField(
        label=said("收到日期（不填为今天）", "Received (today)"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    place = forms.CharField(label=said("具体地点", "Exact place"), max_length=200, required=False)
    own_words = forms.CharField(
        label=said("原话", "Own words"), widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST, required=False,
    )  # fmt: skip
    wants_answer = forms.BooleanField(
        label=said("要求答复", "Wants an answer"), required=False, initial=True
    )

    def told(self) -> Told:
        given = dict(self.cleaned_data)
        given["words"] = given.pop("own_words")
        return Told(**given)


def severities() -> list[tuple[str, str]]:
    from hengjian.surfaces.desk.findings import words

    return [("", say("未定", "open")), *((one, words.severity(one)[1]) for one in words.SEVERITIES)]


@login_required
def enter(request: StaffRequest) -> HttpResponse:
    """The form, and the lead that it gives."""
    at = clock.now()
    post = acting_post(request, at=at)
    if not access.enters(post):
        raise PermissionDenied(
            say("您的岗位不登记监督线索，请联系负责的监督机关。", "Your post enters no leads.")
        )
    data = request.POST if request.method == "POST" else None
    form, who = LeadForm(data, initial=_given(request)), ReporterForm(data, prefix="who")
    field = access.collects(post)
    sources = FIELD_SOURCES if field else OPEN_SOURCES
    form.fields["source"].choices = [(one.value, one.label) for one in sources]  # type: ignore[attr-defined]
    form.fields["kind"].choices = Lead.Kind.choices  # type: ignore[attr-defined]
    form.fields["severity"].choices = severities()  # type: ignore[attr-defined]
    for name in FOR_THE_HANDLER if field else ():
        del form.fields[name]
    if data is not None and form.is_valid() and who.is_valid():
        try:
            with transaction.atomic():
                lead = _opened(request, form, who, post, at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已登记：{lead.number}。", f"Entered: {lead.number}."))
            return redirect("desk:lead", pk=lead.pk)
    chosen = request.POST.get("body", "") or request.GET.get("body", "")
    body = access.body_chosen(int(chosen), post=post, at=at) if chosen.isdecimal() else None
    bodies = options([(str(body.pk), body.name)] if body else [], chosen,
                     first=say("不针对某一机关", "no single body"))  # fmt: skip
    told = {
        "form": form,
        "who": who,
        "bodies": bodies,
        "field": field,
        "bureau": access.bureau_of(post),
    }
    return render(request, "desk/leads/enter.html", told, status=422 if form.errors else 200)


def _given(request: StaffRequest) -> dict[str, Any]:
    """What a link that leads here has filled in: an order from above, for one."""
    names = ("source", "reference", "title", "words")
    return {name: request.GET[name][:LONGEST] for name in names if name in request.GET}


def _opened(request: StaffRequest, form: LeadForm, who: ReporterForm, post: Any, at: Any) -> Lead:
    chosen = request.POST.get("body", "")
    body = access.body_chosen(int(chosen), post=post, at=at) if chosen.isdecimal() else None
    reporter = who.told()
    told = form.cleaned_data
    if not (access.collects(post) or reporter.empty or told["summary"].strip()):
        raise PlainError(
            say("有反映人的线索须写“改写摘要”", "a lead that somebody reported needs its summary"),
            say("用自己的话写给被监督机关看的情况，看不出是谁反映的。",
                "Write in other words what the body may read."),
        )  # fmt: skip
    lead = open_lead(**told, body=body, reporters=[reporter], by=post, at=at)
    for file in request.FILES.getlist("files"):
        keep_file(lead, file.name or "", file.read(), by=post, at=at)
    return lead


@login_required
def bodies(request: StaffRequest) -> HttpResponse:
    """The bodies that a lead can be about, asked for when somebody begins to choose."""
    at = clock.now()
    rows = access.bodies_named(post=acting_post(request, at=at), at=at).order_by("code")
    return render(request, "desk/registry/_bodies.html", {"bodies": rows.values_list("pk", "name")})


urlpatterns = [
    path("leads/new/", enter, name="enter_lead"),
    path("leads/new/bodies/", bodies, name="lead_bodies"),
]
