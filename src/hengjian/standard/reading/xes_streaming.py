"""The sure way to read an XES log: expat, one element after another, in bounded memory.

Serves logs that are valid but written in an unusual form. Of nested attributes it keeps the outer
one's value and passes over the children; it passes over lists and containers, which have no value,
and over every element that the XES standard does not know.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from hengjian.standard.reading.xes_blocks import Block, Pairs
from hengjian.standard.reading.xes_source import check_root, feed, local, new_parser

VALUE_TAGS = frozenset({"string", "date", "int", "float", "boolean", "id"})
EVENTS_PER_BLOCK = 20_000

_OUTSIDE, _IN_LOG, _IN_TRACE, _IN_EVENT = range(4)
_Places = dict[str, tuple[list[int], list[int]]]


def streamed_blocks(path: Path, pieces: Iterator[bytes]) -> Iterator[Block]:
    """The traces of a whole log in UTF-8, header and all."""
    traces = _Traces(path)
    parser = new_parser(path)
    parser.StartElementHandler, parser.EndElementHandler = traces.start, traces.end
    for piece in pieces:
        feed(path, parser, piece)
        yield from traces.finished
        traces.finished.clear()
    feed(path, parser, b"", final=True)
    traces.close_block()
    yield from traces.finished


class _Traces:
    """Collects the attributes of traces and events. Whole traces go to ``finished`` as blocks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.finished: list[Block] = []
        self.where = _OUTSIDE
        self.passing_over = 0  # how deep inside an element whose children do not matter
        self.open_block()

    def open_block(self) -> None:
        self.traces = 0
        self.case_of: list[int] = []
        self.values: list[str] = []
        self.of_traces: _Places = {}
        self.of_events: _Places = {}

    def close_block(self) -> None:
        pairs = [
            Pairs(of_events, key, np.array(rows, np.int32), np.array(owners, np.int32))
            for of_events, places in ((False, self.of_traces), (True, self.of_events))
            for key, (rows, owners) in places.items()
        ]
        case_of = np.array(self.case_of, np.int32)
        values = pl.Series(self.values, dtype=pl.String)
        self.finished.append(Block(self.traces, case_of, values, pairs))
        self.open_block()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.passing_over:
            self.passing_over += 1
            return
        name = local(name) if ":" in name else name
        if self.where == _IN_EVENT:
            self.passing_over = 1
            if name in VALUE_TAGS:
                self.keep(self.of_events, len(self.case_of) - 1, attributes)
        elif self.where == _IN_TRACE:
            if name == "event":
                self.where = _IN_EVENT
                self.case_of.append(self.traces - 1)
            else:
                self.passing_over = 1
                if name in VALUE_TAGS:
                    self.keep(self.of_traces, self.traces - 1, attributes)
        elif self.where == _IN_LOG:
            if name == "trace":
                self.where = _IN_TRACE
                self.traces += 1
            else:
                self.passing_over = 1
        else:
            check_root(self.path, name)
            self.where = _IN_LOG

    def end(self, name: str) -> None:
        if self.passing_over:
            self.passing_over -= 1
            return
        self.where -= 1
        if self.where == _IN_LOG and len(self.case_of) >= EVENTS_PER_BLOCK:
            self.close_block()

    def keep(self, places: _Places, owner: int, attributes: dict[str, str]) -> None:
        key, value = attributes.get("key"), attributes.get("value")
        if key and value is not None:
            if key not in places:
                places[key] = ([], [])
            rows, owners = places[key]
            rows.append(len(self.values))
            owners.append(owner)
            self.values.append(value)
