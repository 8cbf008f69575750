"""`hengjian due` answers with the last day and the sum that leads to it."""

import json
from pathlib import Path

import pytest

from hengjian.cli.tests.conftest import Call


def test_seven_days_of_the_penalty_law_pass_over_the_national_holiday(call: Call) -> None:
    answer = call("due", "--law", "行政处罚法", "--days", 7, "--from", "2024-09-27")
    assert answer.code == 0
    day, total = answer.out.splitlines()
    assert day == "2024-10-12"
    assert "7 个工作日（《行政处罚法》第八十五条）" in total
    assert "10-01 至 10-07 国庆节" in total
    assert "调休上班日照计：09-29 周日、10-12 周六" in total


def test_a_program_gets_the_same_as_json(call: Call) -> None:
    answer = call("due", "--law", "罚", "--days", 7, "--from", "2024-09-27", "--json")
    told = json.loads(answer.out)
    assert told["regime"] == "working_days"
    assert told["due"] == "2024-10-12"
    assert {"date": "2024-10-03", "why": "国庆节"} in told["skipped"]
    assert told["make_up_days"] == ["2024-09-29", "2024-10-12"]


def test_rolling_over_is_a_switch(call: Call) -> None:
    ninety = ("due", "--law", "行政处罚法", "--days", 90, "--from", "2024-07-07")
    assert call(*ninety).out.splitlines()[0] == "2024-10-05"
    rolled = call(*ninety, "--roll")
    assert rolled.out.splitlines()[0] == "2024-10-08"
    assert "顺延" in rolled.out


def test_a_last_day_that_is_off_is_told_though_it_does_not_roll(call: Call) -> None:
    ninety = ("due", "--law", "行政处罚法", "--days", 90, "--from", "2024-09-09")
    answer = call(*ninety)
    assert answer.out.startswith("2024-12-08\n")
    assert "至 2024-12-08（周日）届满" in answer.out
    assert "如准用民事诉讼法顺延，则至 2024-12-09（周一）" in answer.out
    assert "如准用" in json.loads(call(*ninety, "--json").out)["sum"]
    assert "如准用" not in call(*ninety, "--roll").out


@pytest.mark.parametrize(
    "start", ["2024年9月27日", "2024/9/27", "20240927", "２０２４．９．２７", " 2024-09-27 "]
)
def test_days_are_read_as_in_data_files(call: Call, start: str) -> None:
    answer = call("due", "--law", "行政处罚法", "--days", 7, "--from", start)
    assert answer.out.startswith("2024-10-12")
    stopped = ("--days", 90, "--from", start, "--stop", "2024年10月1日..2024/10/2")
    assert "扣除 2 日" in call("due", *stopped).out


def test_hours_are_read_as_in_data_files(call: Call) -> None:
    assert call("due", "--hours", 24, "--from", "2024年3月1日 17时30分").out.startswith(
        "2024-03-02 17:30"
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [("处罚法", "《行政处罚法》"), ("行政处罚", "《行政处罚法》"), ("行政处法", "《行政处罚法》")],
)
def test_a_law_by_half_its_name_is_guessed_at(call: Call, name: str, meant: str) -> None:
    answer = call("due", "--law", name, "--days", 7, "--from", "2024-09-27")
    assert answer.code == 2
    assert f"不认识的法律“{name}”" in answer.err
    assert meant in answer.err


def test_a_stop_moves_the_end(call: Call) -> None:
    plain = ("due", "--law", "行政处罚法", "--days", 90, "--from", "2024-03-01")
    assert call(*plain).out.startswith("2024-05-30")
    stopped = call(*plain, "--stop", "2024-04-01..2024-04-10")
    assert stopped.out.startswith("2024-06-09")
    assert "扣除 10 日" in stopped.out


def test_hours_need_their_moment(call: Call) -> None:
    answer = call("due", "--hours", 24, "--from", "2024-03-01T17:30")
    assert answer.out.startswith("2024-03-02 17:30")


