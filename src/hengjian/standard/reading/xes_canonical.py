"""The fast way to read an XES log: cut at every “<”, split at every quote, then check everything.

Serves logs written as nearly every tool writes them: trace and event elements around attributes
with a double-quoted key, then a double-quoted value. It gives up on anything else (comments, nested
attributes, prefixes, other quoting), and the real parser then reads the whole file.

In XML a “<” is always markup, so polars' CSV parser with “<” as line end and the quote as separator
makes `<string key="concept:name" value="Pay"/>` the cells [string key=, concept:name, value=, Pay,
/>], whatever the line breaks. What it cannot tell apart is refused by the checks below.
"""

import re
from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.exceptions import PolarsError

from hengjian.standard.reading.limits import MB
from hengjian.standard.reading.xes_blocks import Block, Pairs, Positions

CHUNK = MB  # larger ones are a little faster and cost tens of megabytes more
LONGEST_TRACE = 64 * MB
END_OF_TRACE = b"</trace>"

_CELLS = {name: pl.String() for name in ("tag", "key", "middle", "value", "end")}
_SPACE = r"[ \t\r\n]"
_ATTRIBUTE = re.compile(rf"(?:string|date|int|float|boolean|id){_SPACE}+key{_SPACE}*={_SPACE}*")
_MIDDLE = re.compile(rf"{_SPACE}+value{_SPACE}*={_SPACE}*")
_END = re.compile(rf"{_SPACE}*/>{_SPACE}*")
_STRUCTURE = re.compile(rf"(trace|event|/trace|/event){_SPACE}*>{_SPACE}*")
_END_OF_LOG = re.compile(rb"[ \t\r\n]*</log[ \t\r\n]*>[ \t\r\n]*")
_NOT_PLAIN = r"[&\t\r\n]"

_TRACE, _EVENT, _TRACE_END, _EVENT_END = range(4)
_CODES = {"trace": _TRACE, "event": _EVENT, "/trace": _TRACE_END, "/event": _EVENT_END}
_FOLLOWS = np.zeros((4, 4), dtype=bool)
for _before, _after in (
    (_TRACE, _EVENT),
    (_TRACE, _TRACE_END),
    (_EVENT, _EVENT_END),
    (_EVENT_END, _EVENT),
    (_EVENT_END, _TRACE_END),
    (_TRACE_END, _TRACE),
):
    _FOLLOWS[_before, _after] = True

_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE, U+FFFF: valid UTF-8, not XML

_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class NotCanonicalError(Exception):
    """This log needs the real parser. Says nothing about whether it is well-formed."""


