"""How a value of the standard is shown to people, and how an amount in fen is written in yuan.

Serves pages, exports and messages. Empty is a dash on pages and an empty cell in Excel.
"""

from typing import Any

from hengjian.core.wording import say
from hengjian.domain.registry.lists import labels
from hengjian.standard.fields import Field, Kind


def yuan(fen: int) -> str:
    """An amount as people write it: whole yuan without decimals."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest:02d}"


def written(one: Field, value: Any) -> str:
    """A value as a file holds it: the label of a code, yuan, 是 or 否."""
    if value is None or value == "":
        return ""
    if one.kind is Kind.MONEY:
        return f"{value // 100}.{value % 100:02d}"
    if one.kind is Kind.BOOLEAN:
        return "是" if value else "否"
    if one.codes is not None:
        known = labels(one.codes)
        given = str(value).split(";") if one.kind is Kind.CODES else [str(value)]
        return ";".join(known.get(code, code) for code in given)
    return str(value)


def shown(one: Field, value: Any) -> str:
    """A value as a page shows it."""
    if value is None or value == "":
        return "—"
    if one.kind is Kind.MONEY:
        return say(f"{yuan(value)} 元", f"¥{yuan(value)}")
    if one.kind is Kind.BOOLEAN:
        return say("是", "yes") if value else say("否", "no")
    if one.kind is Kind.CODES:
        return say("、", ", ").join(written(one, value).split(";"))
    return written(one, value)
