"""What leads, cases and findings mean for duties: which step gives rise to one, and which ends it.

Serves the actions of those nouns, which call it in their own transactions. A case's duties are due with
its deadlines: a stop, an extension or a hand-over moves both.
"""

from datetime import datetime

from hengjian.core.jobs.actions import start
from hengjian.core.people.models import Post
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.supervision.cases.models import Case, CaseStep
from hengjian.domain.supervision.cases.workflow import ENDED, MOVES, State
from hengjian.domain.supervision.duties import comparing
from hengjian.domain.supervision.duties.actions import follow_case, fulfilled
from hengjian.domain.supervision.duties.arising.actions import arose, keep_in_step
from hengjian.domain.supervision.duties.models import OPEN, Duty
from hengjian.domain.supervision.duties.owing import Owing
from hengjian.domain.supervision.leads.marking.actions import case_decided
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.models import Lead

TERMS = {
    "case_opened": ("whole",),
    "document_served": ("rectify", "report_decision"),
    "objection_received": ("answer_review",),
}
"""A case's duties, and the deadlines of the case with which they are due."""
DECIDES_LEAD = frozenset({"approve_opening", "refuse_opening"})
CORRECTED = frozenset({"accept", "superior_answered"})


def lead_opened(lead: Lead, *, again: int | None = None, by: Post | None, at: datetime) -> None:
    """Somebody must look at it in time; at a ticket of the hotline too. ``again``: the version at which
    it came back."""
    whose = Owing(lead.bureau, lead.unit)
    events = ["lead_opened"]
    if lead.source == Lead.Source.HOTLINE and again is None:
        events.append("ticket_received")
    for event in events:
        key = f"supervision.lead:{lead.pk}:{again}" if again is not None else ""
        arose(
            event, about=lead, key=key, body=lead.body, whose=whose, words=lead.number, by=by, at=at
        )  # fmt: skip


def lead_opened_again(lead: Lead, *, by: Post | None, at: datetime) -> None:
    """It was taken up again, or stands alone again."""
    lead_opened(lead, again=lead.version, by=by, at=at)


def lead_decided(lead: Lead, *, words: str = "", by: Post | None, at: datetime) -> None:
    """It became a case, was handed on, refused, transferred or put into another."""
    events = ("lead_opened", "ticket_received")
    fulfilled(events, about=lead, words=words, by=by, at=at)


def reporter_came(reporter: Reporter, *, by: Post | None, at: datetime) -> None:
    """Who reported something and wants an answer gets one in time."""
    lead = reporter.lead
    if reporter.wants_answer:
        arose(
            "complaint_received", about=reporter, body=lead.body, words=lead.number,
            whose=Owing(lead.bureau, lead.unit), start=reporter.received_on, by=by, at=at,
        )  # fmt: skip


def reporter_answered(reporter: Reporter, *, by: Post | None, at: datetime) -> None:
    fulfilled(("complaint_received",), about=reporter, by=by, at=at)


def case_moved(case: Case, step: CaseStep, *, by: Post | None, at: datetime) -> None:
    """A step of a case was taken."""
    if step.move in DECIDES_LEAD:
        leads, opened = list(case.leads.all()), step.move == "approve_opening"
        case_decided(leads, opened=opened, words=step.words, by=by, at=at)
        for lead in leads:
            lead_decided(lead, by=by, at=at)
    if step.move in CORRECTED:
        fulfilled(("document_served",), about=case, by=by, at=at)
    if step.move == "decide_objection":
        fulfilled(("objection_received",), about=case, by=by, at=at)
    if State(case.state) in (State.CLOSING, State.DELIBERATING):
        fulfilled(("document_served",), about=case, dropped=True, by=by, at=at)
    if State(case.state) in ENDED:
        fulfilled((), about=case, by=by, at=at)
    event = _event_of(step.move)
    if event:
        fulfilled((event,), about=case, dropped=True, by=by, at=at)
        arose(
            event, about=case, key=f"case:{case.pk}:{step.pk}", body=case.body,
            whose=Owing(case.bureau, case.unit), words=f"{case.number} {case.title}", by=by, at=at,
        )  # fmt: skip
    follow_case(case, TERMS, by=by, at=at)


def _event_of(code: str) -> str:
    """What a step of a case is to the list of powers."""
    if code == "approve_opening":
        return "case_opened"
    if code == "object":
        return "objection_received"
    move = MOVES.get(code)
    papers = set(move.starts) & set(TERMS["document_served"]) if move is not None else set()
    return "document_served" if papers and move is not None and not move.back else ""


def findings_checked(run: CheckRun, at: datetime) -> None:
    """A check run brought findings or found them no more: a job compares, so that the run need not."""
    from hengjian.domain.supervision.duties.tasks import after_check  # tasks call these actions

    start(after_check, by=None, at=at)


def finding_decided(finding: Finding, by: Post | None, at: datetime) -> None:
    """Somebody decided about a finding. While others of its body and rule wait nothing ends, and the
    night counts them; after the last one the duties are compared at once."""
    body = finding.body_id
    others = Finding.objects.filter(
        body=body, rule=finding.rule, stands=True, state__in=comparing.UNTOUCHED
    )
    owed = Duty.objects.filter(
        event__in=("finding", "finding_fatal"), body=body, state__in=OPEN
    )  # fmt: skip
    if body is None or others.exists() or not owed.exists():
        return
    for event, standing in (("finding", comparing.findings), ("finding_fatal", comparing.fatal)):
        keep_in_step(event, standing(at, of_body=body), of_body=body, by=None, at=at)