def canonical_blocks(pieces: Iterator[bytes]) -> Iterator[Block]:
    """The traces of a log whose header is already taken off: ``pieces`` begin at the first one."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        if len(rest) < CHUNK:
            continue
        cut = rest.rfind(END_OF_TRACE) + len(END_OF_TRACE)
        if cut >= len(END_OF_TRACE):
            yield _block(_first_cut_off(rest, cut))
            del rest[:cut]
        elif len(rest) > LONGEST_TRACE:
            raise NotCanonicalError
    cut = rest.rfind(END_OF_TRACE) + len(END_OF_TRACE)
    if cut >= len(END_OF_TRACE):
        yield _block(_first_cut_off(rest, cut))
        del rest[:cut]
    _require(_END_OF_LOG.fullmatch(rest) is not None)


def _first_cut_off(text: bytearray, end: int) -> bytes:
    """The text up to ``end`` without its first “<”, before which only white space may stand."""
    start = text.find(b"<")
    _require(not text[:start].strip(b" \t\r\n"))
    with memoryview(text) as view:
        return bytes(view[start + 1 : end])


def _block(chunk: bytes) -> Block:
    """Whole traces as columns."""
    structural, marks, attributes = _checked_cells(chunk)
    starts_trace, starts_event = marks == _TRACE, marks == _EVENT
    trace_no = np.cumsum(starts_trace, dtype=np.int32) - 1
    event_no = np.cumsum(starts_event, dtype=np.int32) - 1
    # Which structural tag stands before each attribute: it says whose the attribute is.
    before = np.cumsum(structural, dtype=np.int32)[~structural] - 1
    _require(not bool((marks[before] == _TRACE_END).any()))
    of_event = starts_event[before]
    owners = np.where(of_event, event_no[before], trace_no[before])
    pairs = _by_key(attributes["key"], of_event, owners)
    return Block(int(starts_trace.sum()), trace_no[starts_event], attributes["value"], pairs)


def _require(held: bool) -> None:
    if not held:
        raise NotCanonicalError


def _checked_cells(chunk: bytes) -> tuple[NDArray[np.bool_], NDArray[np.int8], pl.DataFrame]:
    """Which tags are structural; their codes in order; keys and values of the attributes.

    Every cell is checked, in one pass over the columns: the few forms that a cell takes are looked
    at one by one.
    """
    _require(len(chunk.translate(None, _CONTROLS)) == len(chunk))
    _require(b'\r"' not in chunk)  # polars drops a carriage return at the end of any cell
    _require(b"\xef" not in chunk or not any(code in chunk for code in _NO_CHARACTERS))
    cells = _cells(chunk)
    tag, key, middle, value, end = (pl.col(name) for name in _CELLS)
    structural = key.is_null()
    code = pl.sum_horizontal(tag.str.starts_with(name) * code for name, code in _CODES.items())
    seen = cells.select_seq(
        (end.is_null() != structural).any().alias("wrong"),
        value.str.contains(_NOT_PLAIN).any().alias("odd"),
        tag.filter(~structural).unique().implode().alias("attributes"),
        tag.filter(structural).unique().implode().alias("structure"),
        middle.drop_nulls().unique().implode().alias("middle"),
        end.drop_nulls().unique().implode().alias("end"),
        code.filter(structural).implode().alias("marks"),
    )
    # An attribute has at least four quotes, so all have four and structural tags have none.
    _require(not seen["wrong"][0])
    _require(chunk.count(b'"') == 4 * (cells.height - len(seen["marks"][0])))
    for name, form in (
        ("attributes", _ATTRIBUTE),
        ("structure", _STRUCTURE),
        ("middle", _MIDDLE),
        ("end", _END),
    ):
        _require(all(text and form.fullmatch(text) for text in seen[name][0]))
    marks: NDArray[np.int8] = seen["marks"][0].to_numpy()
    _require(len(marks) > 0 and marks[0] == _TRACE and marks[-1] == _TRACE_END)
    _require(bool(_FOLLOWS[marks[:-1], marks[1:]].all()))
    # An attribute whose value is empty has no value here: the parser knows no empty cell.
    attributes = cells.lazy().filter(~structural).select(key, value.fill_null("")).collect()
    if seen["odd"][0]:
        attributes = attributes.with_columns(_plain(attributes["value"]))
    return cells["key"].is_null().to_numpy(), marks, attributes


def _cells(chunk: bytes) -> pl.DataFrame:
    """One row per “<”, cut at its quotes; a cell that is empty or not there is null."""
    try:
        cells = pl.read_csv(
            chunk,
            has_header=False,
            separator='"',
            quote_char=None,
            eol_char="<",
            schema=_CELLS,
            infer_schema=False,
            missing_columns="insert",
            truncate_ragged_lines=True,
        )
    except PolarsError as error:  # such as bytes that are not UTF-8: the parser names the line
        raise NotCanonicalError from error
    _require(cells.height == chunk.count(b"<") + 1)  # no “line” was passed over
    return cells


def _by_key(keys: pl.Series, of_event: NDArray[np.bool_], owners: Positions) -> list[Pairs]:
    """The attributes of events and of traces by key, in order of appearance."""
    groups = (
        pl.DataFrame({"of_event": of_event, "key": keys, "owner": owners})
        .with_columns(row=pl.int_range(pl.len(), dtype=pl.Int32))
        .group_by("of_event", "key", maintain_order=True)
        .agg("row", "owner", count=pl.len())
    )
    _require(not any(re.search(_NOT_PLAIN, key) for key in groups["key"]))
    cuts = groups["count"].cum_sum().to_list()[:-1]
    rows, its_owners = (
        np.split(groups[name].explode().to_numpy(), cuts) for name in ("row", "owner")
    )
    return list(map(Pairs, groups["of_event"], groups["key"], rows, its_owners))


def _plain(values: pl.Series) -> pl.Series:
    """Values as XML means them: references resolved, line breaks and tabs as spaces."""
    texts = values.filter(values.str.contains(_NOT_PLAIN)).unique().to_list()
    return values.replace(texts, [_resolved(text) for text in texts])


def _resolved(text: str) -> str:
    return _REFERENCE.sub(_character, re.sub("\r\n|[\r\n\t]", " ", text))


def _character(reference: re.Match[str]) -> str:
    name, decimal, hexadecimal = reference.groups()
    if name:
        return _NAMED[name]
    if not (decimal or hexadecimal):
        raise NotCanonicalError
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    ):
        raise NotCanonicalError
    return chr(code)
