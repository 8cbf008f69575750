import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.tests.register import LittleRegister


@pytest.fixture
def little(small_city: SmallCity) -> LittleRegister:
    return LittleRegister.entered(small_city)
