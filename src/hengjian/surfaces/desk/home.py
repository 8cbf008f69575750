"""The first page: whom the program knows you as."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.queries import posts_held
from hengjian.surfaces.desk.acting import StaffRequest


@login_required
def home(request: StaffRequest) -> HttpResponse:
    posts = posts_held(request.user, at=clock.now())
    return render(request, "desk/home/page.html", {"posts": posts})


urlpatterns = [path("", home, name="home")]
