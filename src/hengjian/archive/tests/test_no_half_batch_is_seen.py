"""Whatever moment a writer dies at, readers see whole batches, and running again completes them."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hengjian.archive import Archive, ArchiveBusyError, Batch, Receipt, tables
from hengjian.archive.lease import writing
from hengjian.archive.tests.conftest import NOON, fines, told

Accept = Callable[..., Receipt]


@pytest.mark.parametrize("commits", range(5))
def test_a_failure_after_any_commit_leaves_the_earlier_state(
    archive: Archive, accept: Accept, commits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(told("C1"))
    count = itertools.count()
    real = tables._commit_files

    def dying(*arguments: Any, **options: Any) -> None:
        if next(count) == commits:
            raise KeyboardInterrupt
        real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr("hengjian.archive.tables._commit_files", dying)
        try:
            accept(told("C1", "C2", fine=5))
            finished = True
        except KeyboardInterrupt:
            finished = False
    assert finished == (commits == 4)
    assert fines(archive) == ({"C1": 5, "C2": 5} if finished else {"C1": 100})
    receipt = accept(told("C1", "C2", fine=5))
    assert receipt.again == finished
    assert (receipt.new, receipt.changed) == (1, 1)
    assert fines(archive) == {"C1": 5, "C2": 5}
    seen = archive.snapshot().versions(0)
    assert sorted(seen["case_id"].to_list()) == ["C1", "C1", "C2"]


WRITER = """
import sys
from pathlib import Path
from hengjian.archive import Archive, Batch
from hengjian.archive.tests.conftest import NOON, told
archive = Archive.at(Path(sys.argv[1]), bucket_size=3)
print("ready", flush=True)
for n in range(8):
    archive.accept(Batch(told(f"C{n}", "CX", fine=n), f"{n}"), at=NOON, wait=5)
"""


def _written(folder: Path, seconds: float | None) -> bool:
    """Run the writer; kill it ``seconds`` after it is ready. Whether it came to its end."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    if seconds is not None:
        time.sleep(seconds)
        os.kill(writer.pid, signal.SIGKILL)
    code = writer.wait()
    writer.stdout.close()
    return code == 0


def test_a_killed_import_run_again_equals_an_undisturbed_one(tmp_path: Path) -> None:
    assert _written(tmp_path / "undisturbed", None)
    expected = fines(Archive.open(tmp_path / "undisturbed"))
    assert expected == {**{f"C{n}": n for n in range(8)}, "CX": 7}
    chance = random.Random(4)
    for _ in range(4):
        _written(tmp_path / "killed", chance.uniform(0.01, 0.6))
        archive = Archive.open(tmp_path / "killed")
        assert len(fines(archive)) in range(10)
    assert _written(tmp_path / "killed", None)
    archive = Archive.open(tmp_path / "killed")
    assert fines(archive) == expected
    snapshot = archive.snapshot()
    accepted = snapshot.batches.filter(state="accepted")
    assert accepted.height == 8
    assert accepted["batch_id"].n_unique() == 8
    assert sum(snapshot.versions(bucket).height for bucket in snapshot.buckets) == 16


def test_a_second_writer_is_told_who_writes(archive: Archive) -> None:
    with (
        writing(archive.layout.lock),
        pytest.raises(ArchiveBusyError, match=str(os.getpid())),
    ):
        archive.accept(Batch(told("C1"), "x"), at=NOON)
    assert archive.accept(Batch(told("C1"), "x"), at=NOON).seq == 1


def test_two_writers_that_wait_both_come_through(tmp_path: Path) -> None:
    Archive.at(tmp_path / "shared", bucket_size=3)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "shared")], stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(fines(Archive.open(tmp_path / "shared"))) == 9
    assert Archive.open(tmp_path / "shared").snapshot().batches.height == 8
