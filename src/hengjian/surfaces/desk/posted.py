"""What a form on a page posts, and an action as the view that takes it.

Serves pages whose actions are small forms beside what they act on: what an action says, or why it was
refused, is told on the page that it came from.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post

LONGEST = 4000


def taken_on(page: str, seen: Callable[[int, Post, datetime], Any]) -> Callable[[Any], Any]:
    """A decorator: ``work(request, row, post, at, …)`` gives what to say. ``page`` is the row's page and
    ``seen`` finds the row for the post, or answers that it is not there."""

    def made(work: Any) -> Any:
        @require_POST
        @login_required
        def view(request: StaffRequest, pk: int, **more: int) -> HttpResponse:
            at = clock.now()
            post = acting_post(request, at=at)
            found = seen(pk, post, at)
            try:
                messages.success(request, work(request, found, post, at, **more))
            except PlainError as error:
                messages.error(request, str(error))
            return redirect(page, pk=pk)

        return view

    return made


def worded(action: Callable[..., Any], told: Any, *, longest: int = LONGEST) -> Callable[..., str]:
    """The work of a form that posts one field of words: it does ``action`` and says ``told``."""

    def work(request: StaffRequest, row: Any, by: Post, at: datetime) -> str:
        words = text(request, "words", longest)
        action(row, words=words, seen=version(request), by=by, at=at)
        return str(told)

    return work


def version(request: HttpRequest) -> int:
    """The version that was on the screen; 0, which nothing has, where none was sent."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def text(request: HttpRequest, name: str, longest: int = LONGEST) -> str:
    """What was written. Raises PlainError where it is too long: nothing of it is left out unsaid."""
    words = request.POST.get(name, "").strip().replace("\r\n", "\n")
    if len(words) > longest:
        raise PlainError(
            say(
                f"写的内容太长：最多 {longest} 字，现在 {len(words)} 字",
                f"too long: at most {longest} characters, now {len(words)}",
            ),
            say("请缩短后再提交；长的内容可以作为附件。", "Shorten it and send it again."),
        )
    return words


def day(request: HttpRequest, name: str) -> date:
    """A date field. Raises PlainError where it is none."""
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise PlainError(say("日期没有写或者写得不对", "the date is missing or wrong")) from None
