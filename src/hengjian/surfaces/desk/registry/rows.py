"""A row of a register: its page with history and the reason it is shown, and the forms that change it.

Serves whoever looks a body, an officer, a card or an item up. A form that was overtaken by somebody
else's change says what he changed and is not written.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry import access
from hengjian.domain.registry.actions import FaultyRowError, amend_row, end_row, enter_row
from hengjian.domain.registry.columns import CARD_STATES, card_state
from hengjian.domain.registry.forms import EndForm, RowForm
from hengjian.domain.registry.history import versions_of
from hengjian.domain.registry.lists import warning_days
from hengjian.domain.registry.models import Cause, Version
from hengjian.domain.registry.queries import children_of, division_names
from hengjian.domain.registry.registers import REGISTERS, Register
from hengjian.domain.registry.showing import shown
from hengjian.domain.registry.staleness import StaleRowError
from hengjian.domain.supervision.measures.access import of_officer
from hengjian.surfaces.desk.acting import StaffRequest, acting_post


@login_required
def row_page(request: StaffRequest, name: str, pk: int) -> HttpResponse:
    """Everything known of a row."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    row = _seen(register, pk, post, at)
    return render(
        request,
        "desk/registry/row.html",
        {
            **_of_row(register, row),
            "facts": _facts(register, row),
            "steps": _steps(register, row),
            "why": access.why_seen(row.why),
            "noun": register.model._meta.label_lower,
            "editable": access.row_editable(register, pk, post=post, at=at) is not None,
            "related": _related(register, row, post, at),
            "state": _state(register, row, clock.day_of(at)),
        },
    )


@login_required
def row_new(request: StaffRequest, name: str) -> HttpResponse:
    """The form of a new row."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    if not access.may_edit(register, post):
        raise PermissionDenied(_not_yours())
    form = RowForm(register, request.POST or None, initial=dict(request.GET.items()))
    if request.method == "POST" and form.is_valid():
        values = form.values()
        out = access.outside_reach(register, [values], post=post, at=at)
        try:
            if out and out[0].field in form.fields and values.get(out[0].field):
                raise FaultyRowError([out[0]])
            row = enter_row(register, values, by=post, at=at)
        except FaultyRowError as error:
            form.tell(error.faults)
        else:
            messages.success(request, _entered(register, row, clock.day_of(at)))
            return redirect(f"{reverse(f'desk:{name}')}{row.pk}/")
    return render(
        request,
        "desk/registry/form.html",
        {**_of_register(register), "form": form, "new": True},
        status=422 if request.method == "POST" else 200,
    )


@login_required
def row_edit(request: StaffRequest, name: str, pk: int) -> HttpResponse:
    """The form that changes a row, or corrects it."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    row = _editable(register, pk, post, at)
    day = clock.day_of(at)
    form = RowForm(
        register, request.POST or None, initial=_written(register, row), row=row, day=day
    )
    overtaken: StaleRowError | None = None
    if request.method == "POST" and form.is_valid():
        values = form.values()
        after = {**register.values_of(row), **values}
        out = access.outside_reach(register, [after], post=post, at=at)
        try:
            if out:
                raise FaultyRowError([out[0]])
            amend_row(register, row, values, seen=form.seen, since=form.since, by=post, at=at)
        except StaleRowError as error:
            overtaken = error
        except FaultyRowError as error:
            form.tell(error.faults)
        else:
            messages.success(request, say("已保存。", "Saved."))
            return redirect(f"{reverse(f'desk:{name}')}{pk}/")
    return render(
        request,
        "desk/registry/form.html",
        {**_of_row(register, row), "form": form, "overtaken": overtaken and _overtaken(register, overtaken)},
        status=409 if overtaken else 422 if request.method == "POST" else 200,
    )  # fmt: skip


