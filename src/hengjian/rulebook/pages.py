"""The rule book as a folder of pages: an index, one page a rule, the norms, the parameters.

Serves a reader without network: pages link to one another, hold their own style, and work from a
disk. The index can be filtered; without scripts it is still complete.
"""

from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from hengjian import __version__
from hengjian.content import say
from hengjian.content.speech import language
from hengjian.rulebook.entries import RuleBook


def write_pages(book: RuleBook, folder: Path) -> int:
    """Write all pages; pages of rules that are no longer there are left alone. How many pages."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "style.css", resources.files(__package__).joinpath("style.css").read_text())
    shared = {"book": book, "version": __version__}
    _write(folder / "index.html", _page("index.html", **shared))
    _write(folder / "parameters.html", _page("parameters.html", **shared))
    _write(folder / "laws.html", _page("laws.html", **shared))
    if book.profiles:
        _write(folder / "profiles.html", _page("profiles.html", **shared))
    ids = [entry.id for entry in book.entries]
    for place, entry in enumerate(book.entries):
        near = {
            "before": ids[place - 1] if place else None,
            "after": ids[place + 1] if place + 1 < len(ids) else None,
        }
        _write(folder / f"{entry.id}.html", _page("rule.html", entry=entry, **near, **shared))
    return len(ids) + 3 + bool(book.profiles)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _page(name: str, **values: object) -> str:
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hengjian.rulebook", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(say=say, language=language)
    return environment
