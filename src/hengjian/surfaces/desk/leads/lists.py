"""The one inbox of leads: filtered, sorted, chosen by keyboard, assigned many at once, taken away."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.findings.access import reads
from hengjian.domain.registry.queries import Place, divisions_to_choose
from hengjian.domain.supervision import access
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.leads.access import enters
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.queries import (
    STATES,
    Wanted,
    leads_page,
    listed,
    units_in_charge,
)
from hengjian.domain.supervision.warning import COLOURS, colour_words, due_words
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, number, plain
from hengjian.surfaces.desk.findings import words as of_findings
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Found, Hit, found_in
from hengjian.surfaces.desk.leads import words
from hengjian.surfaces.desk.registry.table import Choice, choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

STATE_WORDS = {
    "hand": said("待处理（全部）", "to be dealt with"),
    "new": said("待初核", "to be checked"),
    "checked": said("已初核，待处理", "checked"),
    "handed": said("已交办", "handed on"),
    "proposed": said("已提请立案", "case proposed"),
    "case": said("已立案", "case opened"),
    "ended": said("不予立案、移送、办结", "refused, transferred, settled"),
    "merged": said("已并案", "merged"),
}


@login_required
def leads(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    seen = access.leads_seen(post=post, at=at)
    places = divisions_to_choose(post)
    asked = _wanted(request, places)
    rows = listed(seen, asked, post=post, day=day)
    page = leads_page(rows, asked)
    works = supervises(post) or heads(post)
    told = {
        "rows": [_row(one, day) for one in page.rows],
        "asked": asked,
        "choices": _choices(request, asked, places, units_in_charge(seen), works=works),
        "body": asked.body and next((str(one.body) for one in page.rows if one.body), str(asked.body)),
        "narrowed": asked.narrowed,
        "enters": enters(post),
        "works": works,
        "own_only": enters(post) and not (works or reads(post)),
        **foot(request, page, rows, measure=say("条", "")),
    }  # fmt: skip
    return render(request, "desk/leads/list.html", told)


def _choices(
    request: StaffRequest, asked: Wanted, places: list[Place], units: list[Any], *, works: bool
) -> list[Choice]:
    """The filters with their options, the most used first."""
    states = [(code, str(STATE_WORDS[code])) for code in STATES]
    colours = [(one, colour_words(one)) for one in COLOURS]
    severities = [(code, of_findings.severity(code)[1]) for code in of_findings.SEVERITIES]
    whose = [("mine", say("我承办的", "mine")), ("nobody", say("还没有承办人", "nobody's"))]
    found = [
        choice("state", say("状态", "State"), states, asked.state,
               first=say("全部（不含已并案）", "all but merged")),
        choice("colour", say("预警", "Warning"), colours, asked.colour),
        choice("source", say("来源", "Source"), Lead.Source.choices, asked.source),
    ]  # fmt: skip
    if works:
        found.append(choice("whose", say("承办人", "Handler"), whose, asked.whose))
    named = [(str(pk), name) for pk, name in units]
    if len(named) > 1:
        found.append(choice("unit", say("承办单位", "In charge"), named, str(asked.unit or "")))
    if len(places) > 1:
        divisions = [(one.code, one.name) for one in places]
        given = request.GET.get("division", "")
        found.append(choice("division", say("区划", "Division"), divisions, given))
    found.append(choice("severity", say("严重程度", "Severity"), severities, asked.severity))
    found.append(choice("kind", say("类别", "Kind"), Lead.Kind.choices, asked.kind))
    orders = [("due", say("期限近的在前", "due first"))]
    found.append(choice("sort", say("排序", "Order"), orders, asked.sort,
                        first=say("最新登记在前", "newest first")))  # fmt: skip
    return found


def _wanted(request: StaffRequest, places: list[Place]) -> Wanted:
    given = request.GET

    def of(name: str, known: Any) -> str:
        value = given.get(name, "")
        return value if value in known else ""

    code = given.get("division", "")
    return Wanted(
        q=plain(given.get("q", ""), LONGEST),
        source=of("source", Lead.Source.values),
        kind=of("kind", Lead.Kind.values),
        state=of("state", STATES),
        colour=of("colour", COLOURS),
        whose=of("whose", ("mine", "nobody")),
        severity=of("severity", of_findings.SEVERITIES),
        division=next((one.path for one in places if one.code == code), ""),
        body=number(given.get("body")),
        unit=number(given.get("unit")),
        year=number(given.get("year")),
        sort=of("sort", ("due",)),
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def _row(one: Any, day: Any) -> dict[str, Any]:
    tone, severity = of_findings.severity(one.severity)
    state_tone, state = words.state(one)
    return {
        "lead": one, "tone": tone, "severity": severity, "state_tone": state_tone, "state": state,
        "due": due_words(one.due_on, day), "url": reverse("desk:lead", args=[one.pk]),
    }  # fmt: skip


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the leads of the list; of what somebody reported only the summary."""
    post = acting_post(request, at=at)
    asked = _wanted(request, divisions_to_choose(post))
    rows = listed(access.leads_seen(post=post, at=at), asked, post=post, day=clock.day_of(at))
    columns = [
        Column(said("线索号", "Number"), lambda one: one.number, 22),
        Column(said("登记机关", "Bureau"), lambda one: one.bureau, 26),
        Column(said("来源", "Source"), lambda one: one.get_source_display(), 12),
        Column(said("类别", "Kind"), lambda one: one.get_kind_display(), 10),
        Column(said("严重程度", "Severity"), lambda one: of_findings.severity(one.severity)[1], 10),
        Column(said("状态", "State"), lambda one: one.get_state_display(), 14),
        Column(said("事由", "Title"), lambda one: one.title, 50),
        Column(said("被监督机关", "Body"), lambda one: one.body or "", 30),
        Column(said("承办单位", "In charge"), lambda one: one.unit, 26),
        Column(said("承办人", "Handler"), lambda one: one.handler.person.name if one.handler else "", 12),
        Column(said("最近期限", "Next due"), lambda one: one.due_on, 12),
        Column(said("登记时间", "Opened"), lambda one: one.opened_at, 20),
        Column(said("摘要", "Summary"), lambda one: one.shown_words, 60),
        Column(said("处理结果", "Outcome"), lambda one: one.outcome, 50),
    ]  # fmt: skip
    shown = rows.select_related("body", "unit", "bureau", "handler__person").order_by(*asked.order)
    return [Table(say("监督线索", "Leads"), columns, shown)]


def find_leads(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Leads by number, title, or number at their source."""
    seen: QuerySet[Lead] = access.leads_seen(post=post, at=at).select_related("body")
    rows = listed(seen, Wanted(q=asked), post=post, day=clock.day_of(at))
    url = f"{reverse('desk:leads')}?{urlencode({'q': asked})}"
    return found_in(rows.order_by("-opened_at", "-id"), limit, _hit, url=url)


def _hit(one: Lead) -> Hit:
    return Hit(one.title, reverse("desk:lead", args=[one.pk]), f"{one.number} {one.body or ''}")


urlpatterns = [path("leads/", leads, name="leads"), *exports("leads/", "leads", tables)]
