"""An order as the owner of papers: the slip that hands it on, the notice of a supervised one, the reminder.

Serves `papers.owners`. Its units get them through the system.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from hengjian.content.documents import Document
from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body, SupervisionBody
from hengjian.domain.supervision.cases.access import supervises
from hengjian.domain.supervision.orders import access
from hengjian.domain.supervision.orders.models import Order
from hengjian.domain.supervision.orders.terms import term_of
from hengjian.domain.supervision.orders.workflow import ENDED, OFF, Kind, Part, Stand
from hengjian.domain.supervision.papers.documents import Offer, document
from hengjian.domain.supervision.papers.models import Paper as Papers
from hengjian.domain.supervision.papers.owners import Owner

if TYPE_CHECKING:
    from hengjian.domain.supervision.papers.models import Paper

SLIP, NOTICE, REMINDER = "assignment", "urge-notice", "reminder"
FEEDBACK = "在本系统中书面反馈，附证明材料。"
URGENT_DAYS = 5
"""A reminder asks for an answer in so many days, until its drafter writes another day."""


class OrderOwner(Owner):
    """An order."""

    kind = "supervision.order"
    word = said("交办督办", "Order")
    row: Order

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Order.objects.select_related(
            "bureau__division", "body__unit", "given_by__unit", "lead"
        )

    @classmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        """Those of the own bureau and of the tiers below: a unit that got one reads what was sent to it."""
        rows = access.orders_seen(post=post, at=at)
        below = rows.filter(bureau__division__path__startswith=post.unit.division.path)
        return below if access.gives(post) else rows.none()

    @property
    def body(self) -> Body | None:
        return self.row.body

    @property
    def page(self) -> str:
        return f"/orders/{self.row.pk}/"

    def may_draft(self, post: Post) -> bool:
        return supervises(post) and access.is_giver(self.row, post)

    def offers(self) -> list[Offer]:
        if self.row.state in ENDED:
            return []
        first = NOTICE if self.row.kind == Kind.SUPERVISE else SLIP
        found = [Offer(first, document(first), "give")]
        if self.row.urgings:
            found.append(Offer(REMINDER, document(REMINDER), "urge"))
        return found

    def receivers(self, paper: "Paper") -> list[Unit]:
        """Its units; who has fed back needs no reminder."""
        rows = [one for one in self._rows() if one.stand not in OFF]
        if paper.kind == REMINDER:
            rows = [one for one in rows if one.stand != Stand.REPORTED] or rows
        return [one.unit for one in rows if one.unit.as_bureau != self.row.bureau]

    def fields(self, found: Document, *, move: str, at: datetime) -> Mapping[str, object]:
        row = self.row
        rows = [one for one in self._rows() if one.stand not in OFF]
        leading = next((one.unit for one in rows if one.part == Part.LEAD), None)
        joint = "、".join(one.unit.name_on_documents for one in rows if one.part == Part.JOINT)
        body = SupervisionBody.objects.filter(unit=row.bureau_id).first()
        by = row.given_by
        source = row.lead.get_source_display() if row.lead else row.get_kind_display()
        return {
            "receiver": leading.name_on_documents if leading else "",
            "body": leading.name_on_documents if leading else "", "joint": joint, "source": source,
            "matter": row.title if found.name == document(NOTICE).name else f"{row.title}。{row.words}",
            "instruction": row.leader_words, "demands": self._demands(found), "due": row.due_on,
            "perform_by": row.due_on, "feedback": FEEDBACK, "duty": row.words,
            "original": self._original(), "state": self._progress(rows),
            "new_due": term_of(day_of(at), URGENT_DAYS).due,
            "contact": by.person.name if by else "", "phone": body.phone if body else "",
        }  # fmt: skip

    def _demands(self, found: Document) -> object:
        last = self.row.steps.filter(move="urge").last()
        text = last.words if last is not None and found.name == document(REMINDER).name else ""
        text = text or self.row.words
        kinds = {one.name: one.type for one in found.fields}
        return [{"what": text[:500]}] if kinds.get("demands") == "list" else text

    def _original(self) -> str:
        """The number of the slip or notice, if it was numbered."""
        rows = Papers.objects.filter(
            owner_kind=self.kind, owner_id=self.row.pk, kind__in=(SLIP, NOTICE)
        )
        last = rows.exclude(number="").last()
        return last.number if last is not None else self.row.number

    def _progress(self, rows: list[Any]) -> str:
        return "；".join(f"{one.unit}{Stand(one.stand).label}" for one in rows)

    def _rows(self) -> list[Any]:
        return list(self.row.units.select_related("unit__parent"))
