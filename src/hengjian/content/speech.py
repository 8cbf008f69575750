"""Which language a person reads: Chinese first, English where the locale asks for it.

Both wordings of a message stand side by side in the code, so that neither can drift away.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

Language = Literal["zh", "en"]
_chosen: Language | None = None


def language() -> Language:
    """The language of messages: HENGJIAN_LANG, else the locale; Chinese unless it names English."""
    if _chosen is not None:
        return _chosen
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
def one_language() -> Iterator[None]:
    """Within this block the language is looked up once: for work that says very much."""
    before = _chosen
    choose_language(language())
    try:
        yield
    finally:
        choose_language(before)


def say(zh: str, en: str) -> str:
    """The wording in the reader's language."""
    return zh if language() == "zh" else en
