"""An order as one readable story: what is asked of whom until when, what each unit did, what comes next."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision import access as leads
from hengjian.domain.supervision.orders import access
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.queries import Next, below, next_steps
from hengjian.domain.supervision.orders.workflow import ENDED, Stand, step_label
from hengjian.domain.supervision.papers import store
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import given_out
from hengjian.surfaces.desk.orders import words
from hengjian.surfaces.desk.papers.beside import beside


@login_required
def order(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found = access.order_seen(pk, post=post, at=at)
    rows = list(found.units.select_related("unit", "received_by__person"))
    everything = access.reads_all(found, post, rows)
    mine = [one for one in rows if access.acts_for(post, one.unit)]
    tone, state = words.state(found)
    received = any(one.stand == Stand.RECEIVED for one in mine)
    told = {
        "order": found,
        "tone": tone, "state": state, "kind_tone": words.kind_tone(found),
        "due": words.due(found, day),
        "why": access.why_order(found.why),  # type: ignore[attr-defined]
        "units": [_unit(one, shown=everything or one in mine) for one in rows],
        "next": [_next(one) for one in next_steps(found, post=post, rows=rows)],
        "mine": mine,
        "may_hand_down": received and access.gives(post) and found.state not in ENDED,
        "may_enter_lead": received and access.gives(post),
        "lead": found.lead if found.lead_id and leads.leads_seen(post=post, at=at)
        .filter(number=found.lead.number, bureau=found.lead.bureau_id).exists() else None,  # type: ignore[union-attr]
        "below": [{"order": one, "tone": words.state(one)[0], "state": words.state(one)[1],
                   "due": words.due(one, day)} for one in below(found, post=post, at=at)],
        "parent": found.parent if found.parent_id and access.orders_seen(post=post, at=at)
        .filter(below=found).exists() else None,
        "files": [one for one in found.files.select_related("unit", "by__person")
                  if everything or one.unit is None or access.acts_for(post, one.unit)],
        "steps": [_step(one) for one in access.steps_seen(found, post=post, rows=rows)],
        **beside(found, post, at),
        "history": access.may_see_history(post, str(pk), at),
    }  # fmt: skip
    return render(request, "desk/orders/page.html", told)


def _unit(row: OrderUnit, *, shown: bool) -> dict[str, Any]:
    tone, stand = words.stand(row)
    return {"row": row, "tone": tone, "stand": stand, "shown": shown}


def _next(one: Next) -> dict[str, Any]:
    whose = say(f"（{one.row.unit}）", f" ({one.row.unit})") if one.row is not None else ""
    return {"move": one.move, "row": one.row, "yours": one.yours, "whose": whose}


def _step(one: Any) -> dict[str, Any]:
    by = f"{one.post.person.name}（{one.post.unit}）" if one.post else say("系统", "system")
    whose = f"　{one.unit}" if one.unit is not None else ""
    label = f"{step_label(one.move)}{f' {one.number}' if one.number else ''}{whose}"
    return {"at": one.at, "words": label, "by": by, "note": one.words, "tone": ""}


@login_required
def order_file(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """A file of the order, if the post reads that unit's part."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.order_seen(pk, post=post, at=at)
    one = access.file_of(found, file, post=post)
    return given_out(store.read(one.sha256), one.name, one.kind)


def seen(pk: int, post: Post, at: Any) -> Order:
    """That order; to whom it is not shown it does not exist."""
    return access.order_seen(pk, post=post, at=at)


urlpatterns = [
    path("orders/<int:pk>/", order, name="order"),
    path("orders/<int:pk>/files/<int:file>/", order_file, name="order_file"),
]
