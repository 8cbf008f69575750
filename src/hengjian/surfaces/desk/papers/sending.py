"""Service: through the system, by post, in person, and the receipt that comes back."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import access
from hengjian.domain.supervision.papers.models import Delivery, Paper
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.papers.doing import done, text, upload
from hengjian.surfaces.desk.posted import version


def _day(request: HttpRequest, name: str, *, needed: bool) -> date | None:
    written = request.POST.get(name, "")
    if not written and not needed:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise PlainError(say("日期没有写或者写得不对", "the date is missing or wrong")) from None


@done
def send(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    unit = request.POST.get("unit", "")
    named = [one for one in paper.owner.receivers(paper) if str(one.pk) == unit]
    to = named[0] if len(named) == 1 else None
    sent = serving.send(paper, to=to, seen=version(request), by=by, at=at)
    return say(f"已送{sent.receiver}，对方打开即签收。", f"Sent to {sent.receiver}.")


@done
def serve(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    """By post or in person."""
    posted = request.POST.get("way") == "post"
    way = Delivery.Way.POST if posted else Delivery.Way.PERSON
    made = serving.enter_service(
        paper, way=way, receiver=text(request, "receiver", longest=200),
        sent_on=_day(request, "sent_on", needed=posted),
        served_on=_day(request, "served_on", needed=not posted),
        signer=text(request, "signer", longest=64), tracking=text(request, "tracking", longest=64),
        receipt=upload(request, "receipt") or None, seen=version(request), by=by, at=at,
    )  # fmt: skip
    if made.served_on:
        return say("送达已登记。", "Service entered.")
    return say("已登记寄出；收到回执后请登记送达日期。", "Posted; enter the day of receipt later.")


@done
def receipt(request: StaffRequest, paper: Paper, by: Post, at: datetime, **more: Any) -> str:
    held = access.delivery_of(paper, more["delivery"])
    if held is None:
        raise Http404
    day = _day(request, "served_on", needed=True)
    serving.enter_receipt(
        held, served_on=day or held.sent_on, signer=text(request, "signer", longest=64),
        receipt=upload(request, "receipt") or None, by=by, at=at,
    )  # fmt: skip
    return say("送达已登记。", "Service entered.")


urlpatterns = [
    path("papers/<int:pk>/send/", send, name="paper_send"),
    path("papers/<int:pk>/serve/", serve, name="paper_serve"),
    path("papers/<int:pk>/receipt/<int:delivery>/", receipt, name="paper_receipt"),
]
