"""The list of each register: filter, sort, page, print on A3, take away as Excel or CSV.

Serves everybody whose post has business in the registers. What is printed or taken away is what the
same filters show; nobody gets more on paper than on the screen.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.keyset import COUNTED
from hengjian.core.wording import say
from hengjian.domain.registry import access, workbooks
from hengjian.domain.registry.columns import KINDS, STATES
from hengjian.domain.registry.lists import labels, warning_days
from hengjian.domain.registry.queries import (
    Wanted,
    completed,
    divisions_to_choose,
    listed,
    order_of,
    page_of,
)
from hengjian.domain.registry.registers import REGISTERS, Register
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.registry import table
from hengjian.surfaces.desk.registry.asking import address, wanted
from hengjian.surfaces.desk.registry.table import Choice, choice
from hengjian.surfaces.desk.sheet import csv_answer, too_many, workbook_answer

PRINTED = 2000
WITHIN = (30, 60, 90)


@login_required
def register_list(request: StaffRequest, name: str) -> HttpResponse:
    """The 台账 of a register."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    divisions = divisions_to_choose(post)
    asked = wanted(request.GET, divisions)
    day = clock.day_of(at)
    rows = _rows(register, asked, post, at)
    page = page_of(register, rows, asked)
    shown = completed(register, page.rows, day=day, warn_days=warning_days())
    return render(
        request,
        "desk/registry/list.html",
        {
            **_common(register, request, asked),
            "head": table.head(register, request.GET),
            "body": table.body(register, shown, day=day),
            "page": page,
            "empty": not page.rows,
            "narrowed": asked.narrowed,
            "total": _total(page.count, more=page.more),
            "next": page.after and address(request.GET, after=page.after),
            "previous": page.before and address(request.GET, before=page.before),
            "may_edit": access.may_edit(register, post),
            "choices": _choices(register, asked, request.GET.get("division", ""), divisions),
            "body_chosen": _body_chosen(asked, post, at),
            "without_body": address(request.GET, body=""),
        },
    )


@login_required
def register_print(request: StaffRequest, name: str) -> HttpResponse:
    """The same rows on A3, head repeated, with who printed it and when."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    divisions = divisions_to_choose(post)
    asked = wanted(request.GET, divisions)
    day = clock.day_of(at)
    rows = _ordered(register, asked, post, at)[: PRINTED + 1]
    shown = completed(register, rows, day=day, warn_days=warning_days())
    return render(
        request,
        "desk/registry/print.html",
        {
            **_common(register, request, asked),
            "conditions": _conditions(
                register,
                asked,
                request.GET.get("division", ""),
                divisions,
                _body_chosen(asked, post, at),
            ),
            "head": table.head(register, None),
            "body": table.body(register, shown[:PRINTED], day=day, link=False),
            "count": min(len(shown), PRINTED),
            "cut": len(shown) > PRINTED,
            "at": at,
            "post": post,
        },
    )


@login_required
def register_xlsx(request: StaffRequest, name: str) -> HttpResponse:
    """The rows with every field, as a workbook that can be uploaded again."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    asked = wanted(request.GET, divisions_to_choose(post))
    rows = list(_ordered(register, asked, post, at)[: workbooks.MOST_ROWS + 1])
    if len(rows) > workbooks.MOST_ROWS:
        return too_many(request, say(register.zh, register.en))
    content = workbooks.export(register, rows, simulated=settings.DEMO)
    return workbook_answer(content, f"{register.zh}台账-{clock.day_of(at)}.xlsx")


@login_required
def register_csv(request: StaffRequest, name: str) -> StreamingHttpResponse:
    """The rows as CSV, sent while they are read: any number of them."""
    register, at = REGISTERS[name], clock.now()
    post = acting_post(request, at=at)
    asked = wanted(request.GET, divisions_to_choose(post))
    rows = _ordered(register, asked, post, at)
    texts = workbooks.lines(register, rows.iterator(chunk_size=2000))
    return csv_answer(texts, f"{register.zh}台账-{clock.day_of(at)}.csv")


