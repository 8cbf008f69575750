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
from hengjian.letters.fonts import fonts
from hengjian.letters.letter import Letter
from hengjian.letters.setting import TEMPLATES, MissingGlyphError, compiler, pdf
from hengjian.letters.values import Fault, LetterError

_MM = 72 / 25.4
_ENDS = "。；：;:，,、！？"
_LEVELS = ((re.compile(r"^[一二三四五六七八九十百]+、"), "h1"),
           (re.compile(r"^（[一二三四五六七八九十百]+）"), "h2"))  # fmt: skip
_BREAK_AFTER = "的和与及对就、，》）〕"
_WORDS = (
    "行政", "执法", "监督", "司法局", "司法", "管理", "监管", "市场", "政府", "人民", "案卷", "评查", "检查",
    "涉企", "决定", "通知", "意见", "建议", "整改", "情况", "线索", "移送", "专项", "专报", "报告", "请示",
    "上半年", "年度", "年第", "季度", "批准", "作出", "协调", "争议", "会议", "纪要", "公布", "主体",
    "证件", "暂扣", "收回", "文书", "开展", "转办", "诉求", "处罚", "许可", "强制", "机关", "部门", "执法局",
    "管理局", "工作", "方案", "协同", "办理", "复函", "检察", "标识", "人员", "涉嫌", "当事人", "财物",
    "收受", "报请", "综合", "交通", "运输", "自然", "资源", "生态", "环境", "领域", "听证", "权利",
)  # fmt: skip
"""Words that titles are made of; a line is not broken inside one where that can be helped."""
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


def pictures(letter: Letter, *, ppi: int = 96) -> list[bytes]:
    """The letter's pages as PNG, for a look on any screen; what counts is the PDF."""
    made = compiler(TEMPLATES / "letter.typ", data_of(letter))
    found = made.compile(format="png", ppi=ppi)
    return [found] if isinstance(found, bytes) else [bytes(one) for one in found]


def data_of(letter: Letter) -> dict[str, Any]:
    """What the template is set from."""
    document, given, words = letter.form.document, letter.envelope, letter.words
    blocks = laid_out(letter.form.blocks, words)
    blocks += [
        {"kind": "line", "place": "body", "text": letter.filled(line)} for line in document.closes
    ]
    _style(blocks)
    annexes: list[dict[str, Any]] = [
        {"title": title_lines(annex.title),
         "blocks": [{"kind": "line", "place": "body", "text": text}
                    for text in annex.text.split("\n")]}
        for annex in given.annexes
    ]  # fmt: skip
    for annex in annexes:
        _style(annex["blocks"])
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
        "attachments": given.attached,
        "annexes": annexes,
        "page_sign": document.page_sign,
        "signed": letter.signed,
        "qr": qr.svg(code) if code else "",
        "qr_words": given.verify_words,
        "fonts": fonts().parts(),
    }  # fmt: skip


def _style(blocks: list[dict[str, Any]]) -> None:
    for block in blocks:
        if block["kind"] == "line":
            block["style"] = level(block["text"]) if block["place"] == "body" else ""


def level(text: str) -> str:
    """h1 for 一、, h2 for （一） — where the line is a heading and not a sentence."""
    if not text or text[-1] in _ENDS or len(text) > 40:
        return ""
    return next((name for pattern, name in _LEVELS if pattern.match(text)), "")


def title_lines(title: str) -> list[str]:
    """The title in lines of like length, broken where the sense allows it."""
    lines: list[str] = []
    rest = title
    for left in range(-(-len(title) // TITLE_LINE), 1, -1):
        ideal = -(-len(rest) // left)
        least = len(rest) - TITLE_LINE * (left - 1)
        places = range(max(1, least, ideal - 4), min(TITLE_LINE, ideal + 4) + 1)
        at = min(places, key=lambda at: (abs(at - ideal) + _cost(rest, at), at))
        lines.append(rest[:at])
        rest = rest[at:]
    return [*lines, rest] if rest else lines


def _cost(title: str, at: int) -> int:
    """How ill a break before `at` sits: inside a word worse than beside one, best after 的."""
    inside = any(
        title.startswith(word, start)
        for word in _WORDS
        for start in range(max(0, at - len(word) + 1), at)
    )
    return 6 * inside - 2 * (title[at - 1] in _BREAK_AFTER)


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
