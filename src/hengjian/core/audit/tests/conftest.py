"""A city whose ledger has begun, and witnesses that are folders."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hengjian.core.entries.actions import record
from hengjian.core.entries.heads.actions import sequence_pending
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.tests.small_city import AT, SmallCity


@pytest.fixture
def tried(small_city: SmallCity) -> LedgerEntry:
    """An entry with a payload, numbered and under a head, among those of the founding."""
    entry = record(
        "unit.tried",
        subject=small_city.bureau,
        payload={"party": "张三"},
        by=small_city.city,
        at=AT,
    )
    sequence_pending(at=AT)
    return LedgerEntry.objects.get(pk=entry.pk)


@pytest.fixture
def two_folders(tmp_path: Path, settings: Any) -> list[Path]:
    folders = [tmp_path / "notary", tmp_path / "court"]
    for folder in folders:
        folder.mkdir()
    settings.LEDGER_WITNESSES = f"示例公证处={folders[0]}; 示例法院=file://{folders[1]}"
    return folders


Spoil = Callable[[str], None]


@pytest.fixture
def spoil() -> Spoil:
    """Somebody who may drop triggers runs this statement."""
    from django.db import connection

    from hengjian.core.entries.guards import GUARDS

    def run(sql: str) -> None:
        with GUARDS.lifted(connection), connection.cursor() as cursor:
            cursor.execute(sql)

    return run
