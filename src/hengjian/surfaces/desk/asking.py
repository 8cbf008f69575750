"""Single values of an address as a list takes them; what is no sense is as if not asked."""

from datetime import date

LONGEST = 100
MARK = 500
"""So long may the mark of a page be."""


def plain(text: str, longest: int) -> str:
    return text.strip()[:longest].replace("\0", "")


def number(text: str | None) -> int | None:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None
