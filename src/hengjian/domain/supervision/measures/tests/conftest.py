from pathlib import Path
from typing import Any

import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.measures.tests.little_measure import LittleMeasure


@pytest.fixture
def desk(small_city: SmallCity, tmp_path: Path, settings: Any) -> LittleMeasure:
    """A county's bureau, a body with an officer and his card, and files in a place of the test's own."""
    settings.PAPERS = str(tmp_path / "papers")
    return LittleMeasure.ready(LittleCase.ready(small_city))
