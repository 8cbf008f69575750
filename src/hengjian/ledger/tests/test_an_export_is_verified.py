"""Whatever is altered, cut off or rewritten in an export, the verifier says what; the lawful it lists.

`given` verifies an export against receipts; each test tampers in one way with an export that is whole.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hengjian.ledger import Entry, Head, SigningKey, auditor, place_text, recovery_body
from hengjian.ledger.auditor import Report
from hengjian.ledger.tests.conftest import Book


def told(report: Report) -> str:
    return "\n".join(one.words() for one in report.problems)


def codes(report: Report) -> list[str]:
    return [one.code for one in report.problems]


def noted(report: Report) -> list[str]:
    return [one.code for one in report.notes]


def kept(folder: Path, head: Head) -> Path:
    """A receipt in somebody's drawer."""
    path = folder / f"receipt{head.size}.txt"
    path.write_text(f"受理回执\n{head.text()}谢谢\n", encoding="utf-8")
    return path


def packed_anew(folder: Path, name: str, data: bytes) -> None:
    """Replace a file of the export and mend the list of files, as a forger would; he has no key."""
    (folder / name).write_bytes(data)
    lines = (folder / "export.txt").read_text().split("\nsum ")[0].split("\n")
    mended = [
        f"file {name} {len(data)} {hashlib.sha256(data).hexdigest()}"
        if line.startswith(f"file {name} ")
        else line
        for line in lines
    ]
    body = "".join(f"{line}\n" for line in mended)
    summed = hashlib.sha256(body.encode()).hexdigest()
    (folder / "export.txt").write_text(f"{body}sum {summed}\n")


@pytest.fixture
def receipt(book: Book, tmp_path: Path) -> Path:
    return kept(tmp_path, book.heads[0])


# --- what is whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out", "账本导出.zip"])
def test_a_whole_export_is_whole(book: Book, tmp_path: Path, receipt: Path, name: str) -> None:
    report = auditor.verify(book.export(tmp_path / name), [receipt])
    assert (codes(report), noted(report)) == ([], [])
    assert (report.log, report.algorithm) == (book.log, "sha256")
    assert (report.size, report.root) == (12, book.frontier.root().hex())
    assert (report.heads, report.witnessed, report.payloads) == (2, 1, 11)


def test_a_log_on_sm3_is_verified_too(make_key: Callable[[], SigningKey], tmp_path: Path) -> None:
    book = Book(make_key(), "sm3")
    book.fill(3)
    witnessed = kept(tmp_path, book.sign())
    report = auditor.verify(book.export(tmp_path / "out"), [witnessed])
    assert (codes(report), report.algorithm, report.size) == ([], "sm3", 4)


def test_a_zip_may_hold_the_folder(book: Book, tmp_path: Path, receipt: Path) -> None:
    folder = book.export(tmp_path / "out")
    packed = Path(shutil.make_archive(str(tmp_path / "p"), "zip", tmp_path, folder.name))
    assert auditor.verify(packed, [receipt]).whole


def test_without_a_witnessed_head_it_says_what_it_cannot_see(book: Book, tmp_path: Path) -> None:
    report = auditor.verify(book.export(tmp_path / "out"))
    assert (codes(report), noted(report)) == ([], ["no_witness"])


