"""Tables come as PDF/A on the paper that was asked for, with every cell, and heads on every page."""

import io

import pytest
from pypdf import PdfReader

from hengjian.letters.tables import Sheet, tables_pdf

ROWS = [[f"第{n}县司法局", str(n * 1000)] for n in range(1, 90)]
SHEET = Sheet("合计", ["单位", "件数"], ROWS, [False, True], [3, 1])


def pages(*, wide: bool) -> PdfReader:
    made = tables_pdf(
        "季报汇总",
        "2026 年",
        [SHEET],
        issuer="示例市司法局",
        wide=wide,
        simulated=True,
        foot="散列值",
    )
    return PdfReader(io.BytesIO(made))


@pytest.mark.parametrize(("wide", "size"), [(False, (210, 297)), (True, (420, 297))])
def test_it_has_its_paper_its_heads_and_every_cell(wide: bool, size: tuple[int, int]) -> None:
    found = pages(wide=wide)
    box = found.pages[0].mediabox
    assert (round(box.width * 25.4 / 72), round(box.height * 25.4 / 72)) == size
    texts = ["".join(page.extract_text().split()) for page in found.pages]
    assert len(texts) > 1
    assert all("件数" in text and "模拟数据" in text for text in texts)
    assert all(name in "".join(texts) for name, _ in ROWS)
    assert "散列值" in texts[-1]
