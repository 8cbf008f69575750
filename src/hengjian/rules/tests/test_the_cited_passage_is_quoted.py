"""Of an installed text just the passage is quoted that a citation names."""

import pytest

from hengjian.content.citation import Citation
from hengjian.content.wording import LawText
from hengjian.rules.explain import passage, passages

ARTICLES = {
    "1": ["甲款。", "乙款有下列情形：", "（一）子项；", "（二）丑项。", "丙款。"],
    "2": ["只有一款。"],
}
TEXTS = {"某法": LawText("某法", "某法", "a.md", "0" * 64, ARTICLES)}


@pytest.mark.parametrize(
    ("cited", "text"),
    [
        ("某法#1", "甲款。\n乙款有下列情形：\n（一）子项；\n（二）丑项。\n丙款。"),
        ("某法#1.1", "甲款。"),
        ("某法#1.2", "乙款有下列情形：\n（一）子项；\n（二）丑项。"),
        ("某法#1.3", "丙款。"),
        ("某法#1.2(2)", "乙款有下列情形：\n（二）丑项。"),
        ("某法#1(1)", "乙款有下列情形：\n（一）子项；"),
        ("某法#2.4", "只有一款。"),
        ("某法#2(3)", "只有一款。"),
        ("某法#3", None),
        ("他法#1.2", None),
    ],
)
def test_it_quotes_the_paragraph_or_the_item_below_its_sentence(
    cited: str, text: str | None
) -> None:
    assert passage(Citation.parse(cited), TEXTS) == text


def test_it_names_only_what_is_installed() -> None:
    cited = [Citation.parse(text) for text in ("某法#1.1", "他法#1", "某法#9")]
    assert passages(cited, TEXTS) == [(cited[0].words(), "甲款。")]
