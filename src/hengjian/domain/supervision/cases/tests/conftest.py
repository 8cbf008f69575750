import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    return LittleCase.ready(small_city)
