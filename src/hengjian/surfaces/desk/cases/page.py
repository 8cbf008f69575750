"""A case as one readable story: what it is about, what happened, what is due, what may be done next."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.content.powers import PowerList
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import say
from hengjian.domain.registry.lists import content, labels
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.conditions import certified, present_handlers
from hengjian.domain.supervision.cases.models import Case, CaseStep
from hengjian.domain.supervision.cases.queries import deadlines_of, next_steps, supervisors_of
from hengjian.domain.supervision.cases.wording import step_label
from hengjian.domain.supervision.cases.workflow import UNDER_WAY, State
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases import words


@login_required
def case(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found = seen(pk, post, at)
    inside = access.reads_now(found, post)
    tone, state = words.state(found)
    powers = content().power_list(day)
    deadlines = [words.deadline(one, day=day) for one in deadlines_of(found)]
    if not inside:
        deadlines = [one for one in deadlines if one["one"].owner_id == found.body_id]
    appoints = access.may_appoint(found, post) and State(found.state) in UNDER_WAY
    told = {
        "case": found,
        "tone": tone,
        "state": state,
        "management": labels("management").get(found.management, found.management),
        "why": why_words(found.why),  # type: ignore[attr-defined]
        "inside": inside,
        "body_side": access.speaks_for_body(post),
        "steps": [_told(one, powers) for one in access.steps_seen(found, post=post)],
        "deadlines": deadlines,
        "next": next_steps(found, post=post, at=at),
        "handlers": [
            {"one": one, "certified": certified(one, day)} for one in present_handlers(found)
        ],
        "leads": list(found.leads.all()) if inside else [],
        "bars": list(found.bars.all()) if inside else [],
        "hearings": list(found.hearings.all()) if inside else [],
        "approvals": list(found.approvals.all()) if inside else [],
        "objections": list(found.objections.select_related("made_by__person")),
        "recusals": _recusals(found) if inside else [],
        "may_appoint": appoints,
        "supervisors": supervisors_of(found, day=day) if appoints else [],
        "handles": access.handles(found, post),
        "heads": access.heads(post) and post.unit_id == found.bureau_id,
        "may_object": access.speaks_for_body(post)
        and any(one["right"] and one["one"].state == "running" for one in deadlines),
        "under_way": State(found.state) in UNDER_WAY,
        "day": day,
    }
    return render(request, "desk/cases/page.html", told)


def seen(pk: int, post: Post, at: Any) -> Case:
    """That case; to whom it is not shown it does not exist."""
    found = access.case_seen(pk, post=post, at=at)
    if found is None:
        raise Http404
    return found


def _told(step: CaseStep, powers: PowerList) -> dict[str, Any]:
    label = step_label(step.move)
    into = say(f" → {State(step.to).label}", f" → {State(step.to).label}") if (
        step.to and step.to != step.frm
    ) else ""  # fmt: skip
    by = f"{step.post.person.name}（{step.post.unit}）" if step.post else say("系统", "system")
    return {
        "at": step.at, "words": f"{label}{into}", "by": by, "note": step.words,
        "tone": "", "inside": step.inside, "power": powers[step.power],
    }  # fmt: skip


def _recusals(case: Case) -> list[Any]:
    found = []
    for handler in case.handlers.prefetch_related("recusals").select_related("post__person"):
        found += [(handler, one) for one in handler.recusals.all()]
    return found


urlpatterns = [path("cases/<int:pk>/", case, name="case")]
