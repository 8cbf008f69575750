"""A request on one page: what may be done next, on which grounds, who has the case, the file, the story."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.modes import access
from hengjian.domain.supervision.modes.models import ModeRequest, Part
from hengjian.domain.supervision.modes.queries import (
    holdings_of,
    next_steps,
    parts_of,
    running_of,
)
from hengjian.domain.supervision.modes.workflow import OVER, PAPER, WORKING, Mode, State
from hengjian.domain.supervision.papers.documents import document
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.cases import words as case_words
from hengjian.surfaces.desk.modes import words
from hengjian.surfaces.desk.modes.lists import concerned_post
from hengjian.surfaces.desk.papers.beside import beside


@login_required
def mode(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = concerned_post(request, at), clock.day_of(at)
    one = access.request_seen(pk, post=post, at=at)
    tone, state = words.state(one)
    part = access.own_part(one, post)
    told = {
        "one": one, "tone": tone, "state": state,
        "sees_case": cases.case_seen(one.case_id, post=post, at=at) is not None,
        "due": case_words.due(words.due_of(one), day=day),
        "next": next_steps(one, post=post, at=at),
        "grounds": words.grounds(one),
        "holdings": holdings_of(one.case),
        "deadlines": [case_words.deadline(row, day=day) for row in running_of(one.case)],
        "handed": words.file(one.handed),
        "received": words.file(one.received, one.handed),
        "parts": parts_of(one) if one.mode == Mode.JOINT else [],
        "part": part, "answers": _answers(one, part), "finishes": _finishes(one, part),
        "may_plan": access.may_plan(one, post),
        "document": document(PAPER[Mode(one.mode)]).name,
        "steps": [words.told(step) for step in one.steps.select_related("post__person", "post__unit")],
        **beside(one, post, at),
    }  # fmt: skip
    return render(request, "desk/modes/page.html", told)


def _answers(one: ModeRequest, part: Part | None) -> bool:
    return part is not None and one.state in WORKING and part.joined_at is None


def _finishes(one: ModeRequest, part: Part | None) -> bool:
    return part is not None and one.state in WORKING and part.done_at is None


def of_case(case: Case, post: Post, at: datetime) -> dict[str, Any]:
    """What the case's page tells of its modes, and which may be asked for."""
    rows = list(access.requests_of(case, post=post, at=at)) if access.concerned(post) else []
    free = access.concerned(post) and all(State(one.state) in OVER for one in rows)
    return {
        "modes": [{"one": one, **dict(zip(("tone", "state"), words.state(one), strict=True))}
                  for one in rows],
        "modes_to_ask": [one for one in Mode if free and access.may_ask(one, case, post)],
        "holdings": holdings_of(case) if rows else [],
    }  # fmt: skip


urlpatterns = [path("modes/<int:pk>/", mode, name="mode")]
