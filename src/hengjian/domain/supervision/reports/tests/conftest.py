import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.reports.tests.little_report import LittleReport


@pytest.fixture
def little(small_city: SmallCity) -> LittleReport:
    return LittleReport.ready(small_city)
