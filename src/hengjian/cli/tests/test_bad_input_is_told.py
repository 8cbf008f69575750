"""Whatever is handed in, the answer is a sentence that says what is wrong and what to do."""

import gzip
import zipfile
from pathlib import Path

import pytest

from hengjian.cli.tests.conftest import Answer, Call
from hengjian.standard.tests.folders import CASES, EVENTS, write


def refused(answer: Answer, *words: str) -> None:
    assert answer.code == 3
    assert answer.out == ""
    assert answer.err.startswith("错误：")
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err


def test_a_path_that_is_not_there(call: Call) -> None:
    refused(call("check", "没有"), "找不到“没有”", "请核对路径")


def test_an_empty_folder(call: Call) -> None:
    Path("空").mkdir()
    refused(call("check", "空"), "没有可以读取的表", "hengjian template")


def test_a_missing_table(call: Call) -> None:
    refused(call("check", write(Path("data"), cases=None)), "没有案件表", "一并提交")


def test_a_wrong_encoding(call: Call) -> None:
    folder = write(Path("data"), cases=CASES.encode() + b"B1,C3\xff\xff\x81,penalty,ordinary,1\n")
    refused(call("check", folder), "cases.csv", "编码", "第 4 行")


def test_a_file_of_a_gigabyte(call: Call) -> None:
    folder = write(Path("data"))
    with (folder / "events.csv").open("r+b") as file:
        file.truncate(1 << 30)  # sparse: nothing is written
    refused(call("check", folder), "events.csv", "1.0 GB", "--max-file", "拆分")


def test_a_folder_that_is_too_large_in_all(call: Call) -> None:
    folder = write(Path("data"))
    (folder / "documents.csv").write_bytes(b"x" * 1_100_000)
    refused(call("check", folder, "--max-unpacked", 1), "文件夹", "--max-unpacked")


def test_a_zip_bomb(call: Call) -> None:
    with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", b"0" * 60_000_000)
    refused(call("check", "bomb.zip"), "bomb.zip", "压缩")


def test_a_bomb_of_xml_entities(call: Call) -> None:
    lol = '<!DOCTYPE log [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><log>&b;</log>'
    Path("log.xes").write_text(f'<?xml version="1.0"?>{lol}')
    refused(call("check", "log.xes"), "log.xes", "DOCTYPE")


def test_a_log_cut_short(call: Call) -> None:
    whole = gzip.compress(b'<?xml version="1.0"?><log><trace></trace></log>')
    Path("log.xes.gz").write_bytes(whole[:-12])
    refused(call("check", "log.xes.gz"), "log.xes.gz")


def test_reading_that_takes_too_long(call: Call) -> None:
    refused(call("check", write(Path("data")), "--max-seconds", 0.05), "--max-seconds")


def test_reading_that_takes_too_much_memory(call: Call) -> None:
    refused(call("check", write(Path("data")), "--max-memory", 40), "--max-memory")


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("cases", CASES + "B1,C3,penalty,ordinary,-5\n", ("第 4 行", "罚款", "-5")),
        ("cases", CASES + "B1,C1,penalty,ordinary,5\n", ("第 4 行", "重复")),
        ("cases", CASES + "B7,C3,penalty,ordinary,5\n", ("第 4 行", "B7", "bodies")),
        ("events", EVENTS + "B1,C1,3,served,2024-02-30\n", ("第 5 行", "2024-02-30")),
        ("events", EVENTS + "B1,C1,3,teleported,2024-04-02\n", ("第 5 行", "teleported")),
    ],
    ids=["negative money", "duplicate id", "unknown body", "30 February", "unknown activity"],
)
def test_one_bad_row_is_named_and_the_rest_is_checked(
    call: Call, table: str, text: str, said: tuple[str, ...]
) -> None:
    answer = call("check", write(Path("data"), **{table: text}), "--rule", "F08")
    assert answer.code == 4
    assert "退回 1 行" in answer.err
    for word in (f"{table}.csv", *said):
        assert word in answer.err
    assert "检查 2 件案件" in answer.out


def test_events_out_of_order_are_accepted_with_a_note(call: Call) -> None:
    swapped = EVENTS.replace("1,立案,2024-03-01", "1,立案,2024-05-01")
    answer = call("check", write(Path("data"), events=swapped), "--rule", "F08")
    assert answer.code == 0
    assert "· events.csv" in answer.err


def test_a_fault_of_ours_is_confessed_and_kept_for_the_maintainer(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("hengjian.check.check", broken)
    answer = call("check", write(Path("data")))
    assert answer.code == 3
    assert "程序的问题，不是数据的问题" in answer.err
    assert "Traceback" not in answer.err
    assert "ZeroDivisionError: oh" in (tmp_path / "home" / "last-error.txt").read_text()
