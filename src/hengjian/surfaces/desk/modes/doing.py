"""What is done with a request on the desk: a step of the table, an answer to an invitation, the plan."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.modes import access, actions
from hengjian.domain.supervision.modes.conditions import conditions_of
from hengjian.domain.supervision.modes.files import listed
from hengjian.domain.supervision.modes.grounds import judged, words_of
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.workflow import (
    HANDS_OVER,
    MOVES,
    PAPER,
    RECEIVES,
    Mode,
    State,
)
from hengjian.domain.supervision.papers.documents import document
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.cases import words as case_words
from hengjian.surfaces.desk.modes import words
from hengjian.surfaces.desk.modes.forms import PlanForm, StepForm
from hengjian.surfaces.desk.modes.lists import concerned_post
from hengjian.surfaces.desk.posted import taken_on, text, version, worded


@login_required
def step(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One step of the table: what it needs, and the form."""
    at = clock.now()
    post, day = concerned_post(request, at), clock.day_of(at)
    one = access.request_seen(pk, post=post, at=at)
    move = MOVES.get(code)
    if move is None or one.mode not in move.of or not access.may_take(move, one, post):
        raise Http404
    form = StepForm(request.POST or None, code=code, one=one, day=day)
    form.fields["words"].required = move.words
    if not move.words:
        form.fields["words"].label = say("备注", "Note")
    if request.method == "POST" and form.is_valid():
        try:
            actions.take(
                one, code, seen=version(request), words=form.cleaned_data["words"],
                given=form.given(), by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已办理：{move.label}。", f"Done: {move.label}."))
            return redirect("desk:mode", pk=pk)
    decides = code in ("decide", "convene", "refuse")
    told = {
        "one": one, "move": move, "form": form,
        "open": State(one.state) in move.frm,
        "conditions": conditions_of(move, one, post, at),
        "grounds": judged(Mode(one.mode), one.case, words=words_of(one.grounds), at=at)
        if decides else [],
        "document": document(PAPER[Mode(one.mode)]).name if code in ("decide", "convene") else "",
        "file": words.file(listed(one.case, at=at), one.handed if code in RECEIVES else None)
        if code in HANDS_OVER | RECEIVES else None,
        "version": request.POST.get("seen") or one.version,
        "power": case_words.power("modes", day),
    }  # fmt: skip
    return render(request, "desk/modes/step.html", told)


@login_required
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """The leading bureau changes who does what."""
    at = clock.now()
    post = concerned_post(request, at)
    one = access.request_seen(pk, post=post, at=at)
    if not access.may_plan(one, post):
        raise Http404
    form = PlanForm(request.POST or None, one=one)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan(one, form.given(), seen=version(request), by=post, at=at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("分工已调整。", "The plan was changed."))
            return redirect("desk:mode", pk=pk)
    told = {"one": one, "form": form, "version": request.POST.get("seen") or one.version}
    return render(request, "desk/modes/plan.html", told)


def _seen(pk: int, post: Post, at: datetime) -> ModeRequest:
    return access.request_seen(pk, post=post, at=at)


_side = taken_on("desk:mode", _seen)


@_side
def answer(request: StaffRequest, one: ModeRequest, by: Post, at: datetime) -> str:
    joins = request.POST.get("joins") == "1"
    actions.answer(
        one, joins=joins, words=text(request, "words", 400), seen=version(request), by=by, at=at
    )
    return say("已答复。", "Answered.")


finish = _side(worded(actions.finish_part, said("已登记完成情况。", "Entered.")))


urlpatterns = [
    path("modes/<int:pk>/step/<slug:code>/", step, name="mode_step"),
    path("modes/<int:pk>/plan/", plan, name="mode_plan"),
    path("modes/<int:pk>/answer/", answer, name="mode_answer"),
    path("modes/<int:pk>/finish/", finish, name="mode_finish"),
]
