"""The public pages of typical cases: list, search, one to read and to print. They need no login.

They show what was published and nothing of the case, the people or the records behind it.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.domain.supervision.typical import access
from hengjian.domain.supervision.typical.queries import BY_DAY, Wanted, listed, typical_page
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.typical.lists import wanted_of
from hengjian.surfaces.desk.typical.page import parts


def cases(request: HttpRequest) -> HttpResponse:
    """All that is published, the newest first."""
    asked = wanted_of(request)
    wanted = Wanted(q=asked.q, year=asked.year, after=asked.after, before=asked.before)
    rows = listed(access.published(), wanted)
    page = typical_page(rows, wanted, BY_DAY)
    told = {"rows": page.rows, "wanted": wanted, **foot(request, page, rows, measure="件")}
    return render(request, "desk/typical/public_list.html", told)


def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; what is withdrawn is not there."""
    found = access.published_one(pk)
    if found is None:
        raise Http404
    told = {"one": found, "parts": parts(found)}
    return render(request, "desk/typical/public.html", told)


urlpatterns = [
    path("typical-cases/", cases, name="typical_cases"),
    path("typical-cases/<int:pk>/", case, name="typical_case"),
]
