"""A whole dossier as one PDF: cover, catalogue, then every piece with its page numbers.

Serves printing and reading. The pieces stay as they were (seals and all); what is bound is a copy for
reading and no longer PDF/A, so the single documents remain the ones that count.
"""

import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hengjian.content import Content, PlainError, say
from hengjian.letters.letter import Envelope, Form, Letter
from hengjian.letters.pdf import make_pdf
from hengjian.letters.setting import typst

Progress = Callable[[int, int], None]
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}
_HARMLESS = {"/GoTo", "/URI"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of the dossier: a PDF, or a scan as PNG or JPEG."""

    title: str
    data: bytes | Path
    number: str = ""
    author: str = ""
    dated: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was bound, and on which of its numbered pages each piece begins."""

    data: bytes
    pages: int
    begins: tuple[int, ...]


class PieceError(PlainError):
    """A piece cannot be bound; the message names it."""

    def __init__(self, piece: Piece, zh: str, en: str) -> None:
        super().__init__(
            say(f"卷内“{piece.title}”{zh}", f"the piece “{piece.title}” {en}"),
            say("请重新导出为普通的 PDF 后替换。", "Export it as a plain PDF and replace it."),
        )


def bind(
    pieces: Sequence[Piece],
    *,
    content: Content,
    cover: Mapping[str, object],
    envelope: Envelope,
    annex: bool = False,
    progress: Progress | None = None,
) -> Dossier:
    """Bind the pieces in order. ``cover``: the cover's fields without its page count."""
    from pypdf import PdfWriter

    tell = progress or (lambda done, total: None)
    readers = []
    for done, piece in enumerate(pieces):
        readers.append(_opened(piece))
        tell(done, 2 * len(pieces))
    counts = [len(reader.pages) for reader in readers]
    begins = [1 + sum(counts[:at]) for at in range(len(counts))]
    writer = PdfWriter()
    front = [
        (say("封面", "cover"), _letter(content, "dossier-cover",
                                       {**cover, "pages": str(sum(counts))}, envelope)),
        (say("目录", "catalogue"),
         _letter(content, "annex-catalogue" if annex else "dossier-catalogue",
                 {"items": _rows(pieces, counts, begins)}, envelope)),
    ]  # fmt: skip
    for title, made in front:
        writer.append(io.BytesIO(made), outline_item=title, import_outline=False)
    unnumbered = len(writer.pages)
    for done, (piece, reader) in enumerate(zip(pieces, readers, strict=True)):
        try:
            writer.append(reader, outline_item=piece.title, import_outline=False)
        except Exception as error:  # whatever a damaged file makes the reader raise
            raise PieceError(piece, "的 PDF 已损坏", "is a damaged PDF") from error
        tell(len(pieces) + done, 2 * len(pieces))
    _number(writer, unnumbered)
    out = io.BytesIO()
    writer.write(out)
    tell(2 * len(pieces), 2 * len(pieces))
    return Dossier(out.getvalue(), sum(counts), tuple(begins))


def _letter(content: Content, name: str, values: Mapping[str, object], given: Envelope) -> bytes:
    return make_pdf(Letter(Form.load(content, name), values, given)).data


def _rows(pieces: Sequence[Piece], counts: list[int], begins: list[int]) -> list[dict[str, object]]:
    return [
        {
            "index": str(index),
            "number": piece.number,
            "author": piece.author,
            "title": piece.title,
            "date": piece.dated.isoformat() if piece.dated else "",
            "page": str(first) if count == 1 else f"{first}-{first + count - 1}",
            "note": piece.note,
        }
        for index, (piece, count, first) in enumerate(zip(pieces, counts, begins, strict=True), 1)
    ]


def _opened(piece: Piece) -> Any:
    """The piece as a reader. PieceError where it is no PDF, damaged, locked or without a page."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        data = piece.data.read_bytes() if isinstance(piece.data, Path) else piece.data
    except OSError as error:
        raise PieceError(piece, "的文件读不到", "cannot be read") from error
    kind = next((kind for sign, kind in _PICTURES.items() if data.startswith(sign)), "pdf")
    if kind != "pdf":
        data = _scan(piece, data, kind)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise PieceError(piece, "设有密码", "is locked by a password")
        if not reader.pages:
            raise PieceError(piece, "没有一页", "has no page")
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise PieceError(piece, "不是 PDF，或者已损坏", "is no PDF, or a damaged one") from error
    return reader


def _scan(piece: Piece, data: bytes, kind: str) -> bytes:
    """A picture as one A4 page."""
    source = (
        "#set page(width: 210mm, height: 297mm, margin: (left: 25mm, rest: 12mm))\n"
        f'#align(center + horizon, image("scan.{kind}", width: 100%, height: 100%, fit: "contain"))'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"scan.{kind}").write_bytes(data)
        main = Path(folder) / "main.typ"
        main.write_text(source)
        try:
            made = typst().Compiler(str(main), root=folder).compile(format="pdf")
        except typst().TypstError as error:
            raise PieceError(piece, "的图片已损坏", "is a damaged picture") from error
    return bytes(made)


def _number(writer: Any, unnumbered: int) -> None:
    """Write the page number into the outer upper corner of every page of the pieces."""
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
    )
    save, restore = StreamObject(), StreamObject()
    save.set_data(b"q\n")
    restore.set_data(b"\nQ\n")
    around = writer._add_object(save), writer._add_object(restore)
    for number, page in enumerate(list(writer.pages)[unnumbered:], 1):
        _disarm(page)
        if page.rotation:
            page.transfer_rotation_to_content()
        _stamp(writer, page, number, font, around)


def _stamp(writer: Any, page: Any, number: int, font: Any, around: tuple[Any, Any]) -> None:
    """Add a stream of its own: the page's own drawing is not touched and need not be understood."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

    box = page.mediabox
    x = float(box.right) - 60 if number % 2 else float(box.left) + 40
    mark = StreamObject()
    mark.set_data(
        f"q BT 0 g /HjFolio 12 Tf {x:.1f} {float(box.top) - 42:.1f} Td ({number}) Tj ET Q\n".encode()
    )
    resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
    fonts = DictionaryObject(resources.get("/Font", DictionaryObject()).get_object())
    fonts[NameObject("/HjFolio")] = font
    resources[NameObject("/Font")] = fonts
    page[NameObject("/Resources")] = resources
    drawn: list[Any] = []
    if "/Contents" in page:
        raw = page.raw_get("/Contents")
        inner = raw.get_object()
        drawn = list(inner) if isinstance(inner, list) else [raw]
        drawn = [one if hasattr(one, "idnum") else writer._add_object(one) for one in drawn]
    page[NameObject("/Contents")] = ArrayObject(
        [around[0], *drawn, around[1], writer._add_object(mark)]
    )


def _disarm(page: Any) -> None:
    """Take away what a page would do by itself; the looks of annotations and seals stay."""
    page.pop("/AA", None)
    for reference in page.get("/Annots", None) or ():
        note = reference.get_object()
        if not isinstance(note, dict):
            continue
        note.pop("/AA", None)
        action = note.get("/A")
        if action is not None and action.get_object().get("/S") not in _HARMLESS:
            note.pop("/A", None)
