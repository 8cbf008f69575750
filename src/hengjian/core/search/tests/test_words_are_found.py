"""Two Chinese characters are enough, on both databases; what is found really holds the word."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.core.search.actions import forget, make_findable
from hengjian.core.search.models import Sought
from hengjian.core.search.pairs import folded
from hengjian.core.search.queries import matching
from hengjian.core.tests.small_city import AT

ROWS = {
    1: "王小明 示执000123",
    2: "王小红 示执000124",
    3: "甲县市场监督管理局 B001 91990000MA00000001",
    4: "上海 河南",
    5: "对违反限速规定的处罚",
    6: "喆",
}


@pytest.fixture
def index(db: None) -> None:
    make_findable("rows", ROWS, by=None, at=AT)
    make_findable("others", {1: "王小明"}, by=None, at=AT)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("小明", {1}),
        ("王小", {1, 2}),
        ("市场监督", {3}),
        ("处罚", {5}),
        ("海河", set()),
        ("海南", set()),
        ("上海河南", set()),
        ("喆", {6}),
        ("王", {1, 2}),
        ("000124", {2}),
        ("０００１２４", {2}),
        ("ma0000", {3}),
        ("b001 市场", {3}),
        ("市场 小明", set()),
        ("小明，示执", {1}),
        ("", set()),
        ("%", set()),
        ("' OR 1=1 --", set()),
        ('" NOT *', set()),
    ],
)
def test_it_finds_what_holds_every_word(index: None, words: str, found: set[int]) -> None:
    assert set(matching("rows", words)) == found


def test_it_forgets_an_older_text(index: None) -> None:
    make_findable("rows", {1: "李小明"}, by=None, at=AT)
    assert set(matching("rows", "王小明")) == set()
    assert set(matching("rows", "李小")) == {1}
    assert set(matching("others", "王小明")) == {1}


def test_what_is_forgotten_is_not_found_and_leaves_nothing(index: None) -> None:
    forget("rows", [1, 6], by=None, at=AT)
    assert set(matching("rows", "王小")) == {2}
    assert set(matching("rows", "喆")) == set()
    assert set(matching("others", "王小明")) == {1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_pairs")
        assert cursor.fetchone()[0] == Sought.objects.count() == len(ROWS) - 1


ALPHABET = st.text("王小明执法0a Ａ·，", max_size=8)


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(ALPHABET, max_size=6), words=st.text("王小明执法0a", min_size=1, max_size=4))
def test_it_agrees_with_looking_at_every_row(texts: list[str], words: str) -> None:
    rows = dict(enumerate([*texts, *[""] * (6 - len(texts))]))
    make_findable("any", rows, by=None, at=AT)
    assert set(matching("any", words)) == {
        key for key, text in rows.items() if folded(words) in folded(text)
    }
