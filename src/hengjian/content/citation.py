"""A citation of a norm: `行政处罚法#64(2)` → 行政处罚法第六十四条第二项.

Serves rules, parameters and documents with one way to write and read where a thing is laid down.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hengjian.content.speech import say

_DIGITS = "零一二三四五六七八九"
_FORM = re.compile(r"^(?P<law>[^#]+)(#(?P<article>[^.()#]+)"
                   r"(\.(?P<paragraph>\d+))?(\((?P<item>\d+)\))?)?$")  # fmt: skip


def chinese_number(n: int) -> str:
    """1 → 一, 20 → 二十, 182 → 一百八十二; n from 0 to 9999."""
    if n < 10:
        return _DIGITS[n]
    parts: list[str] = []
    zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            if zero and parts:
                parts.append("零")
            parts.append(_DIGITS[digit] + name)
            zero = False
        else:
            zero = True
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def arabic_number(text: str) -> int | None:
    """一百八十二 → 182, 两 → 2, "60" → 60; None if it is not a number up to 9999."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text.replace("两", "二").replace("〇", "零"):
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            return None
    return total + digit if text else None


@dataclass(frozen=True, slots=True)
class Citation:
    """Law id, article, paragraph (款) and item (项); the last three may be absent."""

    law: str
    article: str | None = None
    paragraph: int | None = None
    item: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Citation":
        match = _FORM.match(text.strip())
        if match is None:
            raise ValueError(
                say(f"引用写法有误：{text}（应如 行政处罚法#64(2)）", f"bad citation: {text}")
            )
        return cls(
            law=match["law"].strip(),
            article=match["article"],
            paragraph=int(match["paragraph"]) if match["paragraph"] else None,
            item=int(match["item"]) if match["item"] else None,
        )

    def words(self, title: str | None = None) -> str:
        """In the reader's language, with ``title`` instead of the law's id if given."""
        name = title or self.law
        if self.article is None:
            return say(f"《{name}》", name)
        zh, en = f"《{name}》", name
        if self.article.isdigit():
            zh += f"第{chinese_number(int(self.article))}条"
            en += f" art. {self.article}"
        elif self.article[0].isdigit():
            zh += f"第{self.article}条"
            en += f" art. {self.article}"
        elif (number := arabic_number(self.article)) is not None:
            zh += f"（{self.article}）"
            en += f" point {number}"
        else:
            zh += f"“{self.article}”"
            en += f" “{self.article}”"
        if self.paragraph:
            zh += f"第{chinese_number(self.paragraph)}款"
            en += f"({self.paragraph})"
        if self.item:
            zh += f"第{chinese_number(self.item)}项"
            en += f" no. {self.item}"
        return say(zh, en)

    def __str__(self) -> str:
        text = self.law + (f"#{self.article}" if self.article else "")
        text += f".{self.paragraph}" if self.paragraph else ""
        return text + (f"({self.item})" if self.item else "")


def together(cited: Iterable[Citation]) -> str:
    """Several citations in a row, a law named once: 《行政执法监督条例》第六条、第十一条."""
    parts, last = [], ""
    for one in cited:
        words = one.words()
        if one.law == last and one.article is not None:
            words = words.removeprefix(say(f"《{one.law}》", one.law)).strip()
        parts.append(words)
        last = one.law
    return say("、", ", ").join(parts)
