"""The grammar of `template.txt`, and what it answers to a line that it does not understand."""

import pytest

from hengjian.content import ContentError
from hengjian.letters.filling import filled, laid_out
from hengjian.letters.pdf import level
from hengjian.letters.text import Each, Gap, Line, Row, Table, When, names, parse

WHOLE = """# 说明
收到{{ what }}。
< 顶格
> 右
^ 中
~
{{ alone }}
% if what
有
% end
=== 2 3 4
| 甲 | {{ a }} | < | 3
% for one in rows
| 乙 | {{ one.b }} // > 签名 | {{ one.c or '无' }}
% end

尾
"""


def test_every_kind_of_line_is_read() -> None:
    blocks = parse(WHOLE, "t")
    kinds = [type(block) for block in blocks]
    assert kinds == [Line, Line, Line, Line, Gap, When, When, Table, Line]
    assert [block.place for block in blocks[:4]] == ["body", "flush", "right", "center"]  # type: ignore[union-attr]
    table = blocks[7]
    assert isinstance(table, Table)
    row, each = table.rows
    assert isinstance(row, Row)
    assert isinstance(each, Each)
    assert [(cell.span, cell.label) for cell in row.cells] == [(1, True), (2, False)]
    assert row.height == 3
    assert names(blocks) == {"what", "alone", "a", "rows", "rows.b", "rows.c"}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("一\n% wenn x\n", "第 2 行：看不懂的控制行"),
        ("% end\n", "第 1 行：多余的 % end"),
        ("% if x\n一\n", "缺少 % end"),
        ("=== a b\n| 一 | 二\n", "=== 后面写各列的宽度"),
        ("=== 1 1\n| 一\n", "这一行应有 2 格"),
        ("=== 1 1\n| 一 | 二 | 三\n", "只能写行数"),
        ("=== 1 1\n% for x in y\n一\n% end\n", "表格的行应以 | 开头"),
        ("{{ Name }}\n", "字段应写成 {{ 名称 }}"),
        ("{{ a.b.c }}\n", "字段应写成 {{ 名称 }}"),
        ("{{ a() }}\n", "字段应写成 {{ 名称 }}"),
    ],
)
def test_a_line_that_is_not_understood_is_named(source: str, told: str) -> None:
    with pytest.raises(ContentError) as error:
        parse(source, "t")
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_fields_are_filled_and_filled_once() -> None:
    assert filled("{{ a }}、{{ b or '无' }}、{{ c }}", {"a": "{{ b }}", "b": ""}) == "{{ b }}、无、"


def test_what_has_no_value_goes_away_with_its_line() -> None:
    blocks = parse("{{ a }}\n% if not a\n没有\n% end\n% for r in rows\n{{ r.x }}。\n% end\n", "t")
    bare = [block["text"] for block in laid_out(blocks, {"a": "", "rows": []})]
    full = [block["text"] for block in laid_out(blocks, {"a": "有\n又", "rows": [{"x": "1"}]})]
    assert bare == ["没有"]
    assert full == ["有", "又", "1。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、查明的事实", "h1"), ("（二）整改", "h2"), ("一、请立即停止。", ""), ("（二）送达；", ""),
        ("1. 立案", ""), ("十一、依据", "h1"), ("一方当事人", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_heading_is_told_from_a_sentence(text: str, expected: str) -> None:
    assert level(text) == expected
