"""How matters are shown: the tone of a state, a due day, what was filled in under its labels."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from hengjian.content.matters import OPEN, Asked, Column, MatterKind
from hengjian.content.powers import Power
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.models import Body, Certificate, Item, Officer
from hengjian.domain.supervision.duties.powers import list_to_show, norms
from hengjian.domain.supervision.matters import access
from hengjian.domain.supervision.matters.kinds import (
    kind_named,
    state_name,
    state_named,
    step_name,
)
from hengjian.domain.supervision.matters.models import Matter, MatterStep, MatterTerm
from hengjian.domain.supervision.matters.timing.actions import CHANGE
from hengjian.surfaces.desk.attached import links
from hengjian.surfaces.desk.cases.words import due

REFUSED = frozenset({"refused", "dropped", "withdrawn"})


def state(matter: Matter) -> tuple[str, str]:
    """Tone and words of where a matter stands."""
    if matter.ended:
        return ("quiet" if matter.state in REFUSED else "good"), state_name(matter)
    return "note", state_name(matter)


def power_of(code: str, day: date) -> Power | None:
    """The power of the list in force; None where that list has no such line."""
    return next((one for one in list_to_show(day).powers if one.code == code), None)


def power(code: str, day: date) -> dict[str, Any] | None:
    found = power_of(code, day)
    if found is None:
        return None
    basis = [one.cited for one in norms(found.basis)]
    return {"code": code, "number": found.number, "name": found.name, "basis": basis,
            "consequence": found.consequence}  # fmt: skip


def term(one: MatterTerm, kind: MatterKind | None, *, day: date) -> dict[str, Any]:
    """A term as a line: what, whose, when, how counted."""
    named = kind.term(one.term) if kind is not None else None
    shown = due(one.due_on, day=day)
    if one.state != MatterTerm.State.RUNNING:
        tones = {MatterTerm.State.MISSED: "bad", MatterTerm.State.MET: "good",
                 MatterTerm.State.STOPPED: "warn"}  # fmt: skip
        tone = tones.get(MatterTerm.State(one.state), "quiet")
        shown = {"on": one.due_on, "tone": tone, "words": one.get_state_display()}
    return {"one": one, "name": named.name if named else one.term, **shown}


class Named:
    """The names of bodies, officers and items behind the numbers that were filled in: one query a sort."""

    def __init__(self, steps: Iterable[MatterStep], fields: Iterable[Asked]) -> None:
        wanted: dict[str, set[str]] = {
            "body": set(),
            "officer": set(),
            "item": set(),
            "certificate": set(),
        }
        known = list(fields)
        for step in steps:
            for one in known:
                self._collect(one, step.values.get(one.name), wanted)
        self.names: dict[tuple[str, str], str] = {}
        for kind, model, path in (
            ("body", Body, "name"), ("officer", Officer, "name"), ("item", Item, "name"),
            ("certificate", Certificate, "officer__name"),
        ):  # fmt: skip
            if wanted[kind]:
                rows = model._default_manager.filter(code__in=wanted[kind]).order_by()
                self.names |= {(kind, code): name for code, name in rows.values_list("code", path)}

    def _collect(self, one: Asked, value: Any, wanted: dict[str, set[str]]) -> None:
        if one.type == "bodies":
            wanted["body"].update(value or ())
        elif one.type == "rows":
            for row in value or ():
                for column in one.columns:
                    if column.type in wanted and row.get(column.name):
                        wanted[column.type].add(row[column.name])
        elif one.type in wanted and value:
            wanted[one.type].add(value)

    def shown(self, one: Asked | Column, value: Any) -> str:
        """A value in words."""
        if one.type == "yes":
            return say("是", "yes") if value else say("否", "no")
        if value in (None, ""):
            return ""
        if one.type == "bodies":
            return "、".join(self.names.get(("body", code), code) for code in value)
        name = self.names.get((one.type, str(value)))
        if name is None or one.type == "body":
            return name or str(value)
        return f"{name}（{value}）"


def story(
    matter: Matter, steps: list[MatterStep], *, post: Post, day: date
) -> list[dict[str, Any]]:
    """The steps as the page tells them: what was done, by whom, with what was filled in."""
    kind = kind_named(matter.kind)
    fields = {one.name: one for one in kind.fields} if kind is not None else {}
    named = Named(steps, fields.values())
    return [_told(one, matter, kind, named, post, day) for one in steps]


def _told(
    step: MatterStep, matter: Matter, kind: MatterKind | None, named: Named, post: Post, day: date
) -> dict[str, Any]:
    asked: Iterable[Asked] = ()
    if kind is not None:
        found = kind.step(step.step)
        asked = kind.opens.fields if step.step == OPEN else found.fields if found else ()
    lines, tables = [], []
    known = {one.name for one in asked}
    for one in asked:
        value = step.values.get(one.name)
        if value in (None, "", []) or one.secret or one.type == "invited":
            continue
        if one.type == "rows":
            types = {column.name: column.type for column in one.columns}
            rows = access.rows_read(value, types, post=post)
            tables.append(_table(one, rows, named))
        else:
            lines.append((one.label, named.shown(one, value), one.type == "text"))
    if "sample" in step.values and "sample" not in known:
        sample = next((f for f in (kind.fields if kind else ()) if f.name == "sample"), None)
        if sample is not None:
            tables.append(_table(sample, step.values["sample"], Named([step], [sample])))
    if "lead_number" in step.values:
        lines.append((say("线索", "Lead"), step.values["lead_number"], False))
    if step.step == "take_over":
        lines.append((say("承办人", "Handler"), step.values.get("handler", ""), False))
    if CHANGE in step.values:
        lines += _change(step.values[CHANGE], kind)
    by = f"{step.post.person.name}（{step.post.unit}）" if step.post else say("系统", "system")
    moved = step.to != step.frm and step.frm
    return {
        "at": step.at, "words": step_name(kind, step.step), "by": by, "lines": lines, "tables": tables,
        "into": state_named(matter.kind, step.to) if moved else "", "inside": step.inside,
        "body": step.body,
        "files": links(step.files.all(), lambda one: reverse("desk:matter_file", args=[matter.pk, one.pk])),
    }  # fmt: skip


def _change(told: dict[str, Any], kind: MatterKind | None) -> list[tuple[str, str, bool]]:
    """Which term stood still, went on or was extended, why, and until when it runs now."""
    term = kind.term(told["term"]) if kind is not None else None
    lines = [
        (say("期限", "Term"), term.name if term else told["term"], False),
        (say("延长", "Extended by"), f"{told['more']} {say('日', 'days')}" if "more" in told else "", False),
        (say("变更后到期", "Now due"), told.get("until", ""), False),
        (say("理由", "Reason"), told.get("reason", ""), True),
    ]  # fmt: skip
    return [one for one in lines if one[1]]


def _table(one: Asked, rows: list[dict[str, Any]], named: Named) -> dict[str, Any]:
    return {
        "label": one.label,
        "heads": [(column.label, column.type == "number") for column in one.columns],
        "rows": [
            [(named.shown(column, row.get(column.name)), column.type == "number") for column in one.columns]
            for row in rows
        ],
    }  # fmt: skip
