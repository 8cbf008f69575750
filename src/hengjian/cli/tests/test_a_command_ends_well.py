"""However a command is cut short, it ends with a word and its exit code, and leaves nothing running."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hengjian.cli import progress as progress_module
from hengjian.cli.progress import progress
from hengjian.standard.tests.folders import write

COMMAND = [sys.executable, "-m", "hengjian"]
NEVER_DONE = """
import sys, time
import hengjian.check
from hengjian.cli.command import main

def never_done(*_, **__):
    print("judging", flush=True)
    time.sleep(60)

hengjian.check.check = never_done
main(sys.argv[1:])
"""


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    return {**os.environ, "HENGJIAN_HOME": str(tmp_path / "home"), "HENGJIAN_LANG": "zh"}


@pytest.mark.parametrize("arguments", [("rules", "--json"), ("--help",), ("calendar", "2024")])
def test_nobody_reads_on(env: dict[str, str], arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)  # as after `| head`, before anything was written
    done = subprocess.run(
        [*COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, env=env, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_ctrl_c(env: dict[str, str]) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", NEVER_DONE, "check", write(Path("data")), "--out", "报告.html"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "judging\n"
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=300)
    assert run.returncode == 130
    assert err.strip().endswith("已中止。")
    assert "Traceback" not in err
    assert not list(Path().glob("*报告*"))
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


@pytest.mark.parametrize(("encoding", "marks"), [("gbk", "√×"), ("latin-1", "+×")])
def test_a_console_without_our_signs(env: dict[str, str], encoding: str, marks: str) -> None:
    folder = write(Path("data"))
    done = subprocess.run(
        [*COMMAND, "explain", "C1", "F08", "--data", folder],
        capture_output=True,
        env={**env, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 0
    lines = done.stdout.decode(encoding).splitlines()
    assert {line.strip()[0] for line in lines if line.startswith("  ")} == {*marks, "="}


def test_a_long_stage_does_not_pass_in_silence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_module, "QUIET_SECONDS", 0.02)
    with progress("生成") as tell:
        tell("编写案件", 0.1)
        for _ in range(200):
            if said := capsys.readouterr().err:
                break
            progress_module.time.sleep(0.02)
    assert said == "生成：编写案件 10%\n"


def test_short_work_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("生成") as tell:
        tell("编写案件", 0.1)
        tell("写入文件", 0.9)
    assert capsys.readouterr().err == ""
