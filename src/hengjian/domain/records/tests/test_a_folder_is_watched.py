"""A body's system writes a file into its folder: taken when it is whole, once, and answered there."""

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from hengjian.core.jobs.worker import drain
from hengjian.domain.records import inbox
from hengjian.domain.records.inbox import look, period_in
from hengjian.domain.records.models import Submission
from hengjian.domain.records.tests.handing_in import AT, month
from hengjian.domain.registry.tests.register import LittleRegister

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BAD = "A1,C0009,行政处罚,普通程序,I1,公民,李某,占道,二百\n"


@pytest.fixture
def folder(settings: Any, places: Path, little: LittleRegister) -> Path:
    """The sub-folder of the body A1."""
    settings.INBOX = str(places / "inbox")
    made = places / "inbox" / "A1"
    made.mkdir(parents=True)
    return made


def put(folder: Path, name: str, content: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(month() if content is None else content)
    long_before = (AT - timedelta(hours=1)).timestamp()
    os.utime(path, (long_before, long_before))
    return path


def test_a_file_is_taken_once_its_size_stands_still(folder: Path) -> None:
    path = put(folder, "2026-10_全部.zip")
    assert look(at=AT) == 0
    put(folder, path.name, month() + b"more")
    assert look(at=AT + MINUTE) == 0
    assert look(at=AT + 2 * MINUTE) == 1
    taken = Submission.objects.get()
    assert (taken.channel, taken.body and taken.body.code) == ("folder", "A1")
    assert (taken.period_from, taken.whole_period) == (date(2026, 10, 1), True)
    assert not path.exists()
    assert len(list((folder / "taken").iterdir())) == 1


def test_a_mark_beside_it_says_that_it_is_whole(folder: Path) -> None:
    put(folder, "十月.zip")
    (folder / "十月.zip.done").touch()
    assert look(at=AT) == 1
    assert [one.name for one in folder.iterdir() if one.is_file()] == []


@pytest.mark.parametrize("name", ["a.zip.part", "a.tmp", ".hidden.zip"])
def test_what_is_under_way_is_left(folder: Path, name: str) -> None:
    put(folder, name)
    assert [look(at=AT), look(at=AT + MINUTE)] == [0, 0]
    assert (folder / name).exists()


def test_links_and_strange_folders_are_left(folder: Path, places: Path) -> None:
    secret = put(places, "secret.csv", b"x")
    (folder / "link.csv").symlink_to(secret)
    (folder.parent / "Z9").mkdir()
    put(folder.parent / "Z9", "a.zip")
    assert [look(at=AT), look(at=AT + MINUTE)] == [0, 0]


def test_the_answer_is_put_there_with_the_refused_rows(folder: Path) -> None:
    put(folder, "十月.zip", month(also=BAD))
    (folder / "十月.zip.done").touch()
    look(at=AT)
    drain(clock=lambda: AT)
    look(at=AT + MINUTE)
    told = json.loads((folder / "answers" / "十月.zip.receipt.json").read_text(encoding="utf-8"))
    assert (told["state"], told["cases"], told["refused"]) == ("done", 3, 1)
    refused = folder / "answers" / "十月.zip.refused.xlsx"
    assert refused.exists()
    refused.unlink()  # fetched: it is not put there again
    look(at=AT + 2 * MINUTE)
    assert not refused.exists()


def test_a_look_that_was_killed_before_it_moved_the_file_takes_nothing_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, "十月.zip")
    (folder / "十月.zip.done").touch()

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "_move_away", killed)
        with pytest.raises(KeyboardInterrupt):
            look(at=AT)
    drain(clock=lambda: AT)
    look(at=AT + MINUTE)
    assert not path.exists()
    assert Submission.objects.count() == 1


def test_too_large_a_file_is_answered_and_moved_away(folder: Path, settings: Any) -> None:
    settings.UPLOAD_MB = 0
    put(folder, "十月.zip")
    (folder / "十月.zip.done").touch()
    look(at=AT)
    told = json.loads((folder / "answers" / "十月.zip.receipt.json").read_text(encoding="utf-8"))
    assert "上限" in told["error"]
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("2026-10.zip", date(2026, 10, 1), date(2026, 10, 31)),
        ("报送202602.csv", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026年12月.xlsx", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_month_is_in_the_name(name: str, begins: date, ends: date) -> None:
    assert period_in(name) == (begins, ends)


def test_no_month_is_made_up() -> None:
    assert [period_in(name) for name in ("cases.csv", "20261301.zip", "v2026.zip")] == [None] * 3
