"""Every command explains itself in both languages, quickly, with examples that are true."""

import errno
import importlib
import os
import re
import shlex
import subprocess
import sys

import click
import pytest

from hengjian.cli.command import COMMANDS
from hengjian.cli.look import Command
from hengjian.cli.tests.conftest import Call
from hengjian.content.errors import reason_of


def commands() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, (place, _, _) in COMMANDS.items():
        module, _, attribute = place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", one) for sub, one in command.commands.items()]
        else:
            found.append((name, command))
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_its_help_is_chinese_and_its_examples_are_accepted(
    call: Call, name: str, command: click.Command
) -> None:
    answer = call(*name.split(), "--help")
    assert answer.code == 0
    for word in ("用法：", "选项", "例子", "显示这份说明", "退出码 0 完成"):
        assert word in answer.out
    for word in ("Usage", "Options:", "Show this", "TEXT", "default:", "required"):
        assert word not in answer.out
    assert isinstance(command, Command)
    assert command.examples
    for example in command.examples:
        program, *arguments = shlex.split(example)
        own = arguments[len(name.split()) :]
        assert [program, *arguments[: len(name.split())]] == ["hengjian", *name.split()]
        command.make_context(name, own)  # raises where an option does not exist


def test_it_answers_in_english_where_asked(call: Call) -> None:
    answer = call("--lang", "en", "due", "--days", 7, "--from", "2024-09-27", "--law", "强")
    assert "7 working days" in answer.out
    assert "Usage: " in call("--lang", "en", "--help").out


def test_without_a_command_it_shows_them_all(call: Call) -> None:
    answer = call()
    assert answer.code == 2
    assert all(name in answer.out for name in COMMANDS)
    assert "错误" not in answer.out + answer.err


def test_a_wrong_command_is_named(call: Call) -> None:
    answer = call("frob")
    assert (answer.code, answer.err.splitlines()[0]) == (2, "错误：没有命令 frob")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "x", "--as-of", "2024-13-01"), "--as-of 的值不对：“2024-13-01”不是日期"),
        (("simulate", "c", "--cases", "0"), "--cases 应在 1 至 20000000 之间，而不是 0"),
        (("simulate", "c", "--cases", "1.5"), "--cases 应为整数，而不是 1.5"),
        (("simulate", "c", "--format", "doc"), "--format 不能是 doc，只能是 csv、xlsx、jsonl、parquet"),
        (("archive", "let-go", "a", "--years", "0"), "--years 应不小于 1，而不是 0"),
        (("import", "x", "--archive", "a", "--wait", "久"), "--wait 应为数，而不是 久"),
        (("due", "--dayz", "3"), "没有选项 --dayz；是不是 --days？"),
        (("chek",), "没有命令 chek；是不是 check？"),
        (("check", "x", "--json=3"), "选项 --json 后面不要写值"),
        (("import", "x"), "缺少选项 --archive"),
        (("check", "没有"), "找不到“没有”"),
        (("check", "x", "--out", "无/r.html"), "没有文件夹 无"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_in_chinese(call: Call, arguments: tuple[str, ...], told: str) -> None:
    answer = call(*arguments)
    assert answer.code in (2, 3)
    assert told in answer.err
    assert not re.search(
        r"does not|is not|range|valid|No such|Did you|Missing|should", answer.err
    ), answer.err


def test_what_the_system_refuses_is_told_in_chinese(call: Call) -> None:
    for number in (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR):
        reason = reason_of(OSError(number, os.strerror(number)))
        assert not re.search("[A-Za-z]", reason)
    assert reason_of(OSError(errno.EXDEV, os.strerror(errno.EXDEV))) == f"系统错误 {errno.EXDEV}"


def test_notes_behind_options_are_chinese(call: Call) -> None:
    assert "（必填）" in call("import", "--help").out
    assert "（默认 2000；在 1 至 20000000 之间）" in call("simulate", "--help").out
    assert "（不小于 1；必填）" in call("archive", "let-go", "--help").out
    assert "required" in call("--lang", "en", "import", "--help").out


def test_help_loads_no_data_frame() -> None:
    code = (
        "import sys\n"
        "from hengjian.cli.command import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'polars', 'numpy', 'pydantic', 'yaml', 'openpyxl', 'rich', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_runs_as_a_module() -> None:
    run = [sys.executable, "-m", "hengjian", "--version"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("hengjian ")
