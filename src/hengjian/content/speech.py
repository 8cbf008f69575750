"""Which language a person reads: Chinese first, English where the locale asks for it.

Both wordings of a message stand side by side in the code, so that neither can drift away.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Language = Literal["zh", "en"]
_chosen: Language | None = None
_of_this_request: ContextVar[Language | None] = ContextVar("language", default=None)


def language() -> Language:
    """The language of messages: HENGJIAN_LANG, else the locale; Chinese unless it names English."""
    asked = _of_this_request.get() or _chosen
    if asked is not None:
        return asked
    for variable in ("HENGJIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "").lower()
        if value and value not in {"c", "posix"} and not value.startswith("c."):
            return "en" if value.startswith("en") else "zh"
    return "zh"


def choose_language(chosen: Language | None) -> None:
    """Fix the language for this process (``None``: follow the environment again)."""
    global _chosen
    _chosen = chosen


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """The language for what runs inside only: one request of many in the same process."""
    before = _of_this_request.set(chosen)
    try:
        yield
    finally:
        _of_this_request.reset(before)


def say(zh: str, en: str) -> str:
    """The wording in the reader's language."""
    return zh if language() == "zh" else en
