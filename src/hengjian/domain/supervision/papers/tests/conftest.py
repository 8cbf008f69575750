from pathlib import Path
from typing import Any

import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.papers.tests.little_paper import LittlePaper


@pytest.fixture
def desk(small_city: SmallCity, tmp_path: Path, settings: Any) -> LittlePaper:
    """A case with two handlers, and files of papers in a place of the test's own."""
    settings.PAPERS = str(tmp_path / "papers")
    little = LittleCase.ready(small_city)
    return LittlePaper(little, little.opened())
