"""The names that a custom rule on one subject may use: fields by label and by name, and codes.

Serves reader, printer and completion. Labels are found inside a run of Chinese without spaces, the
longest one first; a name that is not known is answered with those that resemble it.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from hengjian.content import Content
from hengjian.facts import Column, Subject, Type, subjects_of
from hengjian.rules.custom.words import WORDS

_END = ""


class Vocabulary:
    """The fields of one subject and how they may be written."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.fields: dict[str, Column] = {}
        self._label_of: dict[str, str] = {}
        offered = [c for c in subject.columns.values() if c.type is not Type.DATES]
        for column in offered:
            self.fields[column.name] = column
        for column in sorted(offered, key=lambda c: (c.name.count("."), len(c.name))):
            if column.label not in self.fields and column.label not in WORDS:
                self.fields[column.label] = column
                self._label_of[column.name] = column.label
        for column in offered:  # as people write them who do not look: 事项罚款上限, filed_on
            self.fields.setdefault(column.name.replace(".", "_"), column)
            if (short := column.label.replace("的", "")) not in WORDS:
                self.fields.setdefault(short, column)

    def label(self, column: Column) -> str:
        """How a field is written in Chinese: its label, or its name where another has the label."""
        return self._label_of.get(column.name, column.name)

    @cached_property
    def columns(self) -> list[Column]:
        """Every field once, in the order in which the subject declares them."""
        return list({c.name: c for c in self.fields.values()}.values())

    @cached_property
    def code_labels(self) -> frozenset[str]:
        return frozenset(label for c in self.columns for label in c.labels.values())

    # --- finding names in a text ------------------------------------------------------------------

    @cached_property
    def _trie(self) -> dict[str, object]:
        root: dict[str, object] = {}
        for name in {*self.fields, *self.code_labels, *WORDS}:
            at = root
            for sign in name:
                at = at.setdefault(sign, {})  # type: ignore[assignment]
            at[_END] = True
        return root

    def ends(self, text: str, start: int) -> list[int]:
        """Where known names that begin at ``start`` end, the longest first."""
        found: list[int] = []
        at: dict[str, object] = self._trie
        for place in range(start, len(text)):
            below = at.get(text[place])
            if not isinstance(below, dict):
                break
            at = below
            if _END in at:
                found.append(place + 1)
        return found[::-1]

    # --- names that resemble ------------------------------------------------------------------------

    def like(self, name: str) -> list[str]:
        """Up to three known names that resemble ``name``, the nearest first."""
        return resembling(name, [*self._label_of.values(), *(c.name for c in self.columns)])


def resembling(name: str, known: Iterable[str]) -> list[str]:
    """The names nearest to ``name``: those that share letters first, then by their order."""
    asked = set(name[:40])
    shared = [(len(asked & set(other)) / len(asked | set(other)), other) for other in known]
    near = sorted((found for found in shared if found[0] >= 0.3), key=lambda f: (-f[0], f[1]))
    scored = [
        (SequenceMatcher(None, name[:40], other).ratio() + share, other)
        for share, other in near[:40]
    ]
    return [
        other for score, other in sorted(scored, key=lambda s: (-s[0], s[1]))[:3] if score > 0.8
    ]


@lru_cache(maxsize=64)
def _vocabulary(content: Content, subject: str) -> Vocabulary:
    return Vocabulary(subjects_of(content)[subject])


def vocabulary_of(content: Content, subject: str) -> Vocabulary:
    """The names that a rule on ``subject`` may use; KeyError for an unknown subject."""
    return _vocabulary(content, subject)
