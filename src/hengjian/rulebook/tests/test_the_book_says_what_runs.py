"""The rule book says of every rule what it does, on what basis, and how sure that is."""

import re
from pathlib import Path

import pypdf
import pytest

from hengjian.content import Content
from hengjian.content.wording import LawText, install
from hengjian.rulebook import RuleBook, rule_book, write_pages, write_pdf
from hengjian.rules.loading import Book

ARTICLES = {"60": ["试装的条文一段。"], "20": ["甲款试装。", "乙款试装。", "丙款试装。"]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def book(home: Path) -> RuleBook:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HENGJIAN_HOME", str(home))
        patch.setenv("HENGJIAN_LANG", "zh")
        install(LawText("行政处罚法", "行政处罚法", "a.md", "0" * 64, ARTICLES))
        return rule_book(Content())


@pytest.fixture(scope="module")
def pages(book: RuleBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_pages(book, folder)
    return folder


def test_it_holds_every_rule_once(book: RuleBook) -> None:
    loaded = Book.load(Content())
    ids = [entry.id for entry in book.entries]
    assert sorted(ids) == sorted({*loaded.rules, *loaded.unwritten})
    assert book.running + book.switched_off + book.unwritten == len(ids)


def test_it_shows_each_written_rule_with_basis_condition_and_cases(book: RuleBook) -> None:
    for entry in book.entries:
        assert entry.articles, entry.id
        if entry.written:
            assert entry.statement, entry.id
            assert entry.applies, entry.id
            assert entry.breaks, entry.id
            assert len(entry.cases) >= 3, entry.id
        else:
            assert entry.why, entry.id


def test_it_shows_the_wording_only_where_a_text_is_installed(pages: Path) -> None:
    page = (pages / "F08.html").read_text(encoding="utf-8")
    assert "试装的条文一段。" in page
    # Article 33 of the province's rule, and article 32 of the sector's rule behind the parameter.
    assert page.count("条文原文未安装") == 2


def test_it_marks_what_no_law_says(book: RuleBook, pages: Path) -> None:
    unsure = [parameter for parameter in book.parameters if not parameter.sure]
    assert unsure
    page = (pages / "parameters.html").read_text(encoding="utf-8")
    assert page.count('class="unsure"') == sum(
        not value.sure for parameter in book.parameters for value in parameter.values
    )


def test_it_quotes_the_cited_paragraph_only_once(book: RuleBook) -> None:
    entry = next(entry for entry in book.entries if entry.id == "A02")
    assert [article.text for article in entry.articles] == ["乙款试装。", "甲款试装。"]
    assert [bool(article.ours) for article in entry.articles] == [True, False]


def test_it_lists_the_articles_behind_the_parameters_with_their_values(
    book: RuleBook, pages: Path
) -> None:
    behind = {e.id: {a.words: a.serves for a in e.behind} for e in book.entries}
    assert behind["F08"] == {
        "《自然资源行政处罚办法》第三十二条": "普通程序作出处罚决定的期限：自然资源，60 日"
    }
    assert (
        behind["C01"]["《医疗保障行政处罚程序暂行规定》第十四条"]
        == "决定是否立案的期限：医疗保障，15 个工作日"
    )
    for entry in book.entries:
        assert not {a.words for a in entry.behind} & {a.words for a in entry.articles}, entry.id
    assert "参数的依据" in (pages / "F08.html").read_text(encoding="utf-8")
    assert "F08" in book.laws["自然资源行政处罚办法"]


def test_it_tells_rules_that_are_off_here_from_those_for_a_person(
    book: RuleBook, pages: Path
) -> None:
    index = (pages / "index.html").read_text(encoding="utf-8")
    states = dict(re.findall(r'<a href="(\w+)\.html"><b>.*?<span class="tag (\w+)">', index, re.S))
    for entry in book.entries:
        expected = "runs" if entry.runs else "off" if entry.written else "none"
        assert states[entry.id] == expected, entry.id
        assert bool(entry.why) is not entry.runs, entry.id
        assert "尚未编写" not in entry.why, entry.id


def test_it_tells_cases_in_words(book: RuleBook) -> None:
    entry = next(entry for entry in book.entries if entry.id == "F08")
    told = {case.name: case.told for case in entry.cases}
    assert "活动：立案，2024-09-09；作出决定，2024-12-08" in told["第90日当天"]


def test_its_pages_link_only_to_pages_that_exist(pages: Path) -> None:
    for page in pages.glob("*.html"):
        for target in re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8")):
            assert (pages / target).exists(), f"{page.name} → {target}"


def test_it_is_one_pdf(book: RuleBook, tmp_path: Path) -> None:
    write_pdf(book, tmp_path / "book.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "book.pdf").pages)
    for entry in book.entries:
        assert entry.id in text
    assert "试装的条文一段。" in text


def test_no_heading_of_the_pdf_stands_alone_at_the_foot_of_a_page(
    book: RuleBook, tmp_path: Path
) -> None:
    write_pdf(book, tmp_path / "book.pdf")
    for page in pypdf.PdfReader(tmp_path / "book.pdf").pages:
        *_, last = [line for line in page.extract_text().split("\n") if line.strip()][:-1] or [""]
        assert not re.match(r"[A-M]\d\d\s", last), last
        assert not re.match("(致命|严重|一般|提示)", last), last
