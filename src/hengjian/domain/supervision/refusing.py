"""What keeps an action of supervision from being done whatever it is about: somebody was faster, or a word
is missing.

Serves the actions of every noun here; what only one of them refuses is that noun's own.
"""

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


def need(words: str, what: str) -> None:
    """Refused where nothing is written."""
    if not words.strip():
        raise PlainError(say(f"请写明{what}", f"{what} must be given"))
