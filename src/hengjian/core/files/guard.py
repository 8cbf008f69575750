"""Looks at files as they come: what each is by its first bytes, how large it may be, what it is called.

Serves answers, objections and what reporters bring. A name is never believed, a document with macros is
refused, and nothing is unpacked here.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Protocol

from hengjian.content.errors import PlainError
from hengjian.core.wording import say

MB = 2**20
MOST_MB = 30
"""One file."""
TOGETHER_MB = 60
"""All that come at once."""
MOST = 10
LONGEST_NAME = 120
TYPES = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "mp3": "audio/mpeg", "wav": "audio/wav", "amr": "audio/amr", "m4a": "audio/mp4",
    "mp4": "video/mp4",
}  # fmt: skip
WRITTEN = frozenset({"pdf", "jpg", "png", "docx", "xlsx", "ofd"})
"""What proves an answer."""
HEARD = frozenset({"pdf", "jpg", "png", "mp3", "wav", "amr", "m4a", "mp4"})
"""What a reporter brings: papers, photos, his voice."""
_SIGNS = (
    (b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"), (b"#!AMR", "amr"),
)  # fmt: skip
_PACKED = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}


class Upload(Protocol):
    """A file as the web hands it over."""

    name: str | None
    size: int | None

    def read(self, size: int = ...) -> bytes: ...


@dataclass(frozen=True)
class Arrived:
    """A file that was looked at: its name without folders, what it is, its bytes."""

    name: str
    kind: str
    data: bytes


def looked_at(uploads: Iterable[Upload], allowed: frozenset[str]) -> list[Arrived]:
    """The files, each as what it is. Raises PlainError naming the one that is not taken, and why."""
    found: list[Arrived] = []
    total = 0
    for upload in uploads:
        if len(found) == MOST:
            raise PlainError(
                say(f"一次最多上传 {MOST} 个文件", f"at most {MOST} files at once"),
                say("请把材料合并成一个 PDF 再上传。", "Put them into one PDF."),
            )
        data = upload.read(MOST_MB * MB + 1)
        total += len(data)
        found.append(look_at(upload.name or "", data, allowed))
        if total > TOGETHER_MB * MB:
            raise PlainError(
                say(f"文件合计超过 {TOGETHER_MB} MB", f"the files are over {TOGETHER_MB} MB together"),
                say("请降低扫描分辨率，或者分次上传。", "Scan at a lower resolution or send fewer."),
            )  # fmt: skip
    return found


def look_at(name: str, data: bytes, allowed: frozenset[str]) -> Arrived:
    """One file."""
    called = plain_name(name)
    if not data:
        raise PlainError(
            say(f"文件“{called}”是空的", f"“{called}” is empty"),
            say("请重新选择文件。", "Choose the file again."),
        )
    if len(data) > MOST_MB * MB:
        raise PlainError(
            say(f"文件“{called}”超过 {MOST_MB} MB", f"“{called}” is over {MOST_MB} MB"),
            say(
                "请降低扫描分辨率（300 dpi 足够），或者分开上传。", "Scan at 300 dpi, or split it."
            ),
        )
    kind = kind_of(data)
    if kind == "macros":
        raise PlainError(
            say(f"文件“{called}”含有宏", f"“{called}” has macros"),
            say("请另存为不含宏的文件，或者导出为 PDF。", "Save it without macros, or as a PDF."),
        )
    if kind not in allowed:
        takes = "、".join(one.upper() for one in TYPES if one in allowed)
        raise PlainError(
            say(f"文件“{called}”不是可以接收的类型", f"“{called}” is of no kind that is taken"),
            say(f"只收 {takes}，按内容识别，改扩展名没有用。", f"Taken are {takes}, by content."),
        )
    stem = called.rsplit(".", 1)[0] if "." in called else called
    return Arrived(f"{stem[: LONGEST_NAME - 5]}.{kind}", kind, data)


def kind_of(data: bytes) -> str:
    """What a file is by its content; `macros` for an office document that has some, else empty."""
    for sign, kind in _SIGNS:
        if data.startswith(sign):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[4:8] == b"ftyp":
        return "m4a" if data[8:11] == b"M4A" else "mp4"
    return _packed(data) if data[:4] == b"PK\x03\x04" else ""


def _packed(data: bytes) -> str:
    """An office document by what it has packed; only the names are read."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ""
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        return "macros"
    return next((kind for inner, kind in _PACKED.items() if inner in names), "")


def plain_name(name: str) -> str:
    """A file's own name: no folders, no signs that nobody sees."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    clean = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*\\/')
    return clean.strip(" .")[:LONGEST_NAME] or say("材料", "file")
