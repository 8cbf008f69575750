"""Validates raw tables against the declaration and says of each refused row what is wrong.

Serves every way in: command line, upload, API. A bad row is refused with file, row, field, value,
reason and remedy, and with it the whole of its case; the good ones beside it are accepted. It never
changes a value to make it fit.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock

import polars as pl

from hengjian.content import Content, say
from hengjian.content.threads import Threads
from hengjian.standard.agreement import note_order
from hengjian.standard.fields import Field, Kind, Table, column_in_full
from hengjian.standard.gaps import Gap
from hengjian.standard.handed_back import refused_rows
from hengjian.standard.mending import let_mended_stand_in
from hengjian.standard.parsing import Fault, Parsed, Parser, as_text, uscc_is_valid
from hengjian.standard.problems import Problems
from hengjian.standard.raw import RawTable
from hengjian.standard.receiver import Receiver
from hengjian.standard.records import DTYPES, Records, day_column, extended
from hengjian.standard.row_checks import check_rows
from hengjian.standard.sheet import ACCEPTED, REPEATED, REPLACED, Sheet
from hengjian.standard.submission import SourceFile
from hengjian.standard.tables import BY_NAME, TABLES
from hengjian.standard.wholeness import settle

WORTH_THREADS = 10_000
"""Of a table with fewer rows the columns are read one after the other: to begin threads takes longer."""
_ORDER = [table.name for table in TABLES]


@dataclass(frozen=True)
class Accepted:
    """What validation gives: the accepted records, an account of the files, and what went back.

    ``held_back``: how many cases are not among the records because a row of theirs is faulty ·
    ``alone``: all rows had been refused and are mended now.
    """

    records: Records
    sources: list[SourceFile]
    refused: dict[str, pl.DataFrame]
    gaps: list[Gap]
    held_back: int
    alone: bool


class Validation:
    """Validates the raw tables of one submission and keeps account of it."""

    def __init__(self, content: Content, receiver: Receiver | None = None) -> None:
        self.content, self.receiver = content, receiver
        self.parser = Parser(content.code_lists, content.profile.timezone)
        self.problems = Problems()
        self._sheets: list[Sheet] = []

    # --- one table ----------------------------------------------------------------------------------

    def add(self, table_name: str, raw: RawTable) -> None:
        """Validate one raw table of the standard by itself.

        Of one that can be read again the columns are let go as soon as their values are read.
        """
        table = extended(BY_NAME[table_name], self.content.extra_fields)
        named, height = self._named(table, raw), raw.frame.height
        sheet = _empty_sheet(table, raw, named)
        typed: dict[str, pl.Series] = {}
        for field, written, parsed in self._columns(table, raw, named):
            if written is None or parsed is None:
                typed |= _absent(field, height)
                if field.required:
                    _miss_column(sheet, field)
                continue
            typed[field.name] = parsed.values.alias(field.name)
            if field.kind is Kind.IDS and parsed.distinct is not None:
                sheet.distinct[field.name] = parsed.distinct
            if parsed.day is not None:
                typed[day_column(field.name)] = parsed.day.alias(day_column(field.name))
            _remark_faults(sheet, field, parsed, written)
            if field.required:
                _miss_values(sheet, field, parsed, written)
            if field.kind is Kind.USCC:
                _note_uscc(sheet, field, parsed.values)
        sheet.typed = pl.DataFrame(list(typed.values()))
        if raw.again is not None:
            sheet.raw = replace(raw, frame=raw.frame.clear())
        check_rows(sheet, self.content)
        if self.receiver is not None:
            self.receiver.check(sheet)
        self._sheets.append(sheet)

    def _columns(
        self, table: Table, raw: RawTable, named: dict[str, str]
    ) -> Iterator[tuple[Field, pl.Series | None, Parsed | None]]:
        """Each field with its column and what was read from it, as many at a time as there are cores."""
        taking = Lock()

        def read(field: Field) -> tuple[Field, pl.Series | None, Parsed | None]:
            column = named.get(field.name)
            if column is None:
                return field, None, None
            with taking:
                written = (
                    raw.frame[column] if raw.again is None else raw.frame.drop_in_place(column)
                )
            return field, written, self.parser.parse(field, written)

        if raw.frame.height < WORTH_THREADS:
            yield from map(read, table.fields)
            return
        with Threads(pl.thread_pool_size()) as beside:
            yield from beside.map(read, table.fields)

    def _named(self, table: Table, raw: RawTable) -> dict[str, str]:
        """Field name → column of the file, by English name or Chinese label."""
        spellings = {field.name: field.name for field in table.fields}
        spellings |= {field.label: field.name for field in table.fields}
        named: dict[str, str] = {}
        for column in raw.frame.columns:
            plain = column.strip().rstrip("*＊").strip()
            field = spellings.get(plain) or spellings.get(plain.lower())
            if field is not None:
                named.setdefault(field, column)
                continue
            if column.startswith("__"):
                continue
            near = difflib.get_close_matches(plain, list(spellings), n=1, cutoff=0.7)
            self.problems.note(
                file=raw.file,
                field=column,
                reason=say("不认识的列，没有读取", "an unknown column; not read"),
                remedy=say(f"是不是“{near[0]}”？", f"did you mean {near[0]}?") if near else "",
            )
        return named

    # --- tables together ----------------------------------------------------------------------------

    def finish(self) -> Accepted:
        """Check the tables against each other; what is accepted, and an account of all the rest."""
        sheets = sorted(self._sheets, key=lambda sheet: _ORDER.index(sheet.table.name))
        stood_in = let_mended_stand_in(sheets)
        gaps = settle(sheets)
        for sheet in sheets:
            if sheet.table.name == "events":
                note_order(sheet)
            sheet.report(self.problems)
        for source, count in stood_in.items():
            self._note_stood_in(source, count)
        sources = [
            SourceFile(
                sheet.raw.file,
                sheet.table.name,
                len(sheet.state),
                int((sheet.state == ACCEPTED).sum()),
                faulty=int(sheet.faulty.sum()),
                passed_over=int(sheet.state.is_in([REPEATED, REPLACED]).sum()),
            )
            for sheet in sheets
        ]
        refused, held_back = refused_rows(sheets, gaps), _held_back(sheets)
        records = Records.of(self._accepted(sheets), self.content.extra_fields)
        alone = all(sheet.mended for sheet in sheets)
        return Accepted(records, sources, refused, gaps, held_back, alone)

    def _accepted(self, sheets: list[Sheet]) -> dict[str, pl.DataFrame]:
        """The accepted rows of each table. The sheets give up theirs, so that none is held twice."""
        parts: dict[str, list[pl.DataFrame]] = {}
        for sheet in sheets:
            good = sheet.good
            rows = sheet.typed if good.all() else sheet.typed.filter(good)
            sheet.typed = sheet.typed.clear()
            parts.setdefault(sheet.table.name, []).append(rows)
        return {name: pl.concat(frames, how="vertical") for name, frames in parts.items()}

    def _note_stood_in(self, source: str, count: int) -> None:
        self.problems.note(
            file=source,
            field=say("（改好的行）", "(mended rows)"),
            reason=say(
                f"退回过的 {count} 行已由本批中改好的行代替",
                f"{count} rows that had been refused are replaced by mended ones of this submission",
            ),
        )


def _empty_sheet(table: Table, raw: RawTable, named: dict[str, str]) -> Sheet:
    several = bool(raw.shown) and raw.original is None  # one outside file gave several tables
    source = f"{raw.file}·{table.label}" if several else raw.file
    state = pl.Series([ACCEPTED], dtype=pl.UInt8).new_from_index(0, raw.frame.height)
    return Sheet(table, raw, pl.DataFrame(), named, source, state)


def _held_back(sheets: list[Sheet]) -> int:
    cases = [s.typed.filter(s.given_back) for s in sheets if s.table.name == "cases"]
    keys = [frame.select("body_id", "case_id") for frame in cases]
    return pl.concat(keys).n_unique() if keys and any(frame.height for frame in keys) else 0


# --- one column -------------------------------------------------------------------------------------------


def _remark_faults(sheet: Sheet, field: Field, parsed: Parsed, raw: pl.Series) -> None:
    """Refuse the rows with bad values, those with the same fault together."""
    if not parsed.faults:
        return
    at = parsed.bad.arg_true()
    kinds: dict[Fault, int] = {}
    kind_of = {value: kinds.setdefault(fault, len(kinds)) for value, fault in parsed.faults.items()}
    bad = pl.DataFrame({"at": at, "text": as_text(raw.gather(at))}).with_columns(
        kind=pl.col("text").replace_strict(kind_of, default=None, return_dtype=pl.Int64)
    )
    values = _as_written(sheet, field, raw)
    faults = list(kinds)
    for (kind,), rows in bad.group_by("kind", maintain_order=True):
        fault = faults[int(str(kind))]
        sheet.remark(
            field.name, rows["at"], fault.reason, fault.remedy, values=values.gather(rows["at"])
        )


def _as_written(sheet: Sheet, field: Field, raw: pl.Series) -> pl.Series:
    """The values as the officer's file has them, before any mapping."""
    original = sheet.raw.original
    shown = sheet.raw.column_shown(sheet.columns[field.name])
    if original is not None and shown in original.columns:
        raw = original[shown]
    return (
        raw.cast(pl.List(pl.String)).list.join(";") if raw.dtype == pl.List else raw.cast(pl.String)
    )