@login_required
def row_end(request: StaffRequest, name: str, pk: int) -> HttpResponse:
    """The form that ends a row."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    row = _editable(register, pk, post, at)
    form = EndForm(
        request.POST or None, initial={"last_day": clock.day_of(at), "seen": row.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            end_row(
                register, row, form.cleaned_data["last_day"], seen=form.cleaned_data["seen"],
                by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已终止。", "Ended."))
            return redirect(f"{reverse(f'desk:{name}')}{pk}/")
    return render(
        request, "desk/registry/end.html",
        {**_of_row(register, row), "form": form, "label": register.table.field(register.ends).label},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


# --- what the pages show -------------------------------------------------------------------------------


def _of_register(register: Register) -> dict[str, Any]:
    return {
        "register": register,
        "title": say(register.zh, register.en),
        "list_url": reverse(f"desk:{register.name}"),
    }


def _of_row(register: Register, row: Any) -> dict[str, Any]:
    return {
        **_of_register(register),
        "row": row,
        "url": f"{reverse(f'desk:{register.name}')}{row.pk}/",
    }


def _seen(register: Register, pk: int, post: Post, at: datetime) -> Any:
    row = access.row_seen(register, pk, post=post, at=at)
    if row is None:
        raise Http404
    return row


def _editable(register: Register, pk: int, post: Post, at: datetime) -> Any:
    row = access.row_editable(register, pk, post=post, at=at)
    if row is None:
        _seen(register, pk, post, at)
        raise PermissionDenied(_not_yours())
    return row


def _not_yours() -> str:
    return say(
        "您的岗位可以看这份台账，不能更改。需要更改的，请联系司法局或者本机关经办人。",
        "Your post may read this register, not change it.",
    )


def _facts(register: Register, row: Any) -> list[dict[str, Any]]:
    """Each field with its value; a link leads to the row it names."""
    values, facts = register.values_of(row), []
    for one in register.fields:
        link, url, text = register.links.get(one.name), "", shown(one, values[one.name])
        label = one.label
        if link is not None:
            label = label.removesuffix("编号").removesuffix("编码")
        if link is not None:
            other = getattr(row, link.attribute)
            if other is not None:
                url, text = f"{reverse(f'desk:{link.register}')}{other.pk}/", str(other)
        if one.name in {"division", "basis_territory"} and values[one.name]:
            place = row.unit.division if hasattr(row, "unit") else _place(values[one.name])
            text = f"{place}（{values[one.name]}）" if place else text
        long = len(text) > 28
        facts.append(
            {
                "label": say(label, one.name.replace("_", " ")),
                "text": text,
                "url": url,
                "whole": long,
            }
        )
    return facts


def _place(code: str) -> str:
    whole = {"CN": say("全国", "the whole country")}
    return whole.get(code) or division_names([code]).get(code, "")


def _steps(register: Register, row: Any) -> list[dict[str, Any]]:
    """The history: who entered or changed what, and since when it holds."""
    versions = list(versions_of(register, row.pk))
    newest = {version.number: version for version in reversed(versions)}
    steps = []
    for number in sorted(newest, reverse=True):
        version, before = newest[number], newest.get(number - 1)
        steps.append(
            {
                "at": version.known_from,
                "words": f"{Cause(version.cause).label}{_since(version)}",
                "by": _who(version),
                "note": _changes(register, before, version),
                "tone": "",
            }
        )
    return steps


def _since(version: Version) -> str:
    if version.number == 1 or version.valid_from is None or version.cause == Cause.UNDONE:
        return ""  # what is undone is as it was before: it begins nothing
    return say(f"，自 {version.valid_from} 起", f", from {version.valid_from}")


def _who(version: Version) -> str:
    who = (
        f"{version.post.person.name}（{version.post.unit}）"
        if version.post
        else say("系统", "system")
    )
    upload = say(f"，导入“{version.upload.file_name}”", f", import “{version.upload.file_name}”") if version.upload else ""  # fmt: skip
    return f"{who}{upload}"


def _changes(register: Register, before: Version | None, now: Version) -> str:
    if before is None:
        return ""
    return say("；", "; ").join(
        f"{one.label}：{shown(one, before.values.get(one.name))} → {shown(one, now.values.get(one.name))}"
        for one in register.fields
        if before.values.get(one.name) != now.values.get(one.name)
    )


_STATES = {
    "bodies": (said("有主体资格", "qualified"), said("资格已终止", "no longer qualified")),
    "officers": (said("在岗", "in post"), said("已离岗", "left")),
    "items": (said("依据有效", "in force"), said("依据已失效", "no longer in force")),
    "discretion": (said("适用中", "in use"), said("已停用", "ended")),
    "delegations": (said("有效", "in force"), said("已截止", "ended")),
}


def _state(register: Register, row: Any, day: date) -> dict[str, Any] | None:
    if register.name == "certificates":
        label, tone = CARD_STATES[card_state(row, day, warning_days())]
        return {"label": label, "tone": tone}
    last = getattr(row, register.ends)
    if last is not None and last < day:
        return {"label": _STATES[register.name][1], "tone": "quiet"}
    if (first := _still_to_come(register, row, day)) is not None:
        return {"label": say(f"{first} 起", f"from {first}"), "tone": "note"}
    return {"label": _STATES[register.name][0], "tone": "good"}


def _still_to_come(register: Register, row: Any, day: date) -> date | None:
    """The day from which the row counts, if it has not come yet."""
    first: date | None = getattr(row, register.begins) if register.begins else None
    return first if first is not None and first > day else None


def _entered(register: Register, row: Any, day: date) -> str:
    """That it is in the register; and from when it counts, where that is not today."""
    first = _still_to_come(register, row, day)
    if first is None:
        return say("已登记。", "Entered.")
    label = register.table.field(str(register.begins)).label
    return say(
        f"已登记。{label}是 {first}，还没有到：从那一天起才算数。",
        f"Entered. It counts from {first} on, a day that has not come yet.",
    )


def _measures(register: Register, row: Any, post: Post, at: datetime) -> list[dict[str, Any]]:
    """What was done about an officer: approved measures, never a count or a score."""
    if register.name != "officers":
        return []
    rows = of_officer(row.pk, post=post, at=at).order_by("-proposed_at")[:50]
    return [
        {"label": one.get_kind_display(), "text": f"{one.number} {one.title}",
         "url": reverse("desk:measure", args=[one.pk]),
         "state": {"tone": "note", "label": one.get_state_display()}}
        for one in rows
    ]  # fmt: skip


def _related(register: Register, row: Any, post: Post, at: datetime) -> list[dict[str, Any]]:
    """What hangs on the row, as links into the other lists."""
    if register.name == "bodies":
        counts = children_of(row)
        return [
            {"label": say(REGISTERS[name].zh, REGISTERS[name].en), "count": counts[key],
             "url": f"{reverse(f'desk:{name}')}?body={row.pk}"}
            for name, key in (("officers", "officers"), ("certificates", "certificates"),
                              ("items", "items"), ("delegations", "received"))
        ]  # fmt: skip
    groups = {
        "officers": (("certificates", row, "certificates"),),
        "items": (("discretion", row, "tiers"), ("delegations", row, "delegations")),
    }.get(register.name, ())
    related = [*_measures(register, row, post, at)]
    for name, of, attribute in groups:
        other = REGISTERS[name]
        rows = access.seen(other, post=post, at=at, rows=getattr(of, attribute).select_related(*other.related))  # fmt: skip
        related += [
            {"label": say(other.zh, other.en), "text": _line(name, one), "state": _state(other, one, clock.day_of(at)),
             "url": f"{reverse(f'desk:{name}')}{one.pk}/"}
            for one in rows[:200]
        ]  # fmt: skip
    return related


def _line(name: str, one: Any) -> str:
    if name == "certificates":
        return f"{one.code}（{one.valid_from} {say('至', 'to')} {one.valid_to}）"
    if name == "discretion":
        fields = REGISTERS[name].table
        low, high = (shown(fields.field(f), getattr(one, f)) for f in ("fine_min", "fine_max"))
        return f"{one.tier}：{low} – {high}"
    return str(one.to_body)


def _written(register: Register, row: Any) -> dict[str, Any]:
    return register.values_of(row)


def _overtaken(register: Register, error: StaleRowError) -> dict[str, Any]:
    rows = [
        {"field": one.label, "before": shown(one, error.changed[one.name][0]),
         "after": shown(one, error.changed[one.name][1])}
        for one in register.fields
        if one.name in error.changed
    ]  # fmt: skip
    return {"message": error.message, "remedy": error.remedy, "rows": rows}


def _for(view: Callable[..., Any], name: str) -> Any:
    return partial(view, name=name)


urlpatterns = []
for _name in REGISTERS:
    urlpatterns += [
        path(f"registers/{_name}/new/", _for(row_new, _name), name=f"{_name}_new"),
        path(f"registers/{_name}/<int:pk>/", _for(row_page, _name), name=f"{_name}_row"),
        path(f"registers/{_name}/<int:pk>/edit/", _for(row_edit, _name), name=f"{_name}_edit"),
        path(f"registers/{_name}/<int:pk>/end/", _for(row_end, _name), name=f"{_name}_end"),
    ]
