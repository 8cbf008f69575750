"""A paper on one page: what it says, its chain with who is next, what may be done, its files."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.access import reads_inside
from hengjian.domain.supervision.cases.workflow import MOVES, Move
from hengjian.domain.supervision.papers import access, making, store
from hengjian.domain.supervision.papers.documents import document
from hengjian.domain.supervision.papers.models import Delivery, Paper, PaperFile, Turn
from hengjian.domain.supervision.papers.sealing import adapter
from hengjian.domain.supervision.papers.silence import told_in
from hengjian.domain.supervision.papers.workflow import (
    IN_HAND,
    SIGNED,
    TURNS,
    State,
    approved_by_somebody,
)
from hengjian.letters.pdf import pictures
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.papers import words
from hengjian.surfaces.desk.papers.form import missing

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    found = seen(pk, post, at)
    turn = access.turn_of(found, post)
    inside = reads_inside(post) or turn is not None
    tone, state = words.state(found)
    files = list(found.files.select_related("by__person"))
    best = making.best_file(files)
    told = {
        "paper": found, "kind": words.kind(found.kind), "tone": tone, "state": state,
        "inside": inside, "best": best, "files": files if inside else [best] if best else [],
        "pictured": best is None or best.role == PaperFile.Role.ISSUED,
    }  # fmt: skip
    if inside:
        told |= _office_side(found, turn, post, at)
    return render(request, "desk/papers/page.html", told)


def _office_side(found: Paper, turn: Turn | None, post: Post, at: datetime) -> dict[str, Any]:
    """What those who work at it are shown."""
    now, kind = State(found.state), document(found.kind)
    writes, issues = access.may_write(found, post), access.may_issue(found, post)
    mine = writes and now is State.DRAFT
    steps = found.steps.select_related("post__person", "stands_for__person")
    deliveries = list(found.deliveries.select_related("received_by__person"))
    told: dict[str, Any] = {
        "chain": words.chain(found),
        "steps": [words.step(one) for one in steps],
        "turn": turn,
        "waits": [words.person(one.post) for one in _waiting(found)],
        "deliveries": deliveries,
        "corrections": list(found.corrections.all()),
        "editions": list(found.editions.select_related("by__person")),
        "may_write": mine,
        "may_take_back": writes and now in TURNS,
        "may_drop": writes and now in IN_HAND,
        "may_issue": issues,
        "may_void": now in SIGNED and access.may_void(found, post) and not deliveries,
        "may_scan": now is State.FILED and writes,
        "may_correct": found.signed_at is not None and found.owner.may_draft(post),
        "approved": approved_by_somebody(kind),
        **_receivers(found, deliveries),
        "e_seal": adapter() is not None,
        "day": clock.day_of(at),
        "awaited_step": _awaited_step(found) if now in (State.SERVE, State.SERVED) else None,
        "verify": making.verify_url(found) if kind.code != "none" else "",
    }
    if mine:
        told["missing"] = missing(kind, found.fields)
        told["tells"] = say("、", ", ").join(told_in(found))
        told["checkers"] = [(one.pk, words.person(one)) for one in access.checkers(found, at=at)]
        told["signers"] = [(one.pk, words.person(one)) for one in access.signers(found, at=at)]
        others = access.countersigners(found, at=at)
        told["countersigners"] = [(one.pk, words.person(one)) for one in others]
    return told


def _awaited_step(found: Paper) -> Move | None:
    """The step of its case that it was made for, if nobody took it yet: no term runs before."""
    move = MOVES.get(found.move)
    if found.case is None or move is None or found.case.state not in move.frm:
        return None
    return None if found.case.steps.filter(move=found.move).exists() else move


def _receivers(found: Paper, deliveries: list[Delivery]) -> dict[str, Any]:
    """To whom it may still be sent, and the receiver that the forms propose."""
    if found.state not in (State.SERVE, State.SERVED):
        return {}
    gone = {one.unit_id for one in deliveries if one.way == Delivery.Way.SYSTEM}
    body = found.owner.body
    named = [
        (one.pk, body.name if body and body.unit_id == one.pk else one.name_on_documents)
        for one in found.owner.receivers(found)
    ]
    return {
        "to_send": [one for one in named if one[0] not in gone],
        "receiver": named[0][1] if named else "",
        "sent": bool(gone),
    }


def _waiting(found: Paper) -> list[Any]:
    rows = found.turns.filter(open=True, stage=found.state).select_related(
        "post__person", "post__unit"
    )
    return list(rows) if found.state in TURNS else []


def seen(pk: int, post: Post, at: datetime) -> Paper:
    """That paper; to whom it is not shown it does not exist."""
    found = access.paper_seen(pk, post=post, at=at)
    if found is None:
        raise Http404
    return found


# --- how it looks ---------------------------------------------------------------------------------------


@login_required
def look(request: StaffRequest, pk: int) -> HttpResponse:
    """The fragment with its pages as pictures, or what keeps it from being set."""
    found = _drawable(request, pk)
    try:
        count = len(_pages(found, found.code, found.version))
    except PlainError as error:
        return render(request, "desk/papers/_look.html", {"error": error, "paper": found})
    told = {"paper": found, "numbers": range(1, count + 1)}
    return render(request, "desk/papers/_look.html", told)


@login_required
def picture(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    found = _drawable(request, pk)
    pages = _pages(found, found.code, found.version)
    if not 1 <= number <= len(pages):
        raise Http404
    answer = HttpResponse(pages[number - 1], content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _drawable(request: StaffRequest, pk: int) -> Paper:
    at = clock.now()
    return seen(pk, acting_post(request, at=at), at)


@lru_cache(maxsize=24)
def _pages(paper: Paper, code: str, version: int) -> list[bytes]:
    return pictures(making.letter_of(paper, blank=paper.signed_at is None))


# --- what is taken away ---------------------------------------------------------------------------------


@login_required
@xframe_options_sameorigin
def as_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The file that counts; of a draft what it would be, without number and date."""
    found = _drawable(request, pk)
    best = making.best_file(found.files.all())
    if best is not None:
        return _file(store.read(best.sha256), best.name, best.kind, request)
    data = making.pdf_of(found, blank=True).data
    return _file(data, f"{found.title}（草稿）.pdf", "pdf", request)


