"""Building a form on screen: sections, fields, tables, checks; moved up and down, seen as it will be filled in.

Serves the supervisors of its bureau. Each press of a button is one small change that is kept at once; of
two who build at once the second is told.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.content.form_design import COLUMN_KINDS, FormDesign, FormField
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.designing import Piece, Way
from hengjian.domain.supervision.reports.figures import FIGURES
from hengjian.domain.supervision.reports.forms import actions
from hengjian.domain.supervision.reports.models import ReportForm
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.asking import number
from hengjian.surfaces.desk.posted import text, version
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.reports.asking import reading_post

COLUMN_ROWS = 3
SIGNS = {
    "=": said("等于", "equals"),
    "<=": said("不大于", "is at most"),
    ">=": said("不小于", "is at least"),
}


class FieldForm(forms.Form):
    """One field of a form; its columns, if it is a table, stand beside."""

    label = forms.CharField(label=said("名称", "Label"), max_length=60)
    kind = forms.ChoiceField(label=said("类型", "Kind"), choices=list(words.KINDS.items()))
    section = forms.TypedChoiceField(label=said("分组", "Section"), coerce=int)
    required = forms.BooleanField(label=said("必填", "Required"), required=False)
    unit = forms.CharField(label=said("单位", "Unit"), max_length=10, required=False)
    min = forms.DecimalField(label=said("最小值", "Least"), required=False)
    max = forms.DecimalField(label=said("最大值", "Greatest"), required=False)
    decimals = forms.IntegerField(
        label=said("小数位", "Decimals"), min_value=0, max_value=6, required=False
    )
    choices = forms.CharField(
        label=said("选项（一行一个）", "Choices, one a line"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    figure = forms.ChoiceField(label=said("自动取系统数", "Prefilled figure"), required=False)
    merge = forms.ChoiceField(
        label=said("汇总时", "When merged"),
        choices=[
            ("sum", said("相加", "added up")),
            ("list", said("只分单位列出", "listed by unit")),
        ],
    )
    help = forms.CharField(label=said("填写说明", "Help"), max_length=300, required=False)
    name = forms.CharField(
        label=said("代码", "Code"), max_length=40, required=False,
        help_text=said("不填时自动编；改代码不影响已经下发的。", "Given by itself if left empty."),
    )  # fmt: skip

    def __init__(self, *given: Any, design: FormDesign, **more: Any) -> None:
        super().__init__(*given, **more)
        sections = [(n, one.title) for n, one in enumerate(design.sections)]
        self.fields["section"].choices = sections  # type: ignore[attr-defined]
        known = [
            ("", say("不取", "none")),
            *((code, str(one.label)) for code, one in FIGURES.items()),
        ]
        self.fields["figure"].choices = known  # type: ignore[attr-defined]


class HeadForm(forms.Form):
    """What a form is called, and how often it is sent."""

    name = forms.CharField(label=said("报表名称", "Name"), max_length=100)
    period = forms.ChoiceField(label=said("周期", "Period"), choices=list(words.PERIODS.items()))
    words = forms.CharField(
        label=said("总说明", "Words"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@login_required
def form(request: StaffRequest, pk: int) -> HttpResponse:
    """The editor: `?field=` one to change, `?part=head|check|section` what stands beside."""
    at = clock.now()
    post = reading_post(request, at)
    found = access.form_seen(pk, post=post, at=at)
    return _page(request, found, post)


def _page(
    request: StaffRequest, found: ReportForm, post: Post, *, error: str = "",
    field_form: FieldForm | None = None, columns: list[dict[str, Any]] | None = None,
) -> HttpResponse:  # fmt: skip
    design = found.designed
    tone, state = words.form_state(found)
    old = design.field(request.GET.get("field", ""))
    part = request.GET.get("part", "field")
    place = number(request.GET.get("section")) or 0
    place = place if place < len(design.sections) else 0
    builds = access.builds(post, found) and found.state != ReportForm.State.RETIRED
    told = {
        "form": found, "design": design, "tone": tone, "state": state, "error": error, "builds": builds,
        "part": part if part in ("head", "check", "section", "field") else "field",
        "sections": [(n, one, [_told(field) for field in one.fields]) for n, one in enumerate(design.sections)],
        "checks": [(n, design.check_words(one)) for n, one in enumerate(design.checks)],
        "old": old, "place": place,
        "edited": design.sections[place] if design.sections else None,
        "field_form": field_form or FieldForm(design=design, initial=_initial(design, old, place)),
        "columns": columns if columns is not None else _columns(old), "column_kinds": [(one, words.KINDS[one]) for one in COLUMN_KINDS],
        "head_form": HeadForm(initial={"name": design.name, "period": design.period, "words": design.words}),
        "operands": _operands(design), "signs": SIGNS.items(), "copies": access.sends(post),
    }  # fmt: skip
    return render(request, "desk/reports/form.html", told, status=422 if error else 200)


def _told(field: FormField) -> dict[str, Any]:
    parts = [str(words.KINDS[field.kind]), field.counted_in]
    if field.required:
        parts.append(say("必填", "required"))
    if field.min is not None or field.max is not None:
        parts.append(
            f"{'' if field.min is None else field.min}～{'' if field.max is None else field.max}"
        )
    if field.figure in FIGURES:
        parts.append(
            say(f"系统数：{FIGURES[field.figure].label}", f"figure: {FIGURES[field.figure].label}")
        )
    if field.columns:
        parts.append("、".join(one.label for one in field.columns))
    if field.choices:
        parts.append("、".join(field.choices[:6]))
    return {"field": field, "says": " · ".join(one for one in parts if one)}


def _initial(design: FormDesign, old: FormField | None, place: int) -> dict[str, Any]:
    if old is None:
        return {"section": place, "kind": "number", "merge": "sum"}
    section = next(n for n, one in enumerate(design.sections) if old in one.fields)
    return old.model_dump() | {"section": section, "choices": "\n".join(old.choices)}


def _columns(old: FormField | None) -> list[dict[str, Any]]:
    held = (
        [one.model_dump() | {"choices": "、".join(one.choices)} for one in old.columns]
        if old
        else []
    )
    return [*held, *({"kind": "line"} for _ in range(max(2, COLUMN_ROWS - len(held))))]


def _operands(design: FormDesign) -> list[tuple[str, str]]:
    """Whatever a check may compare: numbers, and columns of tables."""
    found = []
    for field in design.fields():
        if field.numeric:
            found.append((field.name, field.label))
        found += [
            (f"{field.name}.{one.name}", f"{field.label}·{one.label}")
            for one in field.columns
            if one.numeric
        ]
    return found


# --- changes -----------------------------------------------------------------------------------------------

Change = Callable[[Piece, HttpRequest], None]


def _way(request: HttpRequest) -> Way:
    return "up" if request.POST.get("way") == "up" else "down"


def _place(request: HttpRequest, name: str = "section") -> int:
    found = number(request.POST.get(name))
    return found if found is not None else -1


def _change_head(piece: Piece, request: HttpRequest) -> None:
    given = HeadForm(request.POST)
    if not given.is_valid():
        raise PlainError(say("请写报表名称", "give the form a name"))
    piece.raw |= given.cleaned_data


def _put_check(piece: Piece, request: HttpRequest) -> None:
    """Columns of one table may be compared row by row."""
    left, right = text(request, "left", 90), request.POST.getlist("right")
    check: dict[str, Any] = {
        "left": left,
        "sign": text(request, "sign", 2),
        "right": right,
        "words": text(request, "words", 200),
    }
    if not left or not right:
        raise PlainError(say("请选择核对的左边和右边", "choose both sides"))
    if request.POST.get("by_row"):
        tables = {one.partition(".")[0] for one in (left, *right)}
        if len(tables) != 1 or any("." not in one for one in (left, *right)):
            raise PlainError(
                say(
                    "逐行核对只能比较同一个表格的列",
                    "row by row only columns of one table are compared",
                )
            )
        check |= {
            "rows": tables.pop(),
            "left": left.partition(".")[2],
            "right": [one.partition(".")[2] for one in right],
        }
    piece.add_check(check)


CHANGES: dict[str, Change] = {
    "head": _change_head,
    "add_section": lambda piece, request: piece.add_section(text(request, "title", 60)),
    "section": lambda piece, request: piece.change_section(
        _place(request), text(request, "title", 60), text(request, "help", 300)
    ),
    "move_section": lambda piece, request: piece.move_section(_place(request), _way(request)),
    "remove_section": lambda piece, request: piece.remove_section(_place(request)),
    "move": lambda piece, request: piece.move_field(text(request, "field", 40), _way(request)),
    "remove": lambda piece, request: piece.remove_field(text(request, "field", 40)),
    "check": _put_check,
    "remove_check": lambda piece, request: piece.remove_check(_place(request, "check")),
}


@login_required
@require_POST
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """One change of the design; the button's `deed` says which."""
    at = clock.now()
    post = reading_post(request, at)
    found = access.form_seen(pk, post=post, at=at)
    deed = request.POST.get("deed", "")
    if deed in ("release", "retire"):
        return _turned(request, found, deed, post, at)
    piece = Piece(found.designed)
    try:
        if deed not in CHANGES:
            raise PlainError(say("没有这样的操作", "no such change"))
        CHANGES[deed](piece, request)
        actions.change_form(found, piece.done(), seen=version(request), by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
    back = {"check": "?part=check", "remove_check": "?part=check"}.get(deed, "")
    return redirect(f"{reverse('desk:report_form', args=[pk])}{back}")


def _turned(
    request: StaffRequest, found: ReportForm, deed: str, post: Post, at: datetime
) -> HttpResponse:
    turn = actions.release_form if deed == "release" else actions.retire_form
    try:
        turn(found, seen=version(request), by=post, at=at)
        messages.success(
            request,
            say("已定稿，可以下发。", "It is ready to be sent.")
            if deed == "release"
            else say("已停用。", "Retired."),
        )
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:report_form", pk=found.pk)


@login_required
@require_POST
def put_field(request: StaffRequest, pk: int) -> HttpResponse:
    """A new field, or another in the place of the old one; what cannot be stays on the screen."""
    at = clock.now()
    post = reading_post(request, at)
    found = access.form_seen(pk, post=post, at=at)
    design = found.designed
    form = FieldForm(request.POST, design=design)
    columns = _posted_columns(request)
    if not form.is_valid():
        return _page(
            request,
            found,
            post,
            error=say("请看下面标出的地方。", "See below."),
            field_form=form,
            columns=columns,
        )
    piece, old = Piece(design), text(request, "old", 40)
    try:
        field = _field(piece, form.cleaned_data, columns, old)
        piece.put_field(form.cleaned_data["section"], field, old)
        actions.change_form(found, piece.done(), seen=version(request), by=post, at=at)
    except PlainError as error:
        return _page(request, found, post, error=str(error), field_form=form, columns=columns)
    section = form.cleaned_data["section"]
    return redirect(f"{reverse('desk:report_form', args=[pk])}?section={section}#f-{field['name']}")


def _field(
    piece: Piece, given: dict[str, Any], columns: list[dict[str, Any]], old: str
) -> dict[str, Any]:
    """What was posted, as a design keeps it: only what fits the kind."""
    kind = given["kind"]
    field: dict[str, Any] = {
        "name": given["name"].strip() or old or piece.free_name(),
        "label": given["label"].strip(),
        "kind": kind,
    }
    field |= {name: given[name] for name in ("required", "help") if given[name]}
    if kind in ("number", "money"):
        field |= {name: given[name] for name in ("unit", "decimals", "figure") if given[name]}
        field |= {name: _bare(given[name]) for name in ("min", "max") if given[name] is not None}
        field["merge"] = given["merge"]
    if kind == "choice":
        field["choices"] = [one.strip() for one in given["choices"].splitlines() if one.strip()]
    if kind == "table":
        field["columns"] = [
            _column(one, n) for n, one in enumerate(columns, start=1) if one["label"]
        ]
    return field


def _column(one: dict[str, Any], place: int) -> dict[str, Any]:
    kept = {"name": one["name"] or f"c{place}", "label": one["label"], "kind": one["kind"]}
    if one["required"]:
        kept["required"] = True
    if one["unit"] and one["kind"] in ("number", "money"):
        kept["unit"] = one["unit"]
    if one["kind"] == "choice":
        kept["choices"] = [
            text.strip() for text in one["choices"].replace(",", "、").split("、") if text.strip()
        ]
    return kept


def _bare(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else str(value)


def _posted_columns(request: HttpRequest) -> list[dict[str, Any]]:
    names = ("name", "label", "kind", "unit", "choices", "required")
    lists = {one: request.POST.getlist(f"column.{one}") for one in names}
    return [
        {one: (lists[one][n] if n < len(lists[one]) else "").strip()[:200] for one in names}
        for n in range(len(lists["label"]))
    ]


urlpatterns = [
    path("reports/forms/<int:pk>/", form, name="report_form"),
    path("reports/forms/<int:pk>/change/", change, name="report_form_change"),
    path("reports/forms/<int:pk>/field/", put_field, name="report_form_field"),
]