def test_a_year_without_notice_is_marked(call: Call) -> None:
    answer = call("due", "--law", "强", "--days", 7, "--from", "2030-01-05")
    assert "（暂算）" in answer.out
    assert "不得据此认定违法" in answer.out


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("--days", 7, "--from", "2024-02-30"), "不是日期"),
        (("--days", -1, "--from", "2024-02-20"), "不能为负数"),
        (("--days", "x", "--from", "2024-02-20"), "应为整数"),
        (("--days", 10**15, "--from", "2024-02-20"), "2000 年至 2050 年"),
        (("--months", 9999, "--from", "2024-02-20"), "2000 年至 2050 年"),
        (("--days", 7, "--from", "1890-02-20"), "2000 年至 2050 年"),
        (("--days", 7), "--from"),
        (("--hours", 7, "--from", "2024-02-20"), "起算时刻"),
        (("--hours", 7, "--from", "2024-02-20T10:20", "--roll"), "--hours 与 --roll 不能同用"),
        (("--days", 7, "--from", "2024-02-20", "--out", "due.csv"), "--out 只用于 --batch"),
        (("--batch", "terms.csv", "--days", 7), "--batch 与 --days 不能同用"),
        (("--batch", "terms.csv", "--out", "due.txt"), "文件名应以 .csv 结尾"),
        (("--batch", "terms.csv", "--out", "无此/due.csv"), "没有文件夹 无此"),
        (("--days", 7, "--months", 1, "--from", "2024-02-20"), "一个期限"),
        (("--law", "没有的法", "--days", 7, "--from", "2024-02-20"), "不认识的法律"),
        (("--days", 7, "--from", "2024-02-20", "--stop", "2024-03-02..2024-03-01"), "在起之前"),
    ],
)
def test_what_cannot_be_counted_is_refused_plainly(
    call: Call, arguments: tuple[object, ...], fault: str
) -> None:
    answer = call("due", *arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("错误：")
    assert fault in answer.err


BATCH = "law,days,from,who\n行政处罚法,7,2024-09-27,甲\n强,10,2025-09-28,乙\n许,20,2024-04-01,丙\n"


def test_a_file_of_periods_gets_its_columns(call: Call) -> None:
    Path("terms.csv").write_text(BATCH, encoding="gb18030")
    answer = call("due", "--batch", "terms.csv")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "law,days,from,who,regime,due,due_rolled,provisional",
        "行政处罚法,7,2024-09-27,甲,working_days,2024-10-12,2024-10-12,false",
        "强,10,2025-09-28,乙,working_days,2025-10-17,2025-10-17,false",
        "许,20,2024-04-01,丙,working_days,2024-04-29,2024-04-29,false",
    ]


def test_a_file_of_periods_is_written_whole(call: Call) -> None:
    Path("terms.csv").write_text(BATCH)
    answer = call("due", "--batch", "terms.csv", "--out", "due.csv")
    assert (answer.code, "共 3 行" in answer.out) == (0, True)
    assert Path("due.csv").read_text().splitlines()[1].endswith("2024-10-12,2024-10-12,false")
    assert sorted(path.name for path in Path().iterdir()) == ["due.csv", "terms.csv"]


def test_a_program_gets_a_file_of_periods_as_json(call: Call) -> None:
    Path("terms.csv").write_text(BATCH)
    told = json.loads(call("due", "--batch", "terms.csv", "--json").out)
    assert [row["due"] for row in told] == ["2024-10-12", "2025-10-17", "2024-04-29"]
    assert told[0]["who"] == "甲"


def test_a_file_with_bad_rows_names_each_and_writes_nothing(call: Call) -> None:
    Path("terms.csv").write_text(
        "law,days,from\n强,10,2024-02-30\n\n罚,x,2024-01-01\n强,3,2024-01-02\n"
    )
    answer = call("due", "--batch", "terms.csv", "--out", "due.csv")
    assert answer.code == 3
    assert "第 2 行：from “2024-02-30”不是日期：2024年2月没有30日" in answer.err
    assert "第 4 行：days" in answer.err
    assert not Path("due.csv").exists()


def test_a_file_without_its_columns_is_refused(call: Call) -> None:
    Path("terms.csv").write_text("法律,日数\n罚,7\n")
    answer = call("due", "--batch", "terms.csv")
    assert answer.code == 3
    assert "缺少列：law、days、from" in answer.err


NOTICE = "year: 2027\noff_days: {2027-02-11: 春节}\nworking_days: {2027-02-20: 春节}\n"


