"""The demo holds records with their findings, and one that was broken off is begun anew."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from hengjian.content.errors import PlainError
from hengjian.domain.findings.models import Finding
from hengjian.domain.records import indexing
from hengjian.domain.records.models import Record, Submission, Unmasking
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.workflow import State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.secrecy.models import Reading
from hengjian.project.founding import UNFINISHED, clear_unfinished, found_demo, is_whole

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CASES = 2000


@pytest.fixture
def home(settings: LazySettings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.ARCHIVE, settings.SUBMISSIONS = str(tmp_path / "archive"), str(tmp_path / "handed")
    settings.PAPERS, settings.ATTACHMENTS = str(tmp_path / "papers"), str(tmp_path / "files")
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_it_is_full_of_life_and_founded_once(home: Path) -> None:
    told: list[str] = []
    assert not is_whole()
    found_demo(at=AT, cases=CASES, tell=told.append)
    assert is_whole()
    assert len(told) == 5
    assert Record.objects.count() == CASES
    assert indexing.compare(at=AT).whole
    assert Finding.objects.filter(stands=True).exists()
    assert {"dismissed", "asked", "raised"} <= set(Finding.objects.values_list("state", flat=True))
    assert Case.objects.filter(state=State.ARCHIVED).exists()
    assert Unmasking.objects.exists()
    _numbers_follow_days()
    assert Reading.objects.exists()
    months = Submission.objects.filter(state=Submission.State.DONE)
    assert months.count() >= 23
    with pytest.raises(PlainError):
        found_demo(at=AT, cases=CASES, tell=told.append)


def _numbers_follow_days() -> None:
    leads = list(Lead.objects.order_by("bureau", "serial").values_list("bureau", "opened_at"))
    assert leads == sorted(leads)
    begun = Case.objects.values_list("proposed_at", "leads__opened_at", "opened_at")
    assert all(
        lead is None or lead <= proposed <= (opened or proposed) for proposed, lead, opened in begun
    )


def test_what_was_broken_off_is_cleared_and_nothing_else(home: Path) -> None:
    (home / "archive").mkdir()
    (home / "hengjian.sqlite3").touch()
    (home / "mine.txt").touch()
    clear_unfinished(home)
    assert (home / "archive").exists()
    (home / UNFINISHED).touch()
    clear_unfinished(home)
    assert [path.name for path in home.iterdir()] == ["mine.txt"]
