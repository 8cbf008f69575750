"""What bodies answer for on the desk: duties that were missed, explained below, decided above.

Serves the bureau that missed one and the tier above it (监督条例#39); nobody decides about himself.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.duties import access, powers
from hengjian.domain.supervision.duties.answers import actions as answers
from hengjian.domain.supervision.duties.models import Accountability
from hengjian.domain.supervision.duties.queries import entries_listed, entries_page
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.asking import MARK, number, plain
from hengjian.surfaces.desk.duties import WordsForm, choice_of_bureau, concerned_post, done
from hengjian.surfaces.desk.duties_words import about, power_words, row_of
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import MOST, Waiting, Waits
from hengjian.surfaces.desk.sheet import Column, Table, exports

STATES = {
    "open": said("未办结", "open"), "explained": said("已说明，待处理", "explained"),
    "closed": said("已办结", "closed"), "all": said("全部", "all"),
}  # fmt: skip


class DecisionForm(forms.Form):
    """What the tier above decides."""

    decision = forms.ChoiceField(
        label=said("处理", "Decision"), choices=Accountability.Decision.choices
    )
    until = forms.DateField(
        label=said("改正期限", "To be performed by"), required=False,
        help_text=said("责令限期改正的须写明。", "Needed for an order."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    why = forms.CharField(
        label=said("理由", "Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExplanationForm(WordsForm):
    """Why a duty was missed."""

    words = forms.CharField(
        label=said("逾期原因和补救情况", "Why it was late, and what was done since"),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@login_required
def accountability(request: StaffRequest) -> HttpResponse:
    """The newest first."""
    at = clock.now()
    post, day = concerned_post(request, at), clock.day_of(at)
    state, unit, rows = _asked(request, post, at)
    page = entries_page(
        rows, after=plain(request.GET.get("after", ""), MARK),
        before=plain(request.GET.get("before", ""), MARK),
    )  # fmt: skip
    units = list(access.bureaus_seen(post=post, at=at))
    told = {
        "rows": [_row(one, day) for one in page.rows],
        "state": state,
        "states": [(code, str(words)) for code, words in STATES.items()],
        "keep": address(request.GET, state=""),
        "choices": [choice_of_bureau(units, unit)],
        "narrowed": bool(unit) or state != "open",
        **foot(request, page, rows, measure="项"),
    }
    return render(request, "desk/duties/answers.html", told)


@login_required
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    return _page(request, concerned_post(request, at), pk, at)


def _page(
    request: StaffRequest, post: Post, pk: int, at: datetime,
    explanation: ExplanationForm | None = None, decision: DecisionForm | None = None,
) -> HttpResponse:  # fmt: skip
    found, day = access.entry_seen(pk, post=post, at=at), clock.day_of(at)
    whole = powers.list_to_show(day)
    told = _row(found, day) | {
        "line": row_of(found.duty, day),
        "common": whole.common.consequence,
        "common_basis": powers.norms_here(whole.common.basis),
        "explains": not found.decision and access.explains(post, found),
        "decides": found.closed_at is None and access.decides(post, found),
        "explanation": explanation or ExplanationForm(),
        "decision": decision or DecisionForm(),
    }
    refused = explanation or decision
    return render(request, "desk/duties/answer.html", told, status=422 if refused else 200)


@login_required
@require_POST
def explain(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = concerned_post(request, at)
    form = ExplanationForm(request.POST)
    found = access.entry_seen(pk, post=post, at=at)
    if done(
        form, "words", lambda given: answers.explain(found, words=given["words"], by=post, at=at)
    ):
        messages.success(request, say("说明已提交上级。", "Handed to the tier above."))
        return redirect("desk:answer", pk=pk)
    return _page(request, post, pk, at, explanation=form)


@login_required
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = concerned_post(request, at)
    form = DecisionForm(request.POST)
    found = access.entry_seen(pk, post=post, at=at)

    def decided(given: dict[str, Any]) -> None:
        decision = Accountability.Decision(given["decision"])
        answers.decide(found, decision, why=given["why"], until=given["until"], by=post, at=at)

    if done(form, None, decided):
        messages.success(request, say("已处理。", "Decided."))
        return redirect("desk:answer", pk=pk)
    return _page(request, post, pk, at, decision=form)


def _asked(request: StaffRequest, post: Post, at: datetime) -> tuple[str, int | None, Any]:
    state, unit = request.GET.get("state", "open"), number(request.GET.get("unit"))
    state = state if state in STATES else "open"
    return state, unit, entries_listed(access.entries_seen(post=post, at=at), state, unit)


def _row(one: Accountability, day: date) -> dict[str, Any]:
    tone, state = _state(one, day)
    return {
        "entry": one, "duty": one.duty, "tone": tone, "state": state,
        "power": power_words(one.duty.power, day)[0], "about": about(one.duty),
        "url": reverse("desk:answer", args=[one.pk]),
        "late": ((one.duty.ended_on or day) - one.duty.due_on).days,
    }  # fmt: skip


def _state(one: Accountability, day: date) -> tuple[str, str]:
    if one.closed_at is not None:
        return "quiet", str(one.get_decision_display())
    if one.decision and one.until is not None:
        words = say(f"责令 {one.until} 前改正", f"ordered by {one.until}")
        return ("bad" if one.until < day else "warn"), words
    if one.explanation:
        return "note", say("已说明，待上级处理", "explained, to be decided")
    return "bad", say("待说明", "to be explained")


def answers_waiting(post: Post, at: datetime) -> Iterable[Waiting]:
    """What this post's bureau has to explain, and what it decides about bureaus below."""
    if not access.concerned(post):
        return
    seen = access.entries_seen(post=post, at=at)
    rows = entries_listed(seen, "open", None).filter(decision="")
    named = rows.select_related("duty__unit", "above").order_by("opened_at", "id")
    for one in named[: MOST + 1]:
        if one.explanation and access.decides(post, one):
            do = say("决定怎样处理", "decide about it")
        elif not one.explanation and access.explains(post, one):
            do = say("说明逾期原因", "explain why it was late")
        else:
            continue
        yield Waiting(
            one.duty.says, reverse("desk:answer", args=[one.pk]), do, since=one.opened_at,
            detail=str(one.duty.unit), tone="warn" if one.explanation else "bad",
        )  # fmt: skip


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post, day = concerned_post(request, at), clock.day_of(at)
    _, _, rows = _asked(request, post, at)
    columns = [
        Column(said("监督机构", "bureau"), lambda one: str(one.duty.unit), 24),
        Column(said("权责事项", "power"), lambda one: power_words(one.duty.power, day)[0], 36),
        Column(said("职责", "duty"), lambda one: one.duty.says, 40),
        Column(said("涉及机关", "body"), lambda one: str(one.duty.body or ""), 30),
        Column(said("期限", "due"), lambda one: one.duty.due_on, 12),
        Column(said("履行日期", "done"), lambda one: one.duty.ended_on, 12),
        Column(said("状态", "state"), lambda one: _state(one, day)[1], 24),
        Column(said("说明", "explanation"), lambda one: one.explanation, 50),
        Column(said("处理理由", "reason"), lambda one: one.why, 50),
        Column(said("发起", "opened"), lambda one: one.opened_at, 20),
    ]
    named = rows.select_related("duty__unit", "duty__body").order_by("-opened_at", "-id")
    return [Table(say("履职问责", "Accountability"), columns, named)]


urlpatterns = [
    path("accountability/", accountability, name="accountability"),
    path("accountability/<int:pk>/", answer, name="answer"),
    path("accountability/<int:pk>/explain/", explain, name="answer_explain"),
    path("accountability/<int:pk>/decide/", decide, name="answer_decide"),
    *exports("accountability/", "accountability", _tables),
]
waits = [Waits("answers", said("履职问责", "Accountability"), "warn", answers_waiting, 65)]
