import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.leads.tests.little_lead import LittleLead


@pytest.fixture
def leads(small_city: SmallCity) -> LittleLead:
    return LittleLead(LittleCase.ready(small_city))
