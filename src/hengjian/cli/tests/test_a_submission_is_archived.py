"""A clerk imports a month of records: a receipt, once; what is refused can be mended and handed in."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hengjian.cli.tests.conftest import Call

BODIES = "body_id,name,kind,level\nB1,甲局,agency,county\n"
CASES = (
    "body_id,case_id,kind,procedure,fine\nB1,C1,penalty,ordinary,500\nB1,C2,penalty,ordinary,800\n"
)
PARTY = (
    "body_id,case_id,kind,procedure,party_kind,party_name\nB1,C1,penalty,ordinary,citizen,张三丰\n"
)


def write(folder: Path, *, cases: str) -> Path:
    folder.mkdir()
    (folder / "bodies.csv").write_text(BODIES, encoding="utf-8")
    (folder / "cases.csv").write_text(cases, encoding="utf-8")
    return folder


def test_it_gives_a_receipt_and_stores_nothing_twice(call: Call) -> None:
    data = write(Path("data"), cases=CASES)
    first = call("import", data, "--archive", "store", "--json")
    assert first.code == 0
    receipt = json.loads(first.out)
    assert (receipt["seq"], receipt["cases"], receipt["again"]) == (1, 2, False)
    again = call("import", data, "--archive", "store")
    assert again.code == 0
    assert "此前已受理（第 1 批" in again.out
    assert "案件 2 件" in call("archive", "status", "store").out


def test_refused_rows_are_handed_back_and_the_rest_is_accepted(call: Call) -> None:
    data = write(Path("data"), cases=CASES + "B1,C3,penalty,ordinary,-5\n")
    answer = call("import", data, "--archive", "store", "--refused", "back.csv")
    assert answer.code == 4
    assert "退回 1 行" in answer.err
    assert "案件 2 件" in answer.out
    assert "C3" in Path("back.csv").read_text(encoding="utf-8-sig")


def test_strict_accepts_nothing_if_a_row_is_refused(call: Call) -> None:
    data = write(Path("data"), cases=CASES + "B1,C3,penalty,ordinary,-5\n")
    answer = call("import", data, "--archive", "store", "--strict")
    assert answer.code == 3
    assert not Path("store").exists()


def test_a_folder_that_is_no_archive_is_told_so(call: Call) -> None:
    Path("other").mkdir()
    Path("other/x.txt").write_text("x")
    answer = call("archive", "status", "other")
    assert answer.code == 3
    assert "不是案卷库" in answer.err


def test_the_doctor_names_a_damaged_file_and_its_batch(call: Call) -> None:
    data = write(Path("data"), cases=CASES)
    assert call("import", data, "--archive", "store").code == 0
    assert "完好" in call("archive", "doctor", "store").out
    victim = next(Path("store/cases").rglob("*.parquet"))
    victim.write_bytes(b"x")
    answer = call("archive", "doctor", "store")
    assert answer.code == 1
    assert victim.name in answer.out
    assert "第 1 批" in answer.out
    assert "请重新导入：data" in call("archive", "doctor", "store", "--give-up").out
    assert call("import", data, "--archive", "store").code == 0
    assert "完好" in call("archive", "doctor", "store").out


def test_archives_are_merged_and_old_versions_let_go(call: Call) -> None:
    for fine in range(3):
        data = write(Path(f"data{fine}"), cases=CASES.replace("500", str(fine + 1)))
        assert call("import", data, "--archive", "store").code == 0
    assert "合并了 1 个分区" in call("archive", "compact", "store", "--files", "2").out
    assert "删除了 0 个旧版本" in call("archive", "let-go", "store", "--years", "5").out


def test_findings_of_an_archive_stand_and_are_updated(call: Call) -> None:
    filed = (
        "body_id,case_id,seq,activity,moment\nB1,C1,1,filed,2024-01-02\nB1,C2,1,filed,2024-01-02\n"
    )
    data = write(Path("data"), cases=CASES)
    (data / "events.csv").write_text(filed, encoding="utf-8")
    (data / "coverage.csv").write_text(
        "body_id,table,name,covered_from\n*,*,*,2021-07-15\n", encoding="utf-8"
    )
    assert call("import", data, "--archive", "store").code == 0
    first = call("archive", "check", "store", "--as-of", "2024-12-31", "--out", "all.csv")
    assert first.code == 0
    assert "判断 2 件" in first.out
    assert Path("all.csv").read_text(encoding="utf-8-sig").count("\n") > 2
    mended = write(Path("mended"), cases=CASES.splitlines()[0] + "\nB1,C1,penalty,ordinary,500\n")
    (mended / "events.csv").write_text(
        "body_id,case_id,seq,activity,moment\nB1,C1,1,filed,2024-12-02\n", encoding="utf-8"
    )
    call("import", mended, "--archive", "store")
    second = call("archive", "check", "store", "--as-of", "2024-12-31", "--changes", "moved.csv")
    assert "判断 1 件" in second.out
    assert "消失" in Path("moved.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["案卷库", "案卷 é#1", "2026?", "50%"])
def test_the_folder_of_an_archive_may_have_any_name(call: Call, name: str) -> None:
    data = write(Path("数据 一月"), cases=CASES)
    assert call("import", data, "--archive", name).code == 0
    assert "案件 2 件" in call("archive", "status", name).out
    assert call("archive", "check", name, "--as-of", "2024-12-31").code == 0
    assert call("archive", "compact", name, "--files", "1", "--keep-days", "0").code == 0
    assert call("archive", "let-go", name, "--years", "1").code == 0
    assert "完好" in call("archive", "doctor", Path.cwd() / name).out


def test_an_archive_that_is_a_file_is_told_at_once(call: Call) -> None:
    Path("a.txt").write_text("x")
    answer = call("import", write(Path("data"), cases=CASES), "--archive", "a.txt")
    assert answer.code == 3
    assert answer.err.startswith("错误：a.txt 不是文件夹")
    assert "请写案卷库的文件夹名" in answer.err


def test_the_doctor_names_a_table_that_cannot_be_opened(call: Call) -> None:
    call("import", write(Path("data"), cases=CASES), "--archive", "store")
    for log in Path("store/registers/bodies/_delta_log").iterdir():
        log.write_bytes(b"\0")
    for options in ((), ("--give-up",)):
        answer = call("archive", "doctor", "store", *options)
        assert answer.code == 1
        assert "整张表无法打开：registers/bodies/_delta_log" in answer.out
        assert "从备份恢复" in answer.out


def test_the_doctor_puts_back_what_the_archive_still_knows(call: Call) -> None:
    call("import", write(Path("data"), cases=CASES), "--archive", "store")
    next(Path("store/keys").glob("*.parquet")).write_bytes(b"x")
    assert "keys/part" in call("archive", "doctor", "store").out
    assert "不必重新导入" in call("archive", "doctor", "store", "--give-up").out
    assert "完好" in call("archive", "doctor", "store").out


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_findings_that_stand_are_listed_in_words_and_name_nobody(call: Call, ending: str) -> None:
    data = write(Path("data"), cases=PARTY)
    (data / "events.csv").write_text(
        "body_id,case_id,seq,activity,moment\nB1,C1,1,filed,2024-01-02\n", encoding="utf-8"
    )
    (data / "coverage.csv").write_text(
        "body_id,table,name,covered_from\n*,*,*,2021-07-15\n", encoding="utf-8"
    )
    assert call("import", data, "--archive", "store").code == 0
    answer = call(
        "archive", "check", "store", "--as-of", "2024-12-31", "--out", f"all.{ending}",
        "--changes", f"moved.{ending}",
    )  # fmt: skip
    assert answer.code == 0
    for name in ("all", "moved"):
        if ending == "csv":
            text = Path(f"{name}.csv").read_text(encoding="utf-8-sig")
        else:
            sheet = openpyxl.load_workbook(f"{name}.xlsx").active
            text = "\n".join(",".join(map(str, row)) for row in sheet.iter_rows(values_only=True))
        heads = text.splitlines()[0]
        assert "程度,性质,规则,事由,机关编号,机关,案件编号" in heads
        assert not any(code in heads for code in ("severity", "body_id", "run", "values"))
        assert {"all": "处理状态", "moved": "变化"}[name] in heads
        assert {"all": "待处理", "moved": "新出现"}[name] in text
        assert "严重,违法线索,F08,普通程序逾期未作出处罚决定,B1,甲局,C1" in text
        assert "张三丰" not in text
    assert sorted(p.name for p in Path().iterdir()) == sorted(
        ["data", "store", f"all.{ending}", f"moved.{ending}"]
    )


def test_findings_that_stand_keep_their_codes_in_parquet(call: Call) -> None:
    call("import", write(Path("data"), cases=CASES), "--archive", "store")
    call("archive", "check", "store", "--as-of", "2024-12-31", "--out", "all.parquet")
    assert {"severity", "values", "state"} <= set(pl.read_parquet("all.parquet").columns)


def city(folder: Path, *cases: str) -> Path:
    """A submission of cases that were filed on time, and of everything that is reported."""
    rows = "".join(f"B1,{case},penalty,ordinary,500\n" for case in cases)
    write(folder, cases=CASES.splitlines()[0] + "\n" + rows)
    filed = "".join(f"B1,{case},1,filed,2024-01-02\n" for case in cases)
    events = "body_id,case_id,seq,activity,moment\n" + filed
    (folder / "events.csv").write_text(events, encoding="utf-8")
    coverage = "body_id,table,name,covered_from\n*,*,*,2021-07-15\n"
    (folder / "coverage.csv").write_text(coverage, encoding="utf-8")
    return folder


def test_several_are_imported_and_checked_as_importing_and_checking_do(call: Call) -> None:
    data = [city(Path("a"), "C1", "C2"), city(Path("b"), "C3")]
    answer = call("import", *data, "--archive", "one", "--check", "--as-of", "2024-12-31")
    assert answer.code == 0
    assert [line for line in answer.out.splitlines() if "已受理" in line] == [
        "已受理，第 1 批。",
        "已受理，第 2 批。",
    ]
    for path in data:
        assert call("import", path, "--archive", "two").code == 0
    checked = call("archive", "check", "two", "--as-of", "2024-12-31")
    assert "判断 3 件" in checked.out
    assert answer.out.endswith(checked.out)
    assert "现行线索 0 条" not in checked.out
    again = call("archive", "check", "one", "--as-of", "2024-12-31")
    assert again.out.startswith("判断 0 件")


def test_what_was_accepted_before_one_that_fails_is_told(call: Call) -> None:
    data = [city(Path("a"), "C1"), Path("nowhere"), city(Path("b"), "C2")]
    answer = call("import", *data, "--archive", "store", "--check")
    assert answer.code == 3
    assert "nowhere" in answer.err
    assert "已受理，第 1 批" in answer.out
    data[1] = city(Path("nowhere"), "C3")
    answer = call("import", *data, "--archive", "store", "--check")
    assert answer.code == 0
    assert "此前已受理（第 1 批" in answer.out
    assert "判断 3 件" in answer.out


def test_each_receipt_is_a_line_of_json(call: Call) -> None:
    data = [city(Path("a"), "C1"), city(Path("b"), "C2", "C3")]
    answer = call("import", *data, "--archive", "store", "--check", "--json")
    receipts = [json.loads(line) for line in answer.out.splitlines()]
    assert [receipt["cases"] for receipt in receipts] == [1, 2]


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--refused", "back.csv"), "--refused 一次"), (("--as-of", "2024-12-31"), "加上 --check")],
)
def test_options_that_do_not_go_together_are_refused(
    call: Call, options: tuple[str, ...], told: str
) -> None:
    data = [city(Path("a"), "C1"), city(Path("b"), "C2")]
    assert call("import", *data, "--archive", "store").code == 0
    answer = call("import", *data, "--archive", "other", *options)
    assert answer.code == 2
    assert told in answer.err
    assert not Path("other").exists()
