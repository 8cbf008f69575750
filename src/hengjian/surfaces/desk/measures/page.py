"""A measure on one page: what it is about, what comes next, its promises, papers and story."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.access import speaks_for_body
from hengjian.domain.supervision.duties.powers import list_to_show, norms_here
from hengjian.domain.supervision.measures import access
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.queries import next_steps
from hengjian.domain.supervision.measures.workflow import (
    ABOUT_PERSON,
    ENDED,
    POWERS,
    Kind,
    State,
)
from hengjian.domain.supervision.warning import due_words
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.measures import words
from hengjian.surfaces.desk.papers.beside import beside


@login_required
def measure(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found = seen(pk, post, at)
    inside = access.reads_inside(post)
    tone, state = words.state(found)
    power = next(
        one for one in list_to_show(day).powers if one.code == POWERS[Kind(found.kind)]
    )  # fmt: skip
    steps = found.steps.select_related("post__person", "post__unit")
    body_side = speaks_for_body(post) and not inside
    told = {
        "measure": found, "tone": tone, "state": state, "inside": inside, "body_side": body_side,
        "why": access.why_measure(found.why),  # type: ignore[attr-defined]
        "about_person": found.kind in ABOUT_PERSON, "due": due_words(found.due_on, day),
        "next": [one for one in next_steps(found, post=post, at=at) if one.yours or not body_side],
        "promises": list(found.promises.all()), "may_keep": body_side and found.state == State.HELD,
        "steps": [words.step(one) for one in steps] if inside else [],
        "ended": found.state in ENDED, "power": power, "norms": norms_here(power.basis),
        **beside(found, post, at),
    }  # fmt: skip
    return render(request, "desk/measures/page.html", told)


def seen(pk: int, post: Post, at: datetime) -> Measure:
    """That measure; to whom it is not shown it does not exist."""
    found = access.measure_seen(pk, post=post, at=at)
    if found is None:
        raise Http404
    return found


urlpatterns = [path("measures/<int:pk>/", measure, name="measure")]
