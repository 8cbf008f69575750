"""A territory is named, not numbered."""

import pytest

from hengjian.content import Content
from hengjian.content.speech import choose_language
from hengjian.content.territory import territory_names


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    choose_language("zh")


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["52"], "贵州省"),
        (["37", "33"], "浙江省、山东省"),
        (["371503", "37", "2203"], "吉林省、山东省"),
        (["CN"], "CN"),
    ],
)
def test_it_names_each_province_once(codes: list[str], names: str) -> None:
    assert territory_names(codes) == names


def test_it_knows_every_territory_of_the_content() -> None:
    for law in Content().laws.values():
        if law.territory != "CN":
            assert not territory_names([law.territory]).isdigit(), law.id


def test_no_note_of_a_parameter_refers_to_working_papers() -> None:
    for parameter in Content().parameters.values():
        notes = [parameter.why_roll or "", *(value.note or "" for value in parameter.values)]
        assert not [note for note in notes if "facts" in note], parameter.id
