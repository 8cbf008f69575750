"""Reads an XES event log, plain or gzipped, into one row of raw texts per event.

Serves mappings, which turn the rows into the tables of the standard. It takes the fast way where a
log is written canonically and the sure way otherwise, with the same rows; it gives no value a type,
and refuses what is not a whole, sound log with events in it.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hengjian.standard.reading.limits import Limits, shown, unreadable
from hengjian.standard.reading.unpacking import unpacked
from hengjian.standard.reading.xes_blocks import CASE, ROW, Assembly, Block
from hengjian.standard.reading.xes_canonical import NotCanonicalError, canonical_blocks
from hengjian.standard.reading.xes_source import as_utf8, length_of_header
from hengjian.standard.reading.xes_streaming import streamed_blocks

__all__ = ["CASE", "ROW", "EventLog", "read_log", "read_log_tables"]

Progress = Callable[[float], None]


@dataclass(frozen=True)
class EventLog:
    """The events of a log. ``traces`` counts all, also those without an event (they have no row).

    ``frame``: ``__case`` (number of the trace from 0), ``__row`` (number of the event from 1),
    ``case:<key>`` for attributes of the trace, ``<key>`` for those of the event, null where absent.
    An event attribute that looks like one of the former is called ``event:<key>``. ``canonical``
    says which way it was read.
    """

    frame: pl.DataFrame
    traces: int
    canonical: bool


def read_log(
    path: Path,
    limits: Limits | None = None,
    progress: Progress | None = None,
    *,
    try_canonical: bool = True,
) -> EventLog:
    """All events of the log at ``path``. ``progress`` hears the share that is read, 0 to 1."""
    limits = limits or Limits()
    tell = _rising(progress) if progress is not None else None

    if try_canonical:
        with closing(unpacked(path, limits, tell)) as pieces:
            try:
                blocks = _canonical_blocks(path, as_utf8(path, pieces))
                return _log(path, blocks, canonical=True)
            except NotCanonicalError:
                pass  # what was read so far is dropped; the parser begins anew
    with closing(unpacked(path, limits, tell)) as pieces:
        return _log(path, streamed_blocks(path, as_utf8(path, pieces)), canonical=False)


def read_log_tables(
    path: Path, limits: Limits | None = None, progress: Progress | None = None
) -> tuple[dict[str, pl.DataFrame], dict[str, int | bool]]:
    """The same for `guard`, which carries frames and plain values across to another process."""
    log = read_log(path, limits, progress)
    return {"events": log.frame}, {"traces": log.traces, "canonical": log.canonical}


def _canonical_blocks(path: Path, pieces: Iterator[bytes]) -> Iterator[Block]:
    header = bytearray()
    length = length_of_header(path, header, pieces)
    if length is None:
        raise NotCanonicalError

    def traces() -> Iterator[bytes]:
        yield bytes(header[length:])
        yield from pieces

    return canonical_blocks(traces())


def _log(path: Path, blocks: Iterator[Block], *, canonical: bool) -> EventLog:
    assembly = Assembly()
    for block in blocks:
        assembly.add(block)
    if not assembly.events:
        raise unreadable(
            (f"“{shown(path)}”里没有任何事件", f"“{shown(path)}” holds no event"),
            (
                "请核对导出条件和时间范围，重新导出后再提交。",
                "Check the conditions and the period of the export, and export it again.",
            ),
        )
    return EventLog(assembly.frame(), assembly.traces, canonical)


def _rising(progress: Progress) -> Progress:
    """A second reading of the same file starts at nothing again; the share that is told does not."""
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share > told:
            told = min(share, 1.0)
            progress(told)

    return tell
