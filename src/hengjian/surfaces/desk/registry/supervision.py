"""The supervision bodies: the sign they carry outward, the name inward, their sections.

Serves whoever asks what a bureau is called on a document and which section handles what.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.access import supervision_bodies_seen
from hengjian.domain.registry.queries import sections_of
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def supervision_bodies(request: StaffRequest) -> HttpResponse:
    """One line for each."""
    at = clock.now()
    post = acting_post(request, at=at)
    return render(
        request, "desk/registry/supervision.html", {"bodies": _with_sections(_seen(post, at))}
    )


def _seen(post: Post, at: datetime) -> list[Any]:
    return list(supervision_bodies_seen(post=post, at=at).order_by("unit__division__code"))


def _with_sections(rows: list[Any]) -> list[dict[str, Any]]:
    sections = sections_of([row.unit_id for row in rows])
    return [{"body": row, "sections": sections.get(row.unit_id, [])} for row in rows]


COLUMNS = [
    Column(
        said("对外名称（挂牌、文书）", "Outward name"),
        lambda one: one["body"].unit.name_on_documents,
        40,
    ),
    Column(said("对内名称", "Inward name"), lambda one: one["body"].unit.inward_name, 28),
    Column(said("区划", "Division"), lambda one: one["body"].unit.division),
    Column(said("内设科室", "Sections"), lambda one: "、".join(map(str, one["sections"])), 40),
    Column(said("挂牌日期", "Sign since"), lambda one: one["body"].sign_since, 12),
    Column(said("设立文件", "Deed"), lambda one: one["body"].document, 30),
    Column(said("监督电话", "Phone"), lambda one: one["body"].phone),
]


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the lines of the page."""
    rows = _seen(acting_post(request, at=at), at)
    return [Table(say("监督机构", "Supervision bodies"), COLUMNS, rows, _with_sections)]


urlpatterns = [
    path("supervision-bodies/", supervision_bodies, name="supervision_bodies"),
    *exports("supervision-bodies/", "supervision_bodies", tables),
]
