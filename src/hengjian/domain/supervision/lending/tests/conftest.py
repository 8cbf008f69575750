import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.modes.tests.little_mode import LittleMode


@pytest.fixture
def two(small_city: SmallCity) -> LittleMode:
    return LittleMode.ready(small_city)
