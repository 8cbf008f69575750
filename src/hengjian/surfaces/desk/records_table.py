"""The rows of a list of records, written straight: fifty of them would be half a page's time in templates.

Serves the list and the searches by party. Every text is escaped here; nothing is marked safe that was
not written here.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hengjian.core.wording import say
from hengjian.surfaces.desk.records_lines import Line


def body(lines: Iterable[Line], *, findings: bool) -> SafeString:
    """The body of the table, under the head of `desk/records/_lines.html`."""
    base = reverse("desk:records")
    parts: list[str] = []
    for one in lines:
        row = one.row
        number = escape(row.number)
        under = "" if row.number == row.case_id else _under(row.case_id)
        parts.append(
            f'<tr><td class="nowrap">{row.on:%Y-%m-%d}</td>'
            f'<th scope="row"><a href="{base}{row.pk}/">{number}</a>{under}</th>'
            f"<td>{escape(row.body.name)}</td>"
            f'<td class="nowrap">{escape(one.kind)}{_under(one.procedure)}</td>'
            f'<td class="fact">{escape(row.summary)}{_under(one.item)}</td>'
            f"<td>{escape(one.party.name)}</td>"
            f'<td class="number">{one.fine}</td><td class="nowrap">{escape(one.result)}</td>'
        )
        if findings:
            told = say(f"{one.findings} 条线索", f"{one.findings} findings")
            mark = f'<span class="mark mark-{one.tone}" title="{told}">{one.findings}</span>'
            parts.append(f"<td>{mark if one.findings else ''}</td>")
        parts.append("</tr>")
    return mark_safe("".join(parts))  # noqa: S308 - each text was escaped above


def _under(text: str) -> str:
    return f'<span class="under">{escape(text)}</span>' if text else ""
