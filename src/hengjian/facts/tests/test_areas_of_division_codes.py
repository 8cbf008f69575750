"""A division code names its area by the digits before the levels that are empty."""

import polars as pl
import pytest

from hengjian.facts.circumstances import areas_of


@pytest.mark.parametrize(
    ("code", "area"),
    [
        ("231002103208", "231002103208"),  # a village
        ("231002103000", "231002103"),  # a town
        ("231002000000", "231002"),  # a county
        ("231000000000", "2310"),  # a city
        ("230000000000", "23"),  # a province
        ("231002103", "231002103"),
        ("231000", "2310"),
        ("230000", "23"),
        ("", ""),
        ("abc", "abc"),
        (None, None),
    ],
)
def test_the_area_of_a_code(code: str | None, area: str | None) -> None:
    codes = pl.Series([code, "231002000000", code], dtype=pl.String)
    assert areas_of(codes).to_list() == [area, "231002", area]
