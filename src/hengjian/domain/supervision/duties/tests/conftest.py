import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    """A case in county A, and a government over the city that the tier above the city's bureau is."""
    return LittleCase.ready(small_city)