def test_an_erased_payload_is_listed_with_its_ground(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    book.erase(3, "个人信息保护法#47")
    book.sign()
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert report.whole
    assert [one.words() for one in report.notes] == [
        "第 3 条的内容已依法删除，依据：个人信息保护法#47（第 13 条）"
    ]
    assert b"\n3\t" not in (tmp_path / "out" / "payloads.tsv").read_bytes()


def test_pending_and_unsigned_entries_are_counted(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    book.fill(2)
    book.pending = [Entry(book.now, "case.opened", f"case:{n}").line() for n in (98, 99)]
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert report.whole
    assert report.pending == 2
    assert [one.words() for one in report.notes] == [
        "末尾 2 条还没有签名账头覆盖",
        "待编号 2 条，最早 2026-11-20T08:14:00.000000Z",
    ]


def test_an_export_for_outsiders_may_lack_payloads(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    book.openings = {}
    assert auditor.verify(book.export(tmp_path / "some", complete=False), [receipt]).whole
    report = auditor.verify(book.export(tmp_path / "all"), [receipt])
    assert codes(report) == ["payload_missing"] * 10 + ["more_missing"]


# --- altered, cut off ---------------------------------------------------------------------------------


def test_no_byte_of_any_file_can_be_altered(book: Book, tmp_path: Path, receipt: Path) -> None:
    book.pending = [Entry(book.now, "case.opened", "case:99").line()]
    folder = book.export(tmp_path / "out")
    tried = 0
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        for place in sorted({0, len(data) - 1, *range(0, len(data), len(data) // 25 + 1)}):
            bent = bytearray(data)
            bent[place] ^= 1 + place % 7
            path.write_bytes(bent)
            report = auditor.verify(folder, [receipt])
            assert not report.whole, (path.name, place)
            named = told(report)
            if path.name == "entries.tsv":
                assert f"第 {data[:place].count(10) + 1} 条" in named, (place, named)
            elif path.name != "export.txt":
                assert path.name in named
            tried += 1
        path.write_bytes(data)
    assert auditor.verify(folder, [receipt]).whole
    assert tried > 150


def test_an_altered_entry_is_named_though_the_file_list_was_mended(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    folder = book.export(tmp_path / "out")
    data = (folder / "entries.tsv").read_bytes()
    packed_anew(folder, "entries.tsv", data.replace(b"\tcase:2\t", b"\tcase:7\t", 1))
    report = auditor.verify(folder, [receipt])
    assert told(report) == "第 4 条被改动：内容与登记时的散列值不符；该散列值有签名账头为证"


def test_an_altered_list_of_hashes_does_not_accuse_the_entries(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    folder = book.export(tmp_path / "out")
    data = bytearray((folder / "leaves.bin").read_bytes())
    data[32 * 8] ^= 1
    packed_anew(folder, "leaves.bin", bytes(data))
    report = auditor.verify(folder, [receipt])
    assert told(report) == "散列清单 leaves.bin 在第 9 条处被改动；条目本身与签名账头相符"


def test_an_entry_and_its_hash_altered_together_break_the_signed_head(
    book: Book, tmp_path: Path
) -> None:
    book.lines[8] = book.lines[8].replace(b"case:", b"case:9")
    book.leaves[8] = book.algorithm.leaf(book.lines[8])
    report = auditor.verify(book.export(tmp_path / "out"), [])
    assert codes(report) == ["rewritten"]
    assert "第 6 至 12 条之间有改动" in told(report)


def test_a_payload_that_was_altered_is_named(book: Book, tmp_path: Path, receipt: Path) -> None:
    folder = book.export(tmp_path / "out")
    data = (folder / "payloads.tsv").read_bytes()
    packed_anew(folder, "payloads.tsv", data.replace(b'"fine":502', b'"fine":102', 1))
    report = auditor.verify(folder, [receipt])
    assert told(report) == "第 4 条的内容（payloads.tsv）被改动：与账本中的承诺不符"


def test_a_payload_that_vanished_without_a_ground_is_named(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    del book.openings[4]
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert told(report) == "第 4 条的内容缺失，没有依法删除的记录"


def test_an_erasure_that_was_not_carried_out_is_named(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    still = book.openings[3]
    book.erase(3, "个人信息保护法#47")
    book.openings[3] = still
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert told(report) == "第 3 条登记为已依法删除，内容却还在"


def test_a_missing_tail_is_told_by_the_export_itself(book: Book, tmp_path: Path) -> None:
    del book.lines[10:], book.leaves[10:]
    book.openings = {number: one for number, one in book.openings.items() if number <= 10}
    report = auditor.verify(book.export(tmp_path / "out"))
    assert codes(report) == ["missing_tail"]
    assert "的账头（12 条）覆盖 12 条，导出只有 10 条，少 2 条" in told(report)


def test_a_missing_tail_is_told_by_a_witness_where_the_heads_were_cut_too(
    book: Book, tmp_path: Path
) -> None:
    witnessed = kept(tmp_path, book.heads[1])
    del book.lines[5:], book.leaves[5:], book.heads[1:]
    book.openings = {number: one for number, one in book.openings.items() if number <= 5}
    folder = book.export(tmp_path / "out")
    assert auditor.verify(folder).whole
    report = auditor.verify(folder, [witnessed])
    assert codes(report) == ["missing_tail"]
    assert "receipt12.txt 中 2026-11-20T08:12:00Z 的账头（12 条）覆盖 12 条" in told(report)


# --- rewritten ----------------------------------------------------------------------------------------


def rewritten(book: Book, key: SigningKey) -> Book:
    """The same entries with the third altered, in a log of one's own making."""
    forged = Book(key)
    for number in range(2, 13):
        sealed = book.openings[number]
        payload = json.loads(sealed.payload) | ({"fine": 1} if number == 3 else {})
        forged.act("case.opened", f"case:{number}", payload)
    forged.sign()
    return forged


def test_a_log_rehashed_with_a_new_key_is_another_log(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    folder = rewritten(book, make_key()).export(tmp_path / "out")
    assert auditor.verify(folder).whole  # nothing inside can tell
    report = auditor.verify(folder, [receipt])
    assert codes(report) == ["other_log"]
    assert f"receipt5.txt 中见证的账头属于另一个账本 {book.log}" in told(report)


def test_a_new_key_under_the_old_log_id_is_unknown(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    key = make_key()
    book.lines[2] = book.lines[2].replace(b"case:1", b"case:9")
    rehash(book)
    book.heads = []
    book.sign(key)
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert codes(report) == ["unknown_key", "fork"]
    assert f"由未知的密钥 {key.id} 签名" in told(report)
    assert (
        "历史被改写：与 receipt5.txt 中 2026-11-20T08:05:00Z 见证的账头（5 条）不符，改动在第 1 至 5 条之间"
        in told(report)
    )


def rehash(book: Book) -> None:
    book.leaves = book.algorithm.leaves(book.lines)
    book.frontier, _ = type(book.frontier)(book.algorithm).extended(book.leaves)


def test_the_owner_of_the_key_cannot_rewrite_what_was_witnessed(
    book: Book, tmp_path: Path, receipt: Path
) -> None:
    second = kept(tmp_path, book.heads[1])
    book.lines[8] = book.lines[8].replace(b"case:", b"case:9")
    rehash(book)
    del book.heads[1]
    book.sign()
    folder = book.export(tmp_path / "out")
    assert auditor.verify(folder, [receipt]).whole
    report = auditor.verify(folder, [second, receipt])
    assert codes(report) == ["fork"]
    assert "改动在第 6 至 12 条之间" in told(report)


def test_a_forged_signature_is_told(book: Book, tmp_path: Path, receipt: Path) -> None:
    good = book.heads[1]
    book.heads[1] = Head(good.log, good.algorithm, 12, good.root, good.at, good.key, bytes(64))
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert codes(report) == ["bad_signature"]
    assert f"2026-11-20T08:12:00Z 的账头（12 条）的签名不对（密钥 {good.key}）" in told(report)


def test_a_receipt_of_one_entry_is_compared(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    folder = book.export(tmp_path / "out")
    for leaf, expected in ((book.leaves[6], []), (book.leaves[5], ["receipt"])):
        path.write_text(place_text(book.log, 7, leaf) + book.heads[1].text(), encoding="utf-8")
        assert codes(auditor.verify(folder, [path])) == expected


# --- keys ---------------------------------------------------------------------------------------------


def test_a_key_hands_over_to_the_next(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    old, new = book.key, make_key()
    book.rotate(new)
    book.sign()
    assert auditor.verify(book.export(tmp_path / "good"), [receipt]).whole
    book.fill(1)
    book.sign(old)
    report = auditor.verify(book.export(tmp_path / "bad"), [receipt])
    assert codes(report) == ["wrong_key"]
    assert f"由密钥 {old.id} 签名，而当时有效的是 {new.id}" in told(report)


def test_a_key_that_the_old_one_did_not_name_is_refused(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    real, thief = book.key, make_key()
    book.key = thief  # signs the rotation in place of the real one
    book.rotate(make_key())
    book.key = real
    book.sign()
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert codes(report) == ["statement"]
    assert "第 13 条的密钥声明对不上：被替换的不是当时的密钥" in told(report)


def test_a_statement_cannot_be_swapped(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    old, new = book.key, make_key()
    book.rotate(new)
    genuine = book.statements[-1]
    book.sign()
    book.key = old
    book.rotate(make_key())  # a second statement by the old key, in place of the logged one
    book.statements[-2:] = [book.statements[-1]]
    del book.lines[13:], book.leaves[13:]
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert "第 13 条的密钥声明对不上：keys.txt 中的声明不是账本登记的" in told(report)
    book.statements[-1], book.key = genuine, new
    assert auditor.verify(book.export(tmp_path / "good"), [receipt]).whole


def test_a_lost_key_is_replaced_before_witnesses_of_the_old_head(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    last, new, party = book.heads[1], make_key(), make_key()
    vouched = party.sign(recovery_body(last, new.public, book.now))
    book.recover(new, last, (party.public, vouched))
    book.sign()
    folder = book.export(tmp_path / "out")
    unbound = auditor.verify(folder, [receipt])
    assert codes(unbound) == ["unbound_key"]
    assert "请用 --head 给出覆盖 12 条的旧账头" in told(unbound)
    for heads, witnesses in (([kept(tmp_path, last)], []), ([receipt], [party.id])):
        report = auditor.verify(folder, heads, witnesses)
        assert (codes(report), noted(report)) == ([], ["recovered"])
    assert codes(auditor.verify(folder, [receipt], ["0" * 32])) == ["unbound_key"]


def test_a_witness_that_did_not_sign_does_not_count(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    party = make_key()
    book.recover(make_key(), book.heads[1], (party.public, bytes(64)))
    book.sign()
    report = auditor.verify(book.export(tmp_path / "out"), [receipt], [party.id])
    assert codes(report) == ["bad_signature", "unbound_key"]


def test_a_log_whose_first_key_was_swapped_is_told(
    book: Book, make_key: Callable[[], SigningKey], tmp_path: Path, receipt: Path
) -> None:
    book.statements[0] = Book(make_key()).statements[0]
    report = auditor.verify(book.export(tmp_path / "out"), [receipt])
    assert codes(report)[0] == "begun"
    assert "开端声明不是这个账本的" in told(report)


# --- what cannot be read, and the verifier alone ------------------------------------------------------


def test_a_file_that_is_missing_is_named(book: Book, tmp_path: Path, receipt: Path) -> None:
    for name in (
        "entries.tsv",
        "leaves.bin",
        "heads.txt",
        "keys.txt",
        "payloads.tsv",
        "README.txt",
    ):
        folder = book.export(tmp_path / name)
        (folder / name).unlink()
        assert f"读不了 {name}：没有这个文件" in told(auditor.verify(folder, [receipt]))


def test_what_is_no_export_or_no_receipt_is_told(book: Book, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.zip").write_bytes(b"PK\3\4 broken")
    assert codes(auditor.verify(tmp_path / "empty")) == ["not_an_export"]
    assert codes(auditor.verify(tmp_path / "x.zip")) == ["unreadable"]
    (tmp_path / "note.txt").write_text("谢谢")
    (tmp_path / "half.txt").write_text(book.heads[0].text()[:200])
    folder = book.export(tmp_path / "out")
    for name, what in (("note", "其中没有账头"), ("half", "hengjian-head/1")):
        report = auditor.verify(folder, [tmp_path / f"{name}.txt"])
        assert told(report) == f"{name}.txt 中有读不懂的内容：{what}"


def test_it_ends_with_what_it_found(
    book: Book, tmp_path: Path, receipt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, cut = book.export(tmp_path / "whole"), book.export(tmp_path / "cut")
    (cut / "leaves.bin").unlink()
    for folder, code, last in (
        (whole, 0, "完整"),
        (cut, 1, "不完整"),
        (receipt, 3, "没有核验：这不是账本的导出"),
        (tmp_path / "nowhere.zip", 3, "没有核验：这不是账本的导出"),
    ):
        assert auditor.main([str(folder), "--head", str(receipt)]) == code
        assert capsys.readouterr().out.splitlines()[-1] == last


def test_a_damaged_zip_is_told(book: Book, tmp_path: Path, receipt: Path) -> None:
    path = book.export(tmp_path / "out.zip")
    with zipfile.ZipFile(path) as packed:
        begun = packed.getinfo("entries.tsv").header_offset + 60
    data = bytearray(path.read_bytes())
    data[begun + 200] ^= 0x55
    path.write_bytes(data)
    assert "读不了 entries.tsv：压缩包损坏" in told(auditor.verify(path, [receipt]))


def test_a_line_without_end_does_not_fill_the_memory(book: Book, tmp_path: Path) -> None:
    folder = book.export(tmp_path / "out")
    (folder / "entries.tsv").write_bytes(b"1" * (5 << 20))
    assert "读不了 entries.tsv：一行过长" in told(auditor.verify(folder))


@pytest.mark.parametrize("equipped", [True, False])
def test_the_verifier_runs_alone(book: Book, tmp_path: Path, receipt: Path, equipped: bool) -> None:
    folder = book.export(tmp_path / "out")
    alone = tmp_path / "auditor.py"
    shutil.copy(auditor.__file__, alone)
    code = (
        f"import runpy, sys\nif not {equipped}: sys.modules['cryptography'] = None\n"
        f"sys.argv = ['auditor.py', {str(folder)!r}, '--head', {str(receipt)!r}, '--lang', 'en']\n"
        f"try: runpy.run_path({str(alone)!r}, run_name='__main__')\n"
        "finally: assert not [m for m in sys.modules if m.startswith('hengjian')]"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    last = "whole" if equipped else "whole, but for the signatures"
    assert done.stdout.splitlines()[-1] == last
    unchecked = "cryptography is not installed: no signature was checked"
    assert (unchecked in done.stdout) == (not equipped)


def test_every_remark_can_be_said_in_both_languages() -> None:
    for chinese, english in auditor.MESSAGES.values():
        fields = [set(_fields(text)) for text in (chinese, english)]
        assert fields[1] <= fields[0]


def _fields(text: str) -> list[str]:
    import string

    return [name for _, name, _, _ in string.Formatter().parse(text) if name]
