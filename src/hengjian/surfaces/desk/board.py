"""监督机构看板: what is late, where it stands by county, section, stage and supervisor, on one page.

Serves heads, leaders and the sections that see to the whole. Each number leads to the list that it was
counted from and equals it; printed it is one A3 sheet, and it can be taken away as a workbook.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.queries import Place, divisions_to_choose
from hengjian.domain.supervision.boards import queries
from hengjian.domain.supervision.boards.access import reads_board
from hengjian.domain.supervision.boards.queries import Line, Period, Stage
from hengjian.domain.supervision.duties.access import bureaus_seen, duties_seen
from hengjian.domain.supervision.duties.queries import open_by_unit
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import day as day_asked
from hengjian.surfaces.desk.findings import words
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.registry.staffing_sheets import USE, staffed
from hengjian.surfaces.desk.sheet import Column, Table, exports

PERIODS = {"year": said("本年", "this year"), "quarter": said("本季度", "this quarter"),
           "month": said("本月", "this month"), "days": said("自选", "own days")}  # fmt: skip
LONGEST = timedelta(days=3660)


@login_required
def board(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = _reader(request, at)
    period, name = period_of(request, clock.day_of(at))
    told = {
        "period": period,
        "chosen": name,
        "periods": PERIODS.items(),
        "today": clock.day_of(at),
        "office": post.unit.as_bureau.name_on_documents,
        **_parts(post, at, period),
    }
    return render(request, "desk/board/page.html", told)


def _reader(request: StaffRequest, at: datetime) -> Post:
    post = acting_post(request, at=at)
    if not reads_board(post):
        raise PermissionDenied(
            say("看板由监督机构负责人、综合科室和政府领导查看。",
                "The board is for heads, general sections and leaders.")
        )  # fmt: skip
    return post


def period_of(request: StaffRequest, today: date) -> tuple[Period, str]:
    """The days that were asked for; without any the year so far. Days the wrong way round are turned."""
    name = request.GET.get("period", "year")
    since, until = day_asked(request.GET.get("since")), day_asked(request.GET.get("until"))
    if name == "days" and since and until:
        first, last = sorted((since, until))
        return Period(max(first, last - LONGEST), last), name
    month = {"quarter": 3 * ((today.month - 1) // 3) + 1, "month": today.month}.get(name, 1)
    return Period(date(today.year, month, 1), today), name if name in PERIODS else "year"


def link(page: str, **asked: object) -> str:
    """The address of a list with its filters."""
    given = {name: str(value) for name, value in asked.items() if value not in ("", None)}
    return f"{reverse(page)}?{urlencode(given)}" if given else reverse(page)


def number(count: int, url: str) -> dict[str, Any]:
    """A number of the board, and the list that it equals."""
    return {"count": count, "shown": f"{count:,}", "url": url if count else ""}


def bar(share: float, tone: str = "") -> SafeString:
    """A bar of so much of its width."""
    width = round(100 * min(max(share, 0), 1), 1)
    return format_html(
        '<svg class="bar-drawn {}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="6"></rect></svg>',
        f"tone-{tone}" if tone else "", width,
    )  # fmt: skip


def _parts(post: Post, at: datetime, period: Period) -> dict[str, Any]:
    """All tables of the board."""
    cases = queries.cases_counted(post=post, at=at, period=period)
    terms = queries.corrections(post=post, at=at, period=period)
    found = queries.findings_counted(post=post, at=at)
    duties = open_by_unit(duties_seen(post=post, at=at))
    bureaus = list(bureaus_seen(post=post, at=at))
    places = divisions_to_choose(post)
    days = {"since": period.since, "until": period.until}
    whole = queries.summed(terms)
    stages = queries.stages(post=post, at=at)
    longest = max((one.number for one in stages), default=1)
    use, _, _ = staffed(post, at)
    return {
        "figures": _figures(cases.all, whole, found, duties, days),
        "places": [
            _place(one, cases.of_place(one.path), queries.summed(terms, one.path), found, days)
            for one in places
        ],
        "units": [
            {"name": cases.units[key], **_case_numbers(line, days, unit=key)}
            for key, line in sorted(cases.by_unit.items(), key=lambda pair: -pair[1]["under"])
        ],
        "stages": [_stage(one, longest) for one in stages],
        "corrections": _corrections(whole, days),
        "findings": _findings(found),
        "loads": [
            {
                "load": one, "handled": number(one.handled, link("desk:cases", handler=one.post.pk)),
                "late": number(one.late, link("desk:cases", handler=one.post.pk, late=1)),
                "ended": number(
                    one.ended, link("desk:cases", handler=one.post.pk, event="ended", **days)
                ),
            }
            for one in queries.workload(post=post, at=at, period=period)
        ],
        "duties": [
            {
                "name": one.name_on_documents,
                "open": number(duties[one.pk][0], link("desk:duties", unit=one.pk)),
                "late": number(duties[one.pk][1], link("desk:duties", unit=one.pk, state="late")),
            }
            for one in bureaus
            if one.pk in duties
        ],
        "staffing": use,
    }  # fmt: skip


def _figures(
    cases: Line, terms: Line, found: Any, duties: dict[int, tuple[int, int]], days: dict[str, date]
) -> list[dict[str, Any]]:
    """What a head looks at first: what is late."""
    fatal = sum(n for (state, weight), n in found.by_state.items()
                if weight == 0 and state in queries.TODO)  # fmt: skip
    late_duties = sum(late for _, late in duties.values())
    told = (
        (say("逾期案件", "Cases late"), cases["late"], link("desk:cases", late=1), "bad"),
        (say("整改逾期", "Corrections late"), terms["late"],
         link("desk:deadline_list", step="correction", late=1), "bad"),
        (say("逾期职责", "Duties late"), late_duties, link("desk:duties", state="late"), "bad"),
        (say("致命问题线索待办", "Fatal findings"), fatal, link("desk:findings", severity="F"), "bad"),
        (say("在办案件", "Cases under way"), cases["under"], link("desk:cases"), ""),
        (say("期内提请", "Proposed"), cases["proposed"], link("desk:cases", event="proposed", **days), ""),
        (say("期内立案", "Opened"), cases["opened"], link("desk:cases", event="opened", **days), ""),
        (say("期内办结", "Ended"), cases["ended"], link("desk:cases", event="ended", **days), ""),
    )  # fmt: skip
    return [
        {"label": label, "tone": tone if count else "", **number(count, url)}
        for label, count, url, tone in told
    ]


def _case_numbers(line: Line, days: dict[str, date], **where: object) -> dict[str, Any]:
    """The numbers of cases of a place or unit."""
    return {
        "under": number(line["under"], link("desk:cases", **where)),
        "late": number(line["late"], link("desk:cases", late=1, **where)),
        "correcting": number(line["correcting"], link("desk:cases", stage="correcting", **where)),
        "proposed": number(line["proposed"], link("desk:cases", event="proposed", **where, **days)),
        "ended": number(line["ended"], link("desk:cases", event="ended", **where, **days)),
    }


def _place(
    place: Place, cases: Line, terms: Line, found: Any, days: dict[str, date]
) -> dict[str, Any]:
    findings = found.of_place(place.path)
    return {
        "name": place.name,
        "bodies": queries.bodies_of(found, place.path),
        "todo": number(findings["todo"], link("desk:findings", division=place.code)),
        "fatal": number(
            findings["fatal"], link("desk:findings", division=place.code, severity="F")
        ),
        **_case_numbers(cases, days, division=place.code),
        "term_late": number(
            terms["late"],
            link("desk:deadline_list", step="correction", late=1, division=place.code),
        ),
        "rate": _rate(terms),
    }


def _rate(terms: Line) -> str:
    """Of the terms that ended how many in time; nothing where none ended."""
    ended = terms["met"] + terms["missed"]
    return f"{100 * terms['met'] / ended:.0f}%" if ended else "—"


def _stage(one: Stage, longest: int) -> dict[str, Any]:
    return {
        "name": one.state.label, "stage": one, "bar": bar(one.number / longest),
        "number": number(one.number, link("desk:cases", state=one.state.value)),
    }  # fmt: skip


def _corrections(terms: Line, days: dict[str, date]) -> dict[str, Any]:
    lines = [
        (said("进行中", "running"), "running", "note"), (said("中止", "stopped"), "stopped", "quiet"),
        (said("按期完成", "met"), "met", "good"), (said("逾期完成", "met late"), "missed", "bad"),
        (said("不再需要", "no longer needed"), "dropped", "quiet"),
    ]  # fmt: skip
    most = max((terms[code] for _, code, _ in lines), default=0) or 1
    return {
        "lines": [
            {"name": name, "bar": bar(terms[code] / most, tone),
             "number": number(terms[code],
                              link("desk:deadline_list", step="correction", state=code, **days))}
            for name, code, tone in lines
        ],
        "rate": _rate(terms),
    }  # fmt: skip


def _findings(found: Any) -> list[dict[str, Any]]:
    """By state, and of what severity."""
    told = []
    for state in words.State:
        counts = [found.by_state.get((state, weight), 0) for weight in range(4)]
        if any(counts):
            told.append({
                "name": say(*words.SHORT[state]),
                "all": number(sum(counts), link("desk:findings", state=state.value)),
                "cells": [
                    number(count, link("desk:findings", state=state.value, severity=code))
                    for code, count in zip("FSGN", counts, strict=True)
                ],
            })  # fmt: skip
    return told


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the tables of the page."""
    post = _reader(request, at)
    period, _ = period_of(request, clock.day_of(at))
    parts = _parts(post, at, period)

    def of(name: str) -> Callable[[Any], object]:
        return lambda row: row[name]["count"] if isinstance(row[name], dict) else row[name]

    cases = [
        Column(said("在办", "Under way"), of("under"), 10), Column(said("逾期", "Late"), of("late"), 10),
        Column(said("整改中", "To be corrected"), of("correcting"), 10),
        Column(said("期内提请", "Proposed"), of("proposed"), 10),
        Column(said("期内办结", "Ended"), of("ended"), 10),
    ]  # fmt: skip
    name = Column(said("名称", "Name"), of("name"), 30)
    place = [
        name, Column(said("机关", "Bodies"), of("bodies"), 10),
        Column(said("待办线索", "Findings"), of("todo"), 10),
        Column(said("其中致命", "Fatal"), of("fatal"), 10), *cases,
        Column(said("整改逾期", "Corrections late"), of("term_late"), 10),
        Column(said("按期整改率", "In time"), of("rate"), 12),
    ]  # fmt: skip
    load = [
        Column(said("姓名", "Name"), lambda row: row["load"].post.person.name, 14),
        Column(said("单位", "Unit"), lambda row: row["load"].post.unit, 30),
        Column(said("在办", "In hand"), of("handled"), 10),
        Column(said("逾期", "Late"), of("late"), 10),
        Column(said("期内办结", "Ended"), of("ended"), 10),
    ]
    stage = [
        name, Column(said("件数", "Number"), of("number"), 10),
        Column(said("停留中位数（日）", "Days, middle"), lambda row: row["stage"].middle, 16),
        Column(said("最长（日）", "Days, longest"), lambda row: row["stage"].longest, 12),
    ]  # fmt: skip
    return [
        Table(say("按区划", "By place"), place, parts["places"]),
        Table(say("按承办单位", "By unit"), [name, *cases], parts["units"]),
        Table(say("按环节", "By stage"), stage, parts["stages"]),
        Table(say("承办人工作量", "Workload"), load, parts["loads"]),
        Table(say("编制使用", "Staffing"), USE, parts["staffing"]),
    ]


urlpatterns = [
    path("board/", board, name="board"),
    *exports("board/", "board", tables, whole=said("监督机构看板", "Board")),
]
menu = [
    Entry(Group.POWERS, said("监督机构看板", "Board"), "desk:board", "board", 10, shown=reads_board)
]
