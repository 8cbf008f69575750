"""Founds the demo's cases: some at each stage, so that every page has something to show.

Serves `make demo`. Each case is made by the actions that people use, on days of the last weeks.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.rights.routing import section_for
from hengjian.domain.findings.models import Finding
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.actions import raise_as_lead
from hengjian.domain.supervision.cases import actions
from hengjian.domain.supervision.cases.conditions import HANDLERS
from hengjian.domain.supervision.cases.handlers.actions import appoint
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.queries import supervisors_of
from hengjian.domain.supervision.cases.workflow import MOVES, Doer
from hengjian.domain.supervision.founding.cast import clerk_of, handlers_of, head_of
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.papers.founding.actions import found_paper

OPENED = ("approve_opening",)
HEARD = (*OPENED, "notify", "explain")
JUDGED = (*HEARD, "conclude")
STAGES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (9, (*OPENED, "notify")),
    (60, (*JUDGED, "give_opinion", "report", "accept", "close", "archive")),
    (45, (*JUDGED, "give_opinion")),
    (1, ()),
    (36, (*JUDGED, "give_opinion", "report")),
    (20, HEARD),
    (24, JUDGED),
    (28, (*JUDGED, "terminate")),
    (4, OPENED),
    (50, (*JUDGED, "ask_government")),
)
"""How many days ago a case was proposed, and what was done with it since."""
BEGAN = timedelta(days=63)
"""How long ago the supervisor began to raise leads: before the first case was proposed."""
LATELY = timedelta(days=31)
"""Of what was found later than so long ago, nothing is raised yet."""
PAPERS: dict[int, dict[str, str]] = {
    0: {"notify": "send"},
    1: {"notify": "served", "give_opinion": "served"},
    2: {"notify": "served", "give_opinion": "check"},
    4: {"notify": "served", "give_opinion": "seal"},
}
"""Of which of these cases there are papers, for which steps, and how far each came."""
WORDS = "情况与案卷记载相符，证据附后。（模拟数据）"


def found_leads(supervisor: Post, *, by: Post | None = None, at: datetime) -> int:
    """The supervisor raises the gravest open findings of the bodies in his division, one lead a body, in
    the order of their days."""
    bodies = Body.objects.filter(unit__division=supervisor.unit.division, management="local")
    found: list[tuple[datetime, Body, list[Finding]]] = []
    for body in bodies.order_by("code"):
        if chosen := _gravest(body, before=at - BEGAN) or _gravest(body, before=at - LATELY):
            moment = max(at - BEGAN, *(one.appeared_at for one in chosen))
            found.append((moment, body, chosen))
    raised = 0
    for moment, body, chosen in sorted(found, key=lambda one: one[0]):
        words = f"{body}报送的案件中发现的问题，经研判转为监督线索。（模拟数据）"
        rows = [(one, one.version) for one in chosen]
        raised += len(raise_as_lead(rows, words=words, by=supervisor, at=moment))
    return raised


def _gravest(body: Body, *, before: datetime) -> list[Finding]:
    rows = Finding.objects.filter(
        body=body, stands=True, state=Finding.State.OPEN, person=False, appeared_at__lte=before
    )
    return list(rows.order_by("weight", "-appeared_at")[:2])


def found_cases(*, by: Post | None = None, at: datetime) -> list[Case]:
    """Cases of the county and of the city's section that have two supervisors each; in the order of
    ``STAGES``, as far as there are leads."""
    leads = Lead.objects.filter(body__isnull=False).select_related("body__unit", "bureau")
    staffed = [(lead, handlers_of(lead.bureau, at)) for lead in leads.order_by("pk")]
    able = [(lead, posts) for lead, posts in staffed if len(posts) == HANDLERS]
    staged = [
        (days, place, moves, lead, posts)
        for place, ((days, moves), (lead, posts)) in enumerate(zip(STAGES, able, strict=False))
    ]
    made: dict[int, Case] = {}
    for days, place, moves, lead, posts in sorted(staged, key=lambda one: -one[0]):
        moment, papers = at - timedelta(days=days), PAPERS.get(place, {})
        made[place] = found_case(lead, posts, moves, at=moment, papers=papers)
    return [made[place] for place in sorted(made)]


def found_case(
    lead: Lead,
    posts: list[Post],
    moves: tuple[str, ...],
    *,
    papers: Mapping[str, str] = MappingProxyType({}),
    facts: str = "",
    case: Case | None = None,
    by: Post | None = None,
    at: datetime,
) -> Case:
    """A case from a lead (or this one) by these steps, a day or two apart."""
    body: Body = lead.body  # type: ignore[assignment]
    section = section_for(body.unit, tier=lead.bureau.division) or lead.unit
    first = posts[0]
    case = case or actions.propose(
        title=lead.title, facts=facts or lead.words or lead.title, body=body, bureau=lead.bureau, unit=section,
        leads=[lead], severity=lead.severity, by=first, at=at,
    )  # fmt: skip
    for place, code in enumerate(moves):
        case.refresh_from_db()
        at += timedelta(days=1 + place % 2)
        _step(case, code, first, at)
        if code == "approve_opening":
            _appoint(case, posts, at)
        if code in papers:
            found_paper(
                case, MOVES[code].paper, move=code, upto=papers[code], handlers=posts,
                head=head_of(case.bureau), clerk=clerk_of(case.body.unit), by=first, at=at,
            )  # fmt: skip
    return case


def _appoint(case: Case, posts: list[Post], at: datetime) -> None:
    cards = dict(supervisors_of(case, day=day_of(at)))
    for post in posts:
        case.refresh_from_db()
        appoint(
            case, post, cards[post], leading=post == posts[0], seen=case.version, by=None, at=at
        )


def _step(case: Case, code: str, handler: Post, at: datetime) -> None:
    move = MOVES[code]
    who = {
        Doer.HANDLER: handler,
        Doer.CHIEF: head_of(case.bureau),
        Doer.BODY: clerk_of(case.body.unit),
    }
    case.refresh_from_db()
    try:
        actions.take(case, code, seen=case.version, words=WORDS, by=who[move.by], at=at)
    except PlainError:
        if code != "give_opinion":  # a body led from above is told of to its superior
            raise
        actions.take(
            case, "tell_superior", seen=case.version, words=WORDS, by=who[Doer.CHIEF], at=at
        )
