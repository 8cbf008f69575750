"""A letter as an editable DOCX, and the empty DOCX template that a bureau may change and hand back.

Serves offices that go on in WPS or Word. It carries the same words as the PDF in the same order; lines
per page are the word processor's, so the official form is the PDF.
"""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from hengjian.letters.letter import Form
from hengjian.letters.pdf import level
from hengjian.letters.text import Block, Cell, Each, Gap, Line, Row, Table, When

RED = RGBColor(0xD9, 0x16, 0x1C)
FONTS = {"fang": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "title": "方正小标宋简体",
         "song": "宋体"}  # fmt: skip
_ALIGN = {"body": WD_ALIGN_PARAGRAPH.JUSTIFY, "flush": WD_ALIGN_PARAGRAPH.LEFT,
          "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}  # fmt: skip
CATEGORY = "hengjian:"
"""The core property `category` of our templates says which document they are for."""


def base(form: Form, *, mark_size: float = 47) -> bytes:
    """The DOCX template of a form: its wording with the fields still in it."""
    made = _Maker(form, mark_size)
    made.build()
    out = io.BytesIO()
    made.docx.save(out)
    return out.getvalue()


class _Maker:
    """Writes one template from top to bottom."""

    def __init__(self, form: Form, mark_size: float) -> None:
        self.form, self.mark_size = form, mark_size
        self.docx: Any = docx.Document()
        self.layout = form.document.layout

    def build(self) -> None:
        self._page()
        {"head": self._head, "letter": self._letter_head}.get(self.layout, self._plain_head)()
        document = self.form.document
        if document.to:
            self.paragraph(f"{document.to}：", "flush")
        self.blocks(self.form.blocks)
        for line in document.closes:
            self.paragraph(line)
        if self.layout in {"head", "letter"}:
            _keep(self.docx.paragraphs[-1])
            self._signature()
            self._annexes()
            self._colophon()
        if document.code != "none":
            self.control("if code")
            self.paragraph("{{ code }}　{{ code_words }}", "flush")
            self.control("endif")
        core = self.docx.core_properties
        core.category, core.title, core.author = CATEGORY + self.form.id, document.name, ""

    # --- the page ---------------------------------------------------------------------------------

    def _page(self) -> None:
        section = self.docx.sections[0]
        section.start_type = WD_SECTION.NEW_PAGE
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(15), Mm(22)
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        for name, value in (("type", "lines"), ("linePitch", "580")):
            grid.set(qn(f"w:{name}"), value)
        normal = self.docx.styles["Normal"]
        normal.font.size = Pt(16)
        properties = normal.element.get_or_add_rPr()
        _font(properties, "fang")
        closer = OxmlElement(
            "w:spacing"
        )  # 28 characters of 16 pt on 156 mm, in every word processor
        closer.set(qn("w:val"), "-5")
        properties.insert_element_before(closer, "w:kern", "w:position", "w:sz")
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.line_spacing = Pt(29)
        self.docx.settings.odd_and_even_pages_header_footer = True
        section.different_first_page_header_footer = self.layout == "letter"
        if self.layout != "cover":
            self._folio(section.footer, "right")
            self._folio(section.even_page_footer, "flush")
        for header in (section.header, section.even_page_header, section.first_page_header):
            self._watermark(header)

    def _folio(self, footer: Any, place: str) -> None:
        if self.form.document.page_sign:
            signed = footer.add_paragraph()
            signed.paragraph_format.line_spacing = Pt(18)
            self._run(signed, self.form.document.page_sign, "fang", 12)
        paragraph = footer.paragraphs[0]
        paragraph.alignment = _ALIGN[place]
        _indent(paragraph, **{"rightChars" if place == "right" else "leftChars": 100})
        self._run(paragraph, "— ", "song", 14)
        for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
            run = self._run(paragraph, "", "song", 14)
            if kind:
                part = OxmlElement("w:fldChar")
                part.set(qn("w:fldCharType"), kind)
            else:
                part = OxmlElement("w:instrText")
                part.text = text
            run._r.append(part)
        self._run(paragraph, " —", "song", 14)

    def _watermark(self, header: Any) -> None:
        """Filled only for simulated data; the line is empty otherwise."""
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, "{{ simulated }}", "hei", 14).font.color.rgb = RGBColor(150, 150, 150)

    # --- heads ------------------------------------------------------------------------------------

    def _mark(self, before: float, size: float) -> None:
        paragraph = self.docx.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Mm(before)
        paragraph.paragraph_format.line_spacing = 1.0
        _off_grid(paragraph)
        self._run(paragraph, self.form.document.mark, "title", size, bold=True).font.color.rgb = RED

    def _head(self) -> None:
        self._mark(30, self.mark_size)
        self.gap()
        paragraph = self.docx.add_paragraph()
        if self.form.document.upward:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT)
            _indent(paragraph, leftChars=100)
            self._run(paragraph, "{{ number }}\t签发人：")
            self._run(paragraph, "{{ signer }}", "kai")
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._run(paragraph, "{{ number }}")
        _border(paragraph, "bottom", "D9161C", 8, space=8)
        self.gap()
        self._title()
        self.gap()

    def _letter_head(self) -> None:
        self._mark(0, min(34, self.mark_size))
        paragraph = self.docx.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _border(paragraph, "top", "D9161C", 18, space=4, kind="thickThinSmallGap")
        self._run(paragraph, "{{ number }}")
        self.gap()
        self._title()
        self.gap()

    def _plain_head(self) -> None:
        if self.layout == "cover":
            self.gap(3)
            self.paragraph("{{ issuer }}", "center", font="title", size=26)
        self._title(size=36 if self.layout == "cover" else 22)
        self.gap()
        if self.layout != "cover" and "number" not in self.form.used:
            self.control("if number")
            self.paragraph("{{ number }}", "right", size=14)
            self.control("endif")

    def _title(self, size: float = 22) -> None:
        self.paragraph(self.form.document.heading, "center", font="title", size=size, bold=True)

    # --- the wording ------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Line(text=text, place=place):
                    self.paragraph(text, place)
                case Gap():
                    self.gap()
                case Table():
                    self.table(block)
                case When():
                    self.control(_opening(block))
                    self.blocks(block.inner)
                    self.control("endif")
                case Each():
                    self.control(_opening(block))
                    self.blocks(block.inner)
                    self.control("endfor")
                case Row():
                    raise TypeError("a row stands in a table")

    def control(self, words: str) -> None:
        """A paragraph that the filling takes away: {%p if … %}."""
        self.docx.add_paragraph(f"{{%p {words} %}}")

    def gap(self, lines: int = 1) -> None:
        for _ in range(lines):
            self.docx.add_paragraph()

    def paragraph(self, text: str, place: str = "body", *, font: str = "", size: float = 0,
                  bold: bool = False) -> Any:  # fmt: skip
        paragraph = self.docx.add_paragraph()
        paragraph.alignment = _ALIGN[place]
        if place == "body":
            _indent(paragraph, firstLineChars=200)
        kind = level(text) if place == "body" else ""
        paragraph.paragraph_format.keep_with_next = True if kind else None
        font = font or {"h1": "hei", "h2": "kai"}.get(kind, "fang")
        self._run(paragraph, text, font, size, bold=bold)
        if size:
            _off_grid(paragraph)
        if size > 22:
            paragraph.paragraph_format.line_spacing = 1.2
        return paragraph

    def _run(self, paragraph: Any, text: str, font: str = "fang", size: float = 0, *,
             bold: bool = False) -> Any:  # fmt: skip
        run = paragraph.add_run(text)
        if size:
            run.font.size = Pt(size)
        run.font.bold = bold or None
        _font(run._r.get_or_add_rPr(), font)
        return run

    # --- tables -----------------------------------------------------------------------------------

    def table(self, block: Table) -> None:
        total = sum(block.widths)
        widths = [Mm(156 * width / total) for width in block.widths]
        table = self.docx.add_table(rows=0, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        self._rows(table, widths, block.rows)
        self.gap()

    def _rows(self, table: Any, widths: list[Any], rows: Sequence[Block]) -> None:
        for block in rows:
            if isinstance(block, When | Each):
                self._control_row(table, widths, _opening(block))
                self._rows(table, widths, block.inner)
                self._control_row(table, widths, "endif" if isinstance(block, When) else "endfor")
            elif isinstance(block, Row):
                self._row(table, widths, block)

    def _control_row(self, table: Any, widths: list[Any], words: str) -> None:
        row = table.add_row()
        _widen(row, widths)
        row.cells[0].paragraphs[0].add_run(f"{{%tr {words} %}}")

    def _row(self, table: Any, widths: list[Any], block: Row) -> None:
        row = table.add_row()
        row.height = Mm(7 * block.height)
        _widen(row, widths)
        at = 0
        for cell in block.cells:
            box = row.cells[at]
            if cell.span > 1:
                box = box.merge(row.cells[at + cell.span - 1])
            self._cell(box, cell)
            at += cell.span

    def _cell(self, box: Any, cell: Cell) -> None:
        box.vertical_alignment = 1 if cell.label else 0
        for number, line in enumerate(cell.lines):
            paragraph = box.paragraphs[0] if number == 0 else box.add_paragraph()
            paragraph.paragraph_format.line_spacing = Pt(18)
            place = "center" if cell.label else "flush" if line.place == "body" else line.place
            paragraph.alignment = _ALIGN[place]
            _off_grid(paragraph)
            self._run(paragraph, line.text, "fang", 14 if self.layout == "cover" else 12)

    # --- below the wording ------------------------------------------------------------------------

    def _signature(self) -> None:
        self.control("if attachments")
        self.gap()
        paragraph = self.paragraph("附件：{{ attachments }}", "flush")
        _indent(paragraph, leftChars=500, hangingChars=300)
        _keep(paragraph)
        self.control("endif")
        self.gap(2)
        _keep(*self.docx.paragraphs[-2:])
        for text in ("{{ issuer }}", "{{ date }}"):
            paragraph = self.paragraph(text, "right")
            _indent(paragraph, rightChars=400)
            if "issuer" in text:
                _keep(paragraph)
        self.control("if note")
        self.paragraph("（{{ note }}）")
        self.control("endif")

    def _annexes(self) -> None:
        """Each begins a page of its own, before the colophon."""
        self.control("for annex in annexes")
        head = self.paragraph("附件{{ annex.number }}", "flush", font="hei")
        head.paragraph_format.page_break_before = True
        self.gap()
        self.paragraph("{{ annex.title }}", "center", font="title", size=22, bold=True)
        self.gap()
        self.paragraph("{{ annex.text }}")
        self.control("endfor")

    def _colophon(self) -> None:
        full = self.layout == "head"
        self.control("if copies")
        paragraph = self.paragraph("抄送：{{ copies }}。", "flush", size=14)
        _indent(paragraph, leftChars=100, rightChars=100)
        if full:
            _border(paragraph, "top", "000000", 8)
        self.control("endif")
        if full:
            self.control("if printed_by")
            paragraph = self.paragraph("{{ printed_by }}\t{{ printed_on }}印发", "flush", size=14)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT)
            _indent(paragraph, leftChars=100)
            _border(paragraph, "bottom", "000000", 8)
            _border(paragraph, "top", "000000", 4)
            self.control("endif")


def _opening(block: When | Each) -> str:
    if isinstance(block, Each):
        return f"for {block.row} in {block.rows}"
    return f"if {'not ' if block.no else ''}{block.field}"


def _font(properties: Any, part: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONTS[part])


def _indent(paragraph: Any, **chars: int) -> None:
    """Indents in hundredths of a character, as WPS counts them; in twips for what does not."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, value in chars.items():
        indent.set(qn(f"w:{name}"), str(value))
        indent.set(qn(f"w:{name.removesuffix('Chars')}"), str(round(value * 3.158)))


def _off_grid(paragraph: Any) -> None:
    """Let this paragraph keep its own spacing: small print, large heads."""
    properties = paragraph._p.get_or_add_pPr()
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    properties.insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _keep(*paragraphs: Any) -> None:
    """Let these stay on the page of what follows: a signature never stands alone."""
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _border(paragraph: Any, side: str, colour: str, size: int, *, space: int = 1,
            kind: str = "single") -> None:  # fmt: skip
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders,
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:rPr",
        )
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", size), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    borders.insert(0, line) if side == "top" else borders.append(line)


def _widen(row: Any, widths: list[Any]) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
