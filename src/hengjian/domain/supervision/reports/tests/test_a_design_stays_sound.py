"""Whatever is pressed in the editor, a form stays sound, loses no field by itself, and is read back as it was."""

from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hengjian.content import Content
from hengjian.content.errors import PlainError
from hengjian.content.form_design import FormDesign
from hengjian.domain.supervision.reports import design_sheets
from hengjian.domain.supervision.reports.designing import Piece, as_yaml, designed, from_yaml
from hengjian.domain.supervision.reports.tests.little_report import DESIGN

NAMES = [one.name for one in DESIGN.fields()]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(["up", "down"])),
        st.tuples(st.just("remove"), st.sampled_from(NAMES)),
        st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(["x", "y", *NAMES])),
        st.tuples(st.just("section"), st.sampled_from(["up", "down"]), st.integers(-1, 3)),
        st.tuples(st.just("drop section"), st.integers(-1, 3)),
    ),
    max_size=12,
)


def take(piece: Piece, step: tuple[Any, ...]) -> None:
    if step[0] == "move":
        piece.move_field(step[1], step[2])
    elif step[0] == "remove":
        piece.remove_field(step[1])
    elif step[0] == "rename":
        home, place = piece._find(step[1])
        piece.put_field(0, home[place] | {"name": step[2]}, step[1])
    elif step[0] == "section":
        piece.move_section(step[2], step[1])
    else:
        piece.remove_section(step[1])


@given(STEPS)
def test_any_steps_leave_a_sound_form_that_is_read_back(steps: list[tuple[Any, ...]]) -> None:
    design, removed = DESIGN, 0
    for step in steps:
        piece = Piece(design)
        with suppress(PlainError):
            take(piece, step)
            before = sum(1 for _ in design.fields())
            design = piece.done()
            removed += step[0] == "remove"
            assert sum(1 for _ in design.fields()) == before - (step[0] == "remove")
    assert sum(1 for _ in design.fields()) == len(NAMES) - removed
    assert from_yaml(as_yaml(design).encode()) == design


@pytest.mark.parametrize("design", [DESIGN, *Content().forms.values()], ids=lambda one: one.name)
def test_a_design_comes_back_from_a_workbook(design: FormDesign) -> None:
    assert design_sheets.read("设计.xlsx", design_sheets.written(design)) == design


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "name: 表\nsections: [{title: 一, fields: [{label: 甲}]}]",
            "第 1 项 栏目 第 1 项 代码：缺少这一项",
        ),
        ("name: 表\nsectoins: []", "没有这样的项"),
        (
            "name: 表\nsections: [{title: 一, fields: [{name: a, label: 甲, kind: 数}]}]",
            "类型：不在可选的值里",
        ),
        ("name: ''", "报表名称：不能为空"),
        ("- 一", "没有报表设计"),
        ("name: 表\n  a: b: c", "不是可读的 YAML 第 2 行"),
    ],
)
def test_a_wrong_file_is_told_by_its_place(text: str, said: str) -> None:
    with pytest.raises(PlainError) as refused:
        from_yaml(text.encode())
    assert said in str(refused.value)


def test_a_design_is_told_by_sheet_row_and_column() -> None:
    raw = DESIGN.model_dump()
    raw["sections"][0]["fields"][0]["label"] = "合计"
    book = load_workbook(BytesIO(design_sheets.written(designed(raw))))
    book["栏目"]["E3"] = "数"
    out = BytesIO()
    book.save(out)
    with pytest.raises(PlainError, match="“设计.xlsx”：工作表“栏目”第 3 行“类型”：“数”不是类型"):  # noqa: RUF043
        design_sheets.read("设计.xlsx", out.getvalue())
