"""What a paper is filled with: prefilled from its case, kept as JSON, given to the letter as values.

Serves the first draft; other owners give their own values (`fitted`). A field that the case knows nothing of stays empty; who reported something is
read nowhere here, because `Reporter` never leaves the 副卷.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from hengjian.content.citation import Citation, together
from hengjian.content.documents import Document, FieldOf
from hengjian.content.errors import PlainError
from hengjian.core.clock import CHINA, day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.domain.registry.deadlines import counted
from hengjian.domain.registry.models import SupervisionBody
from hengjian.domain.supervision.cases.conditions import present_handlers
from hengjian.domain.supervision.cases.models import Case, Deadline
from hengjian.domain.supervision.cases.workflow import MOVES
from hengjian.domain.supervision.duties.powers import list_to_show
from hengjian.domain.supervision.papers.models import Paper

Fields = dict[str, Any]
TERMS = {
    "reply_by": "explain", "correct_by": "rectify", "object_by": "ask_review",
    "report_by": "report_decision", "due": "rectify", "perform_by": "rectify",
}  # fmt: skip
"""Fields that are a day until which something is due, and the step of the deadline profile."""
MANAGEMENT = {"vertical": "垂直管理", "dual": "双重领导并以上级为主"}


class Known:
    """What a case says to the fields of its documents, by their names."""

    def __init__(self, case: Case, *, move: str, day: date) -> None:
        self.case, self.move, self.day = case, move, day
        self.handlers = present_handlers(case)
        self.lead = case.leads.order_by("pk").first()

    @property
    def names(self) -> str:
        return "、".join(one.post.person.name for one in self.handlers)

    def basis(self) -> str:
        power = MOVES[self.move].power if self.move in MOVES else "instruments"
        found = list_to_show(self.day).named(power)
        return together(map(Citation.parse, found.basis)) if found else ""

    def matter(self) -> str:
        """What it is about, without the body's name in front: the document names it just before."""
        title: str = self.case.title
        return title.removeprefix(self.case.body.name).lstrip("：:，, ") or title

    def term(self, step: str) -> str:
        running = self.case.deadlines.filter(step=step, state=Deadline.State.RUNNING).first()
        if running is not None:
            return running.due_on.isoformat()
        try:
            return counted(step, self.day).due.isoformat()
        except PlainError:
            return ""

    def said_at(self, move: str) -> str:
        """The words of the last such step, unless they are for the 副卷."""
        step = self.case.steps.filter(move=move, inside=False).last()
        return step.words if step is not None else ""

    def on(self, move: str) -> str:
        step = self.case.steps.filter(move=move).last()
        return day_of(step.at).isoformat() if step is not None else ""

    def numbered(self, *kinds: str) -> str:
        """The last paper of these kinds with its number: 《…》（文号）."""
        rows = Paper.objects.filter(case=self.case, serial__isnull=False)
        last = (rows.filter(kind__in=kinds) if kinds else rows).exclude(state="void").last()
        return f"《{last.title}》（{last.number}）" if last is not None else ""

    def government(self) -> str:
        units = Unit.objects.filter(
            kind=UnitKind.GOVERNMENT, division=self.case.bureau.division_id, valid_to=None
        )
        found = units.first()
        return found.name_on_documents if found is not None else ""

    def phone(self) -> str:
        found = SupervisionBody.objects.filter(unit=self.case.bureau_id).first()
        return found.phone if found is not None else ""

    def story(self) -> str:
        from hengjian.domain.supervision.cases.wording import step_label

        steps = self.case.steps.filter(inside=False)
        return "；".join(f"{day_of(one.at)}{step_label(one.move)}" for one in steps)[:1900] + "。"

    def received_on(self) -> str:
        rows = self.case.leads.order_by("pk").values_list("opened_at", flat=True)
        first = rows.first()
        return day_of(first).isoformat() if first is not None else ""

    def bars(self) -> str:
        rows = [f"{one.number}（{'维持' if one.upheld else '审理中' if one.until is None else '终结'}）"
                for one in self.case.bars.all()]  # fmt: skip
        return "、".join(rows) or "没有正在进行或者已经维持的行政复议、行政诉讼"


