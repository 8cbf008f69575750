"""Many keys in portions that one statement takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def portions(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """One portion after another, each of ``size`` but the last."""
    for first in range(0, len(items), size):
        yield items[first : first + size]
