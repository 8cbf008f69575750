"""The ways out for notices: which are set, how they have fared, and a test to oneself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.jobs.access import sees_all
from hengjian.core.notices import notice_kinds
from hengjian.core.notices.actions import notify
from hengjian.core.notices.channels import CHANNELS
from hengjian.core.notices.queries import delivery_figures, last_errors
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Entry, Group


def _keeper(request: StaffRequest) -> Post:
    post = acting_post(request, at=clock.now())
    if not sees_all(post):
        raise PermissionDenied(
            say("通知渠道由系统管理员管理。", "Channels are the system administrator's.")
        )
    return post


@login_required
def channels(request: StaffRequest) -> HttpResponse:
    post, at = _keeper(request), clock.now()
    figures, errors = delivery_figures(at=at), last_errors(at=at)
    rows: list[dict[str, Any]] = [
        {
            "channel": channel,
            "variables": "、".join(channel.variables),
            "sent": figures.get((code, "sent"), 0),
            "waiting": figures.get((code, "waiting"), 0),
            "failed": figures.get((code, "failed"), 0),
            "error": errors.get(code, ""),
            "addressed": bool(channel.address(post.person)),
        }
        for code, channel in CHANNELS.items()
    ]
    return render(
        request, "desk/channels/page.html",
        {"rows": rows, "some": any(row["channel"].ready for row in rows)},
    )  # fmt: skip


@login_required
@require_POST
def test(request: StaffRequest) -> HttpResponse:
    """A notice to oneself by every channel that is set."""
    post = _keeper(request)
    notice = notify(notice_kinds.test, to=post, url="/channels/", by=post, at=clock.now())
    count = notice.deliveries.count()
    messages.success(
        request,
        say(
            f"已交给 {count} 个渠道，稍后在本页看结果。",
            f"Handed to {count} channels; see the result here shortly.",
        ),
    )
    return redirect("desk:channels")


urlpatterns = [
    path("channels/", channels, name="channels"),
    path("channels/test/", test, name="test_channels"),
]
menu = [
    Entry(Group.SYSTEM, said("通知渠道", "Channels"), "desk:channels", "bell", 45, shown=sees_all)
]
