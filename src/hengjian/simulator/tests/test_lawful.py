"""What a clerk finds who reads every dossier: exactly what was planted, and nothing else."""

import pytest

from hengjian.content import Content
from hengjian.simulator import City, simulate
from hengjian.simulator.tests.dossier import Dossier, dossiers
from hengjian.simulator.tests.limits_visits import JUDGES

SIZE = 1_500


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(SIZE, seed=11, every_way=True)


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


def late_by_the_guideline(d: Dossier) -> bool:
    """118号（六）: every penalty is out within seven working days; the law asks less (罚§48)."""
    decided = d.day("decided") or d.day("decided_on_spot")
    if d.case["kind"] != "penalty" or d.case["result"] != "penalised" or decided is None:
        return False
    return d.law.over(d.law.working(decided, 7), d.day("published"))


@pytest.mark.parametrize("rule", ["G06", "G07"])
def test_it_breaks_a_guideline_beside_the_law_only_where_that_was_planted(
    rule: str, city: City, read: list[Dossier]
) -> None:
    """罚§48 wants penalties open that have social impact; 公示规定§9 gives market bodies longer."""
    late = [d for d in read if late_by_the_guideline(d)]
    if rule == "G06":
        open_ = [d for d in late if d.body["sector"] != "market" and "social_impact" not in d.flags]
    else:
        open_ = [d for d in late if d.body["sector"] == "market" and d.ordinary]
        assert not any(
            d.law.over(d.law.working(d.day("decided"), 20), d.day("published")) for d in open_
        )
    told = city.truth.filter(rule=rule, subject="case", verdict="conflict")
    assert open_
    assert {d.key for d in open_} == set(told["occurrence"].to_list())
