"""Whoever writes a content file wrong is told in his own language what is wrong, and what would be right."""

from pathlib import Path

import pytest

from hengjian.content import Content, ContentError
from hengjian.content.speech import speaking

SECTION = "name: 本市月报\nsections: [{title: 一, fields: [{name: a, label: 甲%s}]}]\n"


def refused(folder: Path, text: str) -> str:
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "forms" / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        _ = Content(folder).forms
    return str(error.value)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (", colour: red", "colour: 没有这样的项，请核对拼写"),
        (", kind: 数", "kind: 不在可选的值里（'line', 'text', "),
        (", decimals: 半", "decimals: 不是整数"),
        (", kind: choice", "选择项要写出选项"),  # the model's own sentence
    ],
)
def test_it_is_told_in_chinese(tmp_path: Path, wrong: str, told: str) -> None:
    assert told in refused(tmp_path, SECTION % wrong)


def test_it_is_told_in_english_to_who_reads_english(tmp_path: Path) -> None:
    with speaking("en"):
        assert "Extra inputs are not permitted" in refused(tmp_path, SECTION % ", colour: red")
