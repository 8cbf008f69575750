"""Calls the command line as a user would, and hears what it answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hengjian.cli.command import main
from hengjian.content.speech import choose_language


@dataclass(frozen=True)
class Answer:
    """What a call printed, where, and its exit code."""

    code: int
    out: str
    err: str


Call = Callable[..., Answer]


@pytest.fixture
def call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Call]:
    """`call("due", "--days", 7, …)` in an empty folder, with an empty home, in Chinese."""
    monkeypatch.setenv("HENGJIAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HENGJIAN_LANG", "zh")
    monkeypatch.delenv("HENGJIAN_CONTENT", raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def called(*arguments: object) -> Answer:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Answer(int(str(left.value.code or 0)), said.out, said.err)

    yield called
    choose_language(None)
