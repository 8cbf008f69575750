"""What keeps an action of supervision from being done whatever it is about: somebody was faster, or a word
is missing.

Serves the actions of every noun here; what only one of them refuses is that noun's own.
"""

from collections.abc import Callable
from typing import Any

from hengjian.content.errors import PlainError
from hengjian.core.people.models import Post
from hengjian.core.wording import say


class ChangedError(PlainError):
    """Somebody else was faster; the message says who did what."""


def faster(post: Post | None, what: str) -> ChangedError:
    """The refusal where ``post`` (or the program itself) did ``what`` since the page was opened."""
    who = post.person.name if post is not None else say("系统", "the system")
    return ChangedError(
        say(
            f"您打开页面以后，{who}已办理“{what}”",
            f"since you opened the page {who} has done “{what}”",
        ),
        say("请看新的情况再办理。", "Look at it again, then go on."),
    )


def need_unchanged(row: Any, seen: int | None, label: Callable[[str], str]) -> None:
    """Refused where ``row`` took a step since its version ``seen`` was on the screen (None: nobody looked);
    ``label``: the step in words, by its code."""
    if seen is None or row.version == seen:
        return
    last = row.steps.select_related("post__person").last()
    raise faster(last.post if last else None, label(last.move) if last else "")


def need(words: str, what: str) -> None:
    """Refused where nothing is written."""
    if not words.strip():
        raise PlainError(say(f"请写明{what}", f"{what} must be given"))
