"""Answers of many units made one: numbers added up exactly, tables stacked, and where each figure came from.

Serves merging, the page of the merger and what a county answers to the tier above. It knows no database;
the same parts give the same merger in whatever order they come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Any

from hengjian.content.form_design import FormDesign, FormField
from hengjian.domain.supervision.reports.answering import UNIT, changed, decimal_of, plain


@dataclass(frozen=True)
class Part:
    """What one unit submitted last, what the system had counted then, and why it was changed."""

    unit: int
    name: str
    values: Mapping[str, Any]
    edition: int = 1
    sha256: str = ""
    figures: Mapping[str, str] = dataclass_field(default_factory=dict)
    reasons: Mapping[str, str] = dataclass_field(default_factory=dict)

    def changed(self, field: FormField) -> tuple[str, str] | None:
        """The figure that was written over, and the reason; None where it stands as counted."""
        if not changed(field, self.values, self.figures):
            return None
        return self.figures[field.name], self.reasons.get(field.name) or self.reasons.get("*", "")


def merged(design: FormDesign, parts: Iterable[Part]) -> dict[str, Any]:
    """The merger, in the shape of an answer. What cannot be added stays with its units: text is listed
    by unit, a date, choice or file is left out."""
    held = sorted(parts, key=lambda one: (one.name, one.unit))
    values: dict[str, Any] = {}
    for field in design.fields():
        made: Any = ""
        if field.sums:
            made = total(field, held)
        elif field.kind == "table":
            made = stacked(field, held)
        elif field.kind in ("line", "text"):
            made = _listed(field, held)
        if made:
            values[field.name] = made
    return values


def total(field: FormField, parts: Sequence[Part]) -> str:
    """The sum over the units that gave a number; empty where none did."""
    numbers = [decimal_of(one.values.get(field.name)) for one in parts]
    given = [one for one in numbers if one is not None]
    return plain(sum(given, Decimal(0))) if given else ""


def stacked(field: FormField, parts: Sequence[Part]) -> list[dict[str, str]]:
    """All rows, each with its unit; a unit that merged others before keeps theirs behind its own."""
    rows = []
    for part in parts:
        for row in part.values.get(field.name) or []:
            below = row.get(UNIT, "")
            rows.append({**row, UNIT: f"{part.name}·{below}" if below else part.name})
    return rows


def column_total(rows: Iterable[Mapping[str, str]], column: str) -> str:
    """The sum of a table's column."""
    numbers = [decimal_of(row.get(column)) for row in rows]
    given = [one for one in numbers if one is not None]
    return plain(sum(given, Decimal(0))) if given else ""


def _listed(field: FormField, parts: Sequence[Part]) -> str:
    told = ((part.name, str(part.values.get(field.name, ""))) for part in parts)
    return "\n".join(f"{name}：{text}" for name, text in told if text)
