"""The rules that a run judges by: the installed content with what this bureau set and wrote itself.

Serves check runs and the pages of findings. Read once for each state of the rules.
"""

from datetime import datetime
from functools import cache

from hengjian.content import Content
from hengjian.rules.loading import Book


def book_in_force(at: datetime) -> tuple[Content, Book]:
    """The content and the book that hold at this moment."""
    return _installed()


@cache
def _installed() -> tuple[Content, Book]:
    content = Content.installed()
    return content, Book.load(content)
