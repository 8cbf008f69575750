from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.records.models import Submission
from hengjian.domain.records.tests.archived import Archived
from hengjian.domain.records.tests.handing_in import handed, month, worked
from hengjian.domain.registry.tests.register import LittleRegister


@pytest.fixture(autouse=True)
def places(own_archive: Path) -> Path:
    """Every test of records has an archive of its own."""
    return own_archive


@pytest.fixture
def little(small_city: SmallCity) -> LittleRegister:
    return LittleRegister.entered(small_city)


@pytest.fixture
def hand_in(little: LittleRegister) -> Callable[..., Submission]:
    """Hand in a file for the body A1, and have it worked at."""

    def done(content: bytes | None = None, **more: Any) -> Submission:
        content = month() if content is None else content
        return worked(handed(content, unit=little.a1.unit, body=little.a1, **more))

    return done


@pytest.fixture
def archived(little: LittleRegister) -> Archived:
    """What a test accepts into the archive and has indexed."""
    return Archived(little)
