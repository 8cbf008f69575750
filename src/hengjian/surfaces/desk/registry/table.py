"""The table of a list, written straight: fifty rows of a dozen cells would be half a page's time in templates.

Serves list and print. Every text is escaped here; nothing is marked safe that was not written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape  # Django's own looks at each text for a lazy one: a tenth of a page's time
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hengjian.core.wording import say
from hengjian.domain.registry.columns import COLUMNS
from hengjian.domain.registry.registers import Register
from hengjian.surfaces.desk.registry.asking import address
from hengjian.surfaces.look.templatetags.look import icon


class Choice(NamedTuple):
    """A filter of a list."""

    name: str
    label: str
    options: SafeString
    chosen: str


def choice(
    name: str, label: str, pairs: Iterable[tuple[str, str]], chosen: str, *, first: str = ""
) -> Choice:
    """A filter, with what is chosen in it in words; ``first``: what it is called to choose none."""
    known = list(pairs)
    shown = options(known, chosen, first=first)
    return Choice(name, label, shown, dict(known).get(chosen, ""))


def options(pairs: Iterable[tuple[str, str]], chosen: str, *, first: str = "") -> SafeString:
    """The options of a filter, that for all of them first."""
    parts = [f'<option value="">{escape(first or say("全部", "All"))}</option>']
    for code, label in pairs:
        mark = " selected" if code == chosen else ""
        parts.append(f'<option value="{escape(code)}"{mark}>{escape(label)}</option>')
    return mark_safe("".join(parts))  # noqa: S308 - each text was escaped above


def head(register: Register, asked: Mapping[str, str] | None) -> SafeString:
    """The head cells; those that can be sorted by are links, but not on paper (None)."""
    now = asked.get("sort", "") if asked is not None else ""
    cells = []
    for one in COLUMNS[register.name]:
        css = one.kind if one.kind in {"number", "nowrap"} else ""
        if not one.sort or asked is None:
            cells.append(format_html('<th scope="col" class="{}">{}</th>', css, one.label))
            continue
        order = {one.name: "ascending", f"-{one.name}": "descending"}.get(now, "none")
        turned = f"-{one.name}" if now == one.name else one.name
        sign = {"ascending": "up", "descending": "down"}.get(order, "sort")
        cells.append(
            format_html(
                '<th scope="col" aria-sort="{}" class="{}"><a class="sort" href="?{}">{}{}</a></th>',
                order, css, address(asked, sort=turned), one.label, icon(sign),
            )
        )  # fmt: skip
    return mark_safe("".join(cells))  # noqa: S308 - each cell was escaped above


def body(register: Register, rows: Sequence[Any], *, day: date, link: bool = True) -> SafeString:
    """The rows. The second column names the row and leads to it; a state is a coloured word."""
    base = reverse(f"desk:{register.name}")
    columns = COLUMNS[register.name]
    heading = 1 if register.name not in {"certificates"} else 0
    parts: list[str] = []
    for row in rows:
        parts.append("<tr>")
        for place, one in enumerate(columns):
            cell = one.make(row, day)
            text: str = escape(cell.text)
            if one.kind == "state":
                text = f'<span class="mark mark-{cell.tone}">{text}</span>'
            elif place == heading:
                shown = f'<a href="{base}{row.pk}/">{text}</a>' if link else text
                parts.append(f'<th scope="row">{shown}</th>')
                continue
            parts.append(f'<td class="{one.kind}">{text}</td>' if one.kind else f"<td>{text}</td>")
        parts.append("</tr>")
    return mark_safe("".join(parts))  # noqa: S308 - each text was escaped above
