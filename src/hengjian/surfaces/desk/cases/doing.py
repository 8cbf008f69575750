"""What is done with a case on the desk: a step of the table, and the side ways. Each is one form."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.rights.routing import section_for
from hengjian.core.wording import said, say
from hengjian.domain.registry.deadlines import counted, step_name
from hengjian.domain.registry.lists import labels
from hengjian.domain.supervision import access as leads
from hengjian.domain.supervision.cases import access, actions
from hengjian.domain.supervision.cases.approvals import actions as approvals
from hengjian.domain.supervision.cases.bars import actions as bars
from hengjian.domain.supervision.cases.conditions import conditions_of
from hengjian.domain.supervision.cases.handlers import actions as handlers
from hengjian.domain.supervision.cases.hearings import actions as hearings
from hengjian.domain.supervision.cases.models import Case, Objection
from hengjian.domain.supervision.cases.objections import actions as objections
from hengjian.domain.supervision.cases.terms import actions as terms
from hengjian.domain.supervision.cases.workflow import MOVES, State
from hengjian.domain.supervision.leads.access import works
from hengjian.domain.supervision.papers.documents import document, offers
from hengjian.domain.supervision.papers.owners import owner_of
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import FilesField, uploads
from hengjian.surfaces.desk.cases import words
from hengjian.surfaces.desk.cases.page import seen
from hengjian.surfaces.desk.posted import LONGEST, day, taken_on, text, version


class StepForm(forms.Form):
    """The words of a step, the term that its document names, and whether the body reads it."""

    words = forms.CharField(
        label=said("内容或者理由", "Words"), widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST, required=False,
    )  # fmt: skip
    days = forms.IntegerField(
        label=said("文书写明的整改期限（日，不填按期限档案）", "Term named by the document (days)"),
        min_value=1, max_value=365, required=False,
    )  # fmt: skip
    attached = FilesField()
    inside = forms.BooleanField(
        label=said("只入副卷（被监督机关看不到）", "Inside only: the body does not read it"),
        required=False,
    )


WORDS = {
    "explain": said("说明的内容", "What there is to explain"),
    "report": said("整改了什么、怎样整改的", "What was corrected, and how"),
}
"""What a body is asked to write, where it says more than the common label."""


class ProposeForm(forms.Form):
    """What a case is proposed with."""

    title = forms.CharField(label=said("案由", "Title"), max_length=200)
    facts = forms.CharField(
        label=said("监督事项（立案通知后被监督机关可以看到，不写投诉举报人）",
                   "Facts (the body will read them; name no reporter)"),
        widget=forms.Textarea(attrs={"rows": 8}), max_length=LONGEST,
    )  # fmt: skip


@login_required
def propose(request: StaffRequest, lead: int) -> HttpResponse:
    """From a lead to a proposed case."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = leads.lead_seen(lead, post=post, at=at)
    if not works(post, found) or not access.supervises(post) or found.body is None:
        raise Http404
    first = {"title": found.title, "facts": found.shown_words}
    form = ProposeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        bureau = post.unit.as_bureau
        section = section_for(found.body.unit, tier=bureau.division) or post.unit
        try:
            made = actions.propose(
                **form.cleaned_data, body=found.body, bureau=bureau, unit=section, leads=[found],
                severity=found.severity, by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已提请立案。", "Proposed."))
            return redirect("desk:case", pk=made.pk)
    told = {"form": form, "lead": found}
    return render(request, "desk/cases/propose.html", told)


def _lacking(case: Case, code: str, post: Post) -> list[dict[str, str]]:
    """Before a case is closed or archived: the documents of steps that were taken, but not made; and
    where each is begun, for whoever may."""
    if code not in ("close", "archive"):
        return []
    papers = reverse("desk:case_papers", args=[case.pk])
    may = owner_of(case).may_draft(post)
    return [
        {"name": f"《{one.document.name}》{one.note}", "step": MOVES[one.move].label,
         "url": f"{papers}?draft={one.kind}:{one.move}#draft" if may else ""}
        for one in offers(case) if one.done and one.move != code
    ]  # fmt: skip


def _term(step: str, today: date) -> dict[str, Any]:
    """A term that begins with a step taken today; no day where the profile has no length for it."""
    try:
        due = counted(step, today).due
    except PlainError:
        due = None
    return {"name": step_name(step), "due": due}


@login_required
def step(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One step of the table: what it needs, and the form."""
    at = clock.now()
    post, today = acting_post(request, at=at), clock.day_of(at)
    found, move = seen(pk, post, at), MOVES.get(code)
    if move is None or not access.may_take(move, found, post):
        raise Http404
    form = StepForm(request.POST or None, request.FILES or None)
    field = form.fields["words"]
    field.required, field.label = move.words, WORDS.get(code, field.label)
    field.error_messages["required"] = say(f"请写明{field.label}", f"Write: {field.label}")
    if not move.words:
        field.label = say("备注", "Note")
    if "rectify" not in move.starts:
        del form.fields["days"]
    if not access.reads_inside(post):
        del form.fields["inside"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.take(
                found, code, seen=version(request), words=form.cleaned_data["words"],
                inside=form.cleaned_data.get("inside", False),
                days=form.cleaned_data.get("days"), files=form.cleaned_data["attached"], by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已办理：{move.label}。", f"Done: {move.label}."))
            return redirect("desk:case", pk=pk)
    told = {
        "case": found, "move": move, "form": form,
        "conditions": conditions_of(move, found, post, today),
        "open": State(found.state) in move.frm,
        "lacking": _lacking(found, code, post),
        "terms": [_term(one, today) for one in move.starts],
        "asked": words.asked_by(found, move, inside=access.reads_inside(post), day=today),
        "version": request.POST.get("seen") or found.version,
        "power": words.power(move.power, today),
        "paper_kind": document(move.paper).name
        if move.paper and access.reads_inside(post) else "",
    }  # fmt: skip
    return render(request, "desk/cases/step.html", told)


@login_required
def retell(request: StaffRequest, pk: int) -> HttpResponse:
    """What the body reads of the matter, in other words than a reporter's."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = seen(pk, post, at)
    if not access.may_retell(found, post):
        raise Http404
    form = ProposeForm(request.POST or None, initial={"title": found.title, "facts": found.facts})
    if request.method == "POST" and form.is_valid():
        try:
            actions.retell(found, **form.cleaned_data, seen=version(request), by=post, at=at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已改写。", "Retold."))
            return redirect("desk:case", pk=pk)
    told = {"case": found, "form": form, "version": request.POST.get("seen") or found.version}
    return render(request, "desk/cases/retell.html", told)


# --- side ways --------------------------------------------------------------------------------------------


_side = taken_on("desk:case", seen)


@_side
def appoint(request: StaffRequest, case: Case, by: Post, at: Any) -> str:
    chosen = request.POST.get("post", "").partition(":")
    if not (chosen[0].isdecimal() and chosen[2].isdecimal()):
        raise PlainError(say("请选择承办人", "choose somebody"))
    post, card = access.supervisor_chosen(int(chosen[0]), int(chosen[2]))
    leading = request.POST.get("leading") == "1"
    handlers.appoint(case, post, card, leading=leading, seen=version(request), by=by, at=at)
    return say("已指定承办人。", "Appointed.")


@_side
def ask_recusal(request: StaffRequest, case: Case, by: Post, at: Any, handler: int) -> str:
    one = access.handler_of(case, handler)
    handlers.ask_recusal(one, ground=text(request, "words"), by=by, at=at)
    return say("已申请回避。", "Asked.")


@_side
def decide_recusal(request: StaffRequest, case: Case, by: Post, at: Any, recusal: int) -> str:
    one = access.recusal_of(case, recusal)
    granted = request.POST.get("granted") == "1"
    handlers.decide_recusal(one, granted=granted, why=text(request, "words"), by=by, at=at)
    return say("已决定。", "Decided.")


@_side
def extend(request: StaffRequest, case: Case, by: Post, at: Any) -> str:
    terms.extend_whole(case, reason=text(request, "words"), seen=version(request), by=by, at=at)
    return say("已延长。", "Extended.")


@_side
def stop_clock(request: StaffRequest, case: Case, by: Post, at: Any, deadline: int) -> str:
    one = access.deadline_of(case, deadline)
    if one.state == "stopped":
        terms.start_clock(one, by=by, at=at)
        return say("期限恢复计算。", "It runs again.")
    terms.stop_clock(one, reason=text(request, "words"), by=by, at=at)
    return say("期限已中止。", "It is stopped.")


@_side
def enter_bar(request: StaffRequest, case: Case, by: Post, at: Any) -> str:
    kind = request.POST.get("kind", "")
    if kind not in labels("outcome_kinds"):
        raise PlainError(say("请选择复议或者诉讼", "choose reconsideration or lawsuit"))
    until = day(request, "until") if request.POST.get("until") else None
    bars.enter_bar(
        case, kind=kind, number=text(request, "number", 128), since=day(request, "on"),
        until=until, upheld=request.POST.get("upheld") == "1", by=by, at=at,
    )  # fmt: skip
    return say("已登记。", "Entered.")


@_side
def end_bar(request: StaffRequest, case: Case, by: Post, at: Any, bar: int) -> str:
    one = access.bar_of(case, bar)
    upheld = request.POST.get("upheld") == "1"
    bars.end_bar(one, until=day(request, "on"), upheld=upheld, by=by, at=at)
    return say("已登记终结。", "Entered.")


@_side
def enter_approval(request: StaffRequest, case: Case, by: Post, at: Any) -> str:
    approvals.enter_approval(
        case, document=text(request, "document"), dated_on=day(request, "on"),
        authorization=request.POST.get("authorization") == "1", by=by, at=at,
    )  # fmt: skip
    return say("已录入。", "Entered.")


@_side
def ask_beneficiary(request: StaffRequest, case: Case, by: Post, at: Any) -> str:
    hearings.ask_beneficiary(case, whom=text(request, "whom"), by=by, at=at)
    return say("已登记。", "Entered.")


@_side
def enter_heard(request: StaffRequest, case: Case, by: Post, at: Any, hearing: int) -> str:
    one = access.hearing_of(case, hearing)
    waived = request.POST.get("waived") == "1"
    hearings.enter_heard(one, waived=waived, words=text(request, "words"), by=by, at=at)
    return say("已登记。", "Entered.")


@_side
def object_to(request: StaffRequest, case: Case, by: Post, at: Any) -> str:
    objections.object_to(
        case, words=text(request, "words"), files=uploads(request), seen=version(request),
        by=by, at=at,
    )  # fmt: skip
    return say("异议已提出。", "Objected.")


@_side
def decide_objection(request: StaffRequest, case: Case, by: Post, at: Any, objection: int) -> str:
    one = access.objection_of(case, objection)
    result = request.POST.get("result", "")
    if result not in Objection.Result.values:
        raise PlainError(say("请选择复查结果", "choose the result"))
    objections.decide_objection(
        one, Objection.Result(result), why=text(request, "words"), by=by, at=at
    )
    return say("复查已决定。", "Decided.")


urlpatterns = [
    path("leads/<int:lead>/propose/", propose, name="propose_case"),
    path("cases/<int:pk>/step/<slug:code>/", step, name="case_step"),
    path("cases/<int:pk>/retell/", retell, name="case_retell"),
    path("cases/<int:pk>/appoint/", appoint, name="case_appoint"),
    path("cases/<int:pk>/recusal/<int:handler>/", ask_recusal, name="case_ask_recusal"),
    path("cases/<int:pk>/recused/<int:recusal>/", decide_recusal, name="case_decide_recusal"),
    path("cases/<int:pk>/extend/", extend, name="case_extend"),
    path("cases/<int:pk>/clock/<int:deadline>/", stop_clock, name="case_clock"),
    path("cases/<int:pk>/bar/", enter_bar, name="case_bar"),
    path("cases/<int:pk>/bar/<int:bar>/", end_bar, name="case_bar_ended"),
    path("cases/<int:pk>/approval/", enter_approval, name="case_approval"),
    path("cases/<int:pk>/beneficiary/", ask_beneficiary, name="case_beneficiary"),
    path("cases/<int:pk>/heard/<int:hearing>/", enter_heard, name="case_heard"),
    path("cases/<int:pk>/object/", object_to, name="case_object"),
    path("cases/<int:pk>/objection/<int:objection>/", decide_objection, name="case_review"),
]
