"""GB/T 9704-2012 measured on the PDF. Half a millimetre is let pass, where nothing else is said."""

import io
import itertools

import pypdf
import pytest

from hengjian.letters import Annex, make_pdf
from hengjian.letters.pdf import title_lines
from hengjian.letters.tests.conftest import Written
from hengjian.letters.tests.measuring import BOTTOM, CELL, LEFT, MM, PITCH, RIGHT, Measured, measure

RED = (0.85, 0.086, 0.11)
NEAR = 0.5
FILLED = "国" * 28 * 40


def near(value: float, by: float = NEAR) -> object:
    return pytest.approx(value, abs=by)


@pytest.fixture(scope="module")
def notice(written: Written) -> Measured:
    return measure(make_pdf(written("supervision-notice")).data)


@pytest.fixture(scope="module")
def long(written: Written) -> Measured:
    """A notice whose second page is full."""
    return measure(make_pdf(written("supervision-notice", facts=FILLED)).data)


def test_the_paper_is_a4_and_the_text_stays_in_its_block(long: Measured, written: Written) -> None:
    data = make_pdf(written("supervision-notice", facts=FILLED)).data
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        assert float(page.mediabox.width) / MM == near(210, 0.1)
        assert float(page.mediabox.height) / MM == near(297, 0.1)
    assert all(run.x >= LEFT - NEAR and run.ink <= RIGHT + NEAR for run in long.runs)
    assert all(run.bottom <= BOTTOM + NEAR for run in long.runs if run.size == 16)


def test_a_full_page_has_22_lines_of_28_characters(long: Measured) -> None:
    lines = long.lines(page=2)
    assert len(lines) == 22
    assert lines[0][0].top == near(37, 0.1)
    assert lines[-1][0].bottom <= BOTTOM
    for above, below in itertools.pairwise(lines):
        assert below[0].base - above[0].base == near(PITCH, 0.05)
    for line in lines[:-1]:
        assert len("".join(run.text for run in line)) == 28
        assert (line[0].x, line[-1].end) == (near(LEFT, 0.1), near(RIGHT, 0.2))


def test_a_paragraph_begins_two_characters_in(notice: Measured) -> None:
    assert notice.run("本机关在行政执法监督工作中").x == near(LEFT + 2 * CELL, 0.1)
    assert notice.run("衡澜市市场监督管理局：").x == near(LEFT, 0.1)


def test_the_head_is_red_35_millimetres_down_with_its_line(notice: Measured) -> None:
    mark, number = notice.runs[0], notice.run("〔2026〕1号")
    assert (mark.text, mark.top) == ("衡澜市司法局", near(37 + 35))
    assert mark.colour == pytest.approx(RED, abs=0.01)
    assert number.middle == near(106)
    red = next(one for one in notice.strokes if one.colour == pytest.approx(RED, abs=0.01))
    assert (red.x, red.length) == (near(28), near(156))
    assert red.y - number.bottom == near(4)
    assert number.top - mark.bottom >= 2 * PITCH - NEAR


def test_the_title_stands_two_lines_below_in_size_two(notice: Measured) -> None:
    title = notice.run("行政执法监督通知书")
    red = next(one for one in notice.strokes if one.colour == pytest.approx(RED, abs=0.01))
    assert title.size == 22
    assert title.middle == near(106)
    assert title.top - red.y == near(2 * PITCH, 1.5)


def test_name_and_date_leave_the_place_of_the_seal_free(written: Written) -> None:
    made = make_pdf(written("supervision-notice"))
    measured, seal = measure(made.data), made.seal
    assert seal is not None
    on_page = [run for run in measured.runs if run.page == seal.page]
    issuer = next(run for run in on_page if run.text == "衡澜市司法局")
    dated = next(run for run in on_page if run.text == "2026年3月5日")
    assert dated.end == near(RIGHT - 4 * CELL)
    assert issuer.middle == near(dated.middle)
    assert (seal.x, issuer.bottom <= seal.y <= dated.top) == (near(dated.middle), True)
    others = [
        run.text for run in on_page
        if run not in (issuer, dated)
        and abs(run.middle - seal.x) < 21 + (run.end - run.x) / 2
        and abs((run.top + run.bottom) / 2 - seal.y) < 21
    ]  # fmt: skip
    assert others == []
    assert b"/Sig" not in made.data


