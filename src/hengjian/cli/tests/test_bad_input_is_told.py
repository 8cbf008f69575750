"""Whatever is handed in, the answer is a sentence that says what is wrong and what to do."""

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from hengjian.cli.tests.conftest import Answer, Call
from hengjian.standard.tests.folders import CASES, EVENTS, write


def refused(answer: Answer, *words: str) -> None:
    assert answer.code == 3
    assert answer.out == ""
    told = [
        line for line in answer.err.splitlines() if not line.startswith("检查：")
    ]  # how far it is
    assert told[0].startswith("错误：")
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err


def test_a_path_that_is_not_there(call: Call) -> None:
    refused(call("check", "没有"), "找不到“没有”", "请核对路径")


def test_an_empty_folder(call: Call) -> None:
    Path("空").mkdir()
    refused(call("check", "空"), "没有可以读取的表", "hengjian template")


def test_data_in_a_folder_within_are_pointed_at(call: Call) -> None:
    Path("demo/空").mkdir(parents=True)
    write(Path("demo/city"))
    Path("demo/报告.html").write_text("x")
    refused(call("check", "demo"), "没有可以读取的表", "数据在子文件夹 city 中：请写 demo/city")


def test_a_missing_table(call: Call) -> None:
    refused(call("check", write(Path("data"), cases=None)), "没有案件表", "cases.csv")


def test_cases_without_events_are_checked_with_a_note(call: Call) -> None:
    answer = call("check", write(Path("data"), events=None), "--rule", "F08")
    assert answer.code == 0
    assert "没有活动表（events）" in answer.err
    assert "2 处因资料不全未作判断" in answer.out


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


def test_a_bomb_of_entities_in_a_workbook(call: Call) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "罚">{entities}]>'
    book = openpyxl.Workbook()
    book.active.title = "案件"
    book.active.append(["机关编号", "案件编号", "案件类型"])
    book.active.append(["B1", "BOOM", "行政处罚"])
    book.save("原.xlsx")
    with zipfile.ZipFile("原.xlsx") as old, zipfile.ZipFile("案件.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace("<worksheet", f"{doctype}<worksheet", 1).replace("BOOM", "&e9;")
            new.writestr(name, text)
    refused(call("check", "案件.xlsx"), "案件.xlsx", "DOCTYPE", "另存为")


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000_000)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("锁.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), ("有打开密码", "去掉密码")),
        ("旧.xls", OLE + "Workbook".encode("utf-16-le"), ("旧版表格", "另存为 .xlsx")),
        ("改名.xlsx", OLE, ("旧版表格", "另存为 .xlsx")),
        ("表.ods", b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
         ("OpenDocument", "另存为 .xlsx")),
        ("表.csv", b"PK\3\4" + bytes(60), ("内容是 .xlsx 或者压缩文件", "改正扩展名")),
    ],
    ids=["locked", "xls", "xls in disguise", "ods", "xlsx in disguise"],
)  # fmt: skip
def test_a_workbook_of_another_kind_is_told_what_to_save_it_as(
    call: Call, name: str, content: bytes, said: tuple[str, ...]
) -> None:
    Path(name).write_bytes(content)
    refused(call("check", name), f"“{name}”", *said)


def test_a_row_wider_than_its_header_is_named(call: Call) -> None:
    wide = CASES + 'B1,C3,penalty,ordinary,"1\n2",罚款,三倍\n'
    refused(call("check", write(Path("data"), cases=wide)), "cases.csv", "第 4 行有 7 格", "5 列")


def test_a_log_cut_short(call: Call) -> None:
    whole = gzip.compress(b'<?xml version="1.0"?><log><trace></trace></log>')
    Path("log.xes.gz").write_bytes(whole[:-12])
    refused(call("check", "log.xes.gz"), "log.xes.gz")


def test_reading_that_takes_too_long(call: Call) -> None:
    refused(call("check", write(Path("data")), "--max-seconds", 0.05), "--max-seconds")


def test_reading_that_takes_too_much_memory(call: Call) -> None:
    many = EVENTS + "".join(f"B1,C1,{n},served,2024-04-02\n" for n in range(3, 300_000))
    refused(call("check", write(Path("data"), events=many), "--max-memory", 40), "--max-memory")


@pytest.mark.parametrize("size", ["8G", "8gb", "3072", "2.5G", "900M"])
def test_a_limit_may_be_given_with_its_unit(call: Call, size: str) -> None:
    assert call("check", write(Path("data")), "--rule", "F08", "--max-memory", size).code == 0


def test_a_limit_that_is_no_size_is_told(call: Call) -> None:
    answer = call("check", write(Path("data")), "--max-memory", "8X")
    assert answer.code == 2
    assert "8G" in answer.err


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        (
            "cases",
            CASES + "B1,C3,penalty,ordinary,-5\n",
            ("第 4 行", "罚款（fine）", "-5", "金额为负数", "不得小于零"),
        ),
        (
            "cases",
            CASES + "B1,C1,penalty,ordinary,5\n",
            ("第 4 行", "机关编号、案件编号", "B1/C1", "编号重复", "只能有一行"),
        ),
        (
            "cases",
            CASES + "B7,C3,penalty,ordinary,5\n",
            ("第 4 行", "机关编号（body_id）", "B7", "bodies", "请核对编号"),
        ),
        (
            "events",
            EVENTS + "B1,C1,3,served,2024-02-30\n",
            ("第 5 行", "时间（moment）", "2024-02-30", "2月没有30日", "请核对"),
        ),
        (
            "events",
            EVENTS + "B1,C1,3,teleported,2024-04-02\n",
            ("第 5 行", "活动（activity）", "teleported", "没有这个代码", "代码表"),
        ),
    ],
    ids=["negative money", "duplicate id", "unknown body", "30 February", "unknown activity"],
)
def test_one_bad_row_is_named_and_the_rest_is_checked(
    call: Call, table: str, text: str, said: tuple[str, ...]
) -> None:
    answer = call("check", write(Path("data"), **{table: text}), "--rule", "F08")
    assert answer.code == 4
    assert "行，1 件案件因此整案退回，没有检查" in answer.err
    for word in (f"{table}.csv", *said):
        assert word in answer.err
    kept = 2 if "C3" in text else 1  # C3 was one more
    assert f"检查 {kept} 件案件" in answer.out


def test_the_same_is_told_in_english(call: Call) -> None:
    folder = write(Path("data"), cases=CASES + "B1,C1,penalty,ordinary,5\nB1,C3,penalty,,-5\n")
    answer = call("--lang", "en", "check", folder, "--rule", "F08")
    assert answer.code == 4
    assert "5 rows refused, 4 accepted; 3 of them faulty, 2 cases held back whole." in answer.err
    assert "cases.csv row 4 body_id, case_id “B1/C1”: Duplicate: " in answer.err
    assert "cases.csv row 5 fine “-5”: A negative sum. A sum cannot be below zero." in answer.err
    assert "Checked 1 case and 1 event by 1 rule, " in answer.out
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in answer.err)


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
