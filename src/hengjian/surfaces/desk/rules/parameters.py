"""A parameter's page: its values with source and date, what the bureau entered, which rules use it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content import models
from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.findings.rules import actions
from hengjian.domain.findings.rules.access import keeps_rules, value_kept
from hengjian.domain.findings.rules.forms import ReasonForm, ValueForm
from hengjian.domain.findings.rules.in_force import entered, in_force, installed
from hengjian.domain.findings.rules.models import SetValue
from hengjian.domain.findings.rules.queries import values_of
from hengjian.rulebook.entries import parameter_entry
from hengjian.surfaces.desk.acting import StaffRequest, acting_post


@login_required
def parameter(request: StaffRequest, name: str) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    known = installed().parameters.get(name)
    if known is None:
        raise Http404(say("没有这个参数。", "There is no such parameter."))
    whens = _whens(known)
    sent = request.method == "POST"
    form = ValueForm(
        request.POST if sent else None,
        parameter=known,
        whens=[(key, words) for key, words, _ in whens],
    )
    if sent and form.is_valid():
        told = form.cleaned_data
        when = next((w for key, _, w in whens if key == told["when"]), whens[0][2])
        try:
            actions.set_value(
                name, value=told["value"], unit=told["unit"] or _unit(known), when=when,
                since=told["since"], source=told["source"], by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已设定，正在重新判断用到它的规则。",
                                          "Set; the rules that use it are judged again."))  # fmt: skip
            return redirect("desk:rule_parameter", name=name)
    now = in_force(at)
    users = [rule for rule in now.book.rules.values() if name in rule.parameters]
    told = {
        "parameter": known,
        "entry": parameter_entry(now.content.parameters[name], now.content),
        "users": [{"id": rule.id, "title": rule.title} for rule in users],
        "history": [_line(one) for one in values_of(name)],
        "form": form,
        "reason_form": ReasonForm(),
        "keeps": keeps_rules(post) and bool(users),
    }
    return render(request, "desk/rules/parameter.html", told, status=422 if sent else 200)


def _whens(known: models.Parameter) -> list[tuple[str, str, dict[str, Any]]]:
    """For what each value of the parameter is: a key, words, the condition; the general one first."""
    found: dict[str, tuple[str, str, dict[str, Any]]] = {}
    told = parameter_entry(known, installed()).values
    for value, words in zip(known.values, told, strict=True):
        when = {
            key: list(wanted) if not isinstance(wanted, str) else wanted
            for key, wanted in value.when.items()
        }
        key = ";".join(f"{name}={wanted}" for name, wanted in sorted(when.items()))
        found.setdefault(key, (key, words.when or say("一般情形", "in general"), when))
    found.setdefault("", ("", say("一般情形", "in general"), {}))
    return sorted(found.values(), key=lambda one: one[0] != "")


def _unit(known: models.Parameter) -> str:
    return next((value.unit for value in known.values if value.unit), "") or ""


def _line(one: SetValue) -> dict[str, Any]:
    shown = installed().parameters[one.parameter].model_copy(update={"values": (entered(one),)})
    (told,) = parameter_entry(shown, installed()).values
    return {"it": one, "told": told}


@login_required
@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    at: datetime = clock.now()
    post = acting_post(request, at=at)
    row = value_kept(pk, post=post)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.withdraw_value(row, reason=reason, by=post, at=at)
        messages.success(request, say("已撤回，正在重新判断。", "Withdrawn; judged again."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:rule_parameter", name=row.parameter)


urlpatterns = [
    path("rules/parameters/<str:name>/", parameter, name="rule_parameter"),
    path("rules/values/<int:pk>/withdraw/", withdraw, name="withdraw_value"),
]
