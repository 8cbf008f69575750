"""The dossier of a case: asked for, bound by a job, taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import access, store
from hengjian.domain.supervision.papers.dossiers import actions
from hengjian.domain.supervision.secrecy.access import own_reading
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases.page import seen


@require_POST
@login_required
def bind(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the binding into the queue and show how far it is."""
    at = clock.now()
    post = acting_post(request, at=at)
    case = seen(pk, post, at)
    try:
        job = actions.ask_for_dossier(case, annex=request.POST.get("annex") == "1", by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
        return redirect("desk:case_papers", pk=pk)
    return redirect("desk:job", number=job.pk)


@login_required
def dossier(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    case = seen(pk, post, at)
    found = access.dossier_seen(case, number, post=post)
    if found is None:
        raise Http404
    if found.annex and own_reading(post, case=case, at=at) is None:
        messages.info(request, say("打开副卷须先写明用途。", "Say first what you need it for."))
        return redirect("desk:annex", pk=pk)
    answer = HttpResponse(store.read(found.sha256), content_type="application/pdf")
    name = f"{case.number or case.title}-{'副卷' if found.annex else '正卷'}.pdf"
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return answer


urlpatterns = [
    path("cases/<int:pk>/dossier/", bind, name="dossier_bind"),
    path("cases/<int:pk>/dossier/<int:number>.pdf", dossier, name="dossier"),
]
