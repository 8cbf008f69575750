"""Templates of documents: all kinds, the bureau's own DOCX for one, its word before numbers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.papers import access, making, store
from hengjian.domain.supervision.papers.documents import document, exists, form
from hengjian.domain.supervision.papers.templates import actions
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.papers.doing import upload
from hengjian.surfaces.desk.papers.page import DOCX


def _keeper(request: StaffRequest) -> tuple[Post, Unit]:
    """The acting post and its bureau."""
    post = acting_post(request, at=clock.now())
    unit = post.unit
    while unit.kind != UnitKind.BUREAU and unit.parent is not None:
        unit = unit.parent
    if not access.keeps(post) or unit.kind != UnitKind.BUREAU:
        raise PermissionDenied(say("模板由监督机关管理。", "Templates are the bureaus'."))
    return post, unit


@login_required
def templates(request: StaffRequest) -> HttpResponse:
    post, bureau = _keeper(request)
    own = {one.kind: one for one in access.templates_of(post).filter(until=None)}
    word = request.GET.get("q", "").strip()[:40]
    rows = [
        {"kind": kind, "document": one, "own": own.get(kind)}
        for kind, one in sorted(content().documents.items(), key=lambda pair: pair[1].name)
        if one.issuer == "bureau" and (not word or word in one.name)
    ]
    told = {
        "rows": rows, "q": word, "word": making.office_word(bureau),
        "seal_name": making.seal_name(bureau), "bureau": bureau,
    }  # fmt: skip
    return render(request, "desk/papers/templates.html", told)


@login_required
def template(request: StaffRequest, kind: str) -> HttpResponse:
    """One kind: its fields, our template, the bureau's own and those before it."""
    if not exists(kind):
        raise Http404
    post, bureau = _keeper(request)
    told: dict[str, Any] = {"faults": [], "error": None}
    if request.method == "POST":
        at, data = clock.now(), upload(request, "file")
        name = getattr(request.FILES.get("file"), "name", "") or f"{kind}.docx"
        try:
            if not data:
                raise PlainError(say("请选择 DOCX 文件", "choose a DOCX"))
            actions.replace_template(bureau, kind, data, name=name, by=post, at=at)
        except PlainError as error:
            told = {"error": error, "faults": getattr(error, "faults", [])}
        else:
            messages.success(request, say("已换用本机关的模板。", "The template is in use."))
            return redirect("desk:paper_template", kind=kind)
    rows = list(access.templates_of(post).filter(kind=kind))
    told |= {"kind": kind, "document": document(kind), "rows": rows,
             "own": next((one for one in rows if one.until is None), None)}  # fmt: skip
    return render(request, "desk/papers/template.html", told)


@login_required
def ours(request: StaffRequest, kind: str) -> HttpResponse:
    """Our DOCX template of a kind, to be changed into the bureau's own."""
    from hengjian.letters.word import base  # python-docx is read when it is needed

    _keeper(request)
    if not exists(kind):
        raise Http404
    return _docx(base(form(kind)), f"{document(kind).name}（模板）.docx")


@login_required
def theirs(request: StaffRequest, pk: int) -> HttpResponse:
    post, _ = _keeper(request)
    found = access.template_seen(pk, post=post)
    if found is None:
        raise Http404
    return _docx(store.read(found.sha256), found.name)


@require_POST
@login_required
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    post, _ = _keeper(request)
    found = access.template_seen(pk, post=post)
    if found is None:
        raise Http404
    try:
        actions.restore_template(found, by=post, at=clock.now())
        messages.success(request, say("已恢复原来的模板。", "Our template is in use again."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:paper_template", kind=found.kind)


@require_POST
@login_required
def name_office(request: StaffRequest) -> HttpResponse:
    post, bureau = _keeper(request)
    given = request.POST
    try:
        actions.name_office(
            bureau, word=given.get("word", "")[:40], seal_name=given.get("seal_name", "")[:100],
            by=post, at=clock.now(),
        )  # fmt: skip
        messages.success(request, say("已保存，以后编的文号用它。", "Saved."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:paper_templates")


def _docx(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


urlpatterns = [
    path("papers/templates/", templates, name="paper_templates"),
    path("papers/templates/office/", name_office, name="paper_office"),
    path("papers/templates/<slug:kind>/", template, name="paper_template"),
    path("papers/templates/<slug:kind>/ours.docx", ours, name="paper_template_ours"),
    path("papers/templates/own/<int:pk>/", theirs, name="paper_template_own"),
    path("papers/templates/own/<int:pk>/restore/", restore, name="paper_template_restore"),
]
