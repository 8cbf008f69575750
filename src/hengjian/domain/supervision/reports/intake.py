"""A workbook that was filled in, read back as an answer; what is wrong is named by file, sheet, row and field.

Serves the upload on the page of an answer. Nothing of a file with faults is taken: it is mended and sent
again, so that nobody believes half of it.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hengjian.content.errors import PlainError
from hengjian.content.form_design import Column, FormDesign, FormField
from hengjian.core.wording import say
from hengjian.domain.supervision.reports.answering import (
    MOST_ROWS,
    UNIT,
    all_written,
    fault_of,
    written,
)
from hengjian.domain.supervision.reports.cells import ROW
from hengjian.domain.supervision.reports.workbooks import (
    CODE,
    MAIN,
    OF_UNIT,
    REASON,
    VALUE,
    tables_of,
)
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.guard import Limits, read_guarded
from hengjian.standard.reading.limits import shown

READER = "hengjian.domain.supervision.reports.cells:read_cells"
LIMITS = Limits(seconds=60, memory_mb=1024, file_mb=16, unpacked_mb=256)
MOST_TOLD = 30


@dataclass
class Taken:
    """What a workbook says."""

    values: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def take_in(design: FormDesign, name: str, content: bytes) -> Taken:
    """Values and reasons. Raises PlainError that names each fault of the file."""
    with tempfile.TemporaryDirectory(prefix="hengjian-report-") as folder:
        path = Path(folder) / (Path(shown(name)).name or "upload.xlsx")
        path.write_bytes(content)
        try:
            frames = read_guarded(READER, {"path": str(path)}, LIMITS).frames
        except UnreadableError as error:
            raise PlainError(str(error)) from error
    sheets = {one: frame.to_dicts() for one, frame in frames.items()}
    taken = read(design, sheets)
    if taken.faults:
        told = "\n".join(taken.faults[:MOST_TOLD])
        more = len(taken.faults) - MOST_TOLD
        rest = say(f"\n另有 {more} 处", f"\nand {more} more") if more > 0 else ""
        raise PlainError(
            say(f"“{shown(name)}”有 {len(taken.faults)} 处有误，没有写入：\n{told}{rest}\n请改好后再上传",
                f"“{shown(name)}”: {len(taken.faults)} faults, nothing was taken:\n{told}{rest}"),
        )  # fmt: skip
    return taken


def read(design: FormDesign, sheets: Mapping[str, list[dict[str, Any]]]) -> Taken:
    """The same from cells: sheet → rows."""
    taken = Taken()
    main = sheets.get(MAIN)
    if main is None or not main or CODE not in main[0] or VALUE not in main[0]:
        raise PlainError(
            say(f"没有“{MAIN}”工作表，或者缺少“{CODE}”“{VALUE}”列", f"there is no sheet “{MAIN}”"),
            say("请下载这张报表的工作簿，填好后上传；不要改动列名和隐藏的代码列。",
                "Download this form's workbook and keep its columns."),
        )  # fmt: skip
    known = {one.name: one for one in design.fields() if one.kind not in ("table", "file")}
    given: dict[str, Any] = {}
    for row in main:
        code, number = str(row.get(CODE) or "").strip(), int(row[ROW])
        if not code or (design.field(code) is not None and code not in known):
            continue
        one = known.get(code)
        if one is None:
            taken.faults.append(
                _where(MAIN, number, code, say("这张报表没有这个代码", "no such code"))
            )
            continue
        if code in given:
            taken.faults.append(_where(MAIN, number, one.label, say("重复出现", "given twice")))
        given[code] = row.get(VALUE) or ""
        _judge(taken, one, MAIN, number, one.label, given[code])
        if row.get(REASON):
            taken.reasons[code] = str(row[REASON])
    if not given:
        raise PlainError(
            say("这不是这张报表的工作簿：没有一个代码相符", "this is another form's workbook"),
            say("请重新下载后填写。", "Download this form's workbook."),
        )
    for name, table in tables_of(design).items():
        if name in sheets:
            given[table.name] = _rows(taken, table, name, sheets[name])
    taken.values = all_written(design, given)
    return taken


def _rows(
    taken: Taken, table: FormField, sheet: str, rows: list[dict[str, Any]]
) -> list[dict[str, str]]:
    columns = {one.label: one for one in table.columns}
    lacking = [label for label in columns if rows and label not in rows[0]]
    if lacking:
        words = say(f"缺少列“{'”“'.join(lacking)}”", f"columns lack: {', '.join(lacking)}")
        taken.faults.append(_where(sheet, 1, table.label, words))
        return []
    found = []
    for row in rows:
        cells = {one.name: str(row.get(label) or "") for label, one in columns.items()}
        if not any(cells.values()):
            continue
        for label, one in columns.items():
            _judge(taken, one, sheet, int(row[ROW]), label, cells[one.name])
        unit = str(row.get(OF_UNIT) or "")
        found.append({**cells, UNIT: unit} if unit else cells)
    if len(found) > MOST_ROWS:
        words = say(f"有 {len(found)} 行，最多 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")
        taken.faults.append(_where(sheet, 1, table.label, words))
    return found


def _judge(taken: Taken, one: Column, sheet: str, row: int, label: str, text: object) -> None:
    words = fault_of(one, written(one, text))
    if words:
        taken.faults.append(_where(sheet, row, label, words))


def _where(sheet: str, row: int, label: str, words: str) -> str:
    return say(
        f"工作表“{sheet}”第 {row} 行“{label}”：{words}",
        f"sheet “{sheet}”, row {row}, “{label}”: {words}",
    )
