"""A case as one readable story: what it is about, what happened, what is due, what may be done next."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.content.powers import PowerList
from hengjian.core import clock
from hengjian.core.files.guard import WRITTEN
from hengjian.core.people.models import Post
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import labels
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.conditions import HANDLERS, certified, present_handlers
from hengjian.domain.supervision.cases.models import Case, CaseStep, Recount
from hengjian.domain.supervision.cases.queries import deadlines_of, next_steps, supervisors_of
from hengjian.domain.supervision.cases.turns import turn_in_words
from hengjian.domain.supervision.cases.wording import step_label
from hengjian.domain.supervision.cases.workflow import ASIDE, UNDER_WAY, State
from hengjian.domain.supervision.duties.powers import list_to_show
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.orders.access import gives, orders_seen
from hengjian.domain.supervision.papers.access import papers_in
from hengjian.domain.supervision.papers.documents import document, exists
from hengjian.domain.supervision.queries import findings_behind
from hengjian.domain.supervision.secrecy.behind import reporters_behind
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.attached import handed_out, links
from hengjian.surfaces.desk.cases import words

STEPS = 60
"""So many steps of a story are shown at first."""
PAPERS = 12
"""So many papers stand on the page of a case; the others are a click away."""


class Beside(Enum):
    """What somebody must do beside the steps of the table: its name, and where on the page it stands."""

    APPOINT = (said("指定承办人（须两名以上）", "Appoint two handlers"), "handlers")
    RECUSAL = (said("决定回避申请", "Decide about the recusal"), "handlers")
    APPROVAL = (said("录入政府批准或者授权依据", "Enter the government's approval"), "before")
    REVIEW = (said("复查异议", "Review the objection"), "objections")


@login_required
def case(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    found = seen(pk, post, at)
    inside = access.reads_now(found, post)
    annex = access.reads_annex(found, post)
    tone, state = words.state(found)
    handlers = _handlers(found, post, day)
    leads = list(found.leads.all()) if inside else []
    powers = list_to_show(day)
    deadlines = [words.deadline(one, day=day) for one in deadlines_of(found)]
    if not inside:
        deadlines = [one for one in deadlines if one["one"].owner_id == found.body_id]
    under_way = State(found.state) in UNDER_WAY
    appoints = access.may_appoint(found, post) and under_way
    heads = access.heads(post) and post.unit_id == found.bureau_id
    handles = access.handles(found, post)
    approvals = list(found.approvals.all()) if inside else []
    works = under_way and (heads or handles)
    objections = list(found.objections.select_related("made_by__person", "reviewed_by__person"))
    recusals = _recusals(found, post, inside)
    reviews = bool(objections) and access.may_review(found, post)
    told = {
        "case": found,
        "tone": tone,
        "state": state,
        "turn": turn_in_words(found, day, staffed=len(handlers) >= HANDLERS),
        "management": labels("management").get(found.management, found.management),
        "why": why_words(found.why),  # type: ignore[attr-defined]
        "inside": inside,
        "annex": annex,
        "reporters": reporters_behind(found).count() if annex else 0,
        "may_retell": access.may_retell(found, post),
        "body_side": access.speaks_for_body(post),
        **_story(found, post, powers, annex=annex, whole=request.GET.get("story") == "whole"),
        **_papers(found, post, at, annex=annex),
        "deadlines": deadlines,
        "next": _next(found, post, at, names_papers=handles),
        "asked": [
            _asked(one, inside)
            for one in deadlines
            if one["one"].state == "running" and not one["right"]
        ]
        if access.speaks_for_body(post)
        else [],
        "accepts": ",".join(f".{one}" for one in sorted(WRITTEN)),
        "handlers": handlers,
        "leads": leads,
        "behind": _behind(leads) if leads else [],
        "orders": list(orders_seen(post=post, at=at).filter(case=found)) if inside else [],
        "may_order": handles and gives(post) and under_way,
        "bars": [words.bar(one) for one in found.bars.order_by("pk")] if inside else [],
        "outcome_kinds": labels("outcome_kinds").items(),
        "hearings": list(found.hearings.all()) if inside else [],
        "approvals": approvals,
        "objections": objections,
        "may_review": reviews,
        "recusals": recusals,
        "beside": [
            one
            for one in (
                Beside.APPOINT if appoints and len(handlers) < HANDLERS else None,
                Beside.RECUSAL if heads and _pending(recusals) else None,
                Beside.APPROVAL
                if works and found.state == State.PASSING and not approvals
                else None,
                Beside.REVIEW if reviews and any(not one.result for one in objections) else None,
            )
            if one
        ],
        "may_appoint": appoints,
        "supervisors": supervisors_of(found, day=day) if appoints else [],
        "handles": handles,
        "heads": heads,
        "moved": Recount.objects.filter(deadline__case=found, decision="").count() if inside else 0,
        "works": works,
        "may_extend": under_way
        and any(
            one["one"].step == "whole" and one["one"].state == "running" and not one["one"].more
            for one in deadlines
        ),
        "may_object": access.speaks_for_body(post)
        and any(one["right"] and one["one"].state == "running" for one in deadlines),
        "under_way": under_way,
        "day": day,
    }
    from hengjian.surfaces.desk.measures.beside import beside_case  # its pages lead back to cases
    from hengjian.surfaces.desk.modes.page import of_case  # its pages lead back to cases

    told |= of_case(found, post, at) | beside_case(found, post, at)
    return render(request, "desk/cases/page.html", told)


def seen(pk: int, post: Post, at: Any) -> Case:
    """That case; to whom it is not shown it does not exist."""
    found = access.case_seen(pk, post=post, at=at)
    if found is None:
        raise Http404
    return found


def _next(case: Case, post: Post, at: datetime, *, names_papers: bool) -> list[dict[str, Any]]:
    """What may come next; to those who draft it each with the document that is made with it."""
    found = []
    for one in next_steps(case, post=post, at=at):
        kind = one.move.paper if names_papers and one.move.code not in ASIDE else ""
        found.append({
            "move": one.move, "yours": one.yours, "open": one.open, "ordinary": one.ordinary,
            "conditions": one.conditions, "paper": document(kind).name if kind and exists(kind) else "",
        })  # fmt: skip
    return found


def _behind(leads: list[Lead]) -> list[dict[str, Any]]:
    """The findings behind its leads, each with the record that it is about."""
    from hengjian.surfaces.desk.findings import words as of_findings  # their pages lead to cases

    found = []
    for one in findings_behind(leads):
        tone, severity = of_findings.severity(one.severity)
        found.append({"finding": one, "tone": tone, "severity": severity})
    return found


def _story(
    case: Case, post: Post, powers: PowerList, *, annex: bool, whole: bool
) -> dict[str, Any]:
    """What happened, in the order of days; of a long story the newest part, unless all is asked for.
    Steps are only ever added, so that their keys stand in their order and no index more is needed."""
    rows = access.steps_seen(case, post=post).prefetch_related("files").order_by("-id").only(
        "case", "move", "frm", "to", "power", "words", "inside", "at", "post__person__name",
        "post__unit__inward_name",
    )  # fmt: skip
    steps = list(rows if whole else rows[: STEPS + 1])
    cut = not whole and len(steps) > STEPS
    shown = steps[:STEPS] if cut else steps
    told = [_told(one, powers, opened=annex or one.post_id == post.pk) for one in reversed(shown)]
    return {"steps": told, "story_cut": cut}


def _papers(case: Case, post: Post, at: datetime, *, annex: bool) -> dict[str, Any]:
    """The newest papers that the post may read, and how many there are."""
    from hengjian.surfaces.desk.papers import words as paper_words  # papers begin with a case

    rows = papers_in(case, post=post, at=at, annex=annex).select_related("drafted_by__person")
    rows = rows.only("title", "kind", "state", "inside", "number", "served_on", "drafted_at",
                     "drafted_by__person__name")  # fmt: skip
    shown = [paper_words.row(one) for one in rows.order_by("-drafted_at", "-id")[:PAPERS]]
    count = len(shown) if len(shown) < PAPERS else rows.order_by().count()
    return {"papers": shown, "papers_count": f"{count:,}"}


def _told(step: CaseStep, powers: PowerList, *, opened: bool) -> dict[str, Any]:
    """A line of the story; the words for the 副卷 to those who read that."""
    shown = opened or not step.inside or step.move == "appoint"
    label = step_label(step.move)
    into = say(f" → {State(step.to).label}", f" → {State(step.to).label}") if (
        step.to and step.to != step.frm
    ) else ""  # fmt: skip
    by = f"{step.post.person.name}（{step.post.unit}）" if step.post else say("系统", "system")
    return {
        "at": step.at, "words": f"{label}{into}", "by": by,
        "note": step.words if shown else say("（内容在副卷）", "(in the inside volume)"),
        "tone": "", "inside": step.inside, "power": powers.named(step.power),
        "files": links(step.files.all() if shown else (), lambda one: reverse("desk:case_file", args=[step.case_id, one.pk])),
    }  # fmt: skip


def _asked(told: dict[str, Any], inside: bool) -> dict[str, Any]:
    """A deadline of the body with the words that ask for it."""
    step = told["one"].started_by
    return told | {"why": step.words if inside or not step.inside else ""}


def _handlers(case: Case, post: Post, day: date) -> list[dict[str, Any]]:
    """Who handles it, and whose recusal the reader may ask for."""
    under_way = State(case.state) in UNDER_WAY
    waiting = set(case.handlers.filter(recusals__granted=None, recusals__isnull=False)
                  .values_list("pk", flat=True)) if under_way else set()  # fmt: skip
    body = access.speaks_for_body(post) and post.unit_id == case.body.unit_id
    return [
        {
            "one": one,
            "certified": certified(one, day),
            "held": one.post.held_on(day),
            "own": one.post.person_id == post.person_id,
            "may_ask": under_way
            and one.pk not in waiting
            and (body or one.post.person_id == post.person_id),
        }
        for one in present_handlers(case)
    ]


def _recusals(case: Case, post: Post, inside: bool) -> list[Any]:
    """Every recusal to those who supervise; to the body its own."""
    found = []
    rows = case.handlers.prefetch_related("recusals__asked_by__person").select_related(
        "post__person"
    )
    for handler in rows:
        found += [
            (handler, one)
            for one in handler.recusals.all()
            if inside or one.asked_by.unit_id == post.unit_id
        ]
    return found


def _pending(recusals: list[Any]) -> bool:
    return any(one.granted is None for _, one in recusals)


@login_required
def file(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """A file of a step that the reader reads."""
    at = clock.now()
    post = acting_post(request, at=at)
    one = access.file_seen(seen(pk, post, at), number, post=post)
    if one is None:
        raise Http404
    return handed_out(one, away=request.GET.get("download") == "1")


urlpatterns = [
    path("cases/<int:pk>/", case, name="case"),
    path("cases/<int:pk>/files/<int:number>/", file, name="case_file"),
]
