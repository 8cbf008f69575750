"""Texts with values filled in, for whole columns at a time.

Serves messages, mappings and prose with one way to write `立案于 {filed}`. It joins with `concat_str`,
because Polars' own `format` misreads columns that lie in several chunks.
"""

import re
from collections.abc import Mapping

import polars as pl

_PLACE = re.compile(r"{([^{}]+)}")


def places(template: str) -> list[str]:
    """The names in braces, in their order."""
    return _PLACE.findall(template)


def pieces(template: str) -> list[str]:
    """The template taken apart: text, name, text, name, …, text."""
    return _PLACE.split(template)


def filled(template: str, values: Mapping[str, pl.Expr]) -> pl.Expr:
    """The template with each ``{name}`` replaced by its value; null where a value is null."""
    parts = [
        values[piece].cast(pl.String) if place % 2 else pl.lit(piece)
        for place, piece in enumerate(pieces(template))
        if place % 2 or piece
    ]
    return pl.concat_str(parts) if parts else pl.lit("")
