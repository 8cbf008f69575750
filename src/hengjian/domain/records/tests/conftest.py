from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

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
def archived(little: LittleRegister, settings: Any) -> Archived:
    """What a test accepts into the archive and has indexed."""
    return Archived(little, settings.ARCHIVE)


@pytest.fixture(scope="module")
def _indexed_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archived]:
    """All cases accepted and indexed, in a transaction around those of a module's tests."""
    from django.conf import settings
    from django.db import transaction

    place = tmp_path_factory.mktemp("indexed")
    where = override_settings(ARCHIVE=str(place / "archive"))
    with django_db_blocker.unblock(), where, transaction.atomic():
        archived = Archived(LittleRegister.entered(SmallCity.founded()), settings.ARCHIVE)
        archived.indexed()
        yield archived
        transaction.set_rollback(True)


@pytest.fixture
def indexed(_indexed_once: Archived, places: Path, settings: Any, db: None) -> Archived:
    """The same for each test of a module; what a test writes is gone after it."""
    settings.ARCHIVE = _indexed_once.archive
    return _indexed_once
