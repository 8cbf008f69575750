"""Cuts the text of a condition into words, numbers, dates, quoted texts and signs.

Serves the parser. Chinese needs no spaces: a run of it is cut so that only known names remain, longer
ones first. It looks at each character a bounded number of times, whatever the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengjian.content import say
from hengjian.rules.custom.faults import LARGEST, LENGTH, TOKENS, refused
from hengjian.rules.custom.vocabulary import Vocabulary
from hengjian.rules.custom.words import SIGNS, WORDS, WRITTEN_UNITS

_HALF = str.maketrans(
    "（）｛｝，＜＞＝！＋－＊０１２３４５６７８９．；", "(){},<>=!+-*0123456789.;"
)
"""Full-width signs as the half-width ones they mean; every sign keeps its place."""
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})(?!\d)|年(\d{1,2})月(\d{1,2})日)", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_QUOTES = {"“": "”", "‘": "’", "「": "」", '"': '"', "'": "'"}
_PUNCTUATION = "(){},、"


@dataclass(frozen=True)
class Token:
    """``kind``: word, number, day, text, sign or end · ``unit``: of a number."""

    kind: str
    text: str
    start: int
    end: int
    value: Decimal | date | None = None
    unit: str = ""


def tokens_of(text: str, vocabulary: Vocabulary) -> list[Token]:
    """All tokens and an end; CustomRuleError where the text is too long or cannot be cut."""
    if len(text) > LENGTH:
        raise refused(
            say(f"太长：最多 {LENGTH} 个字，现有 {len(text)} 个。请分成几条规则",
                f"too long: {len(text)} characters of at most {LENGTH}; split the rule"),
        )  # fmt: skip
    found: list[Token] = []
    for token in _Cutter(text, vocabulary).tokens():
        found.append(token)
        if len(found) > TOKENS:
            raise refused(
                say(f"太长：最多 {TOKENS} 个词。请分成几条规则",
                    f"too long: at most {TOKENS} words; split the rule"),
                token.start, token.end,
            )  # fmt: skip
    return [*found, Token("end", "", len(text), len(text))]


class _Cutter:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._raw, self._text = text, text.translate(_HALF)
        self._vocabulary = vocabulary

    def tokens(self) -> Iterator[Token]:
        at = 0
        while at < len(self._text):
            if self._text[at].isspace():
                at += 1
                continue
            for token in self._at(at):
                yield token
                at = token.end

    def _at(self, at: int) -> list[Token]:
        sign = self._text[at]
        if sign in "“0123456789" and (named := self._field(at)):
            return [named]
        if sign in _QUOTES:
            return [self._quoted(at)]
        if sign.isascii() and sign.isdigit():
            return [self._number(at)]
        if sign in _PUNCTUATION:
            return [Token("sign", "," if sign == "、" else sign, at, at + 1)]
        for form in SIGNS:
            if self._text.startswith(form, at):
                return [Token("sign", form, at, at + len(form))]
        if sign.isascii() and (name := _NAME.match(self._text, at)):
            return [self._word(at, name.end())]
        if sign.isalpha():
            return self._run(at)
        raise refused(
            say(f"不认识的符号“{sign}”", f"unknown sign “{sign}”"), at, at + 1
        )  # fmt: skip

    def _word(self, start: int, end: int) -> Token:
        return Token("word", self._raw[start:end], start, end)

    def _field(self, at: int) -> Token | None:
        """A field whose label begins with a quotation mark or a digit."""
        for end in self._vocabulary.ends(self._raw, at):
            if self._raw[at:end] in self._vocabulary.fields:
                return self._word(at, end)
        return None

    def _quoted(self, at: int) -> Token:
        close = self._text.find(_QUOTES[self._text[at]], at + 1)
        if close < 0:
            raise refused(
                say("引号没有结束：请补上后引号", "a quotation mark is not closed"), at, at + 1
            )
        return Token("text", self._raw[at + 1 : close], at, close + 1)

    def _number(self, at: int) -> Token:
        if day := _DAY.match(self._text, at):
            year, *rest = (int(part) for part in day.groups() if part is not None)
            try:
                value = date(year, *rest)
            except ValueError:
                raise refused(
                    say(f"没有这一日：{day[0]}", f"there is no such day: {day[0]}"), *day.span()
                ) from None
            return Token("day", day[0], *day.span(), value=value)
        number = _NUMBER.match(self._text, at)
        digits = number[0] if number else ""
        end = at + len(digits)
        if len(digits) > 20 or Decimal(digits) > LARGEST:
            raise refused(say("数太大：最大一万亿", "a number over 10^12"), at, end)
        unit, end = self._unit(end)
        amount = Decimal(digits)
        if unit == "wan":
            amount, unit = amount * 10_000, "yuan"
        return Token("number", self._raw[at:end], at, end, amount, unit)

    def _unit(self, end: int) -> tuple[str, int]:
        """The unit behind a number and where it ends."""
        at = end
        while at < len(self._text) and self._text[at] == " ":
            at += 1
        for form, unit in WRITTEN_UNITS.items():
            stop = at + len(form)
            if not self._raw.startswith(form, at):
                continue
            if form.isascii() and form.isalpha() and self._raw[stop : stop + 1].isalnum():
                continue
            return unit, stop
        return "", end

    # --- a run of Chinese ---------------------------------------------------------------------------

    def _run(self, start: int) -> list[Token]:
        end = start
        while end < len(self._text) and (self._text[end].isalpha() or self._text[end] == "_"):
            end += 1
        cut = self._cut(start, end)
        if cut is not None:
            return [self._word(*span) for span in cut]
        return [self._word(start, self._until_a_word(start, end))]

    def _cut(self, start: int, end: int) -> list[tuple[int, int]] | None:
        """The run cut into known names, two of which meet only at an operator or the like; None
        where that cannot be."""
        nexts: dict[int, int] = {}
        begins_with_word: dict[int, bool] = {}
        for at in range(end - 1, start - 1, -1):
            for stop in self._vocabulary.ends(self._raw, at):
                word = self._raw[at:stop] in WORDS
                if stop < end and stop not in nexts:
                    continue
                if stop < end and not word and not begins_with_word[stop]:
                    continue
                nexts[at], begins_with_word[at] = stop, word
                break
        if start not in nexts:
            return None
        spans, at = [], start
        while at < end:
            spans.append((at, nexts[at]))
            at = nexts[at]
        return spans

    def _until_a_word(self, start: int, end: int) -> int:
        """Where an unknown name seems to end: before the next operator of the run."""
        for at in range(start + 1, end):
            for stop in self._vocabulary.ends(self._raw, at):
                if self._raw[at:stop] in WORDS and (stop - at > 1 or self._raw[at] in "且或"):
                    return at
        return end
