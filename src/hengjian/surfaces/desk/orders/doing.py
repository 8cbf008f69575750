"""What is done with an order on the desk: one form for each step of the table."""

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
from hengjian.domain.supervision.orders import access, actions
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.workflow import MOVES, Move
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases.words import power
from hengjian.surfaces.desk.posted import LONGEST, version

LABELS = {
    "receive": said("备注", "Note"),
    "report": said("办理情况", "What was done"),
    "send_back": said("退回的理由（不属职责、管辖等）", "Why it is sent back"),
    "redo": said("哪里没有办好，还要做什么", "What is still to be done"),
    "give_to_another": said("改派说明", "Why another gets it"),
    "urge": said("催办要求", "What is urged"),
    "extend": said("延期的理由", "Why it gets longer"),
    "close": said("销号意见", "Why it is written off"),
    "withdraw": said("撤回的理由", "Why it is withdrawn"),
}


class StepForm(forms.Form):
    """The words of a step and what else it asks for."""

    unit = forms.ChoiceField(label=said("改派给", "To"), required=False)
    days = forms.IntegerField(
        label=said("日数", "Days"), min_value=1, max_value=365, required=False
    )
    words = forms.CharField(
        label=said("内容", "Words"), widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST
    )

    def __init__(self, move: Move, units: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("unit", "days"):
            if name not in move.asks:
                del self.fields[name]
        if "unit" in self.fields:
            self.fields["unit"].choices = [("", say("不再改派", "nobody")), *units]  # type: ignore[attr-defined]
        if "days" in self.fields:
            again = say("重新办理的期限（日，不填则期限不变）", "New term (days)")
            longer = say("延长多少日", "By how many days")
            self.fields["days"].label = again if move.code == "redo" else longer
            self.fields["days"].required = move.code == "extend"
        self.fields["words"].label = LABELS.get(move.code, self.fields["words"].label)
        self.fields["words"].required = move.words


@login_required
def step(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One step: the form, and the step. ``?row=``: the unit's row that it is about."""
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found, move = access.order_seen(pk, post=post, at=at), MOVES.get(code)
    row = _row(request, found, move) if move is not None else None
    if move is None or not access.may_take(move, found, row, post):
        raise Http404
    form = StepForm(move, _units(found, move, post), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _done(request, found, move, row, form, post, at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已办理：{move.label}。", f"Done: {move.label}."))
            return redirect("desk:order", pk=pk)
    told = {
        "order": found, "move": move, "row": row, "form": form,
        "version": request.POST.get("seen") or found.version,
        "power": power("instruments", day), "takes_files": code in ("report", "note"),
    }  # fmt: skip
    return render(request, "desk/orders/step.html", told)


def _row(request: StaffRequest, order: Order, move: Move) -> OrderUnit | None:
    if not move.one:
        return None
    text = request.GET.get("row", "")
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return access.row_of(order, int(text))


def _units(order: Order, move: Move, post: Post) -> list[tuple[str, str]]:
    if "unit" not in move.asks:
        return []
    rows = access.units_to_give(order.kind, by=post, parent=order.parent)
    return [(str(one.pk), f"{one}（{one.division}）") for one in rows]


def _done(
    request: StaffRequest, order: Order, move: Move, row: OrderUnit | None, form: StepForm,
    post: Post, at: Any,
) -> None:  # fmt: skip
    told = form.cleaned_data
    unit = None
    if told.get("unit"):
        chosen = access.units_chosen([int(told["unit"])], order.kind, by=post, parent=order.parent)
        unit = chosen[0] if chosen else None
    files = [(one.name or "", one.read()) for one in request.FILES.getlist("files")]
    actions.take(
        order, move.code, seen=version(request), row=row, words=told["words"],
        days=told.get("days"), unit=unit, files=files, by=post, at=at,
    )  # fmt: skip


urlpatterns = [path("orders/<int:pk>/step/<slug:code>/", step, name="order_step")]
