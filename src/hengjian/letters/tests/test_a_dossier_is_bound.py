"""Cover, catalogue and pieces as one PDF, with page numbers that agree."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from hengjian.content import Content
from hengjian.letters import Envelope, Form, make_pdf
from hengjian.letters.dossier import Dossier, Piece, PieceError, bind
from hengjian.letters.qr import png
from hengjian.letters.tests.conftest import Written

OFFICE = Envelope("衡澜市司法局", simulated=True)


class Binder:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.cover = dict(Form.load(content, "dossier-cover").sample().values)
        del self.cover["pages"]

    def __call__(self, *pieces: Piece, **more: Any) -> Dossier:
        return bind(pieces, content=self.content, cover=self.cover, envelope=OFFICE, **more)


@pytest.fixture(scope="module")
def binder(content: Content) -> Binder:
    return Binder(content)


@pytest.fixture(scope="module")
def opinion(written: Written) -> bytes:
    return make_pdf(written("opinion")).data


def pages_of(made: Dossier) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(made.data))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_pieces_follow_the_catalogue_with_their_pages(binder: Binder, opinion: bytes) -> None:
    told: list[tuple[int, int]] = []
    first = Piece("监督意见书", opinion, "衡司监督意〔2026〕2号", "衡澜市司法局", date(2026, 4, 15))
    made = binder(first, Piece("照片", png("x"), note="扫描"),
                  Piece("复印件", opinion), progress=lambda *at: told.append(at))  # fmt: skip
    count = len(pypdf.PdfReader(io.BytesIO(opinion)).pages)
    assert (made.begins, made.pages) == ((1, count + 1, count + 2), 2 * count + 1)
    cover, catalogue, *rest = pages_of(made)
    assert "行政执法监督卷宗" in cover
    assert f"本卷页数{made.pages}" in cover
    assert f"2026-04-151-{count}" in catalogue
    assert f"照片{count + 1}扫描" in catalogue
    assert len(rest) == made.pages
    assert [text.endswith(str(n)) for n, text in enumerate(rest, 1)] == [True] * made.pages
    outline = pypdf.PdfReader(io.BytesIO(made.data)).outline
    assert [one.title for one in outline] == ["封面", "目录", "监督意见书", "照片", "复印件"]  # type: ignore[union-attr]
    assert told[-1] == (6, 6)


def test_the_annex_has_a_catalogue_of_its_own(binder: Binder, opinion: bytes) -> None:
    assert "副卷目录" in pages_of(binder(Piece("投诉书", opinion), annex=True))[1]
    assert "卷内目录" in pages_of(binder(Piece("投诉书", opinion)))[1]


def locked(opinion: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(opinion))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def empty(_: bytes) -> bytes:
    out = io.BytesIO()
    pypdf.PdfWriter().write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (locked, "设有密码"),
        (empty, "没有一页"),
        (lambda data: b"%PDF-1.7 nothing", "不是 PDF"),
        (lambda data: b"hello", "不是 PDF"),
        (lambda data: b"\x89PNG\r\n\x1a\nbroken", "图片已损坏"),
    ],
    ids=["locked", "empty", "hollow", "text", "picture"],
)
def test_a_piece_that_cannot_be_bound_is_named(
    binder: Binder, opinion: bytes, spoil: Any, told: str
) -> None:
    with pytest.raises(PieceError, match=f"现场照片.*{told}"):
        binder(Piece("意见书", opinion), Piece("现场照片", spoil(opinion)))


def test_a_page_does_nothing_by_itself_but_keeps_its_seal(binder: Binder, opinion: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(opinion))
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    seal = {
        NameObject("/Subtype"): NameObject("/Stamp"),
        NameObject("/A"): DictionaryObject(action),
    }
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(action)})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(DictionaryObject(seal))])
    out = io.BytesIO()
    writer.write(out)
    made = binder(Piece("带印章", out.getvalue()))
    bound = pypdf.PdfReader(io.BytesIO(made.data)).pages[2]
    assert bound["/Annots"][0].get_object()["/Subtype"] == "/Stamp"  # type: ignore[index]
    assert b"/JavaScript" not in made.data
    assert "/AA" not in bound
