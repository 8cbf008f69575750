"""Leads: what may become a supervision case, as a list and one by one, with the findings behind each.

Serves the bureaus and who leads them. The next steps of a lead are not here yet.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.keyset import counted
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.queries import Place, divisions_to_choose
from hengjian.domain.supervision import access
from hengjian.domain.supervision.cases.access import cases_seen, supervises
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.queries import (
    ORDER,
    Wanted,
    findings_of,
    leads_page,
    listed,
    steps_of,
    units_in_charge,
)
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, number, plain
from hengjian.surfaces.desk.findings import words
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.joining import Entry, Figure, Group
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

STEPS = 100


@login_required
def leads(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    seen = access.leads_seen(post=post, at=at)
    places = divisions_to_choose(post)
    asked = _wanted(request, places)
    rows = listed(seen, asked, post=post, day=clock.day_of(at))
    page = leads_page(rows, asked)
    count, more = counted(rows)
    given = request.GET
    severities = [(code, words.severity(code)[1]) for code in words.SEVERITIES]
    divisions = [(one.code, one.name) for one in places]
    units = [(str(pk), name) for pk, name in units_in_charge(seen)]
    choices = [
        choice("source", say("来源", "Source"), Lead.Source.choices, asked.source),
        choice("severity", say("严重程度", "Severity"), severities, asked.severity),
        choice("division", say("区划", "Division"), divisions, given.get("division", "")),
        choice("unit", say("承办单位", "In charge"), units, str(asked.unit or "")),
    ]
    told = {
        "rows": [_row(one) for one in page.rows],
        "asked": asked,
        "choices": choices,
        "narrowed": asked.narrowed,
        "total": say(f"共 {count:,} 条以上", f"more than {count:,}")
        if more else say(f"共 {count:,} 条", f"{count:,} in all"),
        "next": page.after and address(given, after=page.after),
        "previous": page.before and address(given, before=page.before),
    }  # fmt: skip
    return render(request, "desk/leads/list.html", told)


@login_required
def lead(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.lead_seen(pk, post=post, at=at)
    cases = list(cases_seen(post=post, at=at).filter(leads=found))
    tone, severity = words.severity(found.severity)
    behind = [_behind(one) for one in findings_of(found)]
    told = {
        "lead": found,
        "cases": cases,
        "may_propose": supervises(post) and found.body is not None and not cases,
        "tone": tone,
        "severity": severity,
        "why": access.why_lead(found.why),  # type: ignore[attr-defined]
        "findings": behind,
        "records": _records(behind),
        "steps": [
            {
                "at": step.at, "words": f"{step.finding.rule} {step.get_kind_display()}",
                "by": f"{step.post.person.name}（{step.post.unit}）" if step.post else say("系统", "system"),
                "note": step.words, "tone": "",
            }
            for step in steps_of(found)[:STEPS]
        ],
    }  # fmt: skip
    return render(request, "desk/leads/page.html", told)


def _wanted(request: StaffRequest, places: list[Place]) -> Wanted:
    given = request.GET
    code = given.get("division", "")
    source = given.get("source", "")
    severity = given.get("severity", "")
    return Wanted(
        q=plain(given.get("q", ""), LONGEST),
        source=source if source in Lead.Source.values else "",
        severity=severity if severity in words.SEVERITIES else "",
        division=next((one.path for one in places if one.code == code), ""),
        body=number(given.get("body")),
        unit=number(given.get("unit")),
        year=number(given.get("year")),
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def _row(one: Any) -> dict[str, Any]:
    tone, severity = words.severity(one.severity)
    return {
        "lead": one,
        "tone": tone,
        "severity": severity,
        "url": reverse("desk:lead", args=[one.pk]),
    }


def _behind(one: Any) -> dict[str, Any]:
    tone, severity = words.severity(one.severity)
    state_tone, state = words.state(one)
    return {
        "finding": one, "tone": tone, "severity": severity, "state_tone": state_tone, "state": state,
        "record": reverse("desk:record", args=[one.record_id]) if one.record_id else "",
    }  # fmt: skip


def _records(behind: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The records that its findings are about, each once."""
    found = {one["finding"].case_id: one["record"] for one in behind if one["finding"].case_id}
    return [{"words": case, "url": url} for case, url in found.items()]


def of_the_year(post: Post, at: datetime) -> Iterable[Figure]:
    """How many leads this year has."""
    if not access.concerned(post):
        return
    year = at.astimezone(clock.CHINA).year
    rows = access.leads_seen(post=post, at=at).filter(year=year)
    count, more = counted(rows)
    shown = f"{count:,}+" if more else f"{count:,}"
    yield Figure(say("今年的监督线索", "Leads of the year"), shown, reverse("desk:leads"))


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the leads of the list."""
    post = acting_post(request, at=at)
    asked = _wanted(request, divisions_to_choose(post))
    seen = access.leads_seen(post=post, at=at)
    rows = listed(seen, asked, post=post, day=clock.day_of(at))
    columns = [
        Column(said("线索号", "Number"), lambda one: one.number, 22),
        Column(said("登记机关", "Bureau"), lambda one: one.bureau, 26),
        Column(said("来源", "Source"), lambda one: one.get_source_display(), 12),
        Column(said("严重程度", "Severity"), lambda one: words.severity(one.severity)[1], 10),
        Column(said("事由", "Title"), lambda one: one.title, 50),
        Column(said("被监督机关", "Body"), lambda one: one.body or "", 30),
        Column(said("承办单位", "In charge"), lambda one: one.unit, 26),
        Column(said("登记时间", "Opened"), lambda one: one.opened_at, 20),
        Column(said("情况", "Words"), lambda one: one.shown_words, 60),
    ]
    shown = rows.select_related("body", "unit", "bureau").order_by(*ORDER)
    return [Table(say("监督线索", "Leads"), columns, shown)]


urlpatterns = [
    path("leads/", leads, name="leads"),
    path("leads/<int:pk>/", lead, name="lead"),
    *exports("leads/", "leads", tables),
]
menu = [
    Entry(Group.WORK, said("监督线索", "Leads"), "desk:leads", "report", 30, shown=access.concerned)
]
figures = [of_the_year]
