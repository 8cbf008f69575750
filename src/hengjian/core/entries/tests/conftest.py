"""A place where other processes see the test's database."""

from pathlib import Path

import pytest

from hengjian.core.entries.tests.elsewhere import Elsewhere


@pytest.fixture
def elsewhere(tmp_path: Path, transactional_db: None) -> Elsewhere:
    return Elsewhere(tmp_path)
