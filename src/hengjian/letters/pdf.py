"""A letter as PDF/A in the layout of GB/T 9704-2012, and where on it a seal belongs.

Serves issuing and printing. It draws no seal: its place is left free, and the place is told to
whoever seals.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from hengjian.content import say
from hengjian.letters import qr
from hengjian.letters.filling import laid_out
from hengjian.letters.letter import Letter
from hengjian.letters.setting import TEMPLATES, MissingGlyphError, compiler, pdf
from hengjian.letters.values import Fault, LetterError
from hengjian.letters.fonts import fonts

_MM = 72 / 25.4
_ENDS = "。；：;:，,、！？"
_LEVELS = ((re.compile(r"^[一二三四五六七八九十百]+、"), "h1"),
           (re.compile(r"^（[一二三四五六七八九十百]+）"), "h2"))  # fmt: skip
_BREAK_AFTER = "的和与及对就、，》）〕"
TITLE_LINE = 19
"""Characters of 二号 on one line of 156 mm, with a little room."""


@dataclass(frozen=True, slots=True)
class SealPlace:
    """The middle of the seal: page from 1, millimetres from the left and the top of the paper."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MadePdf:
    data: bytes
    seal: SealPlace | None


def make_pdf(letter: Letter) -> MadePdf:
    """The letter as PDF. LetterError names the field whose character no font has."""
    document = letter.form.document
    made = compiler(TEMPLATES / "letter.typ", data_of(letter))
    try:
        data = pdf(made, on=letter.envelope.dated)
    except MissingGlyphError as error:
        raise _named(letter, error) from error
    place = _seal_place(made) if document.seal and letter.signed else None
    return MadePdf(data, place)


def data_of(letter: Letter) -> dict[str, Any]:
    """What the template is set from."""
    document, given, words = letter.form.document, letter.envelope, letter.words
    blocks = laid_out(letter.form.blocks, words)
    blocks += [{"kind": "line", "place": "body", "text": letter.filled(line)} for line in document.closes]
    for block in blocks:
        if block["kind"] == "line":
            block["style"] = level(block["text"]) if block["place"] == "body" else ""
    code = given.verify_url if document.code != "none" else ""
    return {
        **{name: words[name] for name in ("issuer", "mark", "number", "date", "signer", "printed_by",
                                          "printed_on", "secrecy", "urgency", "copy_number", "note")},
        "layout": document.layout,
        "folio": document.layout != "cover",
        "simulated": given.simulated,
        "upward": document.upward,
        "heading": letter.heading,
        "title": title_lines(letter.heading),
        "to": letter.to,
        "blocks": blocks,
        "copies": given.copies,
        "attachments": given.attachments,
        "signed": letter.signed,
        "seal": letter.signed,
        "qr": qr.svg(code) if code else "",
        "fonts": fonts().parts(),
    }  # fmt: skip


def level(text: str) -> str:
    """h1 for 一、, h2 for （一） — where the line is a heading and not a sentence."""
    if not text or text[-1] in _ENDS or len(text) > 40:
        return ""
    return next((name for pattern, name in _LEVELS if pattern.match(text)), "")


def title_lines(title: str) -> list[str]:
    """The title in lines of like length, broken after a particle where one is near."""
    lines: list[str] = []
    rest = title
    count = -(-len(title) // TITLE_LINE)
    while count > 1 and len(rest) > TITLE_LINE:
        ideal = -(-len(rest) // count)
        near = sorted(range(max(1, ideal - 3), min(TITLE_LINE, ideal + 3) + 1),
                      key=lambda at: (abs(at - ideal), at))  # fmt: skip
        near = [at for at in near if len(rest) - at <= TITLE_LINE * (count - 1)] or [ideal]
        at = next((at for at in near if rest[at - 1] in _BREAK_AFTER), near[0])
        lines.append(rest[:at])
        rest, count = rest[at:], count - 1
    return [*lines, *(rest[at : at + TITLE_LINE] for at in range(0, len(rest), TITLE_LINE))]


def _seal_place(made: Any) -> SealPlace | None:
    found = json.loads(made.query("<seal>", field="value"))
    if not found:
        return None
    x, y = (float(found[0][axis].removesuffix("pt")) / _MM for axis in "xy")
    return SealPlace(int(found[0]["page"]), round(x, 1), round(y, 1))


def _named(letter: Letter, error: MissingGlyphError) -> LetterError:
    """Which field holds the character."""
    faults = []
    for name, value in letter.words.items():
        if error.sign in str(value):
            field = letter.form.document.field(name)
            label = field.label if field else name
            faults.append(
                Fault(name, say(f"{label}里的“{error.sign}”没有字体可以显示",
                                f"{label}: no font has the character “{error.sign}”"))
            )  # fmt: skip
    return LetterError(error.message, tuple(faults), error.remedy)
