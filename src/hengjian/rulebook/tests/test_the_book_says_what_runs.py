"""The rule book says of every rule what it does, on what basis, and how sure that is."""

from pathlib import Path

import pypdf
import pytest

from hengjian.content import Content
from hengjian.content.wording import LawText, install
from hengjian.rulebook import RuleBook, rule_book, write_pages, write_pdf
from hengjian.rules.loading import Book


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def book(home: Path) -> RuleBook:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HENGJIAN_HOME", str(home))
        patch.setenv("HENGJIAN_LANG", "zh")
        install(LawText("行政处罚法", "行政处罚法", "a.md", "0" * 64, {"60": ["试装的条文一段。"]}))
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
    assert page.count("条文原文未安装") == 1


def test_it_marks_what_no_law_says(book: RuleBook, pages: Path) -> None:
    unsure = [parameter for parameter in book.parameters if not parameter.sure]
    assert unsure
    page = (pages / "parameters.html").read_text(encoding="utf-8")
    assert page.count('class="unsure"') == sum(
        not value.sure for parameter in book.parameters for value in parameter.values
    )


def test_it_tells_cases_in_words(book: RuleBook) -> None:
    entry = next(entry for entry in book.entries if entry.id == "F08")
    told = {case.name: case.told for case in entry.cases}
    assert "活动：立案，2024-09-09；作出决定，2024-12-08" in told["第90日当天"]


def test_its_pages_link_only_to_pages_that_exist(pages: Path) -> None:
    import re

    for page in pages.glob("*.html"):
        for target in re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8")):
            assert (pages / target).exists(), f"{page.name} → {target}"


def test_it_is_one_pdf(book: RuleBook, tmp_path: Path) -> None:
    write_pdf(book, tmp_path / "book.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "book.pdf").pages)
    for entry in book.entries:
        assert entry.id in text
    assert "试装的条文一段。" in text
