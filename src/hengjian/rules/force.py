"""Whether a rule's law is in force, as a condition among the others of the rule.

Serves judging. Versions whose dates nobody has read in the norm do not count.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from hengjian.facts import Type
from hengjian.rules.expressions import Context, Node

Span = tuple[date, date | None]


class InForce(Node):
    """Whether a date lies in one of the spans of a law's versions; unknown where it is missing."""

    type = Type.BOOLEAN

    def __init__(self, at: Node, spans: Sequence[Span]) -> None:
        self.parts = (at,)
        self.spans = tuple(spans)

    def compile(self, context: Context) -> pl.Expr:
        at = self.parts[0].compile(context)
        held = pl.lit(False)
        for since, until in self.spans:
            inside = at >= pl.lit(since)
            if until is not None:
                inside = inside & (at <= pl.lit(until))
            held = held | inside
        return held
