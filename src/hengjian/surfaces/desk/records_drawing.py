"""The drawing of a case in time: its events by day, and its statutory terms as bars until their last day.

Serves the page of a record, on screen and paper. Everything is also told below it in words, so the
drawing is hidden from readers aloud and left out where it would be too small to read.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hengjian.core.wording import say
from hengjian.domain.records.periods import Period
from hengjian.domain.records.story import Event

WIDTH, LEFT, RIGHT = 1000, 190, 16
TOP, ROW = 22, 30
LABEL_ROWS, LABEL_HEIGHT, CHARACTER = 3, 16, 12.5
KEY = ("clue_received", "applied", "accepted", "filed", "measure_taken", "inspected", "notified", "hearing_held", "legally_reviewed", "decided", "decided_on_spot", "served", "published", "result_published", "paid", "closed", "archived")  # fmt: skip
"""The events that are named in the drawing; others are dots."""


class Scale:
    """Days → places across the drawing."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.span = first, max((last - first).days, 1)

    def __call__(self, day: date) -> float:
        share = min(max((day - self.first).days / self.span, 0), 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def drawing(events: Sequence[Event], periods: Sequence[Period], *, today: date) -> SafeString:
    """The drawing as SVG; nothing where there is nothing to draw."""
    if not events:
        return SafeString("")
    days = [one.day for one in events]
    far = max(days) + timedelta(days=max((max(days) - min(days)).days, 120) * 2)
    ends = [day for one in periods for day in (one.due, one.ended) if day and day <= far]
    last = max([*days, *ends])
    if any(
        one.state in ("running", "overdue") for one in periods
    ):  # an open end is seen to be open
        last = max(last, min(today, last + timedelta(days=(last - min(days)).days // 4)))
    margin = timedelta(days=max((last - min(days)).days // 40, 1))
    scale = Scale(min(days) - margin, last + margin)
    top = TOP + LABEL_ROWS * LABEL_HEIGHT + 14
    height = top + len(periods) * ROW + 8
    parts = [
        _ticks(scale, min(days) - margin, last + margin, height),
        _events(events, scale, top - 8),
    ]
    parts += [
        _bar(one, number, scale, top + number * ROW + 4, today)
        for number, one in enumerate(periods)
    ]
    return format_html(
        '<svg class="terms-drawing" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}{}</svg>',
        WIDTH, height, WIDTH, height, _hatching(), mark_safe("".join(parts)),  # noqa: S308 - escaped
    )  # fmt: skip


def _hatching() -> SafeString:
    return SafeString(
        '<defs><pattern id="stopped" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="stop-ground" width="6" height="6"/>'
        '<line class="stop-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
    )


def _ticks(scale: Scale, first: date, last: date, height: int) -> SafeString:
    """Lines at the beginnings of months, quarters or years, whichever leaves room for their names."""
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]  # fmt: skip
    inside = [day for day in months if first <= day <= last]
    step = 1 if len(inside) <= 13 else 3 if len(inside) <= 39 else 12
    chosen = [day for day in inside if (day.month - 1) % step == 0]
    if len(chosen) < 2:
        days = (last - first).days
        every = max(days // 8, 1)
        chosen = [first + timedelta(days=n) for n in range(every, days, every)]
        form = "%m-%d"
    else:
        form = "%Y-%m" if step < 12 else "%Y"
    return format_html_join(
        "",
        '<line class="tick" x1="{0}" x2="{0}" y1="16" y2="{1}"/><text class="tick-name" x="{2}" y="11">{3}</text>',
        ((scale(day), height - 4, scale(day), day.strftime(form)) for day in chosen),
    )


def _events(events: Sequence[Event], scale: Scale, line: int) -> SafeString:
    """A dot for each day, and the names of the acts that matter as far as they have room."""
    names: dict[date, list[str]] = {}
    key: dict[date, list[str]] = {}
    for one in events:
        names.setdefault(one.day, []).append(one.words)
        if one.activity in KEY and one.words not in key.setdefault(one.day, []):
            key[one.day].append(one.words)
    parts = [format_html('<line class="line" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, line, line),
             format_html('<text class="row-name" x="0" y="{}">{}</text>', line + 4, say("办理经过", "What happened"))]  # fmt: skip
    free = [float(LEFT)] * LABEL_ROWS
    for day in sorted(names):
        x = scale(day)
        words = say("、", ", ").join(key.get(day, []))
        title = f"{day} {say('、', ', ').join(names[day])}"
        parts.append(format_html('<circle class="{}" cx="{}" cy="{}" r="4.5"><title>{}</title></circle>', "dot key" if words else "dot", x, line, title))  # fmt: skip
        if not words:
            continue
        length = len(words) * CHARACTER
        left = min(x - 4, WIDTH - RIGHT - length)
        row = next((n for n in range(LABEL_ROWS) if free[n] <= left), None)
        if row is None:
            continue
        free[row] = left + length + 8
        y = line - 12 - row * LABEL_HEIGHT
        parts.append(format_html('<line class="stem" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text class="event-name" x="{3}" y="{1}">{4}</text>', x, y, line - 5, left, words))  # fmt: skip
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped above


def _bar(one: Period, number: int, scale: Scale, y: int, today: date) -> SafeString:
    """The term until its last day, how far it was used, what lies beyond in red, stops hatched."""
    begin = scale(one.start)
    end = one.ended or (today if one.state in ("running", "overdue") else one.due) or today
    due = one.due
    parts = [
        format_html('<a tabindex="-1" href="#term-{}"><text class="row-name" x="0" y="{}">{}</text></a>', number, y + 12, one.label)
    ]  # fmt: skip
    if due is not None:
        parts.append(_rect("allowed", begin, scale(due), y))
    used = min(end, due) if due else end
    parts.append(_rect(f"used {one.state}", begin, scale(used), y))
    if due is not None and end > due:
        parts.append(_rect(f"beyond {one.state}", scale(due), scale(end), y))
    for since, until in one.stops:
        parts.append(_rect("stop", scale(max(since, one.start)), scale(until or end), y))
    if due is not None:
        x, behind = scale(due), max(scale(due), scale(end)) + 5
        room = behind + 100 < WIDTH
        place = behind if room else min(scale(due), WIDTH - RIGHT) - 5
        parts.append(format_html(
            '<line class="due" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text class="due-name" x="{3}" y="{4}" text-anchor="{5}">{6}</text>',
            x, y - 3, y + 17, place, y + 11, "start" if room else "end", say(f"期限 {due}", f"due {due}"),
        ))  # fmt: skip
    title = f"{one.label}：{one.length}，{one.start} — {due or '…'}；{one.words}"
    return format_html("<g><title>{}</title>{}</g>", title, mark_safe("".join(parts)))  # noqa: S308 - escaped


def _rect(css: str, begin: float, end: float, y: int) -> SafeString:
    return format_html('<rect class="{}" x="{}" y="{}" width="{}" height="14" rx="2"/>', css, begin, y, max(round(end - begin, 1), 2))  # fmt: skip
