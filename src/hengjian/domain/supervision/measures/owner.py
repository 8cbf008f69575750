"""A measure as the owner of papers: its notice, record, circular, suggestion or letter.

Serves `papers.owners`. Papers about a person are filled with his own words, and never sent to the body.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from hengjian.content.documents import Document
from hengjian.core.clock import CHINA, day_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.models import Body, SupervisionBody
from hengjian.domain.supervision.measures import access
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import ENDED, PAPERS, Kind, State
from hengjian.domain.supervision.papers.documents import Offer, document
from hengjian.domain.supervision.papers.owners import Owner

if TYPE_CHECKING:
    from hengjian.domain.supervision.papers.models import Paper

BEFORE = frozenset({State.PROPOSED, *ENDED})


class MeasureOwner(Owner):
    """A talk, circular, suggestion or transfer."""

    kind = "supervision.measure"
    word = said("监督措施", "Measure")
    row: Measure

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Measure.objects.select_related(
            "bureau__division", "body__unit", "officer", "card", "proposed_by__person", "case"
        )

    @classmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        return access.measures_seen(post=post, at=at)

    @property
    def body(self) -> Body | None:
        return self.row.body

    @property
    def page(self) -> str:
        return f"/measures/{self.row.pk}/"

    def may_draft(self, post: Post) -> bool:
        return access.proposes(post) and access.of_bureau(self.row, post)

    def offers(self) -> list[Offer]:
        """Once it is approved, and the notice before the record."""
        row = self.row
        if row.state in BEFORE:
            return []
        kinds = PAPERS[Kind(row.kind)]
        if row.kind == Kind.TALK:
            kinds = kinds[:1] if row.state == State.APPROVED else kinds[1:]
        return [Offer(one, document(one)) for one in kinds]

    def receivers(self, paper: "Paper") -> list[Unit]:
        """A circular about one body goes to it too, though it is addressed to several."""
        if paper.kind == "circular" and self.row.body is not None and not paper.inside:
            return [self.row.body.unit]
        return [] if paper.kind in ("accountability", "lead-transfer") else super().receivers(paper)

    def fields(self, found: Document, *, move: str, at: datetime) -> Mapping[str, object]:
        row = self.row
        return {**self._common(at), **self._of_person(), "facts": row.facts, "reasons": row.reason}

    def _common(self, at: datetime) -> dict[str, object]:
        row = self.row
        mover = row.proposed_by.person.name if row.proposed_by else ""
        moment = row.moment.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M") if row.moment else ""
        listed = SupervisionBody.objects.filter(unit=row.bureau_id).first()
        consent = f"{row.consent}（{row.consent_on}）" if row.consent_on else ""
        promises = "\n".join(f"{one.what}（{one.due_on}前）" for one in row.promises.all())
        talk = row.kind == Kind.TALK
        return {
            "body": row.body.name if row.body else "", "matter": row.title,
            "receiver": row.receiver, "receivers": row.receiver, "background": row.facts,
            "problems": row.facts, "moment": moment, "began": moment, "place": row.place,
            "host": mover if talk else "", "recorder": "", "promises": promises,
            "person": "主要负责人" if talk else "", "consent": consent, "suggestion": row.title,
            "received_on": row.told_on, "findings": "", "basis": row.basis, "contact": mover,
            "phone": listed.phone if listed is not None else "",
            "answer_by": row.due_on or "", "summary": row.facts, "day": day_of(at),
        }  # fmt: skip

    def _of_person(self) -> dict[str, object]:
        row = self.row
        if row.officer is None:
            return {}
        kind = labels("person_kinds").get(row.officer.kind, row.officer.kind)
        return {
            "person": row.officer.name, "post": f"{row.body}（{kind}）", "heard": row.heard,
            "proposal": row.reason, "certificate": row.card.code if row.card else "",
            "form": str(row.get_form_display()) if row.form else "",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.row.number
