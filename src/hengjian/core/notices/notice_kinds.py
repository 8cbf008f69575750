"""What can be told, in both languages: a kind of notice is registered by its noun, at import.

    due_soon = kind(
        "case.due_soon", "案件 {number} 将于 {due} 到期", "case {number} is due on {due}",
        climbs_after=1,
    )

A wording is filled with numbers, dates and counts only. What looks like a person's is left
out: a notice leaves the house by gateways that nobody here controls.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from hengjian.core.notices.models import Notice
from hengjian.core.wording import say

FACTS = frozenset({"number", "count", "days", "due"})
"""All that a wording may be filled with."""
LEFT_OUT = "***"
_PERSONAL = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
_NUMBER = re.compile(r"[\w〔〕（）()\[\]/.\-号第 ]{1,60}")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")


@dataclass(frozen=True)
class Kind:
    """``climbs_after``: working days unread until the next post up is told; ``urgent``: sent at any
    hour, and by SMS too; ``outward``: whether it leaves the product at all."""

    code: str
    zh: str
    en: str
    climbs_after: int | None = None
    urgent: bool = False
    outward: bool = True

    def worded(self, facts: dict[str, Any]) -> str:
        return say(self.zh, self.en).format(**facts)


NOTICE_KINDS: dict[str, Kind] = {}


def kind(
    code: str,
    zh: str,
    en: str,
    *,
    climbs_after: int | None = None,
    urgent: bool = False,
    outward: bool = True,
) -> Kind:
    """Register a kind; ``code`` is `noun.what` and stays for ever."""
    made = Kind(code, zh, en, climbs_after, urgent, outward)
    asked = set(re.findall(r"\{(\w+)\}", zh + en))
    if asked - FACTS:
        raise ValueError(f"{code}: a notice tells {sorted(FACTS)}, not {sorted(asked - FACTS)}")
    NOTICE_KINDS[code] = made
    return made


def sound(facts: dict[str, Any]) -> dict[str, str]:
    """The facts as they are kept; what could be a person's is left out of them.

    A number comes from other people's data, and a wrong one must not stop the action that tells it.
    """
    if facts.keys() - FACTS:
        raise ValueError(f"a notice tells {sorted(FACTS)}, not {sorted(facts.keys() - FACTS)}")
    return {name: _impersonal(value) for name, value in facts.items()}


def _impersonal(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    suspect = _PERSONAL.search(text) or _HAN_NAME.fullmatch(text)
    return LEFT_OUT if suspect or not _NUMBER.fullmatch(text) else text


def title_of(notice: Notice) -> str:
    """What a notice says, in the reader's language."""
    known = NOTICE_KINDS.get(notice.kind)
    return known.worded(notice.facts) if known else notice.title


test = kind("notices.test", "通知渠道测试", "a test of the channels", urgent=True)
