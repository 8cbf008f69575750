"""The tree that a text is read into before its names and types are looked up.

Serves the parser, which builds it, and the reader, which turns it into expressions of the rule book.
Every part knows where it stands in the text, so that a fault can be shown there.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Tree:
    """A part of a text, between two characters; ``depth``: how many parts are inside one another."""

    start: int
    end: int
    depth: int = field(default=1, kw_only=True)


@dataclass(frozen=True)
class Number(Tree):
    value: Decimal
    unit: str = ""


@dataclass(frozen=True)
class Day(Tree):
    value: date


@dataclass(frozen=True)
class Quoted(Tree):
    text: str


@dataclass(frozen=True)
class Word(Tree):
    """A name that is not yet looked up: a field, a code, a yes or no."""

    text: str


@dataclass(frozen=True)
class Joined(Tree):
    """Several conditions joined by *and* or by *or*."""

    operator: str
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Negated(Tree):
    part: Tree


@dataclass(frozen=True)
class Binary(Tree):
    """A comparison, or a sum, difference or product."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True)
class Stated(Tree):
    """Whether a part is stated at all."""

    part: Tree
    stated: bool


@dataclass(frozen=True)
class Among(Tree):
    """Whether a part is (``in``) or holds (``has``) one of some values."""

    operator: str
    part: Tree
    options: tuple[Tree, ...]


@dataclass(frozen=True)
class Call(Tree):
    function: str
    arguments: tuple[Tree, ...]