def test_a_new_notice_lists_what_it_moves_before_it_is_in_force(call: Call) -> None:
    Path("2027.yaml").write_text(NOTICE)
    Path("open.csv").write_text("law,days,from\n强,3,2027-02-09\n强,3,2027-03-01\n")
    before = call("due", "--law", "强", "--days", 3, "--from", "2027-02-09").out[:10]
    answer = call("calendar", "--notice", "2027.yaml", "--terms", "open.csv")
    assert answer.code == 0
    assert "2027-02-11 周四  上班 → 休息  春节" in answer.out
    assert "变动的期限：1 / 2" in answer.out
    assert f"第 2 行 《行政强制法》 3 个工作日，自 2027-02-09：{before} → 2027-02-15" in answer.out
    assert " day" not in answer.out
    assert call("due", "--law", "强", "--days", 3, "--from", "2027-02-09").out[:10] == before


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("year: 2027\noff_days: {2027-02-30: 春节}\n",
         "2027.yaml 第 2 行：off_days 的“2027-02-30”不是日期：2027年2月没有30日"),
        ("year: 2027\noff_days:\n  2027-02-05: 春节\n  2026-02-06: 春节\n",
         "2027.yaml 第 4 行：off_days 的 2026-02-06 不是 2027 年的日子"),
        ("year: 2027\nworking_days: {2028-02-20: 春节}\n",
         "working_days 的 2028-02-20 不是 2027 年的日子"),
        ("year: 2027\noffdays: {}\n",
         "第 2 行：没有“offdays”这一项，是不是 off_days？可以写的项目：year（年份）、off_days（放假"),
        ("year: 2027\nyear: 2028\n", "第 2 行：“year”写了两次"),
        ("off_days: {2027-01-01: 元旦}\n", "缺少 year（年份）"),
        ("year: 1949\n", "year 应为 2000 至 2050 之间的年份，而不是“1949”"),
        ("year: 2027\noff_days: [2027-01-01]\n", "off_days 应写成 {日期: 节日名称}"),
        ("year: 2027\noff_days: {2027-01-01: }\n", "off_days 的 2027-01-01 没有写节日名称"),
        ("year: 2027\noff_days: {2027-01-01: 元旦, 2027年1月1日: 元旦}\n", "2027-01-01 写了两次"),
        ("year: 2027\noff_days: {2027-01-01: 元旦}\nworking_days: {2027-01-01: 元旦}\n",
         "第 3 行：2027-01-01 既写成放假，又写成上班"),
        ("year: 2027\nannounced: 也许\n", "announced 应写 true 或者 false，而不是“也许”"),
        ("year: 2027\noff_days: {2027-01-01: 元旦\n", "不合 YAML 的写法"),
    ],
)  # fmt: skip
def test_each_fault_of_a_notice_is_named_in_chinese(call: Call, text: str, fault: str) -> None:
    Path("2027.yaml").write_text(text)
    answer = call("calendar", "--notice", "2027.yaml")
    assert answer.code == 3
    assert fault in answer.err
    assert not any(word in answer.err for word in ("valid", "input", "Extra", "month", "flow"))


def test_a_notice_may_begin_in_the_december_before(call: Call) -> None:
    Path("2028.yaml").write_text(
        "year: 2028\noff_days: {2027年12月31日: 元旦, 2028-01-03: 元旦}\nsources: [国办通知]\n"
    )
    answer = call("calendar", "--notice", "2028.yaml")
    assert answer.code == 0
    assert "2027-12-31 周五  上班 → 休息  元旦" in answer.out


@pytest.mark.parametrize("text", ["a,b\n", "year: 春\n", "year: 2027\noff_days: [1]\n", "{"])
def test_a_file_that_is_no_notice_is_told_how_one_looks(call: Call, text: str) -> None:
    Path("2027.yaml").write_text(text)
    answer = call("calendar", "--notice", "2027.yaml")
    assert answer.code == 3
    assert "2027.yaml 不是写好的放假通知" in answer.err
    assert "off_days: {2027-01-01: 元旦" in answer.err


def test_a_year_is_shown_in_english(call: Call) -> None:
    out = call("--lang", "en", "calendar", 2024).out
    assert "National Day 10-01" in out.splitlines()[-1]
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in out)


def test_a_year_can_be_looked_at(call: Call) -> None:
    answer = call("calendar", 2024)
    assert "工作日：251 天" in answer.out
    assert "国庆节 10-01～10-07" in answer.out
    assert call("calendar", 1066).code == 2
