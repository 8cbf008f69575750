"""The wording of a document: plain lines with fields in them, read once, used for PDF and DOCX alike.

Serves whoever edits a `template.txt` without knowing a program. It refuses a line that it does not
understand, naming file and line; it computes nothing, so that no template can do harm.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hengjian.content import ContentError, say

Place = Literal["body", "flush", "right", "center"]

FIELD = re.compile(
    r"\{\{\s*(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)(?:\s+or\s+'(?P<other>[^'{}]*)')?\s*\}\}"
)
_CONTROL = re.compile(
    r"^%\s*(?:(?P<end>end)|if\s+(?P<no>not\s+)?(?P<cond>[a-z][a-z0-9_.]*)"
    r"|for\s+(?P<row>[a-z][a-z0-9_]*)\s+in\s+(?P<rows>[a-z][a-z0-9_]*))\s*$"
)
_PLACES: dict[str, Place] = {"<": "flush", ">": "right", "^": "center"}


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, with its fields unfilled."""

    text: str
    place: Place = "body"


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines in a box that covers `span` columns; a label is set in the middle."""

    lines: tuple[Line, ...]
    span: int = 1
    label: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    height: int = 1
    """At least so many lines high."""


@dataclass(frozen=True, slots=True)
class When:
    """What stands only where a field has a value (or, with `no`, where it has none)."""

    field: str
    inner: "tuple[Block, ...]"
    no: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """What stands once for every row of a list."""

    row: str
    rows: str
    inner: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Table:
    widths: tuple[float, ...]
    rows: "tuple[Block, ...]"


Block = Line | Gap | Row | Table | When | Each


class _Reader:
    """Walks the lines once; what it cannot use it writes down."""

    def __init__(self, source: str, name: str) -> None:
        self.lines = [line.rstrip() for line in source.splitlines()]
        self.name, self.at = name, 0
        self.faults: list[str] = []

    def fault(self, zh: str, en: str) -> None:
        at = self.at + 1
        self.faults.append(say(f"{self.name} 第 {at} 行：{zh}", f"{self.name} line {at}: {en}"))

    def blocks(self, *, widths: tuple[float, ...] = (), inside: bool = False) -> tuple[Block, ...]:
        """Blocks up to the end of the text, of a table, or of what `inside` is enclosed by."""
        found: list[Block] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith("%"):
                control = _CONTROL.match(line)
                if control is None:
                    self.fault("看不懂的控制行", "not a control line")
                elif control["end"]:
                    if inside:
                        return tuple(found)
                    self.fault("多余的 % end", "nothing to end here")
                else:
                    self.at += 1
                    inner = self.blocks(widths=widths, inside=True)
                    if self.at >= len(self.lines):
                        self.fault("缺少 % end", "% end is missing")
                    found.append(
                        When(control["cond"], inner, bool(control["no"]))
                        if control["cond"]
                        else Each(control["row"], control["rows"], inner)
                    )
            elif widths:
                if not line.startswith("|"):
                    if not inside:
                        return tuple(found)
                    self.fault("表格的行应以 | 开头", "a row begins with |")
                else:
                    found.append(self.row(line, len(widths)))
            elif line.startswith("==="):
                found.append(self.table(line))
                continue
            elif line and not line.startswith("#"):
                found.append(Gap() if line == "~" else paragraph(line))
            self.at += 1
        return tuple(found)

    def table(self, line: str) -> Table:
        try:
            widths = tuple(float(part) for part in line[3:].split())
        except ValueError:
            widths = ()
        if not widths or min(widths) <= 0:
            self.fault("=== 后面写各列的宽度，如 === 2 5 2 5", "=== wants the columns' widths")
            widths = (1.0,)
        self.at += 1
        return Table(widths, self.blocks(widths=widths))

    def row(self, line: str, columns: int) -> Row:
        parts = line[1:].split("|")
        height = parts.pop().strip() if len(parts) > columns else ""
        if height and not height.isdigit():
            self.fault("最后一个 | 后面只能写行数", "only a number may follow the last |")
            height = ""
        cells: list[Cell] = []
        for part in (part.strip() for part in parts):
            if part == "<" and cells:
                last = cells[-1]
                cells[-1] = Cell(last.lines, last.span + 1, last.label)
            else:
                lines = tuple(paragraph(one.strip()) for one in part.split("//"))
                cells.append(Cell(lines, label=_is_label(lines)))
        if sum(cell.span for cell in cells) != columns:
            self.fault(f"这一行应有 {columns} 格", f"{columns} cells are wanted here")
        return Row(tuple(cells), int(height or 1))


def _is_label(lines: Sequence[Line]) -> bool:
    """Short words without a field: what the form prints, not what is filled in."""
    text = "".join(line.text for line in lines)
    return (
        bool(text)
        and "{{" not in text
        and len(text) <= 14
        and all(line.place == "body" for line in lines)
    )


def paragraph(line: str) -> Line:
    """`> 局长签名` → a line at the right; without a sign in front, a line of the text."""
    place = _PLACES.get(line[:1])
    return Line(line[1:].strip(), place) if place else Line(line)


def parse(source: str, name: str) -> tuple[Block, ...]:
    """The blocks of a template. ContentError lists every line that is wrong."""
    reader = _Reader(source, name)
    found = reader.blocks()
    stray = re.compile(r"\{\{|\}\}")
    for number, line in enumerate(reader.lines, 1):
        if not line.startswith("#") and stray.search(FIELD.sub("", line)):
            reader.at = number - 1
            reader.fault("字段应写成 {{ 名称 }}", "a field is written {{ name }}")
    if reader.faults:
        raise ContentError(reader.faults)
    return tuple(_vanishing(block) for block in found)


def _vanishing(block: Block) -> Block:
    """A line that holds one field only goes away with it, so that no empty line stays behind."""
    if isinstance(block, Line) and (alone := FIELD.fullmatch(block.text)) and not alone["other"]:
        return When(alone["name"], (block,))
    if isinstance(block, When):
        return When(block.field, tuple(_vanishing(one) for one in block.inner), block.no)
    return block


def names_in(text: str) -> set[str]:
    return {match["name"] for match in FIELD.finditer(text)}


def names(blocks: Sequence[Block]) -> set[str]:
    """Every field that the blocks use; a column of a list as `rows.column`."""
    return set(_names(blocks, {}))


def _names(blocks: Sequence[Block], rows: dict[str, str]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Line(text=text):
                for name in names_in(text):
                    row, dot, column = name.partition(".")
                    yield f"{rows.get(row, row)}.{column}" if dot else name
            case Row(cells=cells):
                for cell in cells:
                    yield from _names(cell.lines, rows)
            case Table(rows=inner):
                yield from _names(inner, rows)
            case When(field=field, inner=inner):
                yield field
                yield from _names(inner, rows)
            case Each(row=row, rows=of, inner=inner):
                yield of
                yield from _names(inner, rows | {row: of})
            case Gap():
                pass
