"""The supervision bodies: the sign they carry outward, the name inward, their sections.

Serves whoever asks what a bureau is called on a document and which section handles what.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.domain.registry.access import supervision_bodies_seen
from hengjian.domain.registry.queries import sections_of
from hengjian.surfaces.desk.acting import StaffRequest, acting_post


@login_required
def supervision_bodies(request: StaffRequest) -> HttpResponse:
    """One line for each."""
    at = clock.now()
    post = acting_post(request, at=at)
    seen = supervision_bodies_seen(post=post, at=at)
    rows: list[Any] = list(seen.order_by("unit__division__code"))
    sections = sections_of([row.unit_id for row in rows])
    bodies = [{"body": row, "sections": sections.get(row.unit_id, [])} for row in rows]
    return render(request, "desk/registry/supervision.html", {"bodies": bodies})


urlpatterns = [path("supervision-bodies/", supervision_bodies, name="supervision_bodies")]
