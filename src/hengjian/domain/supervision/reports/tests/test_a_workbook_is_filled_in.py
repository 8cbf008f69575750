"""A form goes out as a workbook and comes back; what is wrong is named by file, sheet, row and field."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hengjian.content.errors import PlainError
from hengjian.domain.supervision.reports.intake import take_in
from hengjian.domain.supervision.reports.tests.little_report import DESIGN
from hengjian.domain.supervision.reports.workbooks import workbook

VALUES = {
    "total": "3", "simple": "1", "ordinary": "2", "fines": "1234.5", "rate": "99.5", "on": "2026-03-01",
    "how": "网站", "told": "yes", "words": "=1+1", "items": [{"what": "砂石", "number": "2"}, {"what": "烟花"}],
}  # fmt: skip


def made(**changes: Any) -> bytes:
    return workbook(
        DESIGN, VALUES | changes, {"officers": "8"}, {"officers": "借调"}, simulated=True
    )


def changed(**cells: Any) -> bytes:
    """The workbook with some cells written over: `填报_E2="三"`."""
    book = load_workbook(io.BytesIO(made()))
    for place, value in cells.items():
        sheet, cell = place.rsplit("_", 1)
        name = next(one for one in book.sheetnames if one.endswith(sheet))
        book[name][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_goes_out_comes_back() -> None:
    taken = take_in(DESIGN, "季报.xlsx", made())
    assert taken.values == VALUES | {"officers": "8"}
    assert taken.reasons == {"officers": "借调"}


def test_an_empty_one_holds_what_the_system_counted() -> None:
    empty = workbook(DESIGN, {}, {"officers": "8"}, {}, simulated=False)
    assert take_in(DESIGN, "季报.xlsx", empty).values == {"officers": "8"}


def test_rows_that_came_from_below_keep_their_unit() -> None:
    rows = [{"what": "砂石", "number": "2", "_unit": "甲县"}]
    assert take_in(DESIGN, "季报.xlsx", made(items=rows)).values["items"] == rows


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"填报_E2": "三"}, "工作表“填报”第 2 行“合计”：“三”不是数字"),
        ({"填报_E3": -1}, "工作表“填报”第 3 行“简易程序”：-1 小于 0"),
        ({"填报_E9": "口头"}, "第 9 行“公开方式”：“口头”不在选项里"),
        ({"填报_A5": "money"}, "第 5 行“money”：这张报表没有这个代码"),
        ({"填报_A5": "total"}, "第 5 行“合计”：重复出现"),
        ({"重点事项_C3": "两件"}, "工作表“1.重点事项”第 3 行“件数”：“两件”不是数字"),
        ({"重点事项_C1": "数"}, "“重点事项”：缺少列“件数”"),
    ],
)
def test_a_fault_is_named_by_file_row_and_field(cells: dict[str, Any], said: str) -> None:
    with pytest.raises(PlainError) as refused:
        take_in(DESIGN, "季报.xlsx", changed(**cells))
    assert said in str(refused.value)
    assert "“季报.xlsx”有" in str(refused.value)


def test_another_workbook_and_no_workbook_are_told() -> None:
    with pytest.raises(PlainError, match="不是完好的"):
        take_in(DESIGN, "坏.xlsx", b"PK no workbook")
    other = DESIGN.model_copy(update={"sections": DESIGN.sections[1:], "checks": ()})
    with pytest.raises(PlainError, match="没有这个代码"):
        take_in(other, "季报.xlsx", made())
    with pytest.raises(PlainError, match="没有“填报”工作表"):
        take_in(DESIGN, "季报.xlsx", changed_title())


def changed_title() -> bytes:
    book = load_workbook(io.BytesIO(made()))
    book["填报"].title = "别的"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_text_never_becomes_a_formula(tmp_path: Path) -> None:
    cell = load_workbook(io.BytesIO(made()))["填报"]["E11"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
