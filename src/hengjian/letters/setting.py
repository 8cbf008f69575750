"""Sets a typst template with data as one PDF, and puts what goes wrong into words.

Serves the letters, the dossier and the rule book. It makes PDF/A, because only then a character that
no font has is an error and not an empty box; equal data and fonts give equal bytes.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from hengjian.content import PlainError, say
from hengjian.letters.fonts import Fonts, fonts

_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')


UNDATED = date(2000, 1, 1)
"""PDF/A wants a date; a draft has none yet."""


TEMPLATES = Path(__file__).parent / "templates"


class MissingGlyphError(PlainError):
    """No font has a character of the text. `sign` is that character, if it could be told."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        super().__init__(
            say(f"没有字体含有“{sign}”这个字", f"no font has the character “{sign}”"),
            say(
                "请安装收字更全的字体（apt-get install fonts-noto-cjk fonts-lxgw-wenkai），"
                "或者把含有它的字体放进 HENGJIAN_FONTS 所指的文件夹。",
                "Install fonts with more characters (apt-get install fonts-noto-cjk "
                "fonts-lxgw-wenkai), or put one that has it into the folder of HENGJIAN_FONTS.",
            ),
        )


@lru_cache(maxsize=1)
def typst() -> Any:
    """The typst module. PlainError says how to install it."""
    try:
        import typst as module
    except ImportError as error:
        raise PlainError(
            say("制作 PDF 需要 typst", "making a PDF needs typst"),
            say("请安装：pip install 'hengjian[pdf]'", "Install it: pip install 'hengjian[pdf]'"),
        ) from error
    return module


def compiler(template: Path, data: Mapping[str, Any], using: Fonts | None = None) -> Any:
    """A compiler that holds the template and the data; the same one answers queries about places."""
    using = using or fonts()
    return typst().Compiler(
        str(template),
        root=str(template.parent),
        font_paths=using.loaded,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
    )


def pdf(made: Any, *, on: date | None = None) -> bytes:
    """The PDF of a compiler, dated `on`; the clock is never asked. MissingGlyphError names a character that no font has."""
    day = on or UNDATED
    stamp = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    try:
        answer = made.compile(format="pdf", pdf_standards=["a-2b"], timestamp=stamp)
    except typst().TypstError as error:
        sign = _sign_of(error)
        if sign:
            raise MissingGlyphError(sign) from error
        raise
    if not isinstance(answer, bytes):
        raise TypeError("one PDF was asked for")
    return answer


def _sign_of(error: Any) -> str:
    """The first character of the text that typst could not show."""
    found = _NO_GLYPH.search(str(error))
    if found is None:
        return ""
    words = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), found["text"])
    return words[:1]
