"""Many cities: as many cases as asked for, no id twice, references whole, memory of one city."""

from itertools import pairwise

import polars as pl
import pytest

from hengjian.simulator import City, cities, simulate
from hengjian.standard.tables import TABLES


@pytest.fixture(scope="module")
def made() -> list[City]:
    return list(cities(700, 5, per_city=300))


def test_it_has_as_many_cases_as_asked_for(made: list[City]) -> None:
    assert [city.tables["cases"].height for city in made] == [300, 300, 100]


def test_no_key_stands_in_two_cities(made: list[City]) -> None:
    for table in TABLES:
        if table.name == "coverage":
            continue
        for one, other in pairwise(city.tables[table.name] for city in made):
            shared = one.join(other, on=list(table.key), how="inner")
            assert shared.is_empty(), table.name


def test_references_lead_to_rows_of_the_same_city(made: list[City]) -> None:
    for city in made:
        for table in TABLES:
            frame = city.tables[table.name]
            for field in table.fields:
                if field.refers and field.kind.value == "id":
                    known = city.tables[field.refers].get_columns()[0].to_list()
                    asked = frame[field.name].drop_nulls().unique()
                    assert set(asked.to_list()) <= set(known), f"{table.name}.{field.name}"
        people = city.tables["events"]["officers"].explode().drop_nulls().unique()
        assert people.is_in(city.tables["officers"]["officer_id"].to_list()).all()


def test_a_single_city_keeps_its_plain_ids_and_its_truth() -> None:
    (one,) = cities(120, 3)
    plain = simulate(120, 3)
    assert one.tables["cases"].equals(plain.tables["cases"])
    assert one.truth.height == plain.truth.height > 0


def test_all_of_them_say_that_they_are_simulated(made: list[City]) -> None:
    for city in made:
        assert city.tables["cases"]["fact"].str.contains("模拟数据").all()
        assert city.tables["bodies"].filter(pl.col("name").str.contains("模拟城市")).height > 0
