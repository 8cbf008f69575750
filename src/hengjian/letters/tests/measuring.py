"""Reads a PDF back as a ruler would: which words stand where, how large, and which lines are drawn.

Millimetres from the left and the top of the paper. Reads only what our own setting writes.
"""

import io
from dataclasses import dataclass

import pypdf
from pypdf.generic import ContentStream

MM = 72 / 25.4
LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0
"""The text block of the standard: 156 mm × 225 mm."""
PITCH, CELL = 225 / 22, 156 / 28


@dataclass(frozen=True)
class Run:
    """Words set in one go. `top` and `bottom` are those of the em box of a Chinese character."""

    page: int
    text: str
    x: float
    end: float
    base: float
    size: float
    colour: tuple[float, ...]

    @property
    def top(self) -> float:
        return self.base - 0.88 * self.size / MM

    @property
    def bottom(self) -> float:
        return self.base + 0.12 * self.size / MM

    @property
    def ink(self) -> float:
        """Where the words end for the eye: a stop at the end of a line has an empty right half."""
        return self.end - (CELL / 2 if self.text[-1:] in "。，、；：）》〕" else 0)

    @property
    def middle(self) -> float:
        return (self.x + self.end) / 2


@dataclass(frozen=True)
class Stroke:
    """A straight line that runs level."""

    page: int
    x: float
    y: float
    length: float
    weight: float
    colour: tuple[float, ...]


@dataclass(frozen=True)
class Measured:
    runs: list[Run]
    strokes: list[Stroke]
    pages: int

    def run(self, text: str) -> Run:
        """The one run with these words."""
        found = [run for run in self.runs if text in run.text]
        assert len(found) == 1, (text, [run.text for run in self.runs])
        return found[0]

    def lines(self, page: int, size: float = 16) -> list[list[Run]]:
        """The runs of one page and size by their base line, from top to bottom."""
        found: dict[float, list[Run]] = {}
        for run in self.runs:
            if run.page == page and abs(run.size - size) < 0.1:
                found.setdefault(round(run.base, 1), []).append(run)
        return [sorted(found[base], key=lambda run: run.x) for base in sorted(found)]


def measure(data: bytes) -> Measured:
    reader = pypdf.PdfReader(io.BytesIO(data))
    runs: list[Run] = []
    strokes: list[Stroke] = []
    for number, page in enumerate(reader.pages, 1):
        height = float(page.mediabox.height)
        texts: list[str] = []

        def heard(text: str, *_: object, into: list[str] = texts) -> None:
            if text.strip():
                into.append(text.replace(" ", "").replace("\n", "").replace("\u200b", ""))

        page.extract_text(visitor_text=heard)
        found, drawn = _drawn(page, reader, number, height)
        assert len(found) == len(texts), "a run for every text"
        runs += [Run(number, text, *place) for text, place in zip(texts, found, strict=True)]
        strokes += drawn
    return Measured(runs, strokes, len(reader.pages))


def _widths(page: pypdf.PageObject) -> dict[str, dict[int, float]]:
    """Font name → code → advance in thousandths of its size."""
    found = {}
    for name, font in page["/Resources"]["/Font"].items():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        widths: dict[int, float] = {}
        parts = list(inner.get("/W", []))
        while parts:
            first, then = int(parts.pop(0)), parts.pop(0).get_object()
            if isinstance(then, list):
                widths |= {first + at: float(one) for at, one in enumerate(then)}
            else:
                width = float(parts.pop(0))
                widths |= dict.fromkeys(range(first, int(then) + 1), width)
        found[name] = widths | {-1: float(inner.get("/DW", 1000))}
    return found


def _drawn(page, reader, number, height):  # type: ignore[no-untyped-def]
    widths, stack = _widths(page), []
    at, colour, stroke, weight = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (0.0,), (0.0,), 1.0
    font, size, here = "", 0.0, (0.0, 0.0)
    runs, strokes = [], []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        values = [float(one) for one in operands if isinstance(one, int | float)]
        match operator:
            case b"q":
                stack.append((at, colour, stroke, weight))
            case b"Q":
                at, colour, stroke, weight = stack.pop()
            case b"cm":
                a, b, c, d, e, f = values
                A, B, C, D, E, F = at  # noqa: N806
                at = (a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D,
                      e * A + f * C + E, e * B + f * D + F)  # fmt: skip
            case b"scn":
                colour = tuple(values)
            case b"SCN":
                stroke = tuple(values)
            case b"w":
                weight = values[0]
            case b"Tf":
                font, size = operands[0], float(operands[1])
            case b"Tj" | b"TJ":
                parts = operands[0] if operator == b"TJ" else [operands[0]]
                wide = sum(_advance(part, widths[font]) for part in parts) * size / 1000
                x, y = at[4], at[5]
                runs.append((x / MM, (x + wide) / MM, (height - y) / MM, size, colour))
            case b"m":
                here = (values[0], values[1])
            case b"l":
                if values[1] == here[1] and at[1] == 0:
                    x, y = at[0] * here[0] + at[4], at[3] * here[1] + at[5]
                    long = abs(values[0] - here[0])
                    strokes.append(
                        Stroke(number, x / MM, (height - y) / MM, long / MM, weight / MM, stroke)
                    )
    return runs, strokes


def _advance(part: object, widths: dict[int, float]) -> float:
    if isinstance(part, int | float):
        return -float(part)
    raw = part if isinstance(part, bytes) else part.original_bytes  # type: ignore[attr-defined]
    codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return sum(widths.get(code, widths[-1]) for code in codes)
