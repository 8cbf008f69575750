"""The template says what coverage does before anybody declares all of it."""

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from hengjian.content import Content
from hengjian.standard.document import document
from hengjian.standard.tables import TABLES
from hengjian.standard.template import write_template

CONTENT = Content()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("template") / "填报.xlsx"
    write_template(path, CONTENT)
    return openpyxl.load_workbook(path)


def words(book: Workbook) -> list[str]:
    return [str(row[0]) for row in book["填写说明"].iter_rows(values_only=True) if row[0]]


def test_the_line_that_covers_all_carries_a_strong_warning(book: Workbook) -> None:
    sheet = book["填写说明"]
    (warning,) = [row[0] for row in sheet.iter_rows() if "写上此行" in str(row[0].value)]
    assert "凡空着的都算没有做" in warning.value
    assert warning.font.bold
    assert warning.font.color.rgb.endswith("C00000")
    before = words(book)[: words(book).index(warning.value)]
    assert "一项一行" in before[-1], "the better way stands first"


def test_nobody_is_told_to_fill_in_what_there_is_without_that_warning(book: Workbook) -> None:
    assert not any("有则填写" in line for line in words(book))
    (must,) = [line for line in words(book) if line.startswith("二、")]
    assert "写明报送而又空着的，就算没有（见第六条）" in must


def test_sheets_are_named_in_both_languages(book: Workbook) -> None:
    told = {row[0]: row[1] for row in book["填写说明"].iter_rows(values_only=True)}
    for table in TABLES:
        assert told[table.label] == table.name
    text = "\n".join(words(book))
    for name in ("活动（events）", "报送范围（coverage）"):
        assert name in text


def test_the_sheet_of_coverage_offers_the_tables_and_repeats_the_warning(book: Workbook) -> None:
    sheet = book["报送范围"]
    offered = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert any("案件" in formula and "执法证件" in formula for formula in offered)
    head = next(cell for cell in sheet[1] if cell.value == "活动或者字段*")
    assert "凡空着的都算没有做" in head.comment.text


def test_the_page_of_the_standard_warns_too() -> None:
    page = document(CONTENT)
    example = page[page.index("`coverage.csv`") : page.index("hengjian check mydata")]
    assert "写上此行，凡空着的都算没有做" in example
    assert "*,events,filed" in example
