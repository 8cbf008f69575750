"""The QR code: the same modules in both drawings, and only where an address is given."""

import io
import re
import struct
import zlib

import pytest
from docx import Document

from hengjian.letters import make_pdf
from hengjian.letters.qr import matrix, png, svg
from hengjian.letters.replaced import make_docx
from hengjian.letters.tests.conftest import Written
from hengjian.letters.tests.measuring import BOTTOM, measure

ADDRESS = "https://hengjian.example.cn/verify/HL2026-0011"


def modules_of_png(data: bytes, scale: int) -> list[list[bool]]:
    side = struct.unpack(">I", data[16:20])[0]
    packed = zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8])
    row = (side + 7) // 8 + 1
    lines = [packed[at + 1 : at + row] for at in range(0, len(packed), row)]
    bits = [f"{int.from_bytes(line, 'big'):0{8 * len(line)}b}"[:side] for line in lines]
    return [[sign == "0" for sign in line[::scale]] for line in bits[::scale]]


def test_drawing_and_picture_have_the_same_modules() -> None:
    modules = matrix(ADDRESS)
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1", svg(ADDRESS))}
    assert drawn == {(x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}
    assert modules_of_png(png(ADDRESS, scale=4), 4) == modules
    assert matrix(ADDRESS + "x") != modules


@pytest.mark.parametrize(
    ("name", "address", "shown"),
    [("opinion", ADDRESS, True), ("opinion", "", False), ("case-approval", ADDRESS, False)],
)
def test_it_stands_below_the_text_of_the_first_page(
    written: Written, name: str, address: str, shown: bool
) -> None:
    measured = measure(make_pdf(written(name, {"verify_url": address})).data)
    captions = [run for run in measured.runs if run.text == "扫码核验文号"]
    assert [(run.page, run.top > BOTTOM) for run in captions] == ([(1, True)] if shown else [])


@pytest.mark.parametrize("name", ["opinion", "superior-letter"])
def test_what_is_typed_instead_stands_beside_it(written: Written, name: str) -> None:
    letter = written(name, {"verify_url": "https://hengjian.example.cn/verify/ABCDEFGHJKMN/"})
    runs = [run for run in measure(make_pdf(letter).data).runs if run.page == 1]
    beside = sorted((run.base, run.x, run.text) for run in runs if run.size == 7)
    assert BOTTOM < beside[0][0] < beside[-1][0] < BOTTOM + 20
    said = "".join(text for _, _, text in beside).replace(" ", "")
    assert said.endswith("核验码ABCDEFGHJKMNhengjian.example.cn/verify/")
    docx = Document(io.BytesIO(make_docx(letter)))
    told = "\n".join(one.text for one in docx.paragraphs)
    assert "核验码 ABCD EFGH JKMN　hengjian.example.cn/verify/" in told
