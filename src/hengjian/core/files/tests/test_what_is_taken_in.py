"""Files are taken by what they are, not by what they are called."""

import io
import zipfile
from pathlib import Path

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.files import guard, store
from hengjian.core.files.guard import HEARD, WRITTEN, look_at, looked_at

PDF = b"%PDF-1.4\n%%EOF\n"
VOICE = b"#!AMR\n\x3c\x91"


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (packed("[Content_Types].xml", "word/document.xml"), "docx"),
        (packed("xl/workbook.xml"), "xlsx"),
        (packed("OFD.xml"), "ofd"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_what_its_bytes_say(data: bytes, kind: str) -> None:
    found = look_at("C:\\材料\\证据.exe", data, WRITTEN)
    assert (found.name, found.kind) == (f"证据.{kind}", kind)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("说明.pdf", b"MZ\x90\x00", "不是可以接收的类型"),
        ("页面.png", b"<svg onload=alert(1)>", "不是可以接收的类型"),
        ("说明.docx", packed("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        ("压缩.docx", packed("readme.txt"), "不是可以接收的类型"),
        ("坏的.docx", b"PK\x03\x04 torn", "不是可以接收的类型"),
        ("空的.pdf", b"", "是空的"),
        ("录音.amr", VOICE, "不是可以接收的类型"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_refuses_what_it_does_not_take(name: str, data: bytes, told: str) -> None:
    with pytest.raises(PlainError, match=told):
        look_at(name, data, WRITTEN)
    assert look_at("好的.pdf", PDF, WRITTEN)


def test_a_voice_is_taken_where_voices_are() -> None:
    assert look_at("录音.m4a", VOICE, HEARD).name == "录音.amr"


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MB", 10)
    monkeypatch.setattr(guard, "MOST_MB", 2)
    monkeypatch.setattr(guard, "TOGETHER_MB", 4)

    class Sent(io.BytesIO):
        name = "材料.pdf"
        size = 0

    assert len(looked_at([Sent(PDF), Sent(PDF)], WRITTEN)) == 2
    with pytest.raises(PlainError, match="超过 2 MB"):
        looked_at([Sent(PDF + b"123456")], WRITTEN)
    with pytest.raises(PlainError, match="合计超过 4 MB"):
        looked_at([Sent(PDF) for _ in range(3)], WRITTEN)
    with pytest.raises(PlainError, match="最多上传 10 个"):
        looked_at([Sent(b"ID3") for _ in range(11)], HEARD)


def test_an_altered_file_is_not_given_back(tmp_path: Path) -> None:
    name = store.put(PDF, tmp_path)
    assert store.read(name, tmp_path) == PDF
    store.place_of(name, tmp_path).write_bytes(PDF + b" ")
    with pytest.raises(PlainError, match="与登记的散列不符"):
        store.read(name, tmp_path)
