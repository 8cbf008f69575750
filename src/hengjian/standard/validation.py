"""Validates raw tables against the declaration and says of each refused row what is wrong.

Serves every way in: command line, upload, API. A bad row is refused with file, row, field, value,
reason and remedy; the good rows beside it are accepted. It never changes a value to make it fit.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from hengjian.content import Content, say
from hengjian.standard.fields import Field, Kind, Table, column_in_full
from hengjian.standard.parsing import Parser, uscc_is_valid
from hengjian.standard.problems import Problems
from hengjian.standard.raw import RawTable
from hengjian.standard.records import DTYPES, Records, day_column, extended
from hengjian.standard.submission import SourceFile
from hengjian.standard.tables import BY_NAME, TABLES

FILE, ROW = "__file", "__row"


@dataclass
class _Sheet:
    """One raw table on its way: typed columns, and which of its rows are still good."""

    table: Table
    raw: RawTable
    typed: pl.DataFrame
    good: pl.Series


class Validation:
    """Validates the raw tables of one submission and keeps account of it."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.parser = Parser(content.code_lists, content.profile.timezone)
        self.problems = Problems()
        self._sheets: list[_Sheet] = []

    # --- one table ----------------------------------------------------------------------------------

    def add(self, table_name: str, raw: RawTable) -> None:
        """Validate one raw table of the standard by itself."""
        table = extended(BY_NAME[table_name], self.content.extra_fields)
        named = self._named(table, raw)
        typed: dict[str, pl.Series] = {}
        good = pl.Series([True], dtype=pl.Boolean).new_from_index(0, raw.frame.height)
        for field in table.fields:
            column = named.get(field.name)
            if column is None:
                typed |= _absent(field, raw.frame.height)
                if field.required:
                    self._missing_column(table, raw, field)
                    good = good & False
                continue
            parsed = self.parser.parse(field, raw.frame[column])
            typed[field.name] = parsed.values.alias(field.name)
            if parsed.day is not None:
                typed[day_column(field.name)] = parsed.day.alias(day_column(field.name))
            for value, fault in parsed.faults.items():
                hit = parsed.bad & (raw.frame[column].cast(pl.String).str.strip_chars() == value)
                self._refuse(raw, column, hit, fault.reason, fault.remedy)
            good = good & ~parsed.bad
            if field.required:
                held = typed[day_column(field.name)] if parsed.day is not None else parsed.values
                empty = held.is_null() & ~parsed.bad
                self._refuse(
                    raw,
                    column,
                    empty,
                    say(f"必填的“{field.label}”是空的", f"{field.name} is required"),
                    say("请补填后再提交这一行", "fill it in and submit the row again"),
                )
                good = good & ~empty
            if field.kind is Kind.USCC:
                self._note_uscc(raw, column, parsed.values)
        self._sheets.append(_Sheet(table, raw, pl.DataFrame(list(typed.values())), good))

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

    def _missing_column(self, table: Table, raw: RawTable, field: Field) -> None:
        shown = column_in_full(field.name, [table])
        self.problems.add(
            file=raw.file,
            rows=raw.rows,
            field=field.name,
            values=pl.Series([None], dtype=pl.String).new_from_index(0, len(raw.rows)),
            reason=say(f"缺少必需的列：{shown}", f"the required column {field.name} is missing"),
            remedy=say("请补上这一列再提交整个文件", "add the column and submit the file again"),
        )

    def _note_uscc(self, raw: RawTable, column: str, values: pl.Series) -> None:
        wrong = [code for code in values.drop_nulls().unique() if not uscc_is_valid(code)]
        hit = values.is_in(wrong).fill_null(False)
        self.problems.add(
            file=raw.file,
            rows=raw.rows.filter(hit),
            field=raw.column_shown(column),
            values=values.filter(hit),
            reason=say("统一社会信用代码的校验位不符", "the check digit of the code is wrong"),
            remedy=say("请核对；这一行仍然受理", "check it; the row was accepted all the same"),
            refused=False,
        )

    def _refuse(self, raw: RawTable, column: str, hit: pl.Series, reason: str, remedy: str) -> None:
        hit = hit.fill_null(False)
        if not hit.any():
            return
        shown = raw.column_shown(column)
        values = raw.frame[column].cast(pl.String)
        if raw.original is not None and shown in raw.original.columns:
            values = raw.original[shown].cast(pl.String)
        self.problems.add(
            file=raw.file,
            rows=raw.rows.filter(hit),
            field=shown,
            values=values.filter(hit),
            reason=reason,
            remedy=remedy,
        )

    # --- tables together ----------------------------------------------------------------------------

    def finish(self) -> tuple[Records, list[SourceFile], dict[str, pl.DataFrame]]:
        """Check keys and references across tables; the accepted records, sources, refused rows."""
        order = [table.name for table in TABLES]
        self._sheets.sort(key=lambda sheet: order.index(sheet.table.name))
        accepted: dict[str, pl.DataFrame] = {}
        for name in order:
            sheets = [sheet for sheet in self._sheets if sheet.table.name == name]
            if not sheets:
                continue
            self._check_keys(sheets)
            for sheet in sheets:
                self._check_references(sheet, accepted)
            if name == "events":
                for sheet in sheets:
                    self._note_order(sheet)
            frames = [sheet.typed.filter(sheet.good) for sheet in sheets]
            accepted[name] = pl.concat(frames, how="vertical")
        sources = [
            SourceFile(s.raw.file, s.table.name, len(s.good), int(s.good.sum()))
            for s in self._sheets
        ]
        return Records.of(accepted, self.content.extra_fields), sources, self._refused()

    def _check_keys(self, sheets: list[_Sheet]) -> None:
        """A second row with a key already used is refused; the first one counts."""
        key = list(sheets[0].table.key)
        frames = [
            sheet.typed.select(key).with_columns(
                pl.lit(place).alias(FILE),
                sheet.raw.rows.alias(ROW),
                sheet.good.alias("__good"),
                pl.int_range(sheet.typed.height).alias("__at"),
            )
            for place, sheet in enumerate(sheets)
        ]
        together = pl.concat(frames).filter("__good")
        again = together.filter(~pl.struct(key).is_first_distinct())
        if again.is_empty():
            return
        first = together.filter(pl.struct(key).is_first_distinct())
        again = again.join(first, on=key, how="left", suffix="_first", nulls_equal=True)
        for place, sheet in enumerate(sheets):
            mine = again.filter(pl.col(FILE) == place)
            if mine.is_empty():
                continue
            fields = [sheet.table.field(part) for part in key]
            labels = say("、", ", ").join(say(field.label, field.name) for field in fields)
            for file, rows in mine.group_by(f"{FILE}_first", maintain_order=True):
                other = sheets[int(str(file[0]))].raw.file
                hit = _mask(rows["__at"], len(sheet.good))
                values = rows.select(pl.concat_str(key, separator="/", ignore_nulls=True))
                self.problems.add(
                    file=sheet.raw.file,
                    rows=sheet.raw.rows.filter(hit),
                    field=labels,
                    values=values.to_series(),
                    reason=say(
                        f"编号重复：“{other}”中已有相同的{labels}（例如第 {rows[f'{ROW}_first'][0]} 行）",
                        f"duplicate: the same {labels} is already in {other} "
                        f"(for example row {rows[f'{ROW}_first'][0]})",
                    ),
                    remedy=say(
                        "同一编号只能有一行；更正旧记录请另行提交新版本",
                        "one row per number; submit a correction as a new version",
                    ),
                )
                sheet.good = sheet.good & ~hit

    def _check_references(self, sheet: _Sheet, accepted: Mapping[str, pl.DataFrame]) -> None:
        """Rows must point to what was submitted; a table that was not submitted is not missed."""
        names = {field.name for field in sheet.table.fields}
        if sheet.table.name in ("events", "documents", "recordings") and "cases" in accepted:
            owner = ["body_id", "case_id"]
            known = accepted["cases"].select(owner).with_columns(pl.lit(True).alias("__known"))
            joined = sheet.typed.select(owner).join(
                known, on=owner, how="left", maintain_order="left"
            )
            lost = sheet.good & joined["__known"].is_null() & joined["case_id"].is_not_null()
            self._refuse_reference(
                sheet,
                "case_id",
                lost,
                say("案件表中没有这个案件（或者该案件未被受理）", "no such case was accepted"),
                say(
                    "请一并提交该案件，或者先改正案件表中的那一行", "submit or mend the case first"
                ),
            )
            sheet.good = sheet.good & ~lost
        for field in sheet.table.fields:
            if field.refers is None or field.refers not in accepted or field.name not in names:
                continue
            if field.refers == sheet.table.name:
                continue
            key = BY_NAME[field.refers].key[0]
            known_ids = accepted[field.refers][key]
            values = sheet.typed[field.name]
            lost = sheet.good & values.is_not_null() & ~values.is_in(known_ids.implode())
            lost = lost.fill_null(False)
            label = BY_NAME[field.refers].label
            self._refuse_reference(
                sheet,
                field.name,
                lost,
                say(f"{label}表（{field.refers}）中没有这个编号", f"not in table {field.refers}"),
                say(f"请核对编号，或者在{label}表中补上", f"check it, or add it to {field.refers}"),
            )
            sheet.good = sheet.good & ~lost

    def _refuse_reference(
        self, sheet: _Sheet, field: str, hit: pl.Series, reason: str, remedy: str
    ) -> None:
        if not hit.any():
            return
        label = sheet.table.field(field).label
        column = next(
            (c for c in sheet.raw.frame.columns if c.strip("*＊ ") in (field, label)), field
        )
        self.problems.add(
            file=sheet.raw.file,
            rows=sheet.raw.rows.filter(hit),
            field=sheet.raw.column_shown(column),
            values=sheet.typed[field].cast(pl.String).filter(hit),
            reason=reason,
            remedy=remedy,
        )

    def _note_order(self, sheet: _Sheet) -> None:
        """Numbers against time: judged by time, but the officer should know."""
        events = (
            sheet.typed.select("body_id", "case_id", "seq", "moment_day")
            .with_columns(sheet.raw.rows.alias(ROW))
            .filter(sheet.good)
        )
        before = pl.col("moment_day").shift(1).over("body_id", "case_id", order_by="seq")
        turned = events.filter((pl.col("moment_day") < before).fill_null(False))
        turned = turned.sort("body_id", "case_id", "seq")
        if turned.is_empty():
            return
        self.problems.add(
            file=sheet.raw.file,
            rows=turned[ROW],
            field=sheet.raw.column_shown("moment"),
            values=turned["moment_day"].cast(pl.String),
            reason=say("序号在后而时间在前", "a later number with an earlier time"),
            remedy=say(
                "按时间先后判断；请核对序号和时间", "judged by time; check the number and the time"
            ),
            refused=False,
        )

    def _refused(self) -> dict[str, pl.DataFrame]:
        """Refused rows as submitted, with what is wrong beside them, ready to be mended."""
        refused: dict[str, pl.DataFrame] = {}
        for sheet in self._sheets:
            if sheet.good.all():
                continue
            source = sheet.raw.original if sheet.raw.original is not None else sheet.raw.frame
            if sheet.raw.file in refused:
                continue
            rows = source.with_columns(sheet.raw.rows.alias(ROW)).filter(~sheet.good)
            rows = rows.join(
                self._why_refused(sheet),
                left_on=ROW,
                right_on="row",
                how="left",
                maintain_order="left",
            )
            refused[sheet.raw.file] = rows.rename(
                {ROW: say("原行号", "row"), "__why": say("问题与改法", "problem and remedy")}
            )
        return refused

    def _why_refused(self, sheet: _Sheet) -> pl.DataFrame:
        """Row → all that is wrong with it and how to mend it, in one text."""
        mine = self.problems.table.filter("refused", pl.col("file") == sheet.raw.file)
        columns = {name: column_in_full(name, [sheet.table]) for name in mine["field"].unique()}
        told = (
            pl.col("field").replace(columns)
            + say("：", ": ")
            + pl.col("reason")
            + say("。", ". ")
            + pl.col("remedy").fill_null("")
        )
        return (
            mine.select("row", told.alias("__why"))
            .group_by("row", maintain_order=True)
            .agg(pl.col("__why").str.join(say("；", "; ")))
        )


def _absent(field: Field, height: int) -> dict[str, pl.Series]:
    dtype = DTYPES[field.kind]
    made = {field.name: pl.Series(field.name, [None], dtype=dtype).new_from_index(0, height)}
    if field.kind is Kind.MOMENT:
        day = day_column(field.name)
        made[day] = pl.Series(day, [None], dtype=pl.Date).new_from_index(0, height)
    return made


def _mask(positions: pl.Series, height: int) -> pl.Series:
    wanted = pl.int_range(height, eager=True).is_in(positions.implode())
    return wanted.fill_null(False)
