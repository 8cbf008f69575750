"""Traces of an event log in columns: blocks that a parser fills, and the frame made of them.

Serves both XES parsers, so that they cannot differ in names, order or duplicates. It refuses a log
with so many different attributes that it could not be a table.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.standard.reading.limits import unreadable

CASE, ROW = "__case", "__row"
TRACE_PREFIX = "case:"
MOST_KEYS = 1_000

Positions = NDArray[np.int32]

_TAKEN = re.compile(r"(event:)*(case:|__case$|__row$)")


def event_column(key: str) -> str:
    """The column of an event attribute: its key, set apart where it would look like another column.

    One more ``event:`` before every name of this form keeps different keys in different columns.
    """
    return f"event:{key}" if _TAKEN.match(key) else key


class Pairs(NamedTuple):
    """All attributes of one key in a block: where their values stand, and whose each is."""

    of_events: bool
    key: str
    rows: Positions
    owners: Positions


@dataclass(frozen=True)
class Block:
    """Some whole, consecutive traces. ``case_of`` gives each event's trace within the block."""

    traces: int
    case_of: Positions
    values: pl.Series
    pairs: list[Pairs]


class Assembly:
    """Blocks joined in their order; traces without an event are counted but have no row."""

    def __init__(self) -> None:
        self.traces = self.events = 0
        self._frames: list[pl.DataFrame] = []
        self._trace_names: dict[str, None] = {}
        self._event_names: dict[str, None] = {}

    def add(self, block: Block) -> None:
        count = len(block.case_of)
        columns: dict[str, pl.Expr] = {}
        for of_events, key, rows, owners in block.pairs:
            # Where each event's value stands; past the end (null) if there is none, and the last
            # one if its owner has several.
            index = np.full(count if of_events else block.traces, len(block.values), np.uint32)
            index[owners] = rows
            if of_events:
                name = event_column(key)
                self._event_names[name] = None
            else:
                name = TRACE_PREFIX + key
                self._trace_names[name] = None
                index = index[block.case_of]
            columns[name] = pl.col("value").gather(pl.Series(index), null_on_oob=True)
        if len(self._trace_names) + len(self._event_names) > MOST_KEYS:
            raise unreadable(
                (
                    f"日志中的属性超过 {MOST_KEYS} 种，无法读成表格",
                    f"the log has more than {MOST_KEYS} different attributes, too many for a table",
                ),
                (
                    "请只导出检查所需的属性后再提交。",
                    "Export only the attributes that the check needs.",
                ),
            )
        frame = pl.DataFrame(
            {
                CASE: block.case_of.astype(np.int64) + self.traces,
                ROW: np.arange(self.events + 1, self.events + count + 1),
            }
        ).hstack(block.values.alias("value").to_frame().select_seq(**columns))
        self.traces += block.traces
        self.events += count
        self._frames.append(frame)

    def frame(self) -> pl.DataFrame:
        """All events; columns in the order in which the log first shows them, trace columns first."""
        strings = {name: pl.String() for name in (*self._trace_names, *self._event_names)}
        schema = {CASE: pl.Int64(), ROW: pl.Int64(), **strings}
        if not self._frames:
            return pl.DataFrame(schema=schema)
        joined = pl.concat(self._frames, how="diagonal", rechunk=False)
        # Not by `select`, which would take a key such as “*” or “^.*$” for a pattern.
        return pl.DataFrame([joined[name] for name in schema])
