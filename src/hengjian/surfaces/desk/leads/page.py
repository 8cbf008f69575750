"""A lead as one readable story: what it is about, who reported it, what is due, what may be done and by whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.access import lead_seen, why_lead
from hengjian.domain.supervision.cases.access import cases_seen, supervises
from hengjian.domain.supervision.leads import access
from hengjian.domain.supervision.leads.alike import alike
from hengjian.domain.supervision.leads.workflow import (
    CHECK_RUNS,
    IN_HAND,
    State,
    moves_from,
    step_label,
)
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.orders.access import gives, orders_seen
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.queries import findings_of, steps_of, story_of
from hengjian.domain.supervision.warning import due_words
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import given_out
from hengjian.surfaces.desk.findings import words as of_findings
from hengjian.surfaces.desk.leads import words
from hengjian.surfaces.desk.papers.beside import beside

STEPS = 100


@login_required
def lead(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found = lead_seen(pk, post=post, at=at)
    tone, severity = of_findings.severity(found.severity)
    state_tone, state = words.state(found)
    behind = [_behind(one) for one in findings_of(found)]
    works = access.works(post, found)
    told = {
        "lead": found,
        "tone": tone, "severity": severity, "state_tone": state_tone, "state": state,
        "why": why_lead(found.why),  # type: ignore[attr-defined]
        "works": works,
        "collects": access.collects(post),
        "adds_files": access.adds_files(found, post),
        "inside": access.reads_words(post, found),
        "next": _next(found, post),
        "may_propose": works and supervises(post) and found.body is not None
        and State(found.state) is State.CHECKED,
        "may_order": works and gives(post) and State(found.state) in IN_HAND,
        "cases": list(cases_seen(post=post, at=at).filter(leads=found)),
        "orders": list(orders_seen(post=post, at=at).filter(lead=found)),
        "check": due_words(found.check_due, day) if State(found.state) in CHECK_RUNS else None,
        "reporters": _reporters(found, post, day),
        "merged": list(found.merged.all()),
        "alike": alike(found, post=post, at=at) if works and State(found.state) in CHECK_RUNS else [],
        "findings": behind,
        "records": _records(behind),
        "files": list(found.files.select_related("by__person")) if access.reads_words(post, found)
        else [],
        "steps": _story(found)[:STEPS],
        **(beside(found, post, at) if works else {}),
    }  # fmt: skip
    return render(request, "desk/leads/page.html", told)


def _next(lead: Lead, post: Post) -> list[dict[str, Any]]:
    """What the table knows from here, the reader's own steps first; un-merging only of what is merged."""
    found = [
        {"move": move, "yours": access.may_take(move, lead, post)}
        for move in moves_from(State(lead.state))
    ]
    return sorted(found, key=lambda one: (not one["yours"], one["move"].code == "note"))


def _reporters(lead: Lead, post: Post, day: date) -> list[dict[str, Any]]:
    """Those who reported it, masked; for the supervision body alone."""
    if not access.reads_words(post, lead):
        return []
    return [words.reporter(one, lead, day) for one in access.reporters_of(lead)]


def _story(lead: Lead) -> list[dict[str, Any]]:
    """Its own steps and those of its findings, the last first."""
    own = [
        {
            "at": step.at, "by": _by(step.post), "note": step.words, "tone": "",
            "words": _into(step),
        }
        for step in story_of(lead)[:STEPS]
    ]  # fmt: skip
    of = [
        {
            "at": step.at, "by": _by(step.post), "note": step.words, "tone": "",
            "words": f"{step.finding.rule} {step.get_kind_display()}",
        }
        for step in steps_of(lead)[:STEPS]
    ]  # fmt: skip
    return sorted([*own, *of], key=lambda one: one["at"], reverse=True)


def _into(step: Any) -> str:
    arrow = f" → {State(step.to).label}" if step.to and step.to != step.frm else ""
    return f"{step_label(step.move)}{arrow}"


def _by(post: Post | None) -> str:
    return f"{post.person.name}（{post.unit}）" if post else say("系统", "system")


def _behind(one: Any) -> dict[str, Any]:
    tone, severity = of_findings.severity(one.severity)
    state_tone, state = of_findings.state(one)
    return {
        "finding": one, "tone": tone, "severity": severity, "state_tone": state_tone, "state": state,
        "record": reverse("desk:record", args=[one.record_id]) if one.record_id else "",
    }  # fmt: skip


def _records(behind: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The records that its findings are about, each once."""
    found = {one["finding"].case_id: one["record"] for one in behind if one["finding"].case_id}
    return [{"words": case, "url": url} for case, url in found.items()]


@login_required
def lead_file(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """A file that came with it, for the supervision body alone."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = lead_seen(pk, post=post, at=at)
    one = access.file_of(found, file, post=post)
    return given_out(store.read(one.sha256), one.name, one.kind)


urlpatterns = [
    path("leads/<int:pk>/", lead, name="lead"),
    path("leads/<int:pk>/files/<int:file>/", lead_file, name="lead_file"),
]
