"""Coverage as spans of days: from when to when each body reports each thing.

Serves the makers of facts, who may say that something did not happen only inside such a span. Few
bodies declare names one by one, so most names have the same spans and one answer serves them all.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.distinct import Numbers
from hengjian.facts.missing import filled

FAR = 40_000  # 2079 as days since 1970: an open end of coverage
LONG_AGO = -36_500
NEVER = -(2**40)
Days = NDArray[np.int64]
Names = tuple[tuple[str, str], ...]
"""Pairs of a table and a name, as coverage has them."""
_Span = tuple[int, int]
_NOWHEN: _Span = (FAR, NEVER)


def days_of(days: pl.Series) -> Days:
    """Days since 1970, far before all where there is none."""
    return filled(days.cast(pl.Int64), NEVER).to_numpy()


class Coverage:
    """The register of coverage, looked through once for all buckets that read it."""

    def __init__(self, entries: pl.DataFrame) -> None:
        self._entries = entries
        self._names: dict[tuple[str, str], Names] = {}

    def names(self, table: str, name: str) -> Names:
        """What coverage says of a table and a name: of these, of the whole table, of everything."""
        if (table, name) not in self._names:
            asked = {(t, n) for t in (table, "*") for n in (name, "*")}
            self._names[table, name] = tuple(sorted(key for key in asked if key in self._spans))
        return self._names[table, name]

    def until(self, names: Names, bodies: Sequence[str], which: Numbers, began: Days) -> pl.Series:
        """The latest end among a body's spans in which its matter began; null where it is in none.

        ``which``: whose matter each is, by its place among the bodies, one past the last for nobody's.
        """
        until = np.full(len(began), NEVER, dtype=np.int64)
        told = [self._spans[key] for key in names]
        for since, last in (span for spans in told for span in spans.get("*", ())):
            until[(since <= began) & (began <= last) & (until < last)] = last
        own = [[span for spans in told for span in spans.get(body, ())] for body in bodies]
        for turn in range(max(map(len, own), default=0)):
            now = [spans[turn] if turn < len(spans) else _NOWHEN for spans in own]
            since, last = np.array([*now, _NOWHEN], dtype=np.int64)[which].T
            inside = (since <= began) & (began <= last) & (until < last)
            until[inside] = last[inside]
        # What is still never does not fit into a day's number and so becomes null.
        return pl.Series("until", until).cast(pl.Int32, strict=False).cast(pl.Date)

    @cached_property
    def _spans(self) -> dict[tuple[str, str], dict[str, list[_Span]]]:
        """What coverage says of a table and a name: body → first and last day, in days since 1970."""
        rows = self._entries.select(
            "table",
            "name",
            "body_id",
            pl.col("covered_from").cast(pl.Int32).fill_null(LONG_AGO),
            pl.col("covered_to").cast(pl.Int32).fill_null(FAR),
        )
        found: dict[tuple[str, str], dict[str, list[_Span]]] = {}
        bodies, same = dict[str, str](), dict[_Span, _Span]()  # few, repeated very many times
        for table, name, body, since, until in rows.iter_rows():
            spans = found.setdefault((table, name), {}).setdefault(
                bodies.setdefault(body, body), []
            )
            spans.append(same.setdefault((since, until), (since, until)))
        return found