ASKED: dict[str, Callable[[Known], object]] = {
    "body": lambda k: k.case.body.name,
    "case_number": lambda k: k.case.number or "",
    "matter": Known.matter,
    "background": lambda k: k.case.title,
    "purpose": lambda k: k.case.title,
    "facts": lambda k: k.case.facts,
    "basis": Known.basis,
    "contact": lambda k: k.handlers[0].post.person.name if k.handlers else "",
    "phone": Known.phone,
    "inquirers": lambda k: k.names,
    "inspectors": lambda k: k.names,
    "checkers": lambda k: k.names,
    "management": lambda k: MANAGEMENT.get(k.case.management, ""),
    "government": Known.government,
    "lead_number": lambda k: getattr(k.lead, "number", ""),
    "source": lambda k: k.lead.get_source_display() if k.lead else "",
    "received_on": Known.received_on,
    "filed_on": lambda k: day_of(k.case.opened_at).isoformat() if k.case.opened_at else "",
    "reported_on": lambda k: k.on("report"),
    "day": lambda k: k.day.isoformat(),
    "heard": lambda k: k.said_at("explain"),
    "views": lambda k: k.said_at("explain"),
    "findings": lambda k: k.said_at("conclude"),
    "approved_by": lambda k: getattr(k.case.approvals.last(), "document", ""),
    "bars": Known.bars,
    "document": lambda k: k.numbered("opinion", "suggestion", "decision"),
    "challenged": lambda k: k.numbered("opinion", "decision"),
    "suspended_by": lambda k: k.numbered("suspend-notice"),
    "claims": lambda k: getattr(k.case.objections.first(), "words", ""),
    "handling": Known.story,
    "documents": lambda k: "\n".join(
        f"《{one.title}》（{one.number}）"
        for one in Paper.objects.filter(case=k.case, serial__isnull=False).exclude(state="void")
    )[:1000],
}


def prefilled(case: Case, found: Document, *, move: str, at: datetime) -> Fields:
    """The fields that the case can fill, as JSON."""
    known = Known(case, move=move, day=day_of(at))
    fields: Fields = {}
    for field in found.fields:
        value = _first(field, known)
        if value not in ("", None, []):
            fields[field.name] = value
    return fields


def fitted(found: Document, values: Mapping[str, object]) -> Fields:
    """What an owner gives, as JSON and as long as each field may be; unknown names are left out."""
    fields: Fields = {}
    for field in found.fields:
        value = values.get(field.name)
        if isinstance(value, date | datetime):
            value = value.isoformat()
        if field.type == "choice" and value not in field.choices:
            continue
        if isinstance(value, str) and field.type in ("line", "text"):
            value = value.strip() if field.type == "text" else " ".join(value.split())
            value = value[: field.max]
        if value not in ("", None, []):
            fields[field.name] = value
    return fields


def _first(field: FieldOf, known: Known) -> object:
    if field.name == "handlers":
        if field.type == "list":
            return [{"name": one.post.person.name, "certificate": one.certificate.code}
                    for one in known.handlers]  # fmt: skip
        return known.names
    if field.type == "date" and field.name in TERMS:
        return known.term(TERMS[field.name])
    asked = ASKED.get(field.name)
    value = asked(known) if asked is not None else ""
    if field.type == "choice":
        return value if value in field.choices else ""
    if not isinstance(value, str) or field.type not in ("line", "text", "date"):
        return ""
    if field.type == "line":
        value = " ".join(value.split())
    return value[: field.max] if field.type != "date" else value


def values_of(found: Document, fields: Mapping[str, object]) -> dict[str, object]:
    """JSON → what the letter takes; what is no date stays as it is, and the letter says so."""
    return {
        name: _value(field.type if (field := found.field(name)) else "line", value)
        for name, value in fields.items()
        if value not in ("", None, [])
    }


def _value(kind: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if kind == "date":
            return date.fromisoformat(value)
        if kind == "moment":
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
        if kind in ("number", "money"):
            return float(value) if "." in value else int(value)
    except ValueError:
        return value
    return value
