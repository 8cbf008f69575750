"""Tables as PDF/A, on A4 upright or A3 across: heads on every page, numbers to the right.

Serves printed mergers of report tasks. It is no official document: no red head, no number, no place for a
seal; whoever needs one writes a letter and encloses this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hengjian.letters.fonts import fonts
from hengjian.letters.setting import TEMPLATES, compiler, pdf


@dataclass(frozen=True)
class Sheet:
    """One table. ``numeric`` and ``widths`` (parts of the page's width) have an entry for each head."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    widths: Sequence[float]


def tables_pdf(
    title: str,
    sub: str,
    sheets: Sequence[Sheet],
    *,
    issuer: str,
    wide: bool = False,
    simulated: bool = False,
    foot: str = "",
    on: date | None = None,
) -> bytes:
    """The tables one below the other. MissingGlyphError names a character that no font has."""
    data = {
        "title": title,
        "sub": sub,
        "issuer": issuer,
        "wide": wide,
        "simulated": simulated,
        "foot": foot,
        "fonts": fonts().parts(),
        "tables": [
            {
                "title": one.title,
                "heads": list(one.heads),
                "rows": [list(row) for row in one.rows],
                "numeric": list(one.numeric),
                "widths": list(one.widths),
            }
            for one in sheets
        ],
    }
    return pdf(compiler(TEMPLATES / "tables.typ", data), on=on)
