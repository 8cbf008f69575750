from pathlib import Path
from typing import Any

import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.records.tests.archived import Archived
from hengjian.domain.registry.tests.register import LittleRegister


@pytest.fixture
def archived(small_city: SmallCity, settings: Any, tmp_path: Path) -> Archived:
    """Three bodies and an empty archive of their own."""
    settings.ARCHIVE = str(tmp_path / "archive")
    return Archived(LittleRegister.entered(small_city))
