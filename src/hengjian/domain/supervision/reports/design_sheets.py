"""A form's design as an Excel workbook: fields, columns of tables and checks, written and read back.

Serves whoever prepares forms in a spreadsheet. A fault is named by file, sheet, row and column; nothing
of a file with faults is taken.
"""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from hengjian.content.errors import PlainError
from hengjian.content.form_design import Column, FormDesign
from hengjian.core.wording import say
from hengjian.domain.registry.workbooks import HEAD_FILL, saved
from hengjian.domain.supervision.reports.answering import plain
from hengjian.domain.supervision.reports.cells import ROW
from hengjian.domain.supervision.reports.designing import designed
from hengjian.domain.supervision.reports.intake import LIMITS, READER
from hengjian.domain.supervision.reports.workbooks import put_text
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.guard import read_guarded
from hengjian.standard.reading.limits import shown

KINDS = {
    "line": "文字", "text": "多行文字", "number": "数字", "money": "金额", "date": "日期", "choice": "选择",
    "flag": "是否", "table": "表格", "file": "附件",
}  # fmt: skip
PERIODS = {"year": "年报", "quarter": "季报", "month": "月报", "once": "一次性"}
CODES = {words: code for code, words in KINDS.items()}
SECTION = "分组"
"""In the column of kinds: the row tells of a section, not of a field."""
HEAD, FIELDS, CHECKS = "报表", "栏目", "核对"
HEADS: dict[str, tuple[str, ...]] = {
    HEAD: ("项目", "内容"),
    FIELDS: ("分组", "所属表格", "代码", "名称", "类型", "必填", "单位", "最小值", "最大值", "小数位", "选项",
             "系统数", "汇总", "说明"),
    CHECKS: ("左边", "符号", "右边", "逐行核对的表格", "说明"),
}  # fmt: skip
_HEAD = {
    "名称": "name",
    "总说明": "words",
    "周期": "period",
    "期限": "due",
    "依据": "basis",
    "职责": "fulfils",
}


def written(design: FormDesign) -> bytes:
    """The design as a workbook that `read` gives back unchanged."""
    book = Workbook()
    book.remove(book.worksheets[0])
    head = [
        (
            words,
            {"basis": "、".join(design.basis), "period": PERIODS[design.period]}.get(name)
            or getattr(design, name),
        )
        for words, name in _HEAD.items()
    ]
    _sheet(book, HEAD, head)
    rows = []
    for section in design.sections:
        if section.help or not section.fields:
            rows.append((section.title, "", "", "", SECTION, *[""] * 8, section.help))
        for field in section.fields:
            merge = {"sum": "", "list": "列出"}[field.merge]
            rows.append((section.title, "", *_cells(field), field.figure, merge, field.help))
            rows += [("", field.label, *_cells(one), "", "", "") for one in field.columns]
    _sheet(book, FIELDS, rows)
    checks = [
        (one.left, one.sign, "、".join(one.right), one.rows, one.words) for one in design.checks
    ]
    _sheet(book, CHECKS, checks)
    return saved(book)


def _cells(one: Column) -> tuple[str, ...]:
    bounds = ["" if value is None else plain(value) for value in (one.min, one.max)]
    return (
        one.name, one.label, KINDS[one.kind], "是" if one.required else "", one.unit, *bounds,
        str(one.decimals or ""), "、".join(one.choices),
    )  # fmt: skip


def _sheet(book: Workbook, name: str, rows: Iterable[Iterable[object]]) -> None:
    sheet: Any = book.create_sheet(name)
    for place, text in enumerate(HEADS[name], start=1):
        cell = sheet.cell(1, place)
        put_text(cell, text)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD_FILL
        sheet.column_dimensions[cell.column_letter].width = (
            50 if text in ("说明", "内容", "右边") else 16
        )
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            put_text(sheet.cell(number, place), value)


