"""The worklist: findings of one's remit, filtered, sorted, chosen, taken away; its summary by rule and body.

Serves supervisors with what is to be done, readers with what there is, and bodies with what they are
asked. Saved filters are a person's own; with one of them the list may begin.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.findings import access
from hengjian.domain.findings.actions import delete_filter, save_filter
from hengjian.domain.findings.catalogue import catalogue, families, natures
from hengjian.domain.findings.forms import FilterForm
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.queries import Wanted, Worklist, names, sections_to_choose
from hengjian.domain.findings.workflow import MOVES, Deed, Side
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.queries import divisions_to_choose
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.findings import table, words
from hengjian.surfaces.desk.findings.asking import address, wanted
from hengjian.surfaces.desk.registry.table import Choice, choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

KEYS = {Deed.DISMISS: "d", Deed.ASK: "a", Deed.RAISE: "r"}
GROUPS = 300


@login_required
def findings(request: StaffRequest) -> HttpResponse:
    """The worklist."""
    at = clock.now()
    post = acting_post(request, at=at)
    saved = list(access.filters_of(post))
    if not request.GET:
        first = next((one for one in saved if one.default and one.query), None)
        if first is not None:
            return redirect(f"{reverse('desk:findings')}?{first.query}")
    work, told = _asked(request, post, at)
    page = work.page()
    side = access.side_of(post)
    number, more = work.number
    return render(
        request,
        "desk/findings/list.html",
        {
            **told,
            "body": table.body(
                page.rows, work.scope.bodies, day=clock.day_of(at), pick=side is Side.SUPERVISOR
            ),
            "empty": not page.rows,
            "narrowed": work.wanted.narrowed,
            "total": _total(number, more=more),
            "next": page.after and address(request.GET, after=page.after),
            "previous": page.before and address(request.GET, before=page.before),
            "saved": [(one, one.query == address(request.GET)) for one in saved],
            "bulk": [_button(deed) for deed in KEYS] if side is Side.SUPERVISOR else [],
            "of_a_body": access.of_a_body(post),
            "sees_runs": access.sees_runs(post),
        },
    )


@login_required
def groups(request: StaffRequest) -> HttpResponse:
    """The same findings, counted by rule and by body."""
    at = clock.now()
    post = acting_post(request, at=at)
    work, told = _asked(request, post, at)
    rules = catalogue(at)
    by_rule, by_body = (work.by_rule(), work.by_body()) if access.reads(post) else ([], [])
    known = names(work.scope, [body for body, _, _ in by_body[:GROUPS]])
    return render(
        request,
        "desk/findings/groups.html",
        {
            **told,
            "rules": [
                {
                    "rule": rule, "title": rules[rule].title if rule in rules else "",
                    "tone": words.SEVERITIES.get("FSGN"[weight : weight + 1], "quiet"),
                    "severity": words.severity("FSGN"[weight : weight + 1])[1],
                    "number": f"{number:,}", "bodies": bodies,
                    "url": f"{reverse('desk:findings')}?{address(request.GET, rule=rule)}",
                }
                for rule, weight, number, bodies in by_rule
            ],
            "bodies": [
                {
                    "name": known.get(body) or say("（不属于某一机关）", "(of no body)"),
                    "fatal": f"{fatal:,}", "number": f"{number:,}",
                    "url": f"{reverse('desk:findings')}?{address(request.GET, body=str(body))}"
                    if body else "",
                }
                for body, fatal, number in by_body[:GROUPS]
            ],
            "sum": f"{sum(number for _, _, number, _ in by_rule):,}",
            "narrowed": work.wanted.narrowed,
        },
    )  # fmt: skip


@login_required
def rule_choices(request: StaffRequest) -> HttpResponse:
    """The rules that may be chosen, asked for when somebody begins to choose."""
    rules = [(one.id, f"{one.id} {one.title}") for one in catalogue(clock.now()).values()]
    return render(request, "desk/registry/_bodies.html", {"bodies": rules})


# --- what a list is asked for -----------------------------------------------------------------------------


def _asked(request: StaffRequest, post: Post, at: datetime) -> tuple[Worklist, dict[str, Any]]:
    divisions, sections = divisions_to_choose(post), sections_to_choose(post)
    asked = wanted(request.GET, divisions, sections)
    if not access.reads(post) and not asked.state:
        asked = replace(asked, state="asked" if request.GET.get("state") == "asked" else "all")
    work = Worklist(post, asked, at)
    shown = request.GET.get("state", "")
    return work, {
        "asked": asked,
        "given": request.GET,
        "query": address(request.GET),
        "choices": list(
            _choices(replace(asked, state=shown), request, post, divisions, sections, at=at)
        ),
        "body_chosen": work.scope.bodies.get(asked.body or 0),
        "rule_chosen": asked.rule,
    }


def _choices(
    asked: Wanted,
    request: StaffRequest,
    post: Post,
    divisions: list[Any],
    sections: list[tuple[int, str]],
    *,
    at: datetime,
) -> Iterator[Choice]:
    """The filters with their options, the most used first."""
    yield _states(asked, post)
    severities = [(code, words.severity(code)[1]) for code in words.SEVERITIES]
    yield choice("severity", say("严重程度", "Severity"), severities, asked.severity)
    if len(sections) > 1:
        chosen = "" if asked.section is None else str(asked.section)
        named = [
            (str(pk), say("本科室承办", "my section") if pk == post.unit_id else name)
            for pk, name in sorted(sections, key=lambda one: one[0] != post.unit_id)
        ]
        yield choice("section", say("承办科室", "Section"), named, chosen)
    if len(divisions) > 1:
        places = [(one.code, one.name) for one in divisions]
        yield choice("division", say("区划", "Division"), places, request.GET.get("division", ""))
    family = [(one, say(f"{one} 类", one)) for one in families(at)]
    yield choice("family", say("规则类别", "Family"), family, asked.family)
    yield choice("nature", say("性质", "Nature"), natures(), asked.nature)
    yield choice("sector", say("领域", "Sector"), labels("sectors").items(), asked.sector)
    ages = [
        ("week", say("7 天内发现", "last 7 days")), ("month", say("30 天内发现", "last 30 days")),
        ("-month", say("30 天以前发现", "over 30 days ago")),
        ("-quarter", say("90 天以前发现", "over 90 days ago")),
    ]  # fmt: skip
    yield choice("age", say("发现时间", "Age"), ages, asked.age)
    persons = [("yes", say("涉及个人", "about a person")), ("no", say("不涉及个人", "not"))]
    yield choice("person", say("个人", "Person"), persons, asked.person)
    orders = [("new", say("最新发现", "newest")), ("old", say("最早发现", "oldest")),
              ("due", say("答复期限", "answer due"))]  # fmt: skip
    yield choice(
        "sort", say("排序", "Order"), orders, asked.sort, first=say("最严重在前", "gravest first")
    )


def _states(asked: Wanted, post: Post) -> Choice:
    states = [(one.value, say(*words.SHORT[one])) for one in Finding.State]
    states += [("inhand", say("与机关往来中", "between us and the body"))]
    states += [("all", say("全部现存", "all that stand")), ("gone", say("数据已消除", "settled"))]
    first = say("待办", "to do") if access.reads(post) else say("全部", "all")
    return choice("state", say("状态", "State"), states, asked.state, first=first)


def _button(deed: Deed) -> dict[str, str]:
    return {
        "url": reverse("desk:findings_do", args=[deed.value]),
        "words": str(MOVES[deed].words),
        "key": KEYS[deed],
        "css": "btn-primary" if deed is Deed.RAISE else "btn-plain",
    }


def _total(number: int, *, more: bool) -> str:
    if more:
        return say(f"共 {number:,} 条以上", f"more than {number:,}")
    return say(f"共 {number:,} 条", f"{number:,} in all")


# --- saved filters ----------------------------------------------------------------------------------------


@login_required
@require_POST
def keep_filter(request: StaffRequest) -> HttpResponse:
    """Save the filter of the page under a name."""
    at = clock.now()
    form = FilterForm(request.POST)
    query = request.POST.get("query", "")[:1000]
    if not form.is_valid():
        messages.error(request, say("请给这个筛选起个名称。", "Name the filter."))
    else:
        told = form.cleaned_data
        try:
            save_filter(
                told["name"], query, default=told["default"], by=acting_post(request, at=at), at=at
            )
            messages.success(request, say("已保存筛选。", "Saved."))
        except PlainError as error:
            messages.error(request, str(error))
    return redirect(f"{reverse('desk:findings')}?{query or 'state='}")


@login_required
@require_POST
def drop_filter(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget one of one's own."""
    at = clock.now()
    post = acting_post(request, at=at)
    delete_filter(access.own_filter(pk, post=post), by=post, at=at)
    return redirect(f"{reverse('desk:findings')}?state=")


