"""Many cities: as many cases as asked for, no id twice, references whole, memory of one city."""

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.simulator import (
    CITY,
    EVERYDAY,
    PER_CITY,
    City,
    cities,
    plots,
    simulate,
    usual_mix,
    write_cities,
)
from hengjian.simulator.plan import made as planned
from hengjian.simulator.recipe import Recipe
from hengjian.simulator.writing import submitted
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


def test_cities_that_are_written_beside_one_another_are_those_made_one_by_one(
    made: list[City], tmp_path: Path
) -> None:
    places = plots(700, 5, per_city=300)
    written = list(write_cities(places, tmp_path, "parquet", Content.installed(), jobs=2))
    assert sorted(one.cases for one in written) == [100, 300, 300]
    for plot, city in zip(places, made, strict=True):
        cases = pl.read_parquet(tmp_path / plot.name / "cases.parquet")
        assert cases.equals(submitted(city.tables["cases"], "cases"))


def test_a_folder_that_cannot_be_written_is_told_by_whoever_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "city-002").write_text("in the way")
    with pytest.raises(OSError, match="city-002"):
        list(write_cities(plots(40, 5, per_city=20), tmp_path, "csv", Content.installed(), jobs=2))


def test_one_city_is_to_learn_from_and_several_are_of_every_day() -> None:
    assert [usual_mix(cases) for cases in (2_000, PER_CITY, PER_CITY + 1)] == [CITY, CITY, EVERYDAY]


def test_everyday_cases_have_nine_and_a_half_events_each() -> None:
    """Ten million of them are about 95 million events; a city to learn from has 15.8 a case."""
    (city,) = cities(10_000, 3, mix=EVERYDAY)
    assert 9.0 < city.tables["events"].height / 10_000 < 10.0


def test_every_way_of_breaking_a_rule_is_as_frequent_on_every_day() -> None:
    recipe = Recipe.of(Content())
    usual, everyday = (planned(100_000, recipe.mixed(mix)) for mix in (CITY, EVERYDAY))
    for name, share in usual.items():
        ways = [(plant.how, len(rows)) for plant, rows in share.planted]
        assert ways == [(plant.how, len(rows)) for plant, rows in everyday[name].planted]
        assert everyday[name].plain > 0, name
    assert everyday["ordinary"].plain < usual["ordinary"].plain / 5
