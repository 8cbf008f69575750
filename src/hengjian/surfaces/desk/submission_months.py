"""Which body reports what since when: bodies by months, and one body's months and declared coverage.

Serves supervisors, who see who is late, shrinks, loses cases or reports less; and the body itself, which
declares here that a month had no case.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.keyset import COUNTED
from hengjian.core.people.models import Post
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import said, say
from hengjian.domain.records.models import Reported
from hengjian.domain.records.reporting import queries
from hengjian.domain.records.reporting.actions import declare_none
from hengjian.domain.records.reporting.queries import (
    LATE,
    MISSING,
    NARROWED,
    SHRUNK,
    VANISHED,
    Asked,
)
from hengjian.domain.records.submissions import access
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, plain
from hengjian.surfaces.desk.joining import Concern, Section, Tone
from hengjian.surfaces.desk.sheet import Column, Table, exports

WORDS = {
    MISSING: said("未报", "missing"), LATE: said("迟报", "late"), SHRUNK: said("骤减", "shrunk"),
    VANISHED: said("消失", "vanished"), NARROWED: said("缩减", "narrowed"),
}  # fmt: skip
TONES = {MISSING: "bad", LATE: "warn", SHRUNK: "warn", VANISHED: "bad", NARROWED: "warn"}


@login_required
def months(request: StaffRequest) -> HttpResponse:
    """Bodies by the last twelve months."""
    at = clock.now()
    post = acting_post(request, at=at)
    asked = _asked(request)
    found = queries.overview(asked, post=post, at=at)
    rows = [row for _, known in found.rows for row in known if row]
    wrong = queries.wrongs(rows, day=clock.day_of(at))
    told = {
        "months": found.months,
        "rows": [
            {"body": body, "cells": [_cell(row, wrong) for row in known]}
            for body, known in found.rows
        ],
        "after": found.after,
        "count": f"{COUNTED:,}+" if found.more else found.count,
        "never": queries.never_reported(post=post, at=at),
        "asked": asked,
        "legend": [(WORDS[one], TONES[one]) for one in WORDS],
    }
    return render(request, "desk/submissions/months.html", told)


def _cell(row: Reported | None, wrong: dict[int, list[str]]) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "row": row,
        "marks": [{"tone": TONES[one], "words": WORDS[one]} for one in wrong[row.pk]],
    }


@login_required
def months_of(request: StaffRequest, code: str) -> HttpResponse:
    """One body: its months one by one, and what it declared to report."""
    at = clock.now()
    post = acting_post(request, at=at)
    body = _body(code, post, at)
    rows = list(queries.months_of_body(body))
    wrong = queries.wrongs(rows, day=clock.day_of(at))
    told = {
        "body": body,
        "rows": [_cell(row, wrong) for row in rows],
        "declared": queries.declared(body),
        "may_declare": _may_declare(post, body),
        "since": rows[-1].month if rows else None,
        "why": why_words(getattr(body, "why", "")) if getattr(body, "why", "") else "",
    }
    return render(request, "desk/submissions/months_of.html", told)


@login_required
@require_POST
def no_cases(request: StaffRequest, code: str) -> HttpResponse:
    """The body had no case in this month."""
    at = clock.now()
    post = acting_post(request, at=at)
    body = _body(code, post, at)
    if not _may_declare(post, body):
        raise PermissionDenied(
            say("零报送由本机关的经办人办理。", "A body's own clerk declares that.")
        )
    try:
        month = date.fromisoformat(f"{request.POST.get('month', '')[:7]}-01")
        declare_none(body, month, by=post, at=at)
        messages.success(request, say(f"已记下：{month:%Y-%m} 没有案件。", "Declared."))
    except ValueError:
        messages.error(request, say("请写明月份。", "Say which month."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:months_of", code=code)


def _may_declare(post: Post, body: Any) -> bool:
    return access.speaks_for_own(post) and post.unit_id == body.unit_id


def _body(code: str, post: Post, at: datetime) -> Any:
    body = access.body_seen(code, post=post, at=at)
    if body is None:
        raise Http404(say("没有这个机关，或者不在您的范围内。", "No such body within reach."))
    return body


def _asked(request: StaffRequest) -> Asked:
    asked = request.GET
    return Asked(
        q=plain(asked.get("q", ""), LONGEST),
        wrong=asked.get("show") == "wrong",
        never=asked.get("show") == "never",
        after=plain(asked.get("after", ""), MARK),
    )


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post = acting_post(request, at=at)
    rows = queries.months_listed(_asked(request), post=post, at=at)
    day = clock.day_of(at)

    def dressed(batch: list[Reported]) -> Iterator[tuple[Reported, str]]:
        wrong = queries.wrongs(batch, day=day)
        yield from ((row, "、".join(str(WORDS[one]) for one in wrong[row.pk])) for row in batch)

    columns = [
        Column(said("机关编号", "number"), lambda one: one[0].body.code, 12),
        Column(said("机关", "body"), lambda one: one[0].body.name, 34),
        Column(said("月份", "month"), lambda one: f"{one[0].month:%Y-%m}", 10),
        Column(said("应报", "due"), lambda one: one[0].due_on, 12),
        Column(said("收到", "received"), lambda one: one[0].received_at, 20),
        Column(said("件数", "cases"), lambda one: one[0].cases, 10),
        Column(said("此前月均", "mean before"), lambda one: one[0].before, 10),
        Column(said("消失", "vanished"), lambda one: one[0].vanished, 10),
        Column(said("消失的案件", "cases"), lambda one: "、".join(one[0].vanished_cases), 30),
        Column(said("缩减的范围", "narrowed"), lambda one: "、".join(one[0].narrowed_names), 30),
        Column(said("提示", "marks"), lambda one: one[1], 20),
    ]
    return [Table(say("月度报送", "Months handed in"), columns, rows, dressed)]


def missing(post: Post, at: datetime) -> Iterator[Concern]:
    """On the home page of supervisors: who has not handed in last month."""
    if not access.speaks_for_several(post):
        return
    count = queries.lately_missing(post=post, at=at)
    if count:
        title = say("机关没有按时报送上月数据", "bodies have not handed in last month")
        yield Concern(Section.NEW, Tone.WARN, title, f"{reverse('desk:months')}?show=wrong", count)


urlpatterns = [
    path("submissions/months/", months, name="months"),
    *exports("submissions/months/", "months", _tables),
    path("submissions/months/<str:code>/", months_of, name="months_of"),
    path("submissions/months/<str:code>/none/", no_cases, name="no_cases"),
]
concerns = [missing]