@pytest.mark.parametrize("lines", range(0, 22, 2))
def test_the_signature_never_stands_on_a_page_alone(written: Written, lines: int) -> None:
    letter = written("supervision-notice", {"attachments": ()}, facts="国" * 28 * (lines + 1))
    measured = measure(make_pdf(letter).data)
    last = next(run.page for run in reversed(measured.runs) if run.text == "2026年3月5日")
    body = [run for run in measured.runs if run.page == last and run.size == 16]
    assert len(body) > 2


def test_attachments_are_named_below_the_text(notice: Measured) -> None:
    head, first, second = (notice.run(text) for text in ("附件：", "问题线索清单", "调取材料清单"))
    assert head.x == near(LEFT + 2 * CELL)
    assert first.x == near(second.x, 0.1)
    phone = notice.run("联系电话")
    assert head.base - phone.base == near(2 * PITCH, 0.1)


def test_an_annex_begins_a_page_before_the_colophon(written: Written) -> None:
    annexes = (Annex("问题案件清单", "一、超期案件\n" + "国" * 60), Annex("说明", "已经办结。"))
    measured = measure(make_pdf(written("opinion", {"annexes": annexes})).data)
    first, second = measured.run("附件1"), measured.run("附件2")
    assert (first.x, first.top) == (near(LEFT), near(37))
    assert second.page == first.page + 1
    title = next(run for run in measured.runs if run.page == first.page and run.size == 22)
    assert title.text == "问题案件清单"
    assert title.middle == near(106)
    assert (title.top + title.bottom) / 2 - (first.top + first.bottom) / 2 == near(2 * PITCH)
    assert measured.run("抄送：").page == second.page
    named = [run.page for run in measured.runs if run.text in ("问题案件清单", "说明")]
    assert named == [first.page - 1, first.page - 1, first.page, second.page]


def test_a_record_is_signed_at_the_foot_of_every_page(written: Written) -> None:
    talk = [{"question": "问" * 60, "answer": "答" * 200}] * 8
    measured = measure(make_pdf(written("inquiry-record", talk=talk)).data)
    feet = [run.page for run in measured.runs if run.text == "被询问人逐页签名："]
    assert feet == list(range(1, measured.pages + 1))
    assert measured.pages >= 3


def test_the_colophon_ends_with_the_text_block(notice: Measured) -> None:
    thick, thin, last = (one for one in notice.strokes if one.page == 2)
    assert last.y == near(BOTTOM, 0.1)
    assert (thick.weight, thin.weight, last.weight) == (
        near(0.35, 0.02),
        near(0.25, 0.02),
        near(0.35, 0.02),
    )
    copies = notice.run("抄送：")
    assert (copies.size, copies.x) == (14, near(LEFT + CELL))
    assert notice.run("2026年3月5日印发").end == near(RIGHT - CELL)


def test_page_numbers_stand_outside_between_two_strokes(long: Measured) -> None:
    first, second = (next(run for run in long.runs if run.text == f"—{n}—") for n in (1, 2))
    assert (first.size, first.end) == (14, near(RIGHT - CELL, 1))
    assert second.x == near(LEFT + CELL, 1)
    assert first.top - BOTTOM == near(7)


def test_what_goes_upward_names_its_signer(written: Written) -> None:
    measured = measure(make_pdf(written("decision-request")).data)
    number, signer = measured.run("衡司监督请〔2026〕1号"), measured.run("顾闻笙")
    assert number.x == near(LEFT + CELL)
    assert signer.end == near(RIGHT - CELL)
    assert number.base == near(signer.base, 0.1)


