"""Charts as SVG drawn on the server: bars of counts, proportions of verdicts, months.

Serves the page. Positions are in per cent and letters in pixels, so that one drawing fits a phone,
a screen and paper. Colours are named by CSS classes; no chart says by colour alone what its text
or table does not say too.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

from hengjian.check.report.lines import Counts
from hengjian.content import say
from hengjian.rules.rule import Severity

_WIDE_LABELS, _NARROW_LABELS = 12, 4
_FEWEST_SLOTS = 12
"""A chart of two months keeps slim bars instead of two walls."""
_MOST_NAMED = 24
"""Over so many months or quarters only the years are named, each where it begins."""


def parts_of(counts: Counts) -> list[tuple[str, str, int]]:
    """(css class, label, number) of counts, gravest first."""
    return [
        ("fatal", Severity.FATAL.label, counts.fatal),
        ("serious", Severity.SERIOUS.label, counts.serious),
        ("general", Severity.GENERAL.label, counts.general),
        ("other", say("提示及争议", "hints"), counts.other),
    ]


def words_of(counts: Counts) -> str:
    parts = [f"{label} {count:,}" for _, label, count in parts_of(counts) if count]
    return say("、", ", ").join(parts) or say("无", "none")


def bar(counts: Counts, longest: int, *, leads_only: bool = False) -> Markup:
    """A stacked horizontal bar for a table cell. The figures stand beside it, so it is hidden from
    readers of the text."""
    svg = ['<svg class="bar" aria-hidden="true" focusable="false">']
    at = 0.0
    for css, _, count in parts_of(counts)[: 3 if leads_only else 4]:
        if count:
            width = 100 * count / max(longest, 1)
            svg.append(_rect(css, x=at, width=width))
            at += width
    svg.append("</svg>")
    return Markup("".join(svg))  # noqa: S704 - made of numbers and our own class names only


def plain_bar(number: int, longest: int) -> Markup:
    """A bar of one colour for a table cell that holds the figure too."""
    rect = _rect("fine", x=0, width=100 * number / max(longest, 1))
    return Markup(  # noqa: S704 - made of numbers only
        f'<svg class="bar" aria-hidden="true" focusable="false">{rect}</svg>'
    )


def proportions(parts: Sequence[tuple[str, str, int]]) -> Markup:
    """One bar of 100 per cent. ``parts``: css class, label, number."""
    total = sum(count for _, _, count in parts)
    described = say("、", ", ").join(
        f"{label} {count:,} ({100 * count / total:.1f}%)" for _, label, count in parts if count
    )
    svg = [
        f'<svg class="proportions" role="img" aria-label="{escape(described)}">',
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/>'
        '<line x1="0" y1="0" x2="0" y2="6" class="hatch-line"/></pattern></defs>',
    ]
    at = 0.0
    for css, label, count in parts:
        if count:
            width = 100 * count / total
            svg.append(f"<g><title>{escape(label)} {count:,}</title>")
            svg.append(_rect(css, x=at, width=width) + "</g>")
            at += width
    svg.append("</svg>")
    return Markup("".join(svg))  # noqa: S704 - labels are escaped above


def months(periods: Sequence[tuple[str, Counts]]) -> Markup:
    """Stacked columns, one per period, with a grid and labels that never touch each other."""
    highest = max((counts.findings for _, counts in periods), default=0)
    top, step = _scale(highest)
    slots = max(len(periods), _FEWEST_SLOTS)
    busiest, most = max(periods, key=lambda entry: entry[1].findings)
    described = say(
        f"按时间的线索数：{periods[0][0]} 至 {periods[-1][0]}，"
        f"最多的是 {busiest}，{most.findings:,} 条",
        f"findings over time: {periods[0][0]} to {periods[-1][0]}, "
        f"most in {busiest}: {most.findings:,}",
    )
    svg = ['<div class="months"><svg class="ticks" aria-hidden="true" focusable="false">']
    lines = []
    for value in range(0, top + 1, step):
        y = 100 - 100 * value / top
        svg.append(f'<text class="tick" x="100%" y="{y:.2f}%">{value:,}</text>')
        lines.append(f'<line x1="0" x2="100%" y1="{y:.2f}%" y2="{y:.2f}%"/>')
    svg.append(f'</svg><svg class="plot" role="img" aria-label="{escape(described)}">')
    svg += lines
    for position, (label, counts) in enumerate(periods):
        title = f"{label}{say('：', ': ')}{words_of(counts)}"
        svg.append(f"<g><title>{escape(title)}</title>")
        svg.append(
            f'<rect class="slot" x="{100 * position / slots:.3f}%" width="{100 / slots:.3f}%" '
            'y="0" height="100%"/>'
        )
        x, width, floor = 100 * (position + 0.14) / slots, 72 / slots, 100.0
        for css, _, count in parts_of(counts):
            if count:
                height = 100 * count / top
                floor -= height
                svg.append(_rect(css, x=x, width=width, y=floor, height=height))
        svg.append("</g>")
    svg += _named([label for label, _ in periods], slots)
    svg.append("</svg></div>")
    return Markup("".join(svg))  # noqa: S704 - labels are escaped above


def _named(labels: Sequence[str], slots: int) -> list[str]:
    """The names below the columns: each period's while there is room, else the years'."""
    svg = []
    starts = [at for at, label in enumerate(labels) if label[4:] in ("-01", "-Q1")]
    if len(labels) > _MOST_NAMED and starts:
        # A first year of which little is shown would push its name into that of the second.
        begun = [0] if starts[0] >= slots / 10 else []
        thin = -(-len(starts) // (2 * _NARROW_LABELS))
        for number, at in enumerate([*begun, *starts]):
            x = 100 * at / slots
            css = "label year" if number % thin == 0 else "label year minor"
            svg.append(f'<line class="year" x1="{x:.3f}%" x2="{x:.3f}%" y1="0" y2="100%"/>')
            svg.append(f'<text class="{css}" x="{x:.3f}%" y="100%">{escape(labels[at][:4])}</text>')
        return svg
    wide = -(-slots // _WIDE_LABELS)
    narrow = wide * -(-slots // (wide * _NARROW_LABELS))
    for at in range(0, len(labels), wide):
        css = "label" if at % narrow == 0 else "label minor"
        x = 100 * (at + 0.5) / slots
        svg.append(f'<text class="{css}" x="{x:.3f}%" y="100%">{escape(labels[at])}</text>')
    return svg


def _rect(css: str, *, x: float, width: float, y: float = 0, height: float = 100) -> str:
    return (
        f'<rect class="{css}" x="{x:.3f}%" width="{width:.3f}%" '
        f'y="{y:.3f}%" height="{height:.3f}%"/>'
    )


def _scale(highest: int) -> tuple[int, int]:
    """The top of an axis and the step of its grid: round numbers, at most six lines."""
    step = 1
    while step * 5 < highest:
        step = _next_round(step)
    return step * max(1, -(-highest // step)), step


def _next_round(step: int) -> int:
    first = int(str(step)[0])
    unit = step // first
    return unit * {1: 2, 2: 5, 5: 10}[first]
