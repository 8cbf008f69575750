"""`hengjian letter`: lists, samples, templates and their check."""

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from hengjian.cli.tests.conftest import Call


def test_the_documents_are_listed(call: Call) -> None:
    answer = call("letter", "list", "--json")
    listed = json.loads(answer.out)
    assert (answer.code, len(listed) >= 25) == (0, True)
    assert listed["decision"]["name"] == "行政执法监督决定书"
    assert "行政执法监督决定书" in call("letter", "list").out


def test_the_fields_of_one_are_listed(call: Call) -> None:
    answer = call("letter", "list", "--fields", "约谈通知书")
    assert "被约谈单位" in answer.out
    assert call("letter", "list", "--fields", "没有").code == 3


def test_a_sample_is_written_as_pdf_and_docx(call: Call) -> None:
    assert call("letter", "sample", "送达回证", "--out", "回证.pdf").code == 0
    assert Path("回证.pdf").read_bytes().startswith(b"%PDF")
    assert call("letter", "sample", "service-receipt", "--blank", "--out", "空白.pdf").code == 0
    assert call("letter", "sample", "service-receipt", "--out", "回证.docx").code == 0
    assert any("送达回证" in line.text for line in docx.Document("回证.docx").paragraphs)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("sample", "没有", "--out", "a.pdf"), 3, "没有文书"),
        (("sample", "opinion", "--out", "a.txt"), 2, ".pdf、.docx"),
        (("sample", "opinion", "--out", "a.pdf", "--template", "b.docx"), 2, ".docx"),
        (("sample", "opinion", "--out", "有.docx"), 2, "已经存在"),
        (("check", "无.docx"), 3, "读不到"),
        (("check", "有.docx"), 3, "不是 DOCX"),
    ],
)
def test_what_cannot_be_done_is_told(
    call: Call, arguments: tuple[str, ...], code: int, told: str
) -> None:
    Path("有.docx").write_text("我的")
    answer = call("letter", *arguments)
    assert (answer.code, told in answer.err) == (code, True), answer.err
    assert Path("有.docx").read_text() == "我的"


def test_a_template_is_taken_out_changed_checked_and_filled(call: Call) -> None:
    assert call("letter", "template", "opinion", "--out", "模板.docx").code == 0
    opened = docx.Document("模板.docx")
    opened.add_paragraph("本局电话：0999-5550100")
    opened.save("模板.docx")
    assert call("letter", "check", "模板.docx").code == 0
    answer = call("letter", "sample", "opinion", "--template", "模板.docx", "--out", "意见书.docx")
    assert answer.code == 0
    assert any("本局电话" in line.text for line in docx.Document("意见书.docx").paragraphs)


def test_a_template_for_another_document_is_refused(call: Call) -> None:
    call("letter", "template", "opinion", "--out", "模板.docx")
    answer = call("letter", "check", "模板.docx", "--for", "约谈通知书")
    assert (answer.code, "缺少字段" in answer.err) == (3, True)
    bare = io.BytesIO()
    docx.Document().save(bare)
    Path("空.docx").write_bytes(bare.getvalue())
    assert zipfile.is_zipfile("空.docx")
    assert "--for" in call("letter", "check", "空.docx").err
