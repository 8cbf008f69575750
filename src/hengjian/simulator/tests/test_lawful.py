"""What a clerk finds who reads every dossier: exactly what was planted, and nothing else."""

import pytest

from hengjian.content import Content
from hengjian.simulator import City, simulate
from hengjian.simulator.tests.dossier import Dossier, dossiers
from hengjian.simulator.tests.limits_visits import JUDGES

SIZE = 1_500


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(SIZE, seed=11)


@pytest.fixture(scope="module")
def read(city: City) -> list[Dossier]:
    return list(dossiers(city, Content()))


@pytest.mark.parametrize("rule", sorted(JUDGES))
def test_it_breaks_a_limit_only_where_that_was_planted(
    rule: str, city: City, read: list[Dossier]
) -> None:
    found = {dossier.key for dossier in read if JUDGES[rule](dossier)}
    told = city.truth.filter(rule=rule, subject="case", verdict="breaks")
    assert found == set(told["occurrence"].to_list())
