"""A list is turned over page by page, forwards and back, by what its rows or their relations say."""

import pytest

from hengjian.core.keyset import page_of
from hengjian.core.organisation.models import Unit
from hengjian.core.tests.small_city import SmallCity

ORDER = ("-division__code", "id")


@pytest.fixture
def units(db: None) -> list[int]:
    SmallCity.founded()
    return list(Unit.objects.order_by(*ORDER).values_list("pk", flat=True))


def turned(*, after: str = "", before: str = "") -> tuple[list[int], str, str]:
    page = page_of(Unit.objects.all(), ORDER, after=after, before=before, size=2)
    return [one.pk for one in page.rows], page.after, page.before


def test_it_goes_forwards_and_back(units: list[int]) -> None:
    first, after, before = turned()
    second, _, back = turned(after=after)
    assert (first, second, before) == (units[:2], units[2:4], "")
    assert turned(before=back) == (first, after, "")


@pytest.mark.parametrize("mark", ["x", "bm9uc2Vuc2U", "WyJ4IiwieSJd", "WzEsMl0"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_mark_that_was_tampered_with_is_as_none(units: list[int], way: str, mark: str) -> None:
    assert turned(**{way: mark}) == turned()
