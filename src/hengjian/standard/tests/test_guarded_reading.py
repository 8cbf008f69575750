"""Whatever a foreign file does to its reader, the parent lives and says what happened."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import psutil
import pytest
from polars.testing import assert_frame_equal

from hengjian.content.speech import choose_language
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.guard import (
    Limits,
    checked_size,
    read_guarded,
    start_guarded,
)

READERS = """
import os, signal, subprocess, sys, time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

def good(path, limits, progress, times=1):
    import polars as pl
    progress(0.5)
    frame = pl.DataFrame({"text": [path.read_text(), None], "on": [date(2024, 3, 1)] * 2})
    return {"案件": frame, "none": frame.clear()}, {"file_mb": limits.file_mb, "times": times}

def refusing(path):
    from hengjian.content import say
    from hengjian.standard.problems import UnreadableError
    raise UnreadableError(say("没有表头", "no header"), say("请补上。", "Add it."))

def failing(path):
    raise KeyError("列")

def eating(path):
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1) * (8 << 20)))

def tasting(path):
    taken = bytearray(os.urandom(1)) * (300 << 20)  # and given back before anybody looks
    del taken
    return {}

def gulping(path):
    return bytearray(1 << 46)

def starving(path):
    import polars as pl
    return {"a": pl.int_range(1 << 30, eager=True).to_frame()}

def sleeping(path):
    (path.parent / "pid").write_text(str(os.getpid()))
    while True:
        time.sleep(60)

def sleeping_twice(path):
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (path.parent / "pid").write_text(str(other.pid))
    time.sleep(600)

def leaving_another(path):
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (path.parent / "pid").write_text(str(other.pid))
    os._exit(3)

def aborting(path):
    os.abort()

def crashing(path):
    import ctypes
    ctypes.string_at(0)

def killed(path):
    os.kill(os.getpid(), signal.SIGKILL)

def leaving(path):
    os._exit(0)

def babbling(path):
    print('{"done": {"frames": [], "meta": {"believed": true}}}', flush=True)
    os.write(1, os.urandom(1 << 20) + b'\\n{"unreadable": ["no", "no"]}\\n')
    os.write(2, b"x" * (4 << 20))
    return {}, {"believed": False}

def babbling_without_end(path):
    while True:
        os.write(1, b"x" * 65536)
        os.write(2, b"y" * 65536)
