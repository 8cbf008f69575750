"""In which of his posts a person acts: the one chosen for this session, else his first."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.people.access import own_post
from hengjian.core.people.models import Person, Post
from hengjian.core.people.queries import posts_held
from hengjian.core.wording import say

CHOSEN = "post"
"""Where the session keeps the chosen post's number."""
HELD = "held_posts"
"""Where a request keeps the posts of its person, so that they are asked for once."""


class StaffRequest(HttpRequest):
    """A request whose person is logged in: what a view behind `login_required` is given."""

    user: Person


def posts_of(request: HttpRequest, *, at: datetime) -> list[Post]:
    """The posts that the person of this request holds now."""
    if not hasattr(request, HELD):
        setattr(request, HELD, list(posts_held(request.user, at=at)))  # type: ignore[arg-type]
    held: list[Post] = getattr(request, HELD)
    return held


def chosen_post(request: HttpRequest, *, at: datetime) -> Post | None:
    """The post in which the person of this request acts, or None if he holds none."""
    return own_post(posts_of(request, at=at), request.session.get(CHOSEN))


def acting_post(request: StaffRequest, *, at: datetime) -> Post:
    """The post that goes into an action as `by=`; refuses whoever holds none today."""
    post = chosen_post(request, at=at)
    if post is None:
        raise PermissionDenied(
            say(
                "您目前没有任职，请联系系统管理员。", "You hold no post now; ask the administrator."
            )
        )
    return post


@login_required
@require_POST
def act_as(request: StaffRequest) -> HttpResponse:
    """Choose another of one's own posts; a number that is not one's own changes nothing."""
    held = {str(post.pk): post.pk for post in posts_of(request, at=clock.now())}
    wanted = request.POST.get("post", "")
    if wanted in held:
        request.session[CHOSEN] = held[wanted]
    return redirect("desk:home")


urlpatterns = [path("act-as/", act_as, name="act_as")]
