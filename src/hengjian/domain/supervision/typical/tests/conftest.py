import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.typical.tests.little_typical import LittleTypical


@pytest.fixture
def desk(small_city: SmallCity) -> LittleTypical:
    return LittleTypical.ready(LittleCase.ready(small_city))
