"""The code lists of the installed content as pages and checks use them: code → label.

Serves every place that shows or reads a code. They are read once; a city that edits them restarts.
"""

from functools import cache

from hengjian.content import Content
from hengjian.standard.parsing import Parser


@cache
def content() -> Content:
    return Content.installed()


@cache
def parser() -> Parser:
    """What reads a cell or a form's field as the standard means it."""
    return Parser(content().code_lists, content().profile.timezone)


@cache
def labels(name: str) -> dict[str, str]:
    """The codes of a list in their order, with what people call them."""
    return {code.code: code.label for code in content().code_lists[name].codes}


@cache
def warning_days() -> int:
    """So many days before a certificate ends it is shown as expiring."""
    return int(content().parameters["registry.expiry_warning"].values[-1].value)
