"""The pure part starts without the web part; what the web part adds is there and documented."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hengjian.cli.command import COMMANDS, joined

DOCS = Path(__file__).parents[1] / "docs"
SOURCE = Path(__file__).parents[1] / "src" / "hengjian"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["check", "nowhere"]])
def test_it_imports_no_django(arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import sys; from hengjian.cli.command import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'django', 'ninja', 'allauth', 'uvicorn', 'psycopg'} & set(sys.modules)\n"
        "print('imported:', sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "imported: []", done.stderr


def test_the_web_commands_join_by_entry_point() -> None:
    assert {"serve", "migrate", "manage"} <= set(joined())


def test_every_command_is_documented() -> None:
    told = re.findall(r"`([^`]+)`", (DOCS / "commands.md").read_text(encoding="utf-8"))
    words = {word for code in told for word in code.split()}
    assert {*COMMANDS, *joined()} <= words


def test_every_variable_is_documented() -> None:
    used: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        used |= set(re.findall(r'"(HENGJIAN_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    told = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert {name for name in used if f"`{name}`" not in told} == {"HENGJIAN_TEST_HOME"}