def test_a_letter_has_double_lines_and_no_number_on_its_first_page(written: Written) -> None:
    measured = measure(make_pdf(written("lead-transfer")).data)
    mark = measured.runs[0]
    assert (mark.text, mark.top) == ("衡澜市司法局", near(30))
    upper, under, above, lower = (one for one in measured.strokes if one.colour != (0.0,))
    assert all((one.x, one.length) == (near(20), near(170)) for one in (upper, under, above, lower))
    assert upper.weight > under.weight
    assert lower.weight > above.weight
    assert upper.y - mark.bottom == near(4, 1.5)
    assert lower.y == near(297 - 20)
    number = measured.run("衡司监督移〔2026〕1号")
    assert (number.end, number.top - under.y) == (near(RIGHT), near(14 / MM, 1.5))
    assert [run.page for run in measured.runs if run.text.startswith("—")] == [2]


def test_secrecy_urgency_and_copy_number_stand_at_the_upper_left(written: Written) -> None:
    envelope = {"copy_number": "000001", "secrecy": "秘密★1年", "urgency": "加急"}
    measured = measure(make_pdf(written("opinion", envelope)).data)
    tops = [measured.run(text).top for text in ("000001", "秘密★1年", "加急")]
    assert tops == [near(37), near(37 + PITCH), near(37 + 2 * PITCH)]
    assert measured.run("加急").x == near(LEFT)


@pytest.mark.parametrize(
    "name", ["supervision-notice", "opinion", "service-receipt", "case-approval"]
)
def test_a_body_with_200_characters_breaks_nothing(written: Written, name: str) -> None:
    body = "衡澜市" + "某某综合行政执法监督管理委员会办公室" * 11
    field = "person" if name == "service-receipt" else "body"
    letter = written(name, {"issuer": body[:200], "copies": (body[:200],)}, **{field: body[:200]})
    measured = measure(make_pdf(letter).data)
    assert all(run.x >= LEFT - NEAR and run.ink <= RIGHT + NEAR for run in measured.runs)
    assert all(run.bottom <= BOTTOM + NEAR for run in measured.runs if run.size in (16, 12))
    for page in range(1, measured.pages + 1):
        bases = [line[0].base for line in measured.lines(page)]
        assert all(b - a > PITCH - 3 for a, b in itertools.pairwise(bases)), "overlap"


def test_a_form_stays_on_one_page_and_in_its_frame(written: Written) -> None:
    measured = measure(make_pdf(written("case-approval")).data)
    assert measured.pages == 1
    assert measured.runs[0].middle == near(106)
    assert all(one.x >= 28 - NEAR and one.x + one.length <= 184 + NEAR for one in measured.strokes)


def test_a_long_hash_is_broken_inside_its_cell(written: Written) -> None:
    measured = measure(make_pdf(written("seal-approval", hash="0f" * 50)).data)
    assert all(run.ink <= RIGHT for run in measured.runs)


def test_the_head_of_a_list_comes_again_on_each_page(written: Written) -> None:
    rows = [{"index": str(n), "title": "送达回证"} for n in range(120)]
    measured = measure(make_pdf(written("dossier-catalogue", items=rows)).data)
    heads = [run.page for run in measured.runs if run.text == "责任者"]
    assert heads == list(range(1, measured.pages + 1))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("行政执法监督决定书", ["行政执法监督决定书"]),
        (
            "关于2026年上半年行政执法监督文书整改情况的通报",
            ["关于2026年上半年行政", "执法监督文书整改情况的通报"],
        ),
    ],
)
def test_a_title_is_broken_between_words(title: str, lines: list[str]) -> None:
    made = title_lines(title)
    assert "".join(made) == title
    assert len(made) == len(lines)
    assert not any(line.startswith(("法", "督", "书", "况")) for line in made[1:])


def test_a_title_of_any_length_fits_its_lines() -> None:
    for length in range(1, 120):
        made = title_lines("测" * length)
        assert "".join(made) == "测" * length
        assert all(0 < len(line) <= 19 for line in made)
