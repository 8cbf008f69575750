"""In which of his posts a person acts: the one chosen for this session, else his first."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.people.models import Person, Post
from hengjian.core.people.queries import posts_held
from hengjian.core.wording import say

CHOSEN = "post"
"""Where the session keeps the chosen post's number."""


class StaffRequest(HttpRequest):
    """A request whose person is logged in: what a view behind `login_required` is given."""

    user: Person
    held: list[Post]


def posts_of(request: StaffRequest, *, at: datetime) -> list[Post]:
    """The posts the person holds now: one query a request, however often it is asked."""
    if not hasattr(request, "held"):
        request.held = list(posts_held(request.user, at=at))
    return request.held


def chosen_post(request: StaffRequest, *, at: datetime) -> Post | None:
    """The post acted in; a number guessed, or of a post that has ended, is as if not named."""
    held = posts_of(request, at=at)
    wanted = request.session.get(CHOSEN)
    return next((post for post in held if post.pk == wanted), held[0] if held else None)


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


def for_every_page(request: HttpRequest) -> dict[str, object]:
    """`acting` and `posts_held` for the switcher in the header; asked only where a page shows it."""
    if not isinstance(getattr(request, "user", None), Person):
        return {}
    staff: StaffRequest = request  # type: ignore[assignment]
    return {
        "acting": SimpleLazyObject(lambda: chosen_post(staff, at=clock.now())),
        "posts_held": SimpleLazyObject(lambda: posts_of(staff, at=clock.now())),
    }


@require_POST
@login_required
def switch(request: StaffRequest) -> HttpResponse:
    """Act in another of one's posts from now on; lists and buttons are that post's."""
    wanted = request.POST.get("post", "")
    held = {post.pk for post in posts_of(request, at=clock.now())}
    if wanted.isdigit() and int(wanted) in held:
        request.session[CHOSEN] = int(wanted)
    return redirect("desk:home")


urlpatterns = [path("acting/", switch, name="switch_post")]
