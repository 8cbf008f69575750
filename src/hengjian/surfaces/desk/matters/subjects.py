"""The public list of confirmed enforcement bodies: who they are, and by which document they were confirmed.

Needs no login: the announcement of subjects is for everybody. It names no person.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.keyset import page_of
from hengjian.domain.registry.lists import labels
from hengjian.domain.supervision.matters.queries import confirmed_subjects
from hengjian.surfaces.desk.asking import LONGEST, MARK, plain
from hengjian.surfaces.desk.foot import foot


def subjects(request: HttpRequest) -> HttpResponse:
    """Confirmed bodies by name or document, with their term."""
    day = clock.day_of(clock.now())
    word = plain(request.GET.get("q", ""), LONGEST)
    rows = confirmed_subjects(word)
    page = page_of(
        rows, ("code",), after=plain(request.GET.get("after", ""), MARK),
        before=plain(request.GET.get("before", ""), MARK),
    )  # fmt: skip
    kinds = labels("body_kinds")
    told = {
        "rows": [
            {"body": one, "kind": kinds.get(one.kind, one.kind),
             "over": one.qualified_to is not None and one.qualified_to < day}
            for one in page.rows
        ],
        "q": word,
        **foot(request, page, rows, measure="个"),
    }  # fmt: skip
    return render(request, "desk/matters/subjects.html", told)


urlpatterns = [path("subjects/", subjects, name="subjects")]
