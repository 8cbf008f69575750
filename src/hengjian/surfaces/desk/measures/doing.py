"""The steps of a measure on the desk: each is one form, with what it needs and what it asks for."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.measures import access, actions
from hengjian.domain.supervision.measures.actions import Given
from hengjian.domain.supervision.measures.conditions import conditions_of
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import MOVES, State
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.measures.page import seen
from hengjian.surfaces.desk.posted import taken_on, text, version

ROWS = 5
DAY = {"type": "date"}
LABELS = {
    "hear": said("本人的陈述和申辩（放弃的，写明放弃）", "The person's own words"),
    "enter_consent": said("同意文件的名称和文号", "Name and number of the consent"),
    "hold": said("约谈情况摘要（约谈记录另行成文）", "The talk in short"),
    "enter_answer": said("反馈内容", "What it answered"),
    "report": said("落实情况", "What was done"),
    "reply": said("答复情况", "How it was answered"),
}


class StepForm(forms.Form):
    """What steps ask for; what one does not ask for is taken away."""

    moment = forms.DateTimeField(
        label=said("约谈时间", "Moment"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    place = forms.CharField(label=said("约谈地点", "Place"), max_length=200)
    receipt = forms.CharField(
        label=said("交接回执（接收人、日期或者文号）", "Receipt of the hand-over"), max_length=200
    )
    days = forms.IntegerField(
        label=said("要求反馈的期限（日，不填按期限档案）", "Term of the answer in days"), min_value=1,
        max_value=365, required=False,
    )  # fmt: skip
    on = forms.DateField(label=said("日期", "Day"), widget=forms.DateInput(attrs=DAY))
    adopted = forms.TypedChoiceField(
        label=said("是否采纳", "Adopted"), choices=[("1", said("采纳", "yes")), ("0", said("未采纳", "no"))],
        coerce=lambda one: one == "1",
    )  # fmt: skip
    first = forms.DateField(label=said("起始日期", "From"), widget=forms.DateInput(attrs=DAY))
    last = forms.DateField(
        label=said("截止日期（收回的不填）", "Until (not for a withdrawal)"),
        widget=forms.DateInput(attrs=DAY), required=False,
    )  # fmt: skip
    words = forms.CharField(
        label=said("情况或者理由", "Words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


FIELDS = {
    "moment": ("moment",), "place": ("place",), "receipt": ("receipt",), "days": ("days",),
    "on": ("on",), "due": ("on",), "adopted": ("adopted",), "term": ("first", "last"),
}  # fmt: skip


def _form(code: str, request: StaffRequest) -> StepForm:
    move = MOVES[code]
    form = StepForm(request.POST or None)
    kept = {name for one in move.asks for name in FIELDS.get(one, ())}
    kept |= {"words"} if move.words else set()
    for name in set(form.fields) - kept:
        del form.fields[name]
    if move.words and code in LABELS:
        form.fields["words"].label = LABELS[code]
    if "due" in move.asks:
        form.fields["on"].label = say("新的完成期限", "The new day")
    return form


@login_required
def step(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One step of the table: what it needs, and the form."""
    at = clock.now()
    post = acting_post(request, at=at)
    found, move = seen(pk, post, at), MOVES.get(code)
    if move is None or found.kind not in move.kinds or not access.may_take(move, found, post):
        raise Http404
    form = _form(code, request)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, found, code, form.cleaned_data, post, at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已办理：{move.label}。", f"Done: {move.label}."))
            return redirect("desk:measure", pk=pk)
    told = {
        "measure": found, "move": move, "form": form, "open": State(found.state) in move.frm,
        "conditions": conditions_of(move, found, post, at),
        "version": request.POST.get("seen") or found.version,
        "rows": range(ROWS) if "promises" in move.asks else [],
    }  # fmt: skip
    return render(request, "desk/measures/step.html", told)


def _take(
    request: StaffRequest,
    measure: Measure,
    code: str,
    given: dict[str, Any],
    by: Post,
    at: datetime,
) -> None:
    actions.take(
        measure, code, seen=version(request), words=given.get("words", ""),
        given=Given(
            on=given.get("on"), moment=given.get("moment"), place=given.get("place", ""),
            days=given.get("days"), receipt=given.get("receipt", ""), adopted=given.get("adopted"),
            promises=_promises(request) if "promises" in MOVES[code].asks else (),
            term=(given.get("first"), given.get("last")),
        ),
        by=by, at=at,
    )  # fmt: skip


def _promises(request: StaffRequest) -> list[tuple[str, date]]:
    """The promises of the form; one without a day is refused."""
    found = []
    for number in range(ROWS):
        what = text(request, f"what-{number}", 300)
        if not what:
            continue
        try:
            found.append((what, date.fromisoformat(request.POST.get(f"due-{number}", ""))))
        except ValueError:
            raise PlainError(
                say(f"承诺事项“{what[:20]}”没有写完成期限", f"“{what[:20]}” has no day")
            ) from None
    return found


@taken_on("desk:measure", seen)
def keep(request: StaffRequest, measure: Measure, by: Post, at: Any, promise: int) -> str:
    """What was done of one promise."""
    one = access.promise_of(measure, promise)
    if one is None:
        raise Http404
    actions.keep_promise(one, done=text(request, "words"), seen=version(request), by=by, at=at)
    return say("已填报。", "Entered.")


urlpatterns = [
    path("measures/<int:pk>/step/<str:code>/", step, name="measure_step"),
    path("measures/<int:pk>/promises/<int:promise>/", keep, name="measure_keep"),
]
