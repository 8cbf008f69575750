"""Reads CSV, JSON lines and Parquet into raw tables.

Serves submissions as they come out of other systems: UTF-8 or GB18030, with or without a byte order
mark, comma, semicolon or tab. It refuses bytes that are in no known encoding, naming the place.
"""

import contextlib
import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import polars as pl

from hengjian.content import say
from hengjian.standard.problems import UnreadableError
from hengjian.standard.raw import Again, RawTable
from hengjian.standard.reading.limits import MB, Limits, checked_size, shown

KEPT_UP_TO = 32 * MB
"""A larger table is read again if rows of it must be handed back, rather than kept beside its values."""
PIECE = 16 * MB
_LEAST = 4
"""A value of a column takes so many bytes or more; to ask for the size of millions takes long."""
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_csv(path: Path, limits: Limits) -> RawTable:
    """A CSV file with a header row; every value as text."""
    checked_size(path, limits)
    state = path.stat()
    data = in_utf8(path)
    if not data or data.isspace():
        raise _empty(path)
    header = data[: data.find(b"\n")]
    separator = max(",\t;", key=lambda sign: header.count(sign.encode()))
    try:
        frame = pl.read_csv(
            data,
            infer_schema=False,
            separator=separator,
            truncate_ragged_lines=False,
            raise_if_empty=True,
        )
    except pl.exceptions.PolarsError as error:
        raise _irregular(path, data.decode(), separator, error) from error
    frame = frame.rename({name: name.strip() for name in frame.columns})
    if len(data) <= KEPT_UP_TO:
        return _numbered(path, frame, first=2)

    def rows(at: pl.Series) -> pl.DataFrame:
        lazy = pl.scan_csv(in_utf8(path), infer_schema=False, separator=separator)
        return _picked(lazy.rename(str.strip), at)

    return _numbered(path, frame, first=2, again=_unchanged(path, state, rows))


def in_utf8(path: Path) -> bytes:
    """The bytes of a text file in UTF-8, whatever it is written in; no copy if it is UTF-8 already."""
    data = path.read_bytes()
    if not data.startswith(tuple(mark for mark, _ in _BOMS)) and _is_utf8(data):
        return data
    return decoded(path, data).encode()


def _is_utf8(data: bytes) -> bool:
    """Looked at by Polars, ten times faster than by Python, and by pieces, each of which is copied."""
    start = 0
    while start < len(data):
        end = start + PIECE
        line_end = data.rfind(b"\n", start, end) + 1  # never within a sign of several bytes
        end = line_end if end < len(data) and line_end > start else len(data)
        try:
            pl.Series([data[start:end]]).cast(pl.String)
        except pl.exceptions.PolarsError:
            return False
        start = end
    return True


