import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter


@pytest.fixture
def matters(small_city: SmallCity) -> LittleMatter:
    return LittleMatter.ready(LittleCase.ready(small_city))
