"""How often each body was assessed in a year, those with the fewest first: three times at least is the duty.

Serves the bureau. A campaign, a dossier review and an assessment that ended count once each for every body
that they were about; daily supervision never does.
"""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.content.matters import MatterKind
from hengjian.core import clock
from hengjian.core.wording import said, say
from hengjian.domain.supervision.matters import access
from hengjian.domain.supervision.matters.kinds import all_kinds
from hengjian.domain.supervision.matters.queries import (
    LEAST_A_YEAR,
    Assessments,
    assessments_of_year,
)
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, number, plain
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

SHOWN = 200
YEARS = 4


def _counting() -> list[MatterKind]:
    return [one for one in all_kinds() if any(state.counts_as for state in one.states)]


@login_required
def assessments(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    rows, year = _rows(request, at)
    few = sum(not one.enough for one in rows)
    this = clock.day_of(at).year
    years = [(str(one), str(one)) for one in range(this, this - YEARS, -1)]
    only = [("few", say("不足三次的", "fewer than three"))]
    told = {
        "rows": [
            {"one": one, "cells": [one.by_kind.get(kind.code, 0) for kind in _counting()]}
            for one in rows[:SHOWN]
        ],
        "kinds": _counting(),
        "year": year,
        "least": LEAST_A_YEAR,
        "few": few,
        "q": plain(request.GET.get("q", ""), LONGEST),
        "choices": [
            choice("year", say("年度", "Year"), years, str(year), first=str(this)),
            choice("only", say("范围", "Which"), only, request.GET.get("only", "")),
        ],
        "narrowed": bool(request.GET.get("q") or request.GET.get("only")),
        "total": say(f"共 {len(rows)} 个机关，不足三次的 {few} 个", f"{len(rows)} bodies, {few} with fewer"),
        "more": len(rows) > SHOWN,
    }  # fmt: skip
    return render(request, "desk/matters/assessments.html", told)


def _rows(request: StaffRequest, at: datetime) -> tuple[list[Assessments], int]:
    post = acting_post(request, at=at)
    if not access.on_side_of_bureau(post):
        raise PermissionDenied(
            say("只有监督机构和领导可以查看各机关的评价次数。", "Only the bureau reads this.")
        )
    asked, this = number(request.GET.get("year")), clock.day_of(at).year
    year = asked if asked is not None and this - YEARS < asked <= this else this
    rows = assessments_of_year(year, post=post, at=at)
    word = plain(request.GET.get("q", ""), LONGEST)
    rows = [one for one in rows if word in one.body.name or word == one.body.code] if word else rows
    return (
        [one for one in rows if not one.enough] if request.GET.get("only") == "few" else rows
    ), year


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the bodies with their counts."""
    rows, year = _rows(request, at)
    columns = [
        Column(said("机关编号", "Number"), lambda one: one.body.code, 14),
        Column(said("机关", "Body"), lambda one: one.body.name, 36),
        Column(said("区划", "Division"), lambda one: one.body.unit.division.name, 16),
        *(_column(kind) for kind in _counting()),
        Column(said("合计", "In all"), lambda one: one.number, 8),
    ]  # fmt: skip
    return [Table(say(f"{year}年评价次数", f"assessments of {year}"), columns, rows)]


def _column(kind: MatterKind) -> Column:
    return Column(kind.title, lambda one: one.by_kind.get(kind.code, 0), 12)


urlpatterns = [
    path("matters/assessments/", assessments, name="assessments"),
    *exports("matters/assessments/", "assessments", tables),
]
