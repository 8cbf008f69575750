"""A million rows are one entry and each can be proved; a draw can be recomputed by anybody."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.ledger import (
    Head,
    LedgerError,
    algorithm,
    auditor,
    draw,
    row_hashes,
    row_is_included,
    row_proof,
    row_salts,
    rows_of,
)
from hengjian.ledger.tests.conftest import START, Book

SHA = algorithm("sha256")
SECRET = bytes(range(32))


@given(count=st.integers(1, 300), data=st.data())
@settings(max_examples=40, deadline=None)
def test_each_row_is_proved_alone(count: int, data: st.DataObject) -> None:
    rows = [b"row %d" % (one // 2) for one in range(count)]  # neighbours are equal
    salts = row_salts(SHA, SECRET, count)
    hashes = row_hashes(SHA, rows, salts)
    assert len(set(hashes)) == count
    index = data.draw(st.integers(0, count - 1))
    proof, carried = row_proof(SHA, hashes, index), rows_of(SHA, hashes)
    assert row_is_included(SHA, rows[index], salts[index], index, proof, carried)
    assert not row_is_included(SHA, b"other", salts[index], index, proof, carried)
    assert not row_is_included(SHA, rows[index], bytes(32), index, proof, carried)


def test_an_erased_row_leaves_the_others_provable() -> None:
    rows = [b"a", b"b", b"c"]
    salts = row_salts(SHA, os.urandom(32), 3)
    hashes = row_hashes(SHA, rows, salts)
    carried = rows_of(SHA, hashes)
    rows[1] = salts[1] = b""  # what stays of it is its hash
    assert row_is_included(SHA, rows[2], salts[2], 2, row_proof(SHA, hashes, 2), carried)


def test_the_secret_of_rows_is_long_enough() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        row_salts(SHA, b"short", 3)


HEAD = Head("a" * 32, "sha256", 7, bytes(32), START, "b" * 32, bytes(64))
CASES = [f"case:{one}" for one in range(500)]


def test_a_draw_depends_on_head_and_purpose_not_on_the_order() -> None:
    drawn = draw(HEAD, CASES, 30, "2026 案卷评查")
    assert len(set(drawn)) == 30
    assert draw(HEAD, CASES[::-1], 30, "2026 案卷评查") == drawn
    assert draw(HEAD, CASES, 10, "2026 案卷评查") == drawn[:10]
    assert draw(HEAD, CASES, 30, "复查") != drawn
    later = Head("a" * 32, "sha256", 8, bytes(32), START, "b" * 32, bytes(64))
    assert draw(later, CASES, 30, "2026 案卷评查") != drawn
    more = draw(HEAD, [*CASES, "case:new"], 30, "2026 案卷评查")
    assert [one for one in more if one != "case:new"] == drawn[: len(more) - ("case:new" in more)]


def test_every_item_has_the_same_chance() -> None:
    counts = dict.fromkeys(CASES[:20], 0)
    for purpose in range(1000):
        for one in draw(HEAD, CASES[:20], 5, str(purpose)):
            counts[one] += 1
    assert min(counts.values()) > 190  # 250 expected, four standard deviations are 55
    assert max(counts.values()) < 310


def test_a_list_that_cannot_be_drawn_from_is_told() -> None:
    with pytest.raises(LedgerError, match="“a”出现了两次"):
        draw(HEAD, ["a", "b", "a"], 1)
    with pytest.raises(LedgerError, match="清单只有 2 项，抽不出 3 项"):
        draw(HEAD, ["a", "b"], 3)


def test_an_auditor_draws_the_same(
    book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text("\n".join(CASES), encoding="utf-8")
    (tmp_path / "head.txt").write_text(book.heads[0].text(), encoding="utf-8")
    code = auditor.main(
        ["--draw", str(tmp_path / "list.txt"), "--number", "9", "--purpose", "评查",
         "--head", str(tmp_path / "head.txt")]
    )  # fmt: skip
    assert code == 0
    assert capsys.readouterr().out.split() == draw(book.heads[0], CASES, 9, "评查")
