"""The rows of a worklist, written straight: fifty rows of nine cells would be half a page's time in templates.

Every text is escaped here; nothing is marked safe that was not written here.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hengjian.core.clock import CHINA
from hengjian.core.wording import say
from hengjian.domain.findings.models import Finding
from hengjian.surfaces.desk.findings import words

TEXT = 90
"""So much of a finding's sentence a list shows."""


def body(
    findings: Iterable[Finding], bodies: Mapping[int, str], *, day: date, pick: bool
) -> SafeString:
    """The rows; ``pick``: with a box to choose each."""
    base = reverse("desk:findings")
    return mark_safe(  # noqa: S308 - each text is escaped below
        "".join(_row(one, bodies, base, day, pick) for one in findings)
    )


def _row(one: Finding, bodies: Mapping[int, str], base: str, day: date, pick: bool) -> str:
    tone, severity = words.severity(one.severity)
    state_tone, state = words.state(one)
    cells = [_box(one) if pick else ""]
    cells.append(f"<td>{_mark(tone, severity)}</td>")
    says = one.says if len(one.says) <= TEXT else one.says[:TEXT] + "…"
    person = _mark("warn", say("涉及个人", "a person")) + " " if one.person else ""
    under = f'<span class="under">{escape(says)}</span>' if says else ""
    title = f'<a href="{base}{one.pk}/">{escape(one.title)}</a>'
    cells.append(f'<th scope="row" class="wide">{person}{title}{under}</th>')
    rule = f"{base}?rule={escape(one.rule)}"
    cells.append(f'<td class="nowrap"><a href="{rule}">{escape(one.rule)}</a></td>')
    whose = escape(bodies.get(one.body_id or 0, "—"))
    case = f'<span class="under code">{escape(one.case_id)}</span>' if one.case_id else ""
    cells.append(f"<td>{whose}{case}</td>")
    cells.append(f'<td class="nowrap">{one.on or "—"}</td>')
    cells.append(f'<td class="nowrap">{_mark(state_tone, state)}{_due(one, day)}</td>')
    cells.append(f'<td class="nowrap">{_day(one.appeared_at)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _box(one: Finding) -> str:
    label = escape(say(f"选择 {one.title}", f"choose {one.title}"))
    return (
        f'<td class="pick"><input type="checkbox" name="chosen" value="{one.pk}.{one.version}" '
        f'aria-label="{label}"></td>'
    )


def _due(one: Finding, day: date) -> str:
    if one.due_on is None or one.state != Finding.State.ASKED:
        return ""
    late = one.due_on < day
    text = say(f"{one.due_on} 前答复", f"by {one.due_on}") + (
        say("，已逾期", ", late") if late else ""
    )
    return f'<span class="under{" tone-bad" if late else ""}">{escape(text)}</span>'


def _mark(tone: str, text: str) -> str:
    return f'<span class="mark mark-{tone}">{escape(text)}</span>'


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d}"
