import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.orders.tests.little_order import LittleOrder


@pytest.fixture
def orders(small_city: SmallCity) -> LittleOrder:
    return LittleOrder.ready(LittleCase.ready(small_city))
