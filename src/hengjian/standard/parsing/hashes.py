"""Columns of SHA-256 hashes. No two of them are alike, so they are looked at as a whole.

Serves the parser. Capitals are read as well; anything that is not 64 hexadecimal digits is refused.
"""

import polars as pl

from hengjian.content import say
from hengjian.standard.parsing.column import Fault, Parsed, none_bad, texts_of

_HASH = "^[0-9a-f]{64}$"


def read_hashes(written: pl.Series) -> Parsed:
    """Hashes in small letters."""
    texts = texts_of(written)
    if texts.str.contains(_HASH).all():
        return Parsed(texts, none_bad(texts), {})
    plain = texts.str.to_lowercase()
    bad = ~plain.str.contains(_HASH).fill_null(True)
    fault = Fault(
        say("不是 SHA-256 散列值", "not a SHA-256 hash"),
        say("应为 64 位十六进制字符", "64 hexadecimal digits are wanted"),
    )
    faulty = texts.filter(bad).unique(maintain_order=True)
    return Parsed(plain.set(bad, None), bad, dict.fromkeys(faulty, fault))
