"""Each folder of `content/documents`: whole, lawful, and saying the same in PDF, DOCX and golden."""

import io
import re
import shutil
from collections import Counter

import docx
import pytest

from hengjian.content import Content, ContentError
from hengjian.content.citation import Citation
from hengjian.letters import Form, make_pdf
from hengjian.letters.replaced import make_docx
from hengjian.letters.tests.golden import words_of

DOCUMENTS = sorted(Content().document_folders)
WANTED = """
立案审批表 不予立案告知书 线索移送函 行政执法监督通知书 说明情况通知书 调卷通知书
询问通知书 询问笔录 调查（勘验）笔录 听证通知书 听证（论证）记录 回避决定书
暂停执行通知书 恢复执行通知书 行政执法监督意见书 行政执法监督建议书 行政执法监督决定书
决定书报请审批件 督办通知书 复查申请书 复查决定书 撤销立案（终止监督）通知书 延期审批表
整改报告 整改验收（销号）单 送达回证 结案审批表 行政执法监督卷宗 卷内目录 副卷目录
约谈通知书 约谈记录 通报 责任追究建议书 暂扣（收回）行政执法证件通知书 指定监督通知书
提级监督通知书 协同监督函 行政执法争议协调意见书 交办单 督办单 催办单 转办函
发文审批单 用印审批单 告知上一级主管部门函 投诉举报受理告知书 投诉举报不予受理告知书
投诉举报答复告知书 专报 会议纪要
"""


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_sample_is_printed_as_its_golden_says(content: Content, name: str) -> None:
    form = Form.load(content, name)
    printed = words_of(make_pdf(form.sample()).data)
    golden = (form.folder / "golden.txt").read_text(encoding="utf-8")
    assert bare(printed) == bare(golden), "python -m hengjian.letters.tests.golden writes it anew"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_its_docx_says_the_same(content: Content, name: str) -> None:
    form = Form.load(content, name)
    opened = docx.Document(io.BytesIO(make_docx(form.sample())))
    written = Counter(
        bare("".join(node.text or "" for node in opened.element.iter() if node.tag.endswith("}t")))
    )
    for value in _texts(form.sample().words):
        assert not Counter(bare(value)) - written, value
    assert "{" not in written


OFFICE = {"mark", "secrecy", "urgency", "copy_number", "signer", "printed_by", "printed_on", "copies",
          "attachments", "date", "issuer", "note"}  # fmt: skip
"""What the office adds; a document shows it only where its layout has a place for it."""


def _texts(words: dict[str, object]) -> list[str]:
    """Everything that is filled in."""
    found: list[str] = []
    for name, value in words.items():
        if isinstance(value, str) and name not in OFFICE:
            found.append(value)
        elif isinstance(value, list):
            found += [text for row in value for text in row.values()]
    return found


def test_the_workflow_finds_its_instruments(content: Content) -> None:
    names = [document.name for document in content.documents.values()]
    assert set(WANTED.split()) - set(names) == set()
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_cites_another_province(content: Content, name: str) -> None:
    form = Form.load(content, name)
    here = {content.profile.country, content.profile.territory}
    cited = {Citation.parse(basis).law for basis in form.document.basis}
    for law in cited:
        assert content.law(law).territory in here
    for path in ("template.txt", "sample.yaml"):
        text = (form.folder / path).read_text(encoding="utf-8")
        foreign = [
            law.id for law in content.laws.values() if law.territory not in here and law.id in text
        ]
        assert foreign == []


def test_numbers_of_powers_and_abbreviations_are_in_order(content: Content) -> None:
    assert all(1 <= power <= 28 for one in content.documents.values() for power in one.powers)
    short = [one.abbreviation for one in content.documents.values() if one.abbreviation]
    assert [name for name, count in Counter(short).items() if count > 1] == []


def test_what_binds_passes_the_government(content: Content) -> None:
    by_name = {document.name: document for document in content.documents.values()}
    assert by_name["行政执法监督决定书"].approval == "government"
    assert by_name["通报"].approval == "consent"
    complainants = [
        one for one in by_name.values() if "投诉举报" in one.name or one.name == "不予立案告知书"
    ]
    assert {one.volume for one in complainants} == {"annex"}


def test_every_sample_is_marked_as_simulated(content: Content) -> None:
    sample = Form.load(content, "opinion").sample()
    assert sample.envelope.simulated
    assert "模拟数据" in make_pdf_text(sample)


def make_pdf_text(sample) -> str:  # type: ignore[no-untyped-def]
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(make_pdf(sample).data))
    return bare("".join(page.extract_text() for page in reader.pages))


def test_a_number_is_made_from_place_year_and_count(content: Content) -> None:
    by_name = {document.name: document for document in content.documents.values()}
    assert by_name["行政执法监督通知书"].numbered(2026, 1, place="衡司") == "衡司监督通〔2026〕1号"
    assert by_name["询问笔录"].numbered(2026, 1) == ""


def test_a_city_replaces_a_document_by_a_folder_of_the_same_name(
    content: Content, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    own = tmp_path / "documents" / "opinion"
    shutil.copytree(content.document_folders["opinion"], own)
    path = own / "template.txt"
    path.write_text("本地行文。\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    city = Content(tmp_path)
    assert "本地行文。" in words_of(make_pdf(Form.load(city, "opinion").sample()).data)
    assert "本地行文。" not in words_of(make_pdf(Form.load(content, "opinion").sample()).data)
    path.write_text("{{ body }}{{ wages }}\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        Form.load(Content(tmp_path), "opinion")
    assert "opinion/template.txt：没有字段 wages" in error.value.problems
    assert "opinion/template.txt：没有用到必填字段 facts" in error.value.problems