def read(name: str, content: bytes) -> FormDesign:
    """The design that a workbook says. Raises PlainError with file, sheet, row and column."""
    with tempfile.TemporaryDirectory(prefix="hengjian-form-") as folder:
        path = Path(folder) / (Path(shown(name)).name or "form.xlsx")
        path.write_bytes(content)
        try:
            frames = read_guarded(READER, {"path": str(path)}, LIMITS).frames
        except UnreadableError as error:
            raise PlainError(str(error)) from error
    sheets = {one: frame.to_dicts() for one, frame in frames.items()}
    for sheet in (HEAD, FIELDS):
        lacking = [
            one for one in HEADS[sheet][:2] if not sheets.get(sheet) or one not in sheets[sheet][0]
        ]
        if lacking:
            raise PlainError(
                say(f"“{shown(name)}”没有“{sheet}”工作表，或者缺少列“{lacking[0]}”",
                    f"“{shown(name)}”: the sheet “{sheet}” or its column “{lacking[0]}” is missing"),
                say("请先导出一张报表的设计，照它的样子填写。", "Export a form's design and fill it in like that."),
            )  # fmt: skip
    try:
        return designed(_raw(sheets))
    except PlainError as error:
        raise PlainError(f"“{shown(name)}”：{error.message}", error.remedy) from error


def _raw(sheets: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for row in sheets[HEAD]:
        key = _HEAD.get(_at(row, "项目"))
        if key and _at(row, "内容"):
            raw[key] = _listed(_at(row, "内容")) if key == "basis" else _at(row, "内容")
    codes = {words: code for code, words in PERIODS.items()}
    if raw.get("period") in codes:
        raw["period"] = codes[raw["period"]]
    raw["sections"] = _sections(sheets[FIELDS])
    raw["checks"] = [
        {"left": _at(row, "左边"), "sign": _at(row, "符号") or "=", "right": _listed(_at(row, "右边")),
         "rows": _at(row, "逐行核对的表格"), "words": _at(row, "说明")}
        for row in sheets.get(CHECKS, [])
    ]  # fmt: skip
    return raw


def _sections(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    tables: dict[str, dict[str, Any]] = {}
    for row in rows:
        if _at(row, "类型") == SECTION:
            sections.append({"title": _at(row, "分组"), "help": _at(row, "说明"), "fields": []})
            continue
        one = _one(row)
        if table := _at(row, "所属表格"):
            if table not in tables:
                raise PlainError(
                    _where(
                        row, "所属表格", say(f"前面没有表格“{table}”", f"no table “{table}” above")
                    )
                )
            tables[table].setdefault("columns", []).append(one)
            continue
        title = _at(row, "分组") or (
            sections[-1]["title"] if sections else say("基本情况", "General")
        )
        if not sections or sections[-1]["title"] != title:
            sections.append({"title": title, "fields": []})
        one |= {"figure": _at(row, "系统数"), "help": _at(row, "说明"),
                "merge": "list" if _at(row, "汇总") == "列出" else "sum"}  # fmt: skip
        sections[-1]["fields"].append(one)
        if one["kind"] == "table":
            tables[one["label"]] = one
    return sections


def _one(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = CODES.get(_at(row, "类型"))
    if kind is None:
        words = say(
            f"“{_at(row, '类型')}”不是类型，应当是：{'、'.join(CODES)}",
            f"no kind: {_at(row, '类型')}",
        )
        raise PlainError(_where(row, "类型", words))
    found: dict[str, Any] = {
        "name": _at(row, "代码"), "label": _at(row, "名称"), "kind": kind,
        "required": _at(row, "必填") in ("是", "√", "true"), "choices": _listed(_at(row, "选项")),
    }  # fmt: skip
    named = {"unit": "单位", "min": "最小值", "max": "最大值", "decimals": "小数位"}
    return found | {key: _at(row, head) for key, head in named.items() if _at(row, head)}


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split("、") if one.strip()]


def _at(row: Mapping[str, Any], head: str) -> str:
    return str(row.get(head) or "").strip()


def _where(row: Mapping[str, Any], head: str, words: str) -> str:
    return say(
        f"工作表“{FIELDS}”第 {row[ROW]} 行“{head}”：{words}",
        f"sheet “{FIELDS}”, row {row[ROW]}, “{head}”: {words}",
    )
