"""Single values: every usual spelling is read, every doubtful one refused with a reason."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.standard.fields import Field, Kind
from hengjian.standard.parsing import Parsed, Parser, hashes, uscc_is_valid

CONTENT = Content()
PARSER = Parser(CONTENT.code_lists, "Asia/Shanghai")


def read(kind: Kind, *values: object, codes: str | None = None) -> Parsed:
    return PARSER.parse(Field("f", kind, "某栏", "", codes=codes), pl.Series("f", list(values)))


@pytest.mark.parametrize(
    "text",
    ["2024-03-01", "2024/3/1", "20240301", "2024.3.1", "2024年3月1日", " 2024-03-01 ", "２０２４-03-01",
     "2024-03-01 09:30", "2024-3-1"],
)  # fmt: skip
def test_it_reads_the_usual_spellings_of_a_date(text: str) -> None:
    parsed = read(Kind.DATE, text)
    assert parsed.values.to_list() == [date(2024, 3, 1)]
    assert not parsed.bad.any()


def test_it_leaves_every_date_in_its_row() -> None:
    days = [date(2023, 1, 1) + timedelta(days=n * 7 % 1000) for n in range(1000)]
    written = [f"{day.year}年{day.month}月{day.day}日" for day in days]
    assert read(Kind.DATE, *written).values.to_list() == days
    assert read(Kind.DATE, *written, "昨天", *written).values.to_list() == [*days, None, *days]
    moments = read(Kind.MOMENT, *(f"{text}9时30分" for text in written))
    assert moments.day is not None
    assert moments.day.to_list() == days


def test_it_reads_a_hash_in_capitals_too_and_refuses_what_is_none() -> None:
    digits = "0123456789abcdef" * 4
    parsed = read(Kind.HASH, digits, f" {digits.upper()} ", digits[1:], f"g{digits[1:]}", None)
    assert parsed.values.to_list() == [digits, digits, None, None, None]
    assert parsed.bad.to_list() == [False, False, True, True, False]
    assert list(parsed.faults) == [digits[1:], f"g{digits[1:]}"]


@pytest.mark.parametrize("wrong", ["g", "G", "\n", "\x1f", "０"])
def test_it_finds_the_one_hash_that_is_none(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes, "PIECE", 2)
    monkeypatch.setattr(hashes, "NEAR", 50)
    good = "0123456789abcdef" * 4
    spoilt = f"{good[:30]}{wrong}{good[30:][len(wrong.encode()) :]}"
    parsed = read(Kind.HASH, good, None, None, None, good, spoilt, None)
    assert parsed.bad.to_list() == [False] * 5 + [True, False]
    assert read(Kind.HASH, good, None, None, None, good).bad.any() is False


def test_it_names_faulty_values_in_the_order_of_the_file() -> None:
    for kind in (Kind.DATE, Kind.MONEY, Kind.INTEGER, Kind.BOOLEAN, Kind.HASH, Kind.CODE):
        wrong = [f"不对{n}" for n in range(50)]
        assert list(read(kind, *wrong, codes="levels").faults) == wrong


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-02-30", "2024年2月没有30日"),
        ("2023-02-29", "2023年2月没有29日"),
        ("2024-13-01", "2024年13月没有1日"),
        ("昨天", "不是日期"),
        ("1024-01-01", "年份不在"),
        ("2204-01-01", "年份不在"),
    ],
)
def test_it_refuses_a_day_that_does_not_exist(text: str, reason: str) -> None:
    parsed = read(Kind.DATE, "2024-03-01", text)
    assert parsed.values.to_list() == [date(2024, 3, 1), None]
    assert parsed.bad.to_list() == [False, True]
    assert reason in parsed.faults[text].reason
    assert parsed.faults[text].remedy


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-03-01 09:30", datetime(2024, 3, 1, 1, 30, tzinfo=UTC)),
        ("2024-03-01T09:30:15", datetime(2024, 3, 1, 1, 30, 15, tzinfo=UTC)),
        ("2024-03-01T09:30:00+09:00", datetime(2024, 3, 1, 0, 30, tzinfo=UTC)),
        ("2024-02-29T23:30:00Z", datetime(2024, 2, 29, 23, 30, tzinfo=UTC)),
        ("2024年3月1日9时30分", datetime(2024, 3, 1, 1, 30, tzinfo=UTC)),
        ("2024/3/1 9:30", datetime(2024, 3, 1, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_kept_in_utc_with_its_local_day(text: str, utc: datetime) -> None:
    parsed = read(Kind.MOMENT, text)
    assert parsed.values.to_list() == [utc]
    assert parsed.day is not None
    assert parsed.day.to_list() == [date(2024, 3, 1)]


def test_moments_follow_a_clock_that_is_set_forward_between_them() -> None:
    berlin = Parser(CONTENT.code_lists, "Europe/Berlin")
    written = pl.Series(["2024-03-30 12:00", "2024-03-31 01:30", "2024-03-31 03:30", None])
    for apart in (written, written[:2], written[2:]):
        values = berlin.parse(Field("f", Kind.MOMENT, "某栏", ""), apart).values
        wanted = dict(zip(written, (11, 0, 1, None), strict=True))
        assert [m and m.hour for m in values] == [wanted[text] for text in apart]


def test_each_moment_of_a_column_is_read_by_its_own_spelling() -> None:
    spellings = [
        "2024-03-01 09:30",
        "2024-03-01T09:30:00",
        "2024年3月1日9时30分",
        "2024-03-01T01:30:00Z",
    ]
    for first in range(len(spellings)):
        turned = [*spellings[first:], *spellings[:first], "2024-03-01", "不详"]
        parsed = read(Kind.MOMENT, *turned)
        assert parsed.values.to_list() == [
            *[datetime(2024, 3, 1, 1, 30, tzinfo=UTC)] * 4,
            None,
            None,
        ]
        assert parsed.bad.to_list() == [*[False] * 5, True]


def test_spaces_around_a_moment_and_blank_ones_are_no_fault() -> None:
    parsed = read(Kind.MOMENT, "2024-03-01 09:30", " 2024-03-01 09:30 ", "  ", None, " 2024-03-02 ")
    assert parsed.day is not None
    assert parsed.day.to_list() == [date(2024, 3, 1)] * 2 + [None, None, date(2024, 3, 2)]
    assert parsed.values.null_count() == 3
    assert not parsed.bad.any()
    wrong = read(Kind.MOMENT, " 昨天 ", "  ", "2024-03-01 09:30", "1850-01-01 08:00")
    assert wrong.bad.to_list() == [True, False, False, True]
    assert list(wrong.faults) == ["昨天", "1850-01-01 08:00"]


def test_a_moment_without_its_hour_keeps_only_the_day() -> None:
    parsed = read(Kind.MOMENT, "2024-03-01", None)
    assert parsed.values.to_list() == [None, None]
    assert parsed.day is not None
    assert parsed.day.to_list() == [date(2024, 3, 1), None]
    assert not parsed.bad.any()


def test_an_impossible_hour_is_refused() -> None:
    parsed = read(Kind.MOMENT, "2024-03-01 25:00")
    assert parsed.bad.all()
    assert "时刻" in parsed.faults["2024-03-01 25:00"].reason


@pytest.mark.parametrize(
    ("text", "fen"),
    [("5000", 500_000), ("5000.5", 500_050), ("12,345.67", 1_234_567), ("￥0.01", None),
     ("¥12.30", 1_230), ("300元", 30_000), ("0", 0), ("99999999.99", 9_999_999_999)],
)  # fmt: skip
def test_money_is_kept_in_fen(text: str, fen: int | None) -> None:
    parsed = read(Kind.MONEY, text)
    expected = 1 if text == "￥0.01" else fen
    assert parsed.values.to_list() == [expected]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("-5", "负数"), ("0.001", "两位小数"), ("五千", "不是金额"), ("1e30", "不是金额")],
)
def test_money_that_cannot_be_is_refused(text: str, reason: str) -> None:
    parsed = read(Kind.MONEY, text)
    assert parsed.values.to_list() == [None]
    assert reason in parsed.faults[text].reason


def test_a_code_is_known_by_code_label_or_alias() -> None:
    parsed = read(Kind.CODE, "penalty", "行政处罚", "处罚", " 行政处罚 ", codes="item_kinds")
    assert parsed.values.to_list() == ["penalty"] * 4


def test_an_unknown_activity_is_refused_with_the_nearest_names() -> None:
    parsed = read(Kind.CODE, "送达决定", codes="activities")
    fault = parsed.faults["送达决定"]
    assert "没有这个代码" in fault.reason
    assert "送达决定书" in fault.remedy


def test_a_list_is_split_at_any_usual_sign() -> None:
    parsed = read(
        Kind.CODES, "罚款;没收违法所得", "罚款、警告", "fine，warning", codes="penalty_kinds"
    )
    assert parsed.values.to_list() == [
        ["fine", "confiscate_gain"], ["fine", "warning"], ["fine", "warning"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "P1;P2",
        "P1；P2",
        "P1|P2",
        ";P1;P2",
        "P1;;P2",
        "P1;P2;",
        "P1; P2",
        "P1\u3000;P2",
        "P1;\x1cP2",
    ],
)
def test_numbers_in_one_cell_are_parted_at_any_usual_sign(text: str) -> None:
    for beside in ("P3", "P3、P4"):
        parsed = read(Kind.IDS, text, None, beside, " ", ";")
        several = beside.split("、")
        assert parsed.values.to_list() == [["P1", "P2"], None, several, None, []]
        assert not parsed.bad.any()


def test_a_list_where_one_code_belongs_is_refused() -> None:
    parsed = read(Kind.CODE, ["penalty", "permit"], ["penalty"], codes="item_kinds")
    assert parsed.values.to_list() == [None, "penalty"]
    assert list(parsed.faults) == ["penalty;permit"]


def test_one_unknown_part_refuses_the_whole_list() -> None:
    parsed = read(Kind.CODES, "罚款;打手心", codes="penalty_kinds")
    assert parsed.bad.all()
    assert "打手心" in parsed.faults["罚款;打手心"].reason


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("否", False), ("TRUE", True), ("0", False)]
)
def test_yes_and_no(text: str, value: bool) -> None:
    assert read(Kind.BOOLEAN, text).values.to_list() == [value]


def test_neither_yes_nor_no_is_refused() -> None:
    assert read(Kind.BOOLEAN, "也许").bad.all()


def test_numbers_without_units() -> None:
    assert read(Kind.INTEGER, "12", "１２").values.to_list() == [12, 12]
    assert read(Kind.INTEGER, "12.5").bad.all()
    assert read(Kind.INTEGER, "十二").bad.all()


def test_typed_columns_need_no_spelling() -> None:
    assert read(Kind.DATE, date(2024, 3, 1)).values.to_list() == [date(2024, 3, 1)]
    moment = read(Kind.MOMENT, datetime(2024, 3, 1, 9, 30))
    assert moment.values.to_list() == [datetime(2024, 3, 1, 1, 30, tzinfo=UTC)]
    assert read(Kind.MONEY, 12.34).values.to_list() == [1234]
    assert read(Kind.MONEY, -0.01).bad.all()


@pytest.mark.parametrize("spoilt", ["C2", " C2", "C2 ", "\u3000C2", "", "  ", None])
@pytest.mark.parametrize("times", [1, 9])
def test_numbers_that_stand_in_many_rows_are_read_like_any(spoilt: str | None, times: int) -> None:
    written = [value for value in ("C1", spoilt, "C3") for _ in range(times)]
    one = (spoilt or "").strip() or None
    assert read(Kind.ID, *written).values.to_list() == [
        value for value in ("C1", one, "C3") for _ in range(times)
    ]


@pytest.mark.parametrize(
    ("kind", "good", "value"),
    [(Kind.DATE, "2024-03-01", date(2024, 3, 1)), (Kind.MONEY, "12.34", 1234),
     (Kind.INTEGER, "7", 7), (Kind.CODE, "罚款", "fine"), (Kind.IDS, "P1;P2", ["P1", "P2"]),
     (Kind.BOOLEAN, "是", True), (Kind.TEXT, " 略 ", "略"), (Kind.HASH, "ab" * 32, "ab" * 32),
     (Kind.MOMENT, "2024-03-01 09:30", datetime(2024, 3, 1, 1, 30, tzinfo=UTC))],
)  # fmt: skip
@pytest.mark.parametrize("empty", [0, 9])
def test_the_few_values_of_a_column_in_pieces_stay_in_their_rows(
    kind: Kind, good: str, value: object, empty: int
) -> None:
    none = [None] * empty
    pieces = [
        pl.Series("f", part, dtype=pl.String) for part in ([*none, good], [*none, good, *none])
    ]
    written = pl.concat(pieces, rechunk=False)
    parsed = PARSER.parse(Field("f", kind, "某栏", "", codes="penalty_kinds"), written)
    assert written.n_chunks() == 2
    assert parsed.values.to_list() == [*none, value, *none, value, *none]
    assert not parsed.bad.any()
    assert parsed.values.n_chunks() == 1


def test_blank_is_missing_not_wrong() -> None:
    for kind in (Kind.DATE, Kind.MOMENT, Kind.MONEY, Kind.CODE, Kind.BOOLEAN, Kind.TEXT):
        parsed = read(kind, "  ", codes="item_kinds")
        assert parsed.values.to_list() == [None]
        assert not parsed.bad.any()


@pytest.mark.parametrize(
    ("code", "valid"),
    [("91330103311389009H", True), ("913407005501939353", True), ("913702226867908512", True),
     ("913702226867908513", False), ("91330103311389009", False), ("9133010331138900IH", False)],
)  # fmt: skip
def test_the_check_digit_of_a_social_credit_code(code: str, valid: bool) -> None:
    assert uscc_is_valid(code) is valid
