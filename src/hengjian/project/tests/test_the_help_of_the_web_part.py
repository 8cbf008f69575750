"""The web part's commands explain themselves in both languages, like all others."""

import os
import re
import subprocess
import sys

import pytest

COMMANDS = [
    "serve", "worker", "demo", "migrate", "demo-city", "manage", "administrator",
    "divisions import", "rights rebuild", "records check", "records rebuild",
    *(f"ledger {one}" for one in ("export", "head", "keys", "rotate", "recover", "witness", "check", "erase")),
]  # fmt: skip
TALK = (
    "import sys; from click.testing import CliRunner; from hengjian.cli.command import root\n"
    "for name in sys.argv[1:]:\n"
    "    print(CliRunner().invoke(root, [*name.split(), '--help'], prog_name='hengjian').output, end='\\0')"
)


def helps(language: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, "-c", TALK, *COMMANDS],
        env=os.environ | {"HENGJIAN_LANG": language}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.split("\0")[:-1]


@pytest.mark.parametrize(
    ("language", "usage", "foreign"),
    [
        (
            "zh",
            "用法：hengjian ",
            r"Usage|Options|Show this|TEXT|NUMBER|RANGE|FILE|FOLDER|DIRECTORY|required|default",
        ),
        ("en", "Usage: hengjian ", r"用法|选项|显示|文字|文件夹|必填|RANGE"),
    ],
)
def test_it_is_whole_in_the_language_asked_for(language: str, usage: str, foreign: str) -> None:
    told = helps(language)
    assert len(told) == len(COMMANDS)
    for command, text in zip(COMMANDS, told, strict=True):
        assert text.startswith(f"{usage}{command}"), text
        line = text.splitlines()[0]
        assert line.count("[") == line.count("]"), line
        assert not re.search(foreign, text), text