# --- taken away --------------------------------------------------------------------------------------------


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the findings under the page's filters. Their texts name nobody."""
    post = acting_post(request, at=at)
    work, _ = _asked(request, post, at)
    bodies = work.scope.bodies
    columns = [
        Column(said("线索编号", "Number"), lambda one: one.code, 20),
        Column(said("严重程度", "Severity"), lambda one: words.severity(one.severity)[1], 10),
        Column(said("规则", "Rule"), lambda one: one.rule, 8),
        Column(said("问题", "Finding"), lambda one: one.title, 36),
        Column(said("内容", "Text"), lambda one: one.says, 60),
        Column(said("机关", "Body"), lambda one: bodies.get(one.body_id, ""), 30),
        Column(said("案件编号", "Case"), lambda one: one.case_id),
        Column(said("日期", "Date"), lambda one: one.on, 12),
        Column(said("应当如何", "What would be right"), lambda one: one.right, 50),
        Column(said("依据", "Articles"), lambda one: one.articles, 40),
        Column(said("期限计算", "Sum"), lambda one: one.sum, 50),
        Column(said("状态", "State"), lambda one: words.state(one)[1], 12),
        Column(said("答复期限", "Answer due"), lambda one: one.due_on, 12),
        Column(said("涉及个人", "Person"), lambda one: one.person, 10),
        Column(said("发现时间", "Appeared"), lambda one: one.appeared_at, 20),
    ]
    rows = work.rows.defer("evidence", "parameters").order_by(*work.order)
    return [Table(say("问题线索", "Findings"), columns, rows)]


urlpatterns = [
    path("findings/", findings, name="findings"),
    path("findings/groups/", groups, name="findings_groups"),
    path("findings/rule-choices/", rule_choices, name="rule_choices"),
    path("findings/filters/", keep_filter, name="keep_filter"),
    path("findings/filters/<int:pk>/delete/", drop_filter, name="drop_filter"),
    *exports("findings/", "findings", tables),
]
