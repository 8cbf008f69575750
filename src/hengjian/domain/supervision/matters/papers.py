"""A matter as the owner of papers: what its documents are filled with, and to whom they may be sent.

Serves `papers.owners`. What a kind says in `fills` comes first, then fields of the same name. Who complained
is read nowhere here: whoever drafts an answer writes the name himself.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from hengjian.content.documents import Document, FieldOf
from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body, Officer, SupervisionBody
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.duties.powers import list_to_show, norms_here
from hengjian.domain.supervision.matters.access import matters_seen, supervises
from hengjian.domain.supervision.matters.answers import merged
from hengjian.domain.supervision.matters.kinds import kind_named
from hengjian.domain.supervision.matters.models import Matter
from hengjian.domain.supervision.papers.documents import Offer, document
from hengjian.domain.supervision.papers.owners import Owner
from hengjian.domain.supervision.papers.workflow import State as PaperState

if TYPE_CHECKING:
    from hengjian.domain.supervision.papers.models import Paper

CELLS = {"number": "case", "faults": "problems", "certificate": "certificate"}
"""Column of a document → column of a matter's table, where they are called otherwise."""


class MatterOwner(Owner):
    """A matter of coordination or filing."""

    kind = "supervision.matter"
    word = said("协调和备案事项", "Matter")
    row: Matter

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Matter.objects.select_related("body__unit", "bureau", "handler__person")

    @classmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        return matters_seen(post=post, at=at)

    @property
    def body(self) -> Body | None:
        return self.row.body

    @property
    def page(self) -> str:
        return f"/matters/{self.row.pk}/"

    def may_draft(self, post: Post) -> bool:
        """The supervisors of the bureau that has it; where somebody complained, who handles it."""
        kind = kind_named(self.row.kind)
        if not supervises(post) or root_of(post.unit) != self.row.bureau_id:
            return False
        secret = kind is not None and any(one.secret for one in kind.fields)
        return not secret or self.row.handler_id == post.pk

    def offers(self) -> list[Offer]:
        """The documents of the steps that may come next, and of those taken that lack theirs."""
        kind = kind_named(self.row.kind)
        if kind is None:
            return []
        from hengjian.domain.supervision.papers.queries import papers_of  # it asks owners

        gone = (PaperState.VOID, PaperState.DROPPED)
        there = set(papers_of(self.row).exclude(state__in=gone).values_list("move", flat=True))
        taken = set(self.row.steps.values_list("step", flat=True))
        coming = {one.code for one in kind.steps_from(self.row.state)}
        return [
            Offer(one.paper, document(one.paper), one.code, done=one.code in taken)
            for one in kind.steps
            if one.paper and one.code in taken | coming and one.code not in there
        ]

    def approved_on(self, day: date) -> bool:
        kind = kind_named(self.row.kind)
        codes = [one.code for one in kind.steps if one.approves] if kind is not None else []
        return any(
            day_of(at) <= day
            for at in self.row.steps.filter(step__in=codes).values_list("at", flat=True)
        )

    def receivers(self, paper: "Paper") -> list[Unit]:
        """The bodies that it is about: all parties, or the one."""
        if paper.inside or document(paper.kind).volume == "annex" or not self.row.told:
            return []
        parties = [one.body.unit for one in self.row.parties.select_related("body__unit")]
        return parties or ([self.row.body.unit] if self.row.body is not None else [])

    def fields(self, found: Document, *, move: str, at: datetime) -> Mapping[str, object]:
        values = merged(self.row)
        known = self._known(values, at)
        kind = kind_named(self.row.kind)
        step = kind.step(move) if kind is not None else None
        fills = dict(step.fills) if step is not None else {}
        told: dict[str, object] = {}
        for field in found.fields:
            if field.name in fills:
                told[field.name] = fills[field.name].format_map(_Blank(known))
            elif field.type == "list":
                told[field.name] = self._rows(field, values)
            elif field.type == "moment":
                continue
            else:
                told[field.name] = known.get(field.name, "")
        return told

    def _known(self, values: Mapping[str, Any], at: datetime) -> dict[str, str]:
        """Words for the fields of documents, by their names."""
        matter, day = self.row, day_of(at)
        power = next((one for one in list_to_show(day).powers if one.code == self._power), None)
        known = {name: str(value) for name, value in values.items()
                 if isinstance(value, str | int | float) and not isinstance(value, bool)}  # fmt: skip
        bodies = [one.body.name for one in matter.parties.select_related("body")]
        day_opened = day_of(matter.opened_at).isoformat()
        phone = SupervisionBody.objects.filter(unit=matter.bureau_id).values_list(
            "phone", flat=True
        )
        known |= {
            "body": matter.body.name if matter.body is not None else "",
            "uscc": matter.body.uscc if matter.body is not None else "",
            "receivers": "、".join(bodies), "parties": "、".join(bodies),
            "matter": known.get("matter") or matter.title, "opened_on": day_opened,
            "requested_on": day_opened, "filed_on": day_opened,
            "received_on": known.get("received_on") or day_opened,
            "basis": known.get("basis") or "、".join(one.cited for one in norms_here(power.basis)) if power else "",
            "contact": matter.handler.person.name if matter.handler is not None else "",
            "phone": phone.first() or "", "place_name": matter.bureau.division.name,
            "term_basis": "、".join(matter.terms.order_by("-pk").values_list("source", flat=True)[:1]),
        }  # fmt: skip
        if values.get("officer"):
            name = (
                Officer.objects.filter(code=values["officer"])
                .values_list("name", flat=True)
                .first()
            )
            known["person"] = name or ""
        for term, due in matter.terms.order_by("pk").values_list("term", "due_on"):
            known[f"term_{term}"] = due.isoformat()
        return known

    @property
    def _power(self) -> str:
        kind = kind_named(self.row.kind)
        return kind.power if kind is not None else ""

    def _rows(self, field: FieldOf, values: Mapping[str, Any]) -> list[dict[str, str]]:
        """The lines of a document's list: of the table of the same name, what each body said, the bodies."""
        names = [column.name for column in field.columns]
        if names == ["who", "what"]:
            said_by = self.row.steps.filter(body__isnull=False).select_related("body")
            return [
                {"who": one.body.name, "what": str(one.values.get("view") or "")[:1000]}
                for one in said_by
                if one.body is not None and one.values.get("view")
            ]
        if field.name == "bodies":
            body = self.row.body
            return [{"name": body.name, "kind": str(values.get("kind", "")),
                     "note": str(values.get("reason", ""))}] if body is not None else []  # fmt: skip
        rows = [dict(one) for one in values.get(field.name) or ()]
        if field.name == "officers":
            rows = _with_results(rows, values)
        limits = {column.name: column.max for column in field.columns}
        return [
            {name: str(row[CELLS.get(name, name) if name not in row else name])[: limits[name]]
             for name in names if (name in row or CELLS.get(name, "") in row)}
            for row in rows
        ]  # fmt: skip


def _with_results(rows: list[dict[str, Any]], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The officers of a yearly check with their names and what was found of each."""
    found = {one["officer"]: one.get("result", "") for one in values.get("checked") or ()}
    codes = [one.get("officer") for one in rows]
    names = dict(Officer.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        one | {"name": names.get(one["officer"], ""), "result": found.get(one["officer"], "")}
        for one in rows
    ]


class _Blank(dict[str, str]):
    """What is not known is left empty for the drafter."""

    def __missing__(self, key: str) -> str:
        return ""
