"""The rules that a run judges by: the installed content with what this bureau set and wrote itself.

Serves check runs and the pages of findings. Read once for each state of the rules.
"""

from datetime import datetime

from hengjian.content import Content
from hengjian.domain.findings.rules.in_force import book
from hengjian.rules.loading import Book


def book_in_force(at: datetime) -> tuple[Content, Book]:
    """The content and the book that hold at this moment."""
    return book(at)
