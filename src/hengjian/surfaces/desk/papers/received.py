"""What was sent to a body: opening one is its receipt, at that moment."""

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
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import access
from hengjian.domain.supervision.papers.models import Delivery
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.papers import words

ORDER = ("-sent_on", "-id")


@login_required
def received(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    rows = access.deliveries_to(post)
    page = page_of(
        rows, ORDER, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    told = {"rows": [_row(one) for one in page.rows], "page": page}
    return render(request, "desk/papers/received.html", told)


def _row(one: Delivery) -> dict[str, Any]:
    waits = one.served_on is None and one.paper.state != "void"
    return {"one": one, "paper": one.paper, "kind": words.kind(one.paper.kind), "waits": waits}


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
]
