"""A DOCX of the bureau's own: taken where it has the fields, refused where it could do harm."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from hengjian.content import Content
from hengjian.letters import Annex, Form, LetterError
from hengjian.letters.replaced import MOST_XML, check_template, form_of, make_docx
from hengjian.letters.tests.conftest import Written
from hengjian.letters.word import base

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def form(content: Content) -> Form:
    return Form.load(content, "talk-notice")


@pytest.fixture(scope="module")
def good(form: Form) -> bytes:
    return base(form)


def changed(data: bytes, change: Change) -> bytes:
    """The same package with its parts changed."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def replacing(old: str, new: str, part: str = "word/document.xml") -> Change:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part], old
        parts[part] = parts[part].replace(old.encode(), new.encode())

    return change


def adding(name: str, data: bytes = b"x") -> Change:
    return lambda parts: parts.__setitem__(name, data)


def relation(kind: str, target: str) -> Change:
    line = (
        f'<Relationship Id="rId99" Target="{target}" TargetMode="External" Type="http://schemas.'
        f'openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    return replacing("</Relationships>", line, "word/_rels/document.xml.rels")


def test_our_own_template_may_be_used_and_knows_its_document(
    content: Content, form: Form, good: bytes
) -> None:
    assert check_template(good, form) == []
    known = form_of(good, content)
    assert known is not None
    assert known.id == form.id


def test_it_is_filled_with_the_same_fields(good: bytes, written: Written) -> None:
    own = changed(good, replacing("约谈事由", "约谈的缘由 &amp; 依据"))
    letter = written("talk-notice", person="林见川<b> & 二人", reasons="其一。\n其二。")
    opened = docx.Document(io.BytesIO(make_docx(letter, own)))
    lines = [paragraph.text for paragraph in opened.paragraphs]
    assert any("约谈的缘由 & 依据" in line for line in lines)
    assert any("林见川<b> & 二人" in line for line in lines)
    assert "其一。" in lines
    assert "其二。" in lines
    assert not any("{" in line for line in lines)


def test_annexes_follow_the_signature(written: Written) -> None:
    annexes = (Annex("清单", "第一段\n第二段"), Annex("说明", "已办"))
    letter = written("opinion", {"annexes": annexes, "attachments": ("照片",)})
    lines = [one.text for one in docx.Document(io.BytesIO(make_docx(letter))).paragraphs]
    assert "附件：1. 清单\n2. 说明\n3. 照片" in lines
    start = lines.index("附件1")
    assert [line for line in lines[start:] if line][:6] == [
        "附件1",
        "清单",
        "第一段",
        "第二段",
        "附件2",
        "说明",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (replacing("{{ reasons }}", "理由"), "缺少字段“约谈事由”"),
        (replacing("{{ reasons }}", "{{ reasons }}{{ salary }}"), "没有字段 salary"),
        (replacing("{{ one.what }}", "{{ one.who }}"), "没有字段 prepare.who"),
        (replacing("{{ reasons }}", "{{ reasons.__class__ }}"), "不能写 reasons.__class__"),
        (replacing("{{ reasons }}", "{{ reasons|safe }}"), "不能写 Filter"),
        (replacing("{{ reasons }}", "{{ range(9) }}"), "不能写 Call"),
        (replacing("{{ reasons }}", "{{ 9**9**9 }}"), "不能写 Pow"),
        (replacing("{{ reasons }}", "{% set x = 1 %}{{ reasons }}"), "不能写 Assign"),
        (replacing("{{ reasons }}", "{% include 'a' %}{{ reasons }}"), "不能写 Include"),
        (replacing("{{ reasons }}", "{{ reasons "), "字段写法有误"),
        (replacing("{{ reasons }}", "{{ reasons }}" * 2001), "字段超过 2000 处"),
        (replacing("{{ place }}", "{{ place }}{% for a in prepare %}{% for b in prepare %}{% for c in "
                   "prepare %}x{% endfor %}{% endfor %}{% endfor %}"), "不能写 For"),
        (adding("word/vbaProject.bin"), "宏"),
        (adding("word/embeddings/oleObject1.bin"), "嵌入的对象"),
        (adding("word/activeX/activeX1.xml", b"<a/>"), "ActiveX"),
        (replacing("wordprocessingml.document.main+xml", "wordprocessingml.x.macroEnabled.main+xml",
                   "[Content_Types].xml"), "启用宏"),
        (relation("attachedTemplate", "https://example.org/a.dotm"), "链接到外部"),
        (relation("image", "//host/share/a.png"), "链接到外部"),
        (replacing("PAGE", "INCLUDETEXT x", "word/footer1.xml"), "引用外部内容的域"),
        (replacing(" PAGE </w:instrText>", "INCLUDE</w:instrText><w:instrText>PICTURE x</w:instrText>",
                   "word/footer1.xml"), "引用外部内容的域"),
        (replacing("<w:body>", '<w:body><v:imagedata xmlns:v="x" src="http://example.org/a.png"/>'),
         "引用外部内容（imagedata）"),
        (replacing("<w:body>", '<w:body><w:altChunk xmlns:r="x" r:id="rId9"/>'), "嵌入的对象"),
        (adding("word/evil.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "DTD"),
        (adding("word/evil.xml", b"<a"), "文件损坏"),
        (adding("word/swollen.xml", b"<a>" + b" " * (MOST_XML + 10) + b"</a>"), "文件损坏"),
        (lambda parts: parts.pop("word/document.xml"), "不是 Word 文档"),
    ],
    ids=lambda one: one if isinstance(one, str) else "change",
)  # fmt: skip
def test_what_it_may_not_hold_is_refused(
    form: Form, good: bytes, written: Written, change: Change, told: str
) -> None:
    bad = changed(good, change)
    faults = check_template(bad, form)
    assert any(told in fault.says for fault in faults), [fault.says for fault in faults]
    with pytest.raises(LetterError, match="模板不能用"):
        make_docx(written("talk-notice"), bad)


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 100],
                         ids=["empty", "cut", "pdf", "doc"])  # fmt: skip
def test_what_is_no_docx_is_refused(form: Form, data: bytes) -> None:
    assert "不是 DOCX" in check_template(data, form)[0].says


def test_a_field_that_the_word_processor_broke_apart_is_still_found(
    form: Form, good: bytes
) -> None:
    broken = "{{ rea</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>sons }}"
    assert check_template(changed(good, replacing("{{ reasons }}", broken)), form) == []
    assert check_template(
        changed(good, replacing("{{ reasons }}", broken.replace("sons", "s"))), form
    )


def test_fields_hidden_in_other_parts_are_read_too(form: Form, good: bytes) -> None:
    for part in ("word/header1.xml", "docProps/core.xml"):
        source = zipfile.ZipFile(io.BytesIO(good)).read(part).decode()
        place = "{{ simulated }}" if "simulated" in source else ">hengjian:talk-notice<"
        other = "{{ cycler }}" if place.startswith("{") else ">{{ cycler }}<"
        faults = check_template(changed(good, replacing(place, other, part)), form)
        assert any("cycler" in fault.says for fault in faults), part
