"""The registers of numbers (with the void ones) and of seals, as lists and to take away."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.papers import access
from hengjian.domain.supervision.papers.models import Sealing
from hengjian.domain.supervision.papers.queries import BY_NUMBER, BY_SEAL, gaps, listed, papers_page
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.papers import words
from hengjian.surfaces.desk.papers.lists import wanted_of
from hengjian.surfaces.desk.sheet import Column, Table, exports


def _keeps(request: StaffRequest, at: datetime) -> Post:
    post = acting_post(request, at=at)
    if not access.keeps(post):
        raise PermissionDenied(say("登记簿由监督机关管理。", "The registers are the bureaus'."))
    return post


@login_required
def numbers(request: StaffRequest) -> HttpResponse:
    post = _keeps(request, clock.now())
    wanted, own = wanted_of(request), access.own_bureau(post)
    rows = listed(own, wanted)
    page = papers_page(rows, wanted, BY_NUMBER)
    told: dict[str, Any] = {
        "rows": [words.row(one) for one in page.rows], "wanted": wanted, "gaps": gaps(own),
        "marks": list(own.order_by("mark").values_list("mark", flat=True).distinct()),
        "years": list(own.order_by("-year").values_list("year", flat=True).distinct()),
        **foot(request, page, rows, measure="件"),
    }  # fmt: skip
    return render(request, "desk/papers/numbers.html", told)


@login_required
def seals(request: StaffRequest) -> HttpResponse:
    post = _keeps(request, clock.now())
    wanted, own = wanted_of(request), access.own_sealings(post)
    rows = listed(own, wanted, through="paper__")
    page = papers_page(rows, wanted, BY_SEAL)
    told = {
        "rows": page.rows, "wanted": wanted, "ways": Sealing.Way.choices,
        "years": list(own.order_by("-year").values_list("year", flat=True).distinct()),
        **foot(request, page, rows, measure="件"),
    }  # fmt: skip
    return render(request, "desk/papers/seals.html", told)


def number_tables(request: StaffRequest, at: datetime) -> list[Table]:
    columns = [
        Column(said("文号", "Number"), lambda one: one.number, 28),
        Column(said("文件标题", "Title"), lambda one: one.title, 40),
        Column(said("文书种类", "Kind"), lambda one: words.kind(one.kind), 24),
        Column(said("案号或者事项", "Matter"), lambda one: one.matter, 26),
        Column(said("成文日期", "Date"), lambda one: one.dated, 12),
        Column(said("状态", "State"), lambda one: one.get_state_display()),
        Column(said("作废原因", "Why void"), lambda one: one.void_reason, 40),
    ]
    rows = listed(access.own_bureau(_keeps(request, at)), wanted_of(request))
    return [Table(say("发文登记", "Numbers"), columns, rows.order_by(*BY_NUMBER))]


def seal_tables(request: StaffRequest, at: datetime) -> list[Table]:
    columns = [
        Column(said("用印登记号", "Entry"), lambda one: f"{one.year}-{one.serial}"),
        Column(said("文号", "Number"), lambda one: one.paper.number, 28),
        Column(said("用印文件", "Paper"), lambda one: one.paper.title, 40),
        Column(said("印章名称", "Seal"), lambda one: one.seal_name, 30),
        Column(said("用印方式", "Way"), lambda one: one.get_way_display()),
        Column(said("份数", "Copies"), lambda one: one.copies, 8),
        Column(said("页数", "Pages"), lambda one: one.pages, 8),
        Column(said("用印人", "By"), lambda one: one.by.person.name if one.by else "", 14),
        Column(said("用印时间", "At"), lambda one: one.at, 20),
        Column(said("文件散列（SHA-256）", "SHA-256"), lambda one: one.file.sha256, 66),
    ]
    own = access.own_sealings(_keeps(request, at))
    rows = listed(own, wanted_of(request), through="paper__")
    return [Table(say("用印登记", "Seals"), columns, rows.order_by(*BY_SEAL))]


urlpatterns = [
    path("papers/numbers/", numbers, name="paper_numbers"),
    path("papers/seals/", seals, name="paper_seals"),
    *exports("papers/numbers/", "paper_numbers", number_tables),
    *exports("papers/seals/", "paper_seals", seal_tables),
]
