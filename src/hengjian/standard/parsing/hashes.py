"""Columns of SHA-256 hashes. No two of them are alike, so they are looked at as a whole.

Serves the parser. Capitals are read as well; anything that is not 64 hexadecimal digits is refused.
"""

import polars as pl

from hengjian.content import say
from hengjian.standard.parsing.column import Fault, Parsed, none_bad, texts_of

_HASH = "^[0-9a-f]{64}$"
_LONG, _DIGITS = 64, b"0123456789abcdef"
PIECE = 1 << 16
"""So many are looked at together."""


def read_hashes(written: pl.Series) -> Parsed:
    """Hashes in small letters."""
    texts = texts_of(written)
    if _good(texts):
        return Parsed(texts, none_bad(texts), {})
    plain = texts.str.to_lowercase()
    bad = ~plain.str.contains(_HASH).fill_null(True)
    fault = Fault(
        say("不是 SHA-256 散列值", "not a SHA-256 hash"),
        say("应为 64 位十六进制字符", "64 hexadecimal digits are wanted"),
    )
    faulty = texts.filter(bad).unique(maintain_order=True)
    return Parsed(plain.set(bad, None), bad, dict.fromkeys(faulty, fault))


def _good(texts: pl.Series) -> bool:
    """Whether nothing is left of them without their digits: three times as fast as an expression."""
    if not (texts.str.len_bytes() == _LONG).all():
        return False
    pieces = (texts.slice(start, PIECE) for start in range(0, len(texts), PIECE))
    return not any(_bytes(piece).translate(None, _DIGITS) for piece in pieces)


def _bytes(texts: pl.Series) -> bytes:
    joined: bytes = texts.str.join("").cast(pl.Binary).item()
    return joined
