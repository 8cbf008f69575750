"""Those who reported a lead: entered, read with a purpose, answered. For who handles it alone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.files.guard import HEARD
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.access import lead_seen
from hengjian.domain.supervision.leads import access
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.leads.reporting import actions
from hengjian.domain.supervision.models import Lead
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import links
from hengjian.surfaces.desk.leads import words
from hengjian.surfaces.desk.leads.entering import ReporterForm
from hengjian.surfaces.desk.posted import day, taken_on, text, version

_side = taken_on("desk:lead", lambda pk, post, at: lead_seen(pk, post=post, at=at))


@login_required
def enter(request: StaffRequest, pk: int) -> HttpResponse:
    """Another one reported the same."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = lead_seen(pk, post=post, at=at)
    if not access.works(post, found):
        raise Http404
    form = ReporterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_reporter(found, form.told(), seen=version(request), by=post, at=at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记反映人。", "Entered."))
            return redirect("desk:lead", pk=pk)
    seen = request.POST.get("seen") or found.version
    return render(
        request, "desk/leads/reporter.html", {"form": form, "lead": found, "version": seen}
    )


@login_required
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """Who they are: asked for with a purpose, which the ledger keeps; shown once, on this page."""
    at = clock.now()
    post, today = acting_post(request, at=at), clock.day_of(at)
    found = lead_seen(pk, post=post, at=at)
    if not access.reads_reporters(post, found):
        raise Http404
    told: dict[str, Any] = {"lead": found, "error": "", "rows": []}
    if request.method == "POST":
        try:
            rows = actions.read(found, purpose=text(request, "purpose", 200), by=post, at=at)
            told["rows"] = [
                words.reporter(one, found, today) | {"files": _files(one, found)} for one in rows
            ]
            told["accepts"] = ",".join(f".{kind}" for kind in sorted(HEARD))
        except PlainError as error:
            told["error"] = str(error)
    return render(request, "desk/leads/reporters.html", told)


def _files(one: Reporter, lead: Lead) -> list[dict[str, str]]:
    """What he brought, as links that are open for as long as the purpose stands."""
    return links(
        one.files.all(), lambda file: reverse("desk:reporter_file", args=[lead.pk, file.pk])
    )


@login_required
def lead_of(request: StaffRequest, pk: int) -> HttpResponse:
    """The lead of a reporter, to which his duty links; who does not see it finds nothing."""
    at = clock.now()
    found = access.lead_of_reporter(pk, post=acting_post(request, at=at), at=at)
    return redirect("desk:lead", pk=found.pk)


@_side
def answer(request: StaffRequest, lead: Lead, by: Post, at: Any, reporter: int) -> str:
    one = access.reporter_of(lead, reporter)
    on = day(request, "on") if request.POST.get("on") else None
    actions.answer(one, words=text(request, "words"), on=on, by=by, at=at)
    return say("已登记答复。", "Answered.")


urlpatterns = [
    path("leads/of-reporter/<int:pk>/", lead_of, name="lead_of_reporter"),
    path("leads/<int:pk>/reporters/new/", enter, name="lead_reporter"),
    path("leads/<int:pk>/reporters/", read, name="lead_reporters"),
    path("leads/<int:pk>/reporters/<int:reporter>/answer/", answer, name="lead_answer"),
]
