"""What of a finding's proof is other than it was, in words: why it reopens.

Serves the step that a run adds to a finding somebody had decided. Pure: told the two texts.
"""

from collections.abc import Mapping
from typing import Any

from hengjian.content.speech import say

LONGEST = 1500


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The values that prove it, line by line, as they were and as they are."""
    lines = [*_of_lists(before["evidence"], after["evidence"])]
    lines += _of_lists(before["parameters"], after["parameters"])
    for name, label in (
        ("severity", say("严重程度", "severity")),
        ("sum", say("期限计算", "sum")),
        ("says", say("内容", "says")),
    ):
        was, now = before[name] or "", after[name] or ""
        if was != now and (name != "says" or not lines):
            lines.append(f"{label}：{was or _nothing()} → {now or _nothing()}")
    text = "\n".join(lines) or say("依据的数据有变。", "Its proving values changed.")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _of_lists(before: list[str], after: list[str]) -> list[str]:
    """Entries “label：value” that only one side has."""
    was, now = (dict(entry.partition("：")[::2] for entry in side) for side in (before, after))
    return [
        f"{label}：{was.get(label, _nothing())} → {now.get(label, _nothing())}"
        for label in [*was, *(one for one in now if one not in was)]
        if was.get(label) != now.get(label)
    ]


def _nothing() -> str:
    return say("（无）", "(none)")
