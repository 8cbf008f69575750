"""Writes a city as a folder in the form in which bodies submit: CSV, Excel, JSON lines or Parquet.

Serves whoever wants to hand the simulated data in. The truth goes into a folder of its own, so that
it is not taken for a submission; a note beside the data says that all of it is simulated.
"""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl

from hengjian.content import say
from hengjian.simulator.city import City
from hengjian.simulator.events import ZONE
from hengjian.standard.fields import Field, Kind
from hengjian.standard.records import day_column
from hengjian.standard.tables import BY_NAME, TABLES

FORMATS = ("csv", "xlsx", "jsonl", "parquet")
_MINUTE, _DAY = 60_000_000, 24 * 60
_SHEET_ROWS = 1_048_575
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<")

_NOTE = """模拟数据

本文件夹中的全部数据由程序生成：城市、机关、人员、企业、案件和规范均为虚构，区划代码以 99 开头，
不对应任何真实的地方、单位和个人，不得作为事实引用。

数据截至 {as_of}；没有办完的案件，其期限以该日为准判断，检查时请写明 --as-of {as_of}。
随机种子：{seed}。
truth 文件夹是埋设情况：哪一件违反哪一条、哪一件恰好合法、哪一件属于例外，依据法律条文事先写定。

{counts}
"""


def write_city(city: City, folder: Path, format: str = "csv") -> None:
    """Write all tables, the truth and the note; files of the same names are replaced.

    Raises ValueError for a format that is none of ``FORMATS``.
    """
    if format not in FORMATS:
        raise ValueError(say(f"不认识的格式：{format}", f"unknown format: {format}"))
    folder.mkdir(parents=True, exist_ok=True)
    frames = {
        table.name: submitted(city.tables[table.name], table.name)
        for table in TABLES
        if not city.tables[table.name].is_empty()
    }
    if format == "xlsx":
        _workbook(frames, folder / "hengjian.xlsx")
    else:
        for name, frame in frames.items():
            _WRITERS[format](frame, folder / f"{name}.{format}")
    if not city.truth.is_empty():
        (folder / "truth").mkdir(exist_ok=True)
        city.truth.write_csv(folder / "truth" / "truth.csv")
    counts = "\n".join(
        f"{BY_NAME[name].label}（{name}）：{f.height} 行" for name, f in frames.items()
    )
    note = _NOTE.format(as_of=city.as_of.isoformat(), seed=city.seed, counts=counts)
    (folder / "说明.txt").write_text(note, encoding="utf-8")


def submitted(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """An accepted table as it would be handed in: text in every column, empty where unknown."""
    return pl.DataFrame([_written(frame, field) for field in BY_NAME[name].fields])


def _written(frame: pl.DataFrame, field: Field) -> pl.Series:
    column = frame[field.name]
    if column.dtype == pl.String:
        return column
    if field.kind == Kind.MOMENT:
        day = frame[day_column(field.name)]
        alone = day.set(column.is_not_null(), None)
        if alone.null_count() == len(alone):
            return _where_known(column, _moments)
        days = _where_known(alone, lambda known: known.dt.to_string("%Y-%m-%d"))
        return _where_known(column, _moments).zip_with(column.is_not_null(), days)
    return _where_known(column, lambda known: known.to_frame().select(_worded(field)).to_series())


def _where_known(column: pl.Series, write: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """A column written as text; where it is mostly empty, only what is known, as the rest costs as much."""
    if column.null_count() * 2 < len(column):
        return write(column).alias(column.name)
    there = column.is_not_null()
    written = write(column.filter(there))
    place = pl.when(there).then(there.cum_sum().cast(pl.Int64) - 1)
    return written.gather(pl.select(place).to_series()).alias(column.name)


def _moments(moments: pl.Series) -> pl.Series:
    """Local moments to the minute, put together from few texts: those of days and those of minutes."""
    minutes = moments.to_physical() // _MINUTE + ZONE
    day = minutes // _DAY
    known = day.drop_nulls().to_numpy()
    if not len(known):
        return pl.Series(dtype=pl.String).extend_constant(None, len(moments))
    first, last = int(known.min()), int(known.max())
    days = pl.Series(range(first, last + 1), dtype=pl.Int32).cast(pl.Date).dt.to_string("%Y-%m-%d ")
    hours = pl.Series([f"{n // 60:02}:{n % 60:02}" for n in range(_DAY)])
    parts = pl.DataFrame([days.gather(day - first), hours.gather(minutes % _DAY).alias("minute")])
    return parts.select(pl.concat_str(pl.all())).to_series()


def _worded(field: Field) -> pl.Expr:
    column = pl.col(field.name)
    match field.kind:
        case Kind.MONEY:
            sign = pl.when(column < 0).then(pl.lit("-")).otherwise(pl.lit(""))
            cents = (column.abs() % 100).cast(pl.String).str.zfill(2)
            return pl.concat_str(
                sign, (column.abs() // 100).cast(pl.String), pl.lit("."), cents
            ).alias(field.name)
        case Kind.DATE:
            return column.dt.to_string("%Y-%m-%d")
        case Kind.CODES | Kind.IDS:
            return column.list.join(";")
        case Kind.BOOLEAN:
            return (pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false"))).alias(
                field.name
            )
        case _:
            return column.cast(pl.String)


def _workbook(frames: dict[str, pl.DataFrame], path: Path) -> None:
    """One workbook, one sheet for each table."""
    book = openpyxl.Workbook(write_only=True)
    for name, frame in frames.items():
        if frame.height > _SHEET_ROWS:
            raise ValueError(
                say(
                    f"{name} 有 {frame.height} 行，超过 Excel 工作表的容量，请改用 csv 或者 parquet",
                    f"{name} has {frame.height} rows, more than a sheet holds; use csv or parquet",
                )
            )
        sheet = book.create_sheet(name)
        sheet.append(frame.columns)
        for row in frame.iter_rows():
            sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    _without_clock(raw, path)


def _without_clock(raw: io.BytesIO, path: Path) -> None:
    """The workbook without the time of writing, so that equal cities give equal files."""
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(path, "w") as kept:
        for name in given.namelist():
            content = given.read(name)
            if name == "docProps/core.xml":
                content = _CLOCK.sub(rb"\g<1>2026-01-01T00:00:00Z<", content)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, content)


_WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "csv": lambda frame, path: frame.write_csv(path),
    "jsonl": lambda frame, path: frame.write_ndjson(path),
    "parquet": lambda frame, path: frame.write_parquet(path, compression_level=1),
}