@login_required
def as_docx(request: StaffRequest, pk: int) -> HttpResponse:
    found = _drawable(request, pk)
    if not reads_inside(acting_post(request, at=clock.now())):
        raise Http404
    answer = HttpResponse(making.docx_of(found), content_type=DOCX)
    name = f"{found.title}{f'（{found.number}）' if found.number else '（草稿）'}.docx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@login_required
@xframe_options_sameorigin
def file(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """One of its files, compared with its hash before it is given out."""
    post = acting_post(request, at=clock.now())
    one = access.file_seen(_drawable(request, pk), number, post=post)
    if one is None:
        raise Http404
    return _file(store.read(one.sha256), one.name, one.kind, request)


@login_required
@xframe_options_sameorigin
def slip(request: StaffRequest, pk: int) -> HttpResponse:
    """The 审批单 as PDF."""
    found = _drawable(request, pk)
    if not reads_inside(acting_post(request, at=clock.now())):
        raise Http404
    return _file(making.approval_slip(found), f"发文审批单-{found.title}.pdf", "pdf", request)


@login_required
@xframe_options_sameorigin
def edition(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """What it said when it was submitted for the n-th time."""
    found = _drawable(request, pk)
    one = access.edition_seen(found, number)
    if one is None or not reads_inside(acting_post(request, at=clock.now())):
        raise Http404
    data = making.pdf_of_edition(one)
    return _file(data, f"{found.title}（第{number}稿）.pdf", "pdf", request)


def _file(data: bytes, name: str, kind: str, request: StaffRequest) -> HttpResponse:
    answer = HttpResponse(data, content_type=store.TYPES[kind])
    away = request.GET.get("download") == "1"
    answer["Content-Disposition"] = content_disposition_header(away, name) or "inline"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [
    path("papers/<int:pk>/", paper, name="paper"),
    path("papers/<int:pk>/look/", look, name="paper_look"),
    path("papers/<int:pk>/look/<int:number>.png", picture, name="paper_picture"),
    path("papers/<int:pk>/paper.pdf", as_pdf, name="paper_pdf"),
    path("papers/<int:pk>/paper.docx", as_docx, name="paper_docx"),
    path("papers/<int:pk>/slip.pdf", slip, name="paper_slip"),
    path("papers/<int:pk>/edition/<int:number>.pdf", edition, name="paper_edition"),
    path("papers/<int:pk>/files/<int:number>/", file, name="paper_file"),
]