def _miss_values(sheet: Sheet, field: Field, parsed: Parsed, raw: pl.Series) -> None:
    held = parsed.day if parsed.day is not None else parsed.values
    if not held.null_count():
        return
    empty = (held.is_null() & ~parsed.bad).arg_true()
    if empty.is_empty():
        return
    sheet.remark(
        field.name,
        empty,
        say(f"必填的“{field.label}”是空的", f"{field.name} is required"),
        say("请补填后再提交这一行", "fill it in and submit the row again"),
        values=_as_written(sheet, field, raw).gather(empty),
    )


def _miss_column(sheet: Sheet, field: Field) -> None:
    shown = column_in_full(field.name, [sheet.table])
    every = pl.int_range(len(sheet.state), dtype=pl.UInt32, eager=True)
    sheet.remark(
        field.name,
        every,
        say(f"缺少必需的列：{shown}", f"the required column {field.name} is missing"),
        say("请补上这一列再提交整个文件", "add the column and submit the file again"),
        values=pl.Series([None], dtype=pl.String).new_from_index(0, len(every)),
    )


def _note_uscc(sheet: Sheet, field: Field, values: pl.Series) -> None:
    wrong = [code for code in values.drop_nulls().unique() if not uscc_is_valid(code)]
    at = values.is_in(wrong).fill_null(False).arg_true()
    sheet.remark(
        field.name,
        at,
        say("统一社会信用代码的校验位不符", "the check digit of the code is wrong"),
        say("请核对；不因此退回这一行", "check it; the row is not refused for it"),
        values=values.gather(at),
        refused=False,
    )


def _absent(field: Field, height: int) -> dict[str, pl.Series]:
    dtype = DTYPES[field.kind]
    made = {field.name: pl.Series(field.name, [None], dtype=dtype).new_from_index(0, height)}
    if field.kind is Kind.MOMENT:
        day = day_column(field.name)
        made[day] = pl.Series(day, [None], dtype=pl.Date).new_from_index(0, height)
    return made