def decoded(path: Path, data: bytes | None = None) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or GB18030."""
    data = path.read_bytes() if data is None else data
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                raise _wrong_encoding(path, data, error.start) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as utf8:
        if b"\x00" in data[:4096]:
            raise _wrong_encoding(path, data, utf8.start) from utf8
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise _wrong_encoding(path, data, max(utf8.start, error.start)) from error


def read_json_lines(path: Path, limits: Limits) -> RawTable:
    """A file with one JSON object per line; lists become text joined by semicolons."""
    checked_size(path, limits)
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    for number, line in enumerate(decoded(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise _bad_line(path, number, str(error)) from error
        if not isinstance(entry, dict):
            raise _bad_line(path, number, say("不是对象", "not an object"))
        rows.append({str(key).strip(): _flat(value) for key, value in entry.items()})
        numbers.append(number)
    if not rows:
        raise _empty(path)
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )
    return RawTable(shown(path), path.stem, frame, pl.Series("row", numbers, dtype=pl.Int64))


def read_parquet(path: Path, limits: Limits) -> RawTable:
    """A Parquet file; columns keep their types."""
    checked_size(path, limits)
    state = path.stat()
    try:
        frame = pl.read_parquet(path, glob=False)  # [ and * are signs of its name
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableError(
            say(
                f"“{shown(path)}”不是完好的 Parquet 文件",
                f"“{shown(path)}” is no sound Parquet file",
            ),
            say("请重新导出后再提交。", "Export it again, then submit it."),
        ) from error
    if frame.height * frame.width * _LEAST <= KEPT_UP_TO and frame.estimated_size() <= KEPT_UP_TO:
        return _numbered(path, frame, first=1)
    again = _unchanged(path, state, lambda at: _picked(pl.scan_parquet(path, glob=False), at))
    return _numbered(path, frame, first=1, again=again)


def _numbered(path: Path, frame: pl.DataFrame, first: int, again: Again | None = None) -> RawTable:
    rows = pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True)
    return RawTable(shown(path), path.stem, frame, rows.alias("row"), again=again)


def _picked(lazy: pl.LazyFrame, at: pl.Series) -> pl.DataFrame:
    """The rows ``at`` these places, in order, without holding the others."""
    place = "__place"
    rows = lazy.with_row_index(place).filter(pl.col(place).is_in(at.implode()))
    return rows.collect(engine="streaming").sort(place).drop(place)


def _unchanged(path: Path, before: os.stat_result, rows: Again) -> Again:
    """Rows of the file as it was ``before``; refused if it is another one when they are asked for."""

    def again(at: pl.Series) -> pl.DataFrame:
        now = path.stat()
        if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise UnreadableError(
                say(
                    f"“{shown(path)}”在读取期间被改动",
                    f"“{shown(path)}” was changed while it was read",
                ),
                say("请等文件写完后再提交。", "Submit it again once it is written."),
            )
        return rows(at)

    return again


def _flat(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _irregular(path: Path, text: str, separator: str, error: Exception) -> UnreadableError:
    """The first row that has more cells than the header, or what the reader said."""
    remedy = say(
        "请检查各行的列数是否与表头一致、引号是否成对；文字中含逗号的，应加引号。",
        "Check that all rows have as many columns as the header, that quotes are paired, and that "
        "texts with a separator in them are quoted.",
    )
    place, place_en = _first_sentence(error), _first_sentence(error)
    with contextlib.suppress(csv.Error, StopIteration):
        rows = csv.reader(io.StringIO(text), delimiter=separator)
        wide = len(next(rows))
        number, cells = next((i, len(r)) for i, r in enumerate(rows, start=2) if len(r) > wide)
        place = f"第 {number} 行有 {cells} 格，表头只有 {wide} 列"
        place_en = f"row {number} has {cells} cells, the header {wide}"
    return UnreadableError(
        say(
            f"“{shown(path)}”不是规整的 CSV：{place}",
            f"“{shown(path)}” is not a regular CSV: {place_en}",
        ),
        remedy,
    )


def _first_sentence(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:120]


def _empty(path: Path) -> UnreadableError:
    return UnreadableError(
        say(f"“{shown(path)}”是空的", f"“{shown(path)}” is empty"),
        say("请确认导出成功，或者从提交中去掉这个文件。", "Export it again, or leave it out."),
    )


def _bad_line(path: Path, number: int, detail: str) -> UnreadableError:
    return UnreadableError(
        say(
            f"“{shown(path)}”第 {number} 行不是 JSON（{detail}）",
            f"“{shown(path)}” line {number} is not JSON ({detail})",
        ),
        say("每行应为一个完整的 JSON 对象。", "Each line must be one whole JSON object."),
    )


def _wrong_encoding(path: Path, data: bytes, place: int) -> UnreadableError:
    line = data.count(b"\n", 0, place) + 1
    return UnreadableError(
        say(
            f"“{shown(path)}”的文字编码既不是 UTF-8 也不是 GB18030（第 {line} 行，第 {place + 1} 字节）",
            f"“{shown(path)}” is neither UTF-8 nor GB18030 (line {line}, byte {place + 1})",
        ),
        say(
            "请用 WPS 或者 Excel 打开，另存为“CSV UTF-8”后再提交。",
            "Open it in a spreadsheet program and save it as “CSV UTF-8”.",
        ),
    )
