"""In which of his posts a person acts: the one chosen for this session, else his first."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from hengjian.core.people.access import own_post
from hengjian.core.people.models import Person, Post
from hengjian.core.wording import say

CHOSEN = "post"
"""Where the session keeps the chosen post's number."""


class StaffRequest(HttpRequest):
    """A request whose person is logged in: what a view behind `login_required` is given."""

    user: Person


def acting_post(request: StaffRequest, *, at: datetime) -> Post:
    """The post that goes into an action as `by=`; refuses whoever holds none today."""
    post = own_post(request.user, request.session.get(CHOSEN), at=at)
    if post is None:
        raise PermissionDenied(
            say(
                "您目前没有任职，请联系系统管理员。", "You hold no post now; ask the administrator."
            )
        )
    return post
