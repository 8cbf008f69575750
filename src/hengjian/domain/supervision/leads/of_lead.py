"""A lead as the owner of papers: the letter that transfers it, and what those who reported it are told.

Serves `papers.owners`. These papers name reporters: they are drafted and read by whoever works on the
lead, and are of the 副卷.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from hengjian.content.documents import Document
from hengjian.content.errors import PlainError
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.models import Body, SupervisionBody
from hengjian.domain.supervision.access import leads_seen
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.leads import access
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.leads.reporting.actions import answer
from hengjian.domain.supervision.leads.workflow import DECIDED, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.papers.documents import Offer, document
from hengjian.domain.supervision.papers.owners import Owner

if TYPE_CHECKING:
    from hengjian.domain.supervision.papers.models import Paper

OF_REPORTER = "reporter-"
"""How the step of a paper to one reporter begins; his key follows."""
ACCEPT, REFUSE, ANSWER = "complaint-accept", "complaint-refuse", "complaint-answer"


class LeadOwner(Owner):
    """A lead."""

    kind = "supervision.lead"
    word = said("监督线索", "Lead")
    row: Lead

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Lead.objects.select_related("body__unit", "bureau__division", "handler")

    @classmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        """Those on which the post works: `access.works` as a filter."""
        rows = leads_seen(post=post, at=at).filter(bureau=root_of(post.unit))
        if heads(post):
            return rows
        if not supervises(post):
            return rows.none()
        nobody = Q(handler=None)
        if post.unit.kind not in access.GENERAL:
            nobody &= Q(unit=post.unit_id)
        return rows.filter(Q(handler__in=access.own_selves(post)) | nobody)

    @property
    def body(self) -> Body | None:
        return self.row.body

    @property
    def page(self) -> str:
        return f"/leads/{self.row.pk}/"

    def may_draft(self, post: Post) -> bool:
        return supervises(post) and access.works(post, self.row)

    def offers(self) -> list[Offer]:
        """The letter once it is transferred; to each reporter that it was taken up, refused, answered."""
        state, found = State(self.row.state), []
        if state is State.TRANSFERRED:
            found.append(Offer("lead-transfer", document("lead-transfer"), "transfer"))
        kinds = [ACCEPT] if state not in DECIDED else [REFUSE if state is State.REFUSED else ANSWER]
        for one in access.reporters_of(self.row):
            if one.waits:
                move, note = f"{OF_REPORTER}{one.pk}", one.masked
                found += [Offer(kind, document(kind), move, note=note) for kind in kinds]
        return found

    def receivers(self, paper: "Paper") -> list[Unit]:
        """Nobody through the system: a letter goes to another authority, an answer to a person."""
        return []

    def fields(self, found: Document, *, move: str, at: datetime) -> Mapping[str, object]:
        row, handler = self.row, self.row.handler
        phone = SupervisionBody.objects.filter(unit=row.bureau_id).values_list("phone", flat=True)
        known: dict[str, object] = {
            "receiver": row.receiver, "matter": row.title, "facts": row.shown_words,
            "reasons": row.outcome, "contact": handler.person.name if handler else "",
            "phone": phone.first() or "",
        }  # fmt: skip
        one = self._reporter(move)
        if one is not None:
            known |= {
                "person": one.name or say("反映人", "to whom it may concern"), "matter": row.title,
                "received_on": one.received_on, "due": one.due_on, "term_basis": one.source,
                "findings": row.outcome, "result": row.outcome,
            }  # fmt: skip
        return known

    def served(
        self, paper: "Paper", words: str, *, whose: bool, on: date, by: Post, at: datetime
    ) -> None:
        """Who was served his answer was answered."""
        one = self._reporter(paper.move)
        told = paper.kind in (REFUSE, ANSWER) and one is not None and one.waits
        if told and one is not None:
            try:
                text = say(f"送达《{paper.title}》（{paper.number}）", f"served {paper.number}")
                answer(one, words=text, on=max(on, one.received_on), by=by, at=at)
            except PlainError:  # whoever served it does not work on the lead: its handler enters it
                return

    def _reporter(self, move: str) -> Reporter | None:
        key = move.removeprefix(OF_REPORTER)
        if not move.startswith(OF_REPORTER) or not key.isdecimal():
            return None
        return next((one for one in access.reporters_of(self.row) if one.pk == int(key)), None)
