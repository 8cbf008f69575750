"""Correction rate and recurrence on one page, by body and rule, with the cases behind each line.

Serves supervisors and leaders. The definition stands on the page; nothing here counts persons.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import labels
from hengjian.domain.supervision.boards.access import body_seen
from hengjian.domain.supervision.cases.access import reads_inside
from hengjian.domain.supervision.correcting.queries import (
    Wanted,
    by_body_and_rule,
    cases_of,
    rate,
    recurrence_days,
    whole,
)
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.paging import page_of
from hengjian.surfaces.desk.sheet import Column, Table, exports

MOST_CASES = 1000


def _reads(post: Post) -> bool:
    return reads_inside(post)


def _keeps(post: Post) -> Post:
    if not _reads(post):
        raise PermissionDenied(
            say("整改率和复发情况由监督机构查看。", "The bureaus see the correction rates.")
        )
    return post


def _wanted(request: StaffRequest, today: date) -> Wanted:
    given = request.GET

    def day(name: str, otherwise: date) -> date:
        try:
            return date.fromisoformat(given.get(name, ""))
        except ValueError:
            return otherwise

    first = day("first", date(today.year, 1, 1))
    last = max(first, day("last", today))
    level, body = given.get("level", ""), given.get("body", "")
    return Wanted(
        first=first, last=min(last, date(9999, 1, 1)), level=level if level in labels("levels") else "",
        rule=given.get("rule", "").strip().upper()[:32], words=given.get("q", "").strip()[:64],
        body=int(body) if body.isdecimal() and len(body) < 18 else None,
    )  # fmt: skip


def _line(one: dict[str, Any], request: StaffRequest) -> dict[str, Any]:
    return {
        **one, "corrected_rate": rate(one["corrected"], one["asked"]),
        "recurred_rate": rate(one["recurred"], one["corrected"]),
        "level_name": labels("levels").get(one["body__level"], one["body__level"]),
        "query": address(request.GET, body=one["body"], rule=one["rule"], page=""),
    }  # fmt: skip


@login_required
def rates(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = _keeps(acting_post(request, at=at))
    wanted = _wanted(request, clock.day_of(at))
    page = page_of(by_body_and_rule(wanted, post=post, at=at), request)
    total = whole(wanted, post=post, at=at)
    told = {
        "rows": [_line(one, request) for one in page], "page": page,
        "foot": say(f"共 {page.paginator.count:,} 行", f"{page.paginator.count:,} lines in all"),
        "body": body_seen(wanted.body, post=post, at=at) if wanted.body else None,
        "without_body": address(request.GET, body="", page=""),
        "wanted": wanted, "levels": labels("levels").items(), "total": total, "days": recurrence_days(),
        "corrected_rate": rate(total["corrected"], total["asked"]),
        "recurred_rate": rate(total["recurred"], total["corrected"]),
        "narrowed": any(request.GET.get(name) for name in ("level", "rule", "body", "q")),
    }  # fmt: skip
    return render(request, "desk/rates/page.html", told)


@login_required
def rate_cases(request: StaffRequest) -> HttpResponse:
    """The cases behind a line."""
    at = clock.now()
    post = _keeps(acting_post(request, at=at))
    wanted = _wanted(request, clock.day_of(at))
    rows = list(cases_of(wanted, post=post, at=at)[:MOST_CASES])
    told = {"rows": rows, "wanted": wanted, "days": recurrence_days()}
    told["body"] = body_seen(wanted.body, post=post, at=at) if wanted.body else None
    told["back"] = address(request.GET, body="", rule="")
    return render(request, "desk/rates/cases.html", told)


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """The lines and the cases behind them, as filtered."""
    post = _keeps(acting_post(request, at=at))
    wanted = _wanted(request, clock.day_of(at))
    lines = [
        Column(said("被监督机关", "Body"), lambda one: one["body__name"], 30),
        Column(said("层级", "Tier"), lambda one: labels("levels").get(one["body__level"], ""), 12),
        Column(said("规则", "Rule"), lambda one: one["rule"], 12),
        Column(said("规则名称", "Title"), lambda one: one["rule_title"], 40),
        Column(said("要求整改（件）", "Asked"), lambda one: one["asked"], 14),
        Column(said("已验收（件）", "Corrected"), lambda one: one["corrected"], 14),
        Column(said("整改率", "Rate"), lambda one: rate(one["corrected"], one["asked"]), 12),
        Column(said("复发（件）", "Recurred"), lambda one: one["recurred"], 14),
        Column(said("复发率", "Rate"), lambda one: rate(one["recurred"], one["corrected"]), 12),
    ]
    cases = [
        Column(said("案号", "Number"), lambda one: one["number"], 26),
        Column(said("案由", "Title"), lambda one: one["case_title"], 40),
        Column(said("规则", "Rule"), lambda one: one["rule"], 12),
        Column(said("要求整改", "Asked"), lambda one: one["asked_at"], 18),
        Column(said("验收", "Accepted"), lambda one: one["accepted_at"], 18),
        Column(said("复发", "Again"), lambda one: bool(one["again"]), 10),
    ]
    found = list(by_body_and_rule(wanted, post=post, at=at)[:20000])
    behind = list(cases_of(wanted, post=post, at=at)[:20000])
    return [
        Table(say("整改率和复发", "Correction"), lines, found),
        Table(say("案件", "Cases"), cases, behind),
    ]


urlpatterns = [
    path("correction-rates/", rates, name="rates"),
    path("correction-rates/cases/", rate_cases, name="rate_cases"),
    *exports("correction-rates/", "rates", tables, whole=said("整改率和复发", "Correction rates")),
]
menu = [
    Entry(
        Group.WORK,
        said("整改率和复发", "Correction rates"),
        "desk:rates",
        "report",
        48,
        shown=_reads,
    )
]
