"""A request for another mode of supervision as the owner of papers: the superior issues them.

Serves `papers.owners`: the notice of designation or escalation, and the letter that asks others to join.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from hengjian.content.documents import Document
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body, SupervisionBody
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.modes import access
from hengjian.domain.supervision.modes.grounds import GROUNDS
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.workflow import IN_FORCE, PAPER, Mode, State
from hengjian.domain.supervision.papers.documents import Offer, document
from hengjian.domain.supervision.papers.owners import Owner

if TYPE_CHECKING:
    from hengjian.domain.supervision.papers.models import Paper

TERMS = "原期限连续计算，移交时间不扣除；确有必要延长的，按程序报批。"
DUTIES = "移交以前，对可能灭失的证据继续采取固定措施，对反映人的询问继续答复。"


class ModeOwner(Owner):
    """A designated, escalated or joint supervision."""

    kind = "supervision.moderequest"
    word = said("指定、提级、协同监督", "Mode of supervision")
    row: ModeRequest

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return ModeRequest.objects.select_related(
            "case__body__unit", "superior__division", "target", "origin"
        )

    @classmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        return access.requests_seen(post=post, at=at)

    @property
    def bureau(self) -> Unit:
        return self.row.superior

    @property
    def body(self) -> Body:
        return self.row.case.body

    @property
    def title(self) -> str:
        return f"{Mode(self.row.mode).label}：{self.row.case.title}"

    @property
    def page(self) -> str:
        return f"/modes/{self.row.pk}/"

    def may_draft(self, post: Post) -> bool:
        return access.of(post, self.row.superior) and (supervises(post) or heads(post))

    def offers(self) -> list[Offer]:
        if State(self.row.state) not in IN_FORCE | {State.ASKED, State.ENDED}:
            return []
        kind = PAPER[Mode(self.row.mode)]
        return [Offer(kind, document(kind), self.row.mode)]

    def receivers(self, paper: "Paper") -> list[Unit]:
        """The bureaus concerned: the superior does not send to itself."""
        found = [self.row.target, self.row.origin]
        if self.row.mode == Mode.JOINT:
            found += [one.unit for one in self.row.parts.filter(until=None).select_related("unit")]
        told = {one.pk: one for one in found if one is not None and one.pk != self.row.superior_id}
        return list(told.values())

    def fields(self, found: Document, *, move: str, at: datetime) -> Mapping[str, object]:
        row, case = self.row, self.row.case
        body = SupervisionBody.objects.filter(unit=row.superior_id).first()
        named = [
            f"{GROUNDS[one['code']].label}：{one.get('said') or one['words']}"
            for one in row.grounds
            if one["holds"] and one["code"] in GROUNDS
        ]
        parts = list(row.parts.filter(until=None).select_related("unit"))
        known: dict[str, Any] = {
            "designated": str(row.target or ""),
            "original": str(row.origin),
            "county": str(row.origin),
            "matter": f"{case.body}{case.title}一案" if row.mode != Mode.JOINT else case.title,
            "conditions": "；".join(named),
            "hand_over_by": row.hand_over_by.isoformat() if row.hand_over_by else "",
            "report_by": row.report_by.isoformat() if row.report_by else "",
            "terms": TERMS,
            "duties": DUTIES,
            "phone": body.phone if body is not None else "",
            "partners": "，".join([*(str(one.unit) for one in parts if one.unit_id != row.superior_id),
                                  *([row.others] if row.others else [])]),
            "roles": [{"who": str(one.unit), "what": one.task} for one in parts],
            "plan": row.plan,
        }  # fmt: skip
        asked = {one.name: one.max for one in found.fields}
        return {
            name: value[: asked[name]] if isinstance(value, str) else value
            for name, value in known.items()
            if name in asked and value
        }
