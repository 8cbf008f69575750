"""What the frame of every desk page shows: the navigation, and the post in which one acts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.domain.registry.founding.people import demo_people
from hengjian.surfaces.desk.acting import chosen_post, posts_of
from hengjian.surfaces.desk.joining import Entry, Group, joined


def for_every_page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; for whoever is not logged in only the demo's list of persons."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"demo_logins": demo_people()} if settings.DEMO else {}
    at = clock.now()
    post = chosen_post(request, at=at)
    return {
        "menu": _menu(request.path, post),
        "bell": "desk/notices/_bell.html",
        "acting": post and _acting(post, posts_of(request, at=at)),
    }


def _menu(path: str, post: Post | None) -> list[dict[str, Any]]:
    """The groups with the entries that this post is shown; the one that fits the address best is current."""
    entries: list[Entry] = sorted(joined("menu"), key=lambda entry: entry.order)
    shown = [
        (entry, reverse(entry.page))
        for entry in entries
        if (entry.shown(post) if post else entry.group is Group.TOP)
    ]
    fitting = [url for _, url in shown if path == url or (url != "/" and path.startswith(url))]
    current = max(fitting, key=len, default=None)
    return [
        {
            "words": group.value,
            "entries": [
                {
                    "words": entry.words,
                    "icon": entry.icon,
                    "url": url,
                    "current": url == current,
                    "count": entry.count,
                }
                for entry, url in shown
                if entry.group is group
            ],
        }
        for group in Group
        if any(entry.group is group for entry, _ in shown)
    ]


def _acting(post: Post, held: list[Post]) -> dict[str, Any]:
    """The names of the post, of its office, and of the other posts one could act in."""
    return {
        "post": str(post),
        "office": post.unit.as_bureau.name_on_documents,
        "others": len(held) > 1,
        "posts": [{"pk": one.pk, "words": str(one), "current": one == post} for one in held],
    }
