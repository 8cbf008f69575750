"""Text → pairs of characters. Chinese has no spaces, and most of its words are two characters long.

`王小明` gives 王小, 小明 and the last character 明 alone, so that one character is found as a beginning.
Each pair is written in hexadecimal: no database's own idea of a word, a locale or a letter matters.
"""

import re
import unicodedata
from itertools import pairwise

_RUN = re.compile(r"[^\W_]+")
FIRST = "x"


def folded(text: str) -> str:
    """Full width and half width, capital and small are one; signs become spaces."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join(_RUN.findall(plain))


def _coded(characters: str) -> str:
    return FIRST + "".join(f"{ord(one):05x}" for one in characters)


def pairs(text: str) -> list[str]:
    """The tokens of a folded text, each once."""
    tokens: dict[str, None] = {}
    for run in text.split():
        for one, other in pairwise(run):
            tokens[_coded(one + other)] = None
        tokens[_coded(run[-1])] = None
    return list(tokens)


def wanted(word: str) -> tuple[list[str], str]:
    """What a row must hold to be able to hold this word: whole tokens, or the beginning of one."""
    if len(word) == 1:
        return [], _coded(word)
    return [_coded(one + other) for one, other in pairwise(word)], ""
