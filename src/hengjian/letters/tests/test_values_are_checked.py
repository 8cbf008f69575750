"""What a document is filled with: refused with the field's name, and written as officials write."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hengjian.content.documents import Column, Document, FieldOf
from hengjian.letters import Form, Letter, LetterError, make_pdf
from hengjian.letters.tests.conftest import PLAIN, Written
from hengjian.letters.values import check, in_words

ZONE = ZoneInfo("Asia/Shanghai")
DOCUMENT = Document(
    name="试用文书",
    kind="notice",
    layout="form",
    powers=(20,),
    fields=(
        FieldOf(name="title", label="标题", max=10),
        FieldOf(name="facts", label="事实", type="text", required=False),
        FieldOf(name="day", label="日期", type="date", required=False),
        FieldOf(name="hour", label="时间", type="moment", required=False),
        FieldOf(name="fine", label="金额", type="money", required=False),
        FieldOf(name="count", label="件数", type="number", required=False),
        FieldOf(name="way", label="方式", type="choice", choices=("直接", "邮寄"), required=False),
        FieldOf(name="heard", label="是否听取", type="flag", required=False),
        FieldOf(name="rows", label="清单", type="list", max=2, required=False,
                columns=(Column(name="what", label="内容", max=5),)),
    ),
)  # fmt: skip
GOOD = {"title": "标题"}


def test_good_values_pass() -> None:
    assert check(DOCUMENT, GOOD) == []


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"title": ""}, "title", "缺少标题"),
        ({"title": "标" * 11}, "title", "有 11 字，最多 10 字"),
        ({"title": "一\n二"}, "title", "只能写一行"),
        ({"title": "一\x07二"}, "title", "不能打印"),
        ({"facts": 5}, "facts", "应为文字"),
        ({"day": "2026-03-05"}, "day", "应为日期"),
        ({"day": datetime(2026, 3, 5)}, "day", "应为日期"),
        ({"hour": date(2026, 3, 5)}, "hour", "应为日期和时间"),
        ({"fine": "十元"}, "fine", "应为数"),
        ({"count": True}, "count", "应为数"),
        ({"way": "托人"}, "way", "直接、邮寄"),
        ({"heard": "是"}, "heard", "应为是或者否"),
        ({"rows": "一"}, "rows", "应为若干行"),
        ({"rows": [{"what": "一"}] * 3}, "rows", "有 3 行，最多 2 行"),
        ({"rows": [{"who": "一"}]}, "rows", "没有“who”这一栏"),
        ({"rows": [{"what": "一二三四五六"}]}, "rows", "第 1 行内容有 6 字"),
        ({"other": "一"}, "other", "没有“other”这个字段"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(
    wrong: dict[str, object], field: str, told: str
) -> None:
    faults = check(DOCUMENT, {**GOOD, **wrong})
    assert [fault.field for fault in faults] == [field]
    assert told in faults[0].says


def test_values_are_written_as_officials_write() -> None:
    values = {
        "title": " 标题 ", "day": date(2026, 3, 5), "hour": datetime(2026, 3, 4, 18, 5, tzinfo=UTC),
        "fine": Decimal("1234.5"), "count": 3, "heard": True, "rows": [{"what": date(2026, 12, 1)}],
    }  # fmt: skip
    words = in_words(DOCUMENT, values, zone=ZONE)
    assert words["title"] == "标题"
    assert words["day"] == "2026年3月5日"
    assert words["hour"] == "2026年3月5日2时05分"
    assert words["fine"] == "1234.50元"
    assert (words["count"], words["heard"], words["way"]) == ("3", "是", "")
    assert words["rows"] == [{"what": "2026年12月1日"}]


def test_a_blank_form_has_room_to_write(content) -> None:  # type: ignore[no-untyped-def]
    words = in_words(DOCUMENT, {}, zone=ZONE, blank=True)
    assert words["way"] == "□直接　□邮寄"
    assert "年" in words["day"]
    blank = Letter(Form.load(content, "service-receipt"), {}, PLAIN, blank=True)
    assert make_pdf(blank).data.startswith(b"%PDF")


def test_all_faults_are_told_at_once(notice: Form) -> None:
    with pytest.raises(LetterError) as error:
        Letter(notice, {"body": "某局", "nonsense": 1}, PLAIN)
    assert {fault.field for fault in error.value.faults} >= {"matter", "facts", "nonsense"}
    assert "《行政执法监督通知书》" in error.value.message


def test_what_goes_upward_needs_a_signer(written: Written) -> None:
    written("decision-request", {"signer": "顾闻笙"})
    with pytest.raises(LetterError, match="签发人"):
        written("decision-request", {"signer": ""})


def test_a_character_without_a_font_is_an_error_that_names_the_field(written: Written) -> None:
    make_pdf(written("supervision-notice", contact="程喆堃"))
    with pytest.raises(LetterError) as error:
        make_pdf(written("supervision-notice", contact="程\U0003134a"))
    assert [fault.field for fault in error.value.faults] == ["contact"]
    assert "联系人" in error.value.message
    assert "HENGJIAN_FONTS" in error.value.remedy


def test_equal_letters_give_equal_bytes(written: Written) -> None:
    first, second = (make_pdf(written("opinion")).data for _ in range(2))
    assert first == second
    assert make_pdf(written("opinion", body="另一机关")).data != first


def test_no_value_is_read_as_markup(written: Written) -> None:
    import io

    import pypdf

    wicked = '#panic("x") $x$ *b* {{ issuer }} <seal> // [a]'
    data = make_pdf(written("supervision-notice", matter=wicked)).data
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert "".join(wicked.split()) in "".join(text.split())


def test_it_is_pdf_a_with_its_title(written: Written) -> None:
    import io

    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(make_pdf(written("opinion")).data))
    assert b"pdfaid:part>2<" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    assert reader.metadata is not None
    assert reader.metadata.title == "行政执法监督意见书"
    assert reader.metadata.creation_date.date() == date(2026, 4, 15)  # type: ignore[union-attr]
