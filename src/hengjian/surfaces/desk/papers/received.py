"""What was sent to a body or a bureau: opening one is its receipt, at that moment.

What is not opened yet is told by its kind and number; its title is read by whoever opens it.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.keyset import page_of
from hengjian.core.wording import said, say
from hengjian.domain.supervision.papers import access
from hengjian.domain.supervision.papers.models import Delivery
from hengjian.domain.supervision.papers.queries import received_as
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, plain
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.papers import words
from hengjian.surfaces.desk.sheet import Column, Table, exports

ORDER = ("-sent_on", "-id")
SHOWS = {
    "": said("全部", "All"),
    "open": said("待签收", "To be opened"),
    "served": said("已签收", "Received"),
}


@login_required
def received(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    q, show = _asked(request)
    rows = received_as(access.deliveries_to(post), q=q, show=show)
    after, before = (plain(request.GET.get(name, ""), MARK) for name in ("after", "before"))
    page = page_of(rows, ORDER, after=after, before=before)
    told = {
        "rows": [_row(one) for one in page.rows], "q": q, "show": show, "shows": SHOWS.items(),
        "narrowed": bool(q or show), **foot(request, page, rows, measure="件"),
    }  # fmt: skip
    return render(request, "desk/papers/received.html", told)


def _asked(request: StaffRequest) -> tuple[str, str]:
    show = request.GET.get("show", "")
    return plain(request.GET.get("q", ""), LONGEST), show if show in SHOWS else ""


def _row(one: Delivery) -> dict[str, Any]:
    return {
        "one": one,
        "paper": one.paper,
        "kind": words.kind(one.paper.kind),
        "waits": _waits(one),
    }


def _waits(one: Delivery) -> bool:
    return one.served_on is None and one.paper.state != "void"


def _title(one: Delivery) -> str:
    return one.paper.title if one.served_on else words.kind(one.paper.kind)


def _state(one: Delivery) -> str:
    if one.served_on:
        return say("已签收", "received")
    return say("待签收", "to be opened") if _waits(one) else one.paper.get_state_display()


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: what was sent, when it was opened, and by whom."""
    post = acting_post(request, at=at)
    q, show = _asked(request)
    columns = [
        Column(said("文号", "Number"), lambda one: one.paper.number, 28),
        Column(said("文书", "Paper"), _title, 40),
        Column(said("发文机关", "From"), lambda one: one.paper.bureau.name_on_documents, 34),
        Column(said("送达方式", "Way"), lambda one: one.get_way_display(), 12),
        Column(said("送出", "Sent"), lambda one: one.sent_on, 12),
        Column(said("状态", "State"), _state, 12),
        Column(said("签收", "Received"), lambda one: one.served_at or one.served_on, 20),
        Column(said("签收人", "By"), lambda one: one.signer, 14),
    ]
    rows = received_as(access.deliveries_to(post), q=q, show=show)
    return [Table(say("收到的文书", "Papers received"), columns, rows.order_by(*ORDER))]


@require_POST
@login_required
def open_one(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    delivery = access.delivery_to(pk, post=post)
    if delivery is None:
        raise Http404
    try:
        first = delivery.served_on is None
        serving.receive(delivery, by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
        return redirect("desk:papers_received")
    if first:
        told = say("已签收，签收时间已登记。", "Received; the moment is on record.")
        messages.success(request, told)
    return redirect("desk:paper", pk=delivery.paper_id)


urlpatterns = [
    path("papers/received/", received, name="papers_received"),
    path("papers/received/<int:pk>/", open_one, name="paper_open"),
    *exports("papers/received/", "papers_received", tables),
]
