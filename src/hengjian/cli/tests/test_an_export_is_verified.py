"""An auditor verifies an export from the command line: told in words, as JSON, by the exit code."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hengjian.cli.tests.conftest import Call
from hengjian.ledger import generate_key
from hengjian.ledger.tests.conftest import Book

DOCS = Path(__file__).parents[4] / "docs"


@pytest.fixture
def export(tmp_path: Path) -> Callable[[], Book]:
    """`out` in the present folder, and `receipt.txt` with its first head."""

    def made() -> Book:
        book = Book(generate_key(tmp_path / "key.pem"))
        book.fill(4)
        Path("receipt.txt").write_text(book.sign().text(), encoding="utf-8")
        book.fill(3)
        book.sign()
        book.export(Path("out"))
        return book

    return made


def test_a_whole_export_is_told_so(call: Call, export: Callable[[], Book]) -> None:
    book = export()
    answer = call("verify", "out", "--head", "receipt.txt")
    assert answer.code == 0
    assert f"账本 {book.log}（sha256），8 条，根散列\n{book.frontier.root().hex()}\n" in answer.out
    assert answer.out.splitlines()[-1] == "✔ 完整。"
    english = call("--lang", "en", "verify", "out", "--head", "receipt.txt")
    assert english.out.splitlines()[-1] == "✔ whole."


def test_what_is_wrong_is_named(call: Call, export: Callable[[], Book]) -> None:
    export()
    path = Path("out/entries.tsv")
    path.write_bytes(path.read_bytes().replace(b"\tcase:2\t", b"\tcase:7\t", 1))
    answer = call("verify", "out", "--head", "receipt.txt")
    assert answer.code == 1
    assert "✘ 第 4 条被改动" in answer.out
    assert answer.out.splitlines()[-1] == "不完整：2 处不符。"
    as_json = call("verify", "out", "--head", "receipt.txt", "--json")
    told = json.loads(as_json.out)
    assert (as_json.code, told["whole"], told["size"]) == (1, False, 8)
    assert [one["code"] for one in told["problems"]] == ["entry_altered", "file_altered"]


def test_what_cannot_be_verified_is_told(call: Call, export: Callable[[], Book]) -> None:
    export()
    Path("empty").mkdir()
    for arguments, told in (
        (("没有",), "找不到“没有”"),
        (("out", "--head", "无.txt"), "找不到“无.txt”"),
        (("empty",), "这里没有账本导出"),
        (("receipt.txt",), "读不了"),
    ):
        answer = call("verify", *arguments)
        assert answer.code == 3
        assert told in answer.err


def test_the_forms_are_documented() -> None:
    from hengjian.ledger import auditor

    page = (DOCS / "ledger.md").read_text(encoding="utf-8")
    for form, labels in auditor.FORMS.items():
        assert form in page
        assert all(label in page for label in labels)
    for name in (auditor.MANIFEST, auditor.ENTRIES, auditor.LEAVES, auditor.HEADS, auditor.KEYS):
        assert name in page
