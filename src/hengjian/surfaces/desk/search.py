"""The search in the bar: every noun that joined the desk is asked, each within the rights of the post."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Finder, joined

EACH = 8
"""So many hits of each kind are shown."""
LONGEST = 64


@login_required
def search(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    finders: list[Finder] = sorted(joined("finders"), key=lambda finder: finder.order)
    kinds = []
    for finder in finders if words else ():
        found = finder.find(words, post, at, EACH)
        if found.hits:
            kinds.append({"words": finder.words, "icon": finder.icon, "found": found})
    return render(request, "desk/search/page.html", {"words": words, "kinds": kinds})


urlpatterns = [path("search/", search, name="search")]
