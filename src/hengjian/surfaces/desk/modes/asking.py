"""Asking for another mode of supervision from a case's page: the grounds with what the case shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.supervision.modes import access, actions
from hengjian.domain.supervision.modes.grounds import judged
from hengjian.domain.supervision.modes.workflow import Mode
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.cases.page import seen
from hengjian.surfaces.desk.modes.forms import AskForm
from hengjian.surfaces.desk.modes.lists import concerned_post
from hengjian.surfaces.desk.posted import version


@login_required
def ask(request: StaffRequest, pk: int, mode: str) -> HttpResponse:
    at = clock.now()
    post = concerned_post(request, at)
    case = seen(pk, post, at)
    if mode not in Mode.values or not access.may_ask(Mode(mode), case, post):
        raise Http404
    wanted = Mode(mode)
    superior = access.superior_of(wanted, case)
    assert superior is not None
    form = AskForm(
        request.POST or None, mode=wanted, own=case.bureau, superior=superior,
        grounds=judged(wanted, case, words={}, at=at),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(
                case, wanted, reason=form.cleaned_data["reason"], words=form.said(),
                given=form.given(), seen=version(request), by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已报{superior}决定。", f"{superior} is to decide."))
            return redirect("desk:mode", pk=made.pk)
    told = {
        "case": case, "mode": wanted, "form": form, "superior": superior,
        "version": request.POST.get("seen") or case.version,
    }  # fmt: skip
    return render(request, "desk/modes/ask.html", told)


urlpatterns = [path("cases/<int:pk>/mode/<slug:mode>/", ask, name="ask_mode")]