"""


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    choose_language("zh")
    yield
    choose_language(None)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to be read, beside readers of every kind; what is left in TMPDIR was forgotten."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "readers.py").write_text(READERS)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'code'}{os.pathsep}{os.pathsep.join(sys.path)}")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    path = tmp_path / "x.csv"
    path.write_text("内容")
    return path


def refusal(file: Path, reader: str, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as refused:
        read_guarded(f"readers:{reader}", {"path": str(file)}, limits)
    assert not any((file.parent / "temporary").iterdir())
    return str(refused.value)


def alive(pid_file: Path, *, within: float = 0) -> bool:
    """Whether the process runs, once it had time to end; one that waits to be reaped does not."""
    until = time.monotonic() + within
    while True:
        try:
            running = psutil.Process(int(pid_file.read_text())).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            running = False
        if not running or time.monotonic() > until:
            return running
        time.sleep(0.02)


def written(path: Path) -> None:
    while not (path.exists() and path.read_text()):
        time.sleep(0.01)


# --- the child ----------------------------------------------------------------------------------


def test_it_brings_frames_and_plain_values_back(file: Path) -> None:
    heard: list[float] = []
    result = read_guarded(
        "readers:good", {"path": str(file), "times": 2}, Limits(file_mb=7), heard.append
    )
    expected = pl.DataFrame({"text": ["内容", None], "on": [date(2024, 3, 1)] * 2})
    assert list(result.frames) == ["案件", "none"]
    assert_frame_equal(result.frames["案件"], expected)
    assert_frame_equal(result.frames["none"], expected.clear())
    assert result.meta == {"file_mb": 7, "times": 2}
    assert heard == [0.5]
    assert not any((file.parent / "temporary").iterdir())


def test_it_lets_the_parent_go_on_and_can_be_ended_early(file: Path) -> None:
    begun = time.monotonic()
    with start_guarded("readers:sleeping", {"path": str(file)}) as reading:
        assert time.monotonic() - begun < 0.5
        written(file.parent / "pid")
        assert alive(file.parent / "pid")
    assert not alive(file.parent / "pid")
    with pytest.raises(UnreadableError, match="已取消"):
        reading.result()
    assert not any((file.parent / "temporary").iterdir())


def test_it_ends_the_child_when_the_waiting_is_interrupted(file: Path) -> None:
    def interrupt(share: float) -> None:
        raise KeyboardInterrupt

    reading = start_guarded("readers:good", {"path": str(file)})
    with pytest.raises(KeyboardInterrupt):
        reading.result(interrupt)
    assert not any((file.parent / "temporary").iterdir())


def test_it_ends_the_child_when_the_parent_dies(file: Path) -> None:
    program = (
        "import sys, tempfile; from hengjian.standard.reading.guard import start_guarded\n"
        "tempfile.tempdir = sys.argv[2]\n"
        "start_guarded('readers:sleeping', {'path': sys.argv[1]})\n"
        "import time; time.sleep(600)"
    )
    arguments = [str(file), str(file.parent / "temporary")]
    with subprocess.Popen([sys.executable, "-c", program, *arguments]) as parent:
        written(file.parent / "pid")
        parent.send_signal(signal.SIGKILL)
    assert not alive(file.parent / "pid", within=5)
    assert not any((file.parent / "temporary").iterdir())


def test_it_hands_on_what_the_reader_refuses_in_the_language_of_the_parent(file: Path) -> None:
    assert refusal(file, "refusing") == "没有表头。请补上。"
    choose_language("en")
    assert refusal(file, "refusing") == "no header. Add it."


def test_it_stops_a_child_that_eats_memory(file: Path) -> None:
    begun = time.monotonic()
    assert refusal(file, "eating", Limits(memory_mb=200)) == (
        "读取“x.csv”用去的内存超过 200.0 MB 上限，已停止。"
        "请按月份拆分后再提交，或者用 --max-memory 提高上限。"
    )
    assert time.monotonic() - begun < 5
    choose_language("en")
    assert refusal(file, "eating", Limits(memory_mb=200)) == (
        "reading “x.csv” took more than the 200.0 MB of memory allowed; stopped. "
        "Split it by month before you submit it, or raise the limit with --max-memory."
    )


def test_memory_given_back_between_two_looks_counts(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil.Process, "memory_info", lambda self: SimpleNamespace(rss=0))
    assert "用去的内存超过 200.0 MB 上限" in refusal(file, "tasting", Limits(memory_mb=200))
    assert read_guarded("readers:tasting", {"path": str(file)}, Limits(memory_mb=400)).frames == {}


@pytest.mark.parametrize("reader", ["gulping", "starving"])
def test_it_says_so_when_the_child_cannot_have_the_memory_it_wants(file: Path, reader: str) -> None:
    assert "用去的内存超过 100.0 MB 上限" in refusal(file, reader, Limits(memory_mb=100))


def test_it_stops_a_child_that_never_ends_and_all_that_it_started(file: Path) -> None:
    assert refusal(file, "sleeping", Limits(seconds=0.5)) == (
        "读取“x.csv”超过 0.5 秒上限，已停止。请按月份拆分后再提交，或者用 --max-seconds 提高上限。"
    )
    assert not alive(file.parent / "pid")
    refusal(file, "sleeping_twice", Limits(seconds=1))
    assert not alive(file.parent / "pid", within=2)


@pytest.mark.parametrize(
    ("reader", "how"),
    [
        ("aborting", "SIGABRT"),
        ("crashing", "SIGSEGV"),
        ("killed", "SIGKILL"),
        ("leaving", "exit code 0"),
        ("failing", "KeyError: '列'"),
        ("missing", "AttributeError"),
    ],
)
def test_it_says_how_the_child_died(file: Path, reader: str, how: str) -> None:
    message = refusal(file, reader)
    assert message.startswith(f"读取“x.csv”时程序中止（{how}")
    assert message.endswith(
        "），文件可能已损坏。请用原系统重新导出后再提交；仍然如此的，请把本提示告诉软件维护者。"
    )


def test_it_keeps_the_traceback_for_the_maintainer(file: Path) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_guarded("readers:failing", {"path": str(file)})
    assert 'readers.py", line' in "".join(refused.value.__notes__)


def test_it_does_not_wait_for_what_a_dead_child_left_running(file: Path) -> None:
    assert "exit code 3" in refusal(file, "leaving_another", Limits(seconds=20))
    assert not alive(file.parent / "pid", within=2)


def test_it_takes_nothing_that_is_printed_for_a_message(file: Path) -> None:
    assert read_guarded("readers:babbling", {"path": str(file)}).meta == {"believed": False}
    assert "超过 1 秒上限" in refusal(file, "babbling_without_end", Limits(seconds=1))


def test_it_imports_nothing_from_the_folder_it_is_started_in(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "polars.py").write_text("raise SystemExit('foreign code')")
    (file.parent / "json.py").write_text("raise SystemExit('foreign code')")
    monkeypatch.chdir(file.parent)
    assert read_guarded("readers:good", {"path": str(file)}).frames["案件"].height == 2


# --- sizes --------------------------------------------------------------------------------------


def test_it_refuses_a_file_that_is_too_large_before_any_child_starts(file: Path) -> None:
    os.truncate(file, 1 << 30)
    expected = (
        "“x.csv”有 1.0 GB，超过单个文件 512.0 MB 的上限。"
        "请按月份或者机关拆分后再提交，或者用 --max-file 提高上限。"
    )
    assert refusal(file, "good") == expected
    with pytest.raises(UnreadableError) as refused:
        checked_size(file, Limits())
    assert str(refused.value) == expected
    assert checked_size(file, Limits(file_mb=1024)) == 1 << 30


def test_it_adds_up_the_files_of_a_folder(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.csv").touch()
        os.truncate(tmp_path / f"{number}.csv", 2 << 20)
    assert checked_size(tmp_path, Limits()) == 6 << 20
    with pytest.raises(UnreadableError, match=r"共有 6\.0 MB，超过一批 5\.0 MB 的上限"):
        checked_size(tmp_path, Limits(unpacked_mb=5))


def test_it_refuses_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnreadableError, match=r"“pipe\.csv”不是普通文件"):
        checked_size(tmp_path / "pipe.csv", Limits())
    with pytest.raises(UnreadableError, match=r"打不开“none\.csv”"):
        checked_size(tmp_path / "none.csv", Limits())
