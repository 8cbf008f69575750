"""Drafting: begin a document of a case, write it, send it to be checked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import access, actions
from hengjian.domain.supervision.papers.documents import document, exists, offers
from hengjian.domain.supervision.papers.silence import told_in
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases.page import seen as case_seen
from hengjian.surfaces.desk.papers import words
from hengjian.surfaces.desk.papers.form import MoreForm, fields_of, form_of, parts
from hengjian.surfaces.desk.papers.page import seen


@require_POST
@login_required
def begin(request: StaffRequest, pk: int) -> HttpResponse:
    """Start a draft of a document that the case's state allows."""
    at = clock.now()
    post = acting_post(request, at=at)
    case = case_seen(pk, post, at)
    kind, _, move = request.POST.get("kind", "").partition(":")
    if not any((one.kind, one.move) == (kind, move) for one in offers(case)) or not exists(kind):
        messages.error(request, say("请选择文书", "Choose a document"))
        return redirect("desk:case_papers", pk=pk)
    made = actions.draft(case, kind, move=move, by=post, at=at)
    messages.success(request, say("已按案件内容预填，请核对、补充。", "Prefilled from the case."))
    return redirect("desk:paper_write", pk=made.pk)


@require_POST
@login_required
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Start a paper that corrects a signed one."""
    at = clock.now()
    post = acting_post(request, at=at)
    first = seen(pk, post, at)
    try:
        made = actions.draft(
            first.owner.row,
            first.kind,
            move=first.move,
            corrects=first,
            inside=first.inside,
            by=post,
            at=at,
        )
    except PlainError as error:
        messages.error(request, str(error))
        return redirect("desk:paper", pk=pk)
    messages.success(request, say("已起草更正文书，原文书不变。", "A correction is begun."))
    return redirect("desk:paper_write", pk=made.pk)


@login_required
def write(request: StaffRequest, pk: int) -> HttpResponse:
    """The form of a draft."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = seen(pk, post, at)
    if not access.may_write(found, post) or found.state != "draft":
        raise Http404
    kind, sent = document(found.kind), request.POST if request.method == "POST" else None
    form = form_of(kind, found.fields, sent)
    more = MoreForm(sent, initial={"copies": "、".join(found.copies), "inside": found.inside})
    fields, version = found.fields, str(found.version)
    if sent is not None and form.is_valid() and more.is_valid():
        fields, version = fields_of(kind, form, sent), sent.get("seen", "")
        try:
            actions.write(
                found, fields, copies=more.named(), inside=more.cleaned_data["inside"],
                seen=int(version) if version.isdecimal() else 0, by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已保存。", "Saved."))
            stays = "stay" in sent
            return redirect("desk:paper_write" if stays else "desk:paper", pk=pk)
    told: dict[str, Any] = {
        "paper": found, "kind": words.kind(found.kind), "form": form, "more": more,
        "parts": parts(kind, form, fields), "version": version, "note": kind.note,
        "tells": say("、", ", ").join(told_in(found)),
        "annex": kind.volume == "annex",
    }  # fmt: skip
    return render(request, "desk/papers/write.html", told)


urlpatterns = [
    path("cases/<int:pk>/papers/new/", begin, name="paper_begin"),
    path("papers/<int:pk>/write/", write, name="paper_write"),
    path("papers/<int:pk>/correct/", correct, name="paper_correct"),
]
