"""A check that cannot finish leaves what stood: a full disk, a second check, a file that is damaged."""

import errno
import itertools
import os
from collections.abc import Callable
from concurrent.futures import Future, wait
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, get_ident
from typing import Any

import polars as pl
import pytest

from hengjian.archive import Archive, ArchiveBusyError, ArchiveError, Batch, DamagedError
from hengjian.archive.tests.conftest import frame, told
from hengjian.check.standing import Standing, TriageState, full_run
from hengjian.check.standing.due_store import DueStore
from hengjian.check.standing.full_run import FullRun
from hengjian.check.standing.tests.killing import book
from hengjian.content.threads import Threads
from hengjian.standard.records import Records

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
EARLIER, FIRST, SECOND = date(2026, 2, 1), date(2026, 5, 1), date(2027, 5, 1)


@pytest.fixture
def standing(tmp_path: Path) -> Standing:
    """Cases that were filed and not decided, checked; then another batch that was not."""
    made = Standing(Archive.at(tmp_path / "archive"), book().content, book())
    made.archive.accept(Batch(_filed("C1", "C2"), "x"), at=NOON)
    made.check(FIRST)
    made.archive.accept(Batch(_filed("C2", "C3", fine=900), "y"), at=NOON)
    return made


def _filed(*cases: str, fine: int = 100) -> Records:
    """Penalty cases filed on 5 January and not decided; everything is reported."""
    records = told(*cases, fine=fine)
    row = {"body_id": "*", "table": "*", "name": "*", "covered_from": date(2021, 7, 15)}
    events = records["events"].filter(activity="filed")
    return Records.of({**records.frames, "events": events, "coverage": frame("coverage", [row])})


def stands(standing: Standing) -> set[tuple[Any, ...]]:
    return set(standing.findings().select("finding", "values").iter_rows())


@pytest.mark.parametrize("full", [False, True], ids=["what changed", "everything"])
def test_a_full_disk_leaves_what_stood(
    standing: Standing, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    before = stands(standing)
    failures = 0
    for at in itertools.count(1, 2):
        with monkeypatch.context() as patch:
            count = itertools.count(1)

            def written(
                real: Callable[..., Any], at: int = at, count: Any = count
            ) -> Callable[..., Any]:
                def told(*arguments: Any, **options: Any) -> Any:
                    if next(count) >= at:
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                    return real(*arguments, **options)

                return told

            patch.setattr(pl.DataFrame, "write_parquet", written(pl.DataFrame.write_parquet))
            patch.setattr(Path, "write_bytes", written(Path.write_bytes))
            patch.setattr(os, "fsync", written(os.fsync))
            try:
                standing.check(FIRST, full=full)
                break
            except ArchiveError as error:
                said = error.message
        failures += 1
        assert "磁盘已满" in said
        assert stands(standing) == before
        assert not list(standing.folder.rglob("*.new"))
    assert failures > 3
    after = stands(standing)
    assert after != before
    standing.check(FIRST, full=True)
    assert stands(standing) == after


def test_a_second_check_is_told_who_checks(standing: Standing) -> None:
    before = stands(standing)
    with (
        standing.state.running(),
        pytest.raises(ArchiveBusyError, match=f"{os.getpid()}.*正在检查"),
    ):
        standing.check(SECOND)
    assert stands(standing) == before
    standing.check(SECOND)
    assert stands(standing) != before


@pytest.mark.parametrize(
    ("kind", "read_on"), [("facts", EARLIER), ("findings", EARLIER), ("due", SECOND)], ids=str
)
def test_a_damaged_file_is_named_and_a_full_check_writes_it_anew(
    standing: Standing, kind: str, read_on: date
) -> None:
    standing.check(FIRST)
    victims = [p for p in (standing.folder / "g000001" / kind).rglob("*") if p.is_file()]
    for victim in victims:
        victim.write_bytes(b"x" * 200)
    with pytest.raises(DamagedError) as caught:
        standing.check(read_on)  # by what was kept
    assert any(str(victim) in caught.value.message for victim in victims)
    assert "--full" in caught.value.remedy
    standing.check(FIRST, full=True)
    after = stands(standing)
    assert after
    standing.check(EARLIER)
    standing.check(FIRST)
    assert stands(standing) == after


def test_files_given_up_in_the_archive_make_everything_be_judged_anew(standing: Standing) -> None:
    standing.check(FIRST)
    assert standing.findings().filter(case_id="C3").height
    victim = max(
        standing.archive.layout.cases.rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns
    )
    victim.write_bytes(b"x")
    standing.archive.give_up(standing.archive.damage())
    assert "弃用过损坏的文件" in standing.check(FIRST).why
    assert standing.findings().filter(case_id="C3").is_empty()


def test_a_decision_that_was_half_written_does_not_count(standing: Standing) -> None:
    chosen = standing.findings().head(1)
    standing.triage.decide(chosen, TriageState.ASKED, reason="", by="甲", at=NOON)
    (standing.folder / "triage" / ".00000002.parquet.new").write_bytes(b"half")
    assert standing.findings().filter(state="asked").height == 1
    standing.triage.decide(chosen, TriageState.DISMISSED, reason="已核实", by="甲", at=NOON)
    assert standing.findings().filter(state="dismissed").height == 1


def test_judging_goes_no_further_once_the_check_is_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive.at(tmp_path / "archive", bucket_size=1)
    archive.accept(Batch(_filed("C1", "C2", "C3", "C4"), "x"), at=NOON)
    made = Standing(archive, book().content, book())
    judging, judged, meetings = Event(), list[int](), list[Future[None]]()

    class Seen(Threads):
        def submit(self, *args: Any, **kwargs: Any) -> Any:
            meetings.append(super().submit(*args, **kwargs))
            return meetings[-1]

    def fails(run: FullRun) -> None:
        assert judging.wait(60)
        raise OSError("a part that cannot be read")

    def put(store: DueStore, bucket: int, *others: Any) -> None:
        judged.append(bucket)
        judging.set()
        wait(meetings, 60)

    with monkeypatch.context() as patch:
        patch.setattr(full_run, "Threads", Seen)
        patch.setattr(FullRun, "_meet", fails)
        patch.setattr(DueStore, "put", put)
        with pytest.raises(OSError, match="cannot be read"):
            made.check(FIRST)
    assert judged == [0]
    assert made.about() is None
    made.check(FIRST)
    assert made.findings().height


def test_progress_is_told_by_the_thread_that_checks(tmp_path: Path) -> None:
    archive = Archive.at(tmp_path / "archive", bucket_size=1)
    archive.accept(Batch(_filed("C1", "C2"), "x"), at=NOON)
    told: list[tuple[str, int]] = []
    made = Standing(archive, book().content, book())
    made.check(FIRST, lambda doing, share: told.append((doing, get_ident())))
    assert "判断" in {doing for doing, _ in told}
    assert {thread for _, thread in told} == {get_ident()}
