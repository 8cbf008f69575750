"""A case as the owner of papers: its handlers draft them, and service begins its terms.

Serves `owners`. It adds nothing to what cases themselves say.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from hengjian.content.documents import Document
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases.access import (
    annexes_read,
    cases_seen,
    of_bureau,
    supervises,
)
from hengjian.domain.supervision.cases.actions import note_served
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.papers.documents import Offer, offers
from hengjian.domain.supervision.papers.owners import Owner

if TYPE_CHECKING:
    from hengjian.domain.supervision.papers.models import Paper


class CaseOwner(Owner):
    """A supervision case."""

    kind = "supervision.case"
    word = said("监督案件", "Case")
    row: Case

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Case.objects.select_related("body__unit", "bureau")

    @classmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        return cases_seen(post=post, at=at)

    @classmethod
    def seen_inside(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        """What is in the 副卷 is for the handlers and the head."""
        return annexes_read(post=post, at=at)

    @property
    def body(self) -> Body:
        return self.row.body

    @property
    def number(self) -> str:
        return self.row.number or ""

    @property
    def page(self) -> str:
        return f"/cases/{self.row.pk}/"

    @property
    def papers_page(self) -> str:
        return f"{self.page}papers/"

    def may_draft(self, post: Post) -> bool:
        """The supervisors of the bureau that has the case: handlers, or others for a review."""
        return supervises(post) and of_bureau(post, self.row)

    def may_write(self, post: Post) -> bool:
        return supervises(post) and self.row.handlers.filter(post=post, until=None).exists()

    def fields(self, found: Document, *, move: str, at: datetime) -> Mapping[str, object]:
        from hengjian.domain.supervision.papers.filling import prefilled

        return prefilled(self.row, found, move=move, at=at)

    def offers(self) -> list[Offer]:
        return offers(self.row)

    def approved_on(self, day: date) -> bool:
        approval = self.row.approvals.order_by("-pk").first()
        return approval is not None and approval.dated_on <= day

    def served(
        self, paper: "Paper", words: str, *, whose: bool, on: date, by: Post, at: datetime
    ) -> None:
        note_served(
            self.row, words, move=paper.move if whose else "", on=on, inside=not whose, by=by, at=at
        )