@login_required
def register_template(request: StaffRequest, name: str) -> HttpResponse:
    """The empty workbook to fill in."""
    register = REGISTERS[name]
    return workbook_answer(workbooks.template(register), f"{register.zh}-空模板.xlsx")


@login_required
def body_choices(request: StaffRequest) -> HttpResponse:
    """The bodies that may be chosen, asked for when somebody begins to choose; forms ask by number."""
    at = clock.now()
    bodies = access.bodies_reached(post=acting_post(request, at=at), at=at)
    by = "code" if request.GET.get("by") == "code" else "pk"
    rows = bodies.order_by("code").values_list(by, "name")
    return render(request, "desk/registry/_bodies.html", {"bodies": rows})


def _ordered(register: Register, asked: Wanted, post: Any, at: Any) -> Any:
    return _rows(register, asked, post, at).order_by(*order_of(register, asked.sort))


def _rows(register: Register, asked: Wanted, post: Any, at: Any) -> Any:
    rows = access.listable(register, post=post, at=at, rare=asked.within is not None)
    return listed(register, rows, asked, day=clock.day_of(at))


def _common(register: Register, request: StaffRequest, asked: Wanted) -> dict[str, Any]:
    return {
        "register": register,
        "title": say(register.zh, register.en),
        "asked": asked,
        "query": address(request.GET),
        "given": request.GET,
    }


def _conditions(
    register: Register, asked: Wanted, given: str, divisions: list[Any], body: Any
) -> str:
    """What the rows on paper were narrowed to, in words."""
    told = [(say("关键词", "Words"), asked.q), (say("机关", "Body"), str(body or ""))]
    told += [(one.label, one.chosen) for one in _choices(register, asked, given, divisions)]
    return say("；", "; ").join(
        f"{label}{say('：', ': ')}{words}" for label, words in told if words
    )


def _choices(register: Register, asked: Wanted, given: str, divisions: list[Any]) -> list[Choice]:
    """The filters of a list, each with its options."""
    choices = []
    if len(divisions) > 1:
        places = [(one.code, one.name) for one in divisions]
        choices.append(choice("division", say("区划", "Division"), places, given))
    kind = KINDS.get(register.name)
    if kind is not None:
        field = register.table.field(kind)
        codes = labels(field.codes or "").items()
        choices.append(choice("kind", say(field.label, kind), codes, asked.kind))
    choices += [
        choice("sector", say("领域", "Sector"), labels("sectors").items(), asked.sector),
        choice("level", say("层级", "Level"), labels("levels").items(), asked.level),
        choice("state", say("状态", "State"),
               [(one.code, str(one.label)) for one in STATES[register.name]], asked.state),
    ]  # fmt: skip
    if register.name in {"officers", "certificates"}:
        days = [(str(n), say(f"{n} 日内", f"within {n} days")) for n in WITHIN]
        chosen = "" if asked.within is None else str(asked.within)
        choices.append(choice("within", say("证件到期", "Certificate ends"), days, chosen))
    return choices


def _body_chosen(asked: Wanted, post: Any, at: Any) -> Any:
    if asked.body is None:
        return None
    return access.row_seen(REGISTERS["bodies"], asked.body, post=post, at=at)


def _total(count: int, *, more: bool) -> str:
    if more:
        return say(f"共 {COUNTED:,} 条以上", f"more than {COUNTED:,}")
    return say(f"共 {count:,} 条", f"{count:,} in all")


def _of(view: Callable[..., Any], name: str) -> Any:
    return partial(view, name=name)


urlpatterns = [
    path("registers/body-choices/", body_choices, name="body_choices"),
]
for _name in REGISTERS:
    urlpatterns += [
        path(f"registers/{_name}/", _of(register_list, _name), name=_name),
        path(f"registers/{_name}/print/", _of(register_print, _name), name=f"{_name}_print"),
        path(f"registers/{_name}/export.xlsx", _of(register_xlsx, _name), name=f"{_name}_xlsx"),
        path(f"registers/{_name}/export.csv", _of(register_csv, _name), name=f"{_name}_csv"),
        path(f"registers/{_name}/template.xlsx", _of(register_template, _name),
             name=f"{_name}_template"),
    ]  # fmt: skip
