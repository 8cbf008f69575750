"""A matter as one readable story: what is asked next and by whom, what was done, what is due."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.matters import access
from hengjian.domain.supervision.matters.kinds import kind_named, kind_title
from hengjian.domain.supervision.matters.models import Matter
from hengjian.domain.supervision.matters.queries import next_steps, terms_of
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.matters import words
from hengjian.surfaces.desk.papers.beside import beside

DOERS = {
    "body": said("机关", "the body"), "party": said("各机关", "each body"),
    "handler": said("承办监督人员", "a supervisor of the bureau"),
    "chief": said("监督机构负责人", "the head of the bureau"),
    "government": said("本级政府", "the government"),
    "invited": said("特邀监督员", "the invited supervisor"),
}  # fmt: skip


@login_required
def matter(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    return shown(request, access.matter_seen(pk, post, at), post, at)


def shown(
    request: StaffRequest, found: Matter, post: Post, at: datetime, *,
    secret: list[tuple[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    """Its page; ``secret``: who complained, on the answer to the asking alone."""
    day, kind = clock.day_of(at), kind_named(found.kind)
    inside = access.on_side_of_bureau(post)
    tone, state = words.state(found)
    terms = [words.term(one, kind, day=day) for one in terms_of(found)]
    if not inside:
        terms = [one for one in terms if one["one"].of_body]
    steps = access.steps_seen(found, post=post)
    told: dict[str, Any] = {
        "matter": found,
        "kind": kind,
        "kind_title": kind_title(found.kind),
        "tone": tone,
        "state": state,
        "inside": inside,
        "next": _next(found, kind, post, at),
        "story": words.story(found, steps, post=post, day=day),
        "terms": terms,
        "parties": _parties(found, post, inside),
        "power": words.power(kind.power, day) if kind is not None else None,
        "has_secret": inside and any(one.secret for one in (kind.fields if kind else ())),
        "reads_secret": access.reads_secret(found, post),
        "secret": secret,
        "takes_over": access.may_take_over(found, post),
        "supervisors": list(access.supervisors_of(found.bureau, at))
        if access.may_take_over(found, post) else [],
        "chief": "chief" in access.doers_as(found, post),
        "post": post,
        **(beside(found, post, at) if inside else {}),
    }  # fmt: skip
    return render(request, "desk/matters/page.html", told)


def _next(found: Matter, kind: Any, post: Post, at: datetime) -> list[dict[str, Any]]:
    if kind is None:
        return []
    return [
        {"one": one, "who": str(DOERS[one.step.by])}
        for one in next_steps(kind, found, post=post, at=at)
        if one.yours or access.on_side_of_bureau(post) or not one.step.inside
    ]


def _parties(found: Matter, post: Post, inside: bool) -> list[dict[str, Any]]:
    """The bodies it is about; to the bureau also what each has done so far."""
    parties = list(found.parties.select_related("body"))
    if not parties:
        return []
    did: dict[int, list[str]] = {}
    kind = kind_named(found.kind)
    names = {one.code: one.name for one in kind.steps} if kind is not None else {}
    for body, step in found.steps.filter(body__isnull=False).values_list("body", "step"):
        if body is not None:
            did.setdefault(body, []).append(names.get(step, step))
    return [
        {"body": one.body, "did": did.get(one.body_id, []) if inside or one.body_id == post.unit_id else []}
        for one in parties
    ]  # fmt: skip


urlpatterns = [path("matters/<int:pk>/", matter, name="matter")]
