"""Puts values into the blocks of a template: what comes out holds words only.

Serves the setting of a PDF. It adds nothing to the values and leaves nothing unfilled in them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hengjian.letters.text import FIELD, Block, Cell, Each, Gap, Line, Row, Table, When

Values = Mapping[str, Any]
"""Names → words, or lists of rows of words."""

LONG = 600
"""A row with more characters than this may be broken over two pages; a shorter one stays whole."""


def filled(text: str, values: Values) -> str:
    """The text with its fields filled; an empty field gives the word after `or`, else nothing."""

    def one(match: Any) -> str:
        return str(value_of(match["name"], values) or match["other"] or "")

    return FIELD.sub(one, text)


def value_of(name: str, values: Values) -> Any:
    """`row.column` looks into the row that a list has put among the values."""
    first, dot, rest = name.partition(".")
    value = values.get(first)
    return value.get(rest) if dot and isinstance(value, Mapping) else value


def laid_out(blocks: Sequence[Block], values: Values) -> list[dict[str, Any]]:
    """The blocks as the setting reads them: paragraphs, gaps and tables in order."""
    return list(_blocks(blocks, values))


def _blocks(blocks: Sequence[Block], values: Values) -> Iterator[dict[str, Any]]:
    for block in blocks:
        match block:
            case Line():
                for text in filled(block.text, values).split("\n"):
                    yield {"kind": "line", "place": block.place, "text": text}
            case Gap():
                yield {"kind": "gap"}
            case Table(widths=widths, rows=rows):
                yield {"kind": "table", "widths": widths, "rows": list(_blocks(rows, values))}
            case Row(cells=cells, height=height):
                made = [_cell(cell, values) for cell in cells]
                size = sum(len(line["text"]) for cell in made for line in cell["lines"])
                yield {"kind": "row", "height": height, "cells": made, "long": size > LONG}
            case When(field=field, inner=inner, no=no):
                if bool(value_of(field, values)) != no:
                    yield from _blocks(inner, values)
            case Each(row=row, rows=rows, inner=inner):
                for value in values.get(rows) or ():
                    yield from _blocks(inner, {**values, row: value})


def _cell(cell: Cell, values: Values) -> dict[str, Any]:
    lines = [
        {"place": line.place, "text": text}
        for line in cell.lines
        for text in filled(line.text, values).split("\n")
    ]
    return {"span": cell.span, "label": cell.label, "lines": lines}
