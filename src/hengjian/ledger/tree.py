"""The Merkle tree of RFC 9162 as it grows: what must be kept so that a batch costs its own size.

Serves the sequencer, which has the frontier and gets the next one, and whoever makes proofs from
stored hashes. A frontier never changes; nothing here reads or writes a store.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hengjian.content import say
from hengjian.ledger.errors import LedgerError
from hengjian.ledger.hashing import WIDTH, Algorithm

STRIDE = 8
"""Of the inner nodes, those at every eighth level are worth storing: one for 256 below it."""


@dataclass(frozen=True)
class Node:
    """The root of the perfect subtree over leaves ``index << level`` up to the next such."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True)
class Frontier:
    """The roots of the perfect subtrees that make up a tree of ``size``, the largest first."""

    algorithm: Algorithm
    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def load(cls, algorithm: Algorithm, size: int, kept: bytes) -> "Frontier":
        """From what `dump` gave; LedgerError where it cannot belong to a tree of this size."""
        if size < 0 or len(kept) != WIDTH * size.bit_count():
            raise LedgerError(
                say(f"账本状态损坏：{size} 条与前沿不符", f"the frontier is not that of {size} entries"),
                say("请从备份恢复，或者由条目重新计算。", "Restore it, or compute it from the entries."),
            )  # fmt: skip
        parts = tuple(kept[place : place + WIDTH] for place in range(0, len(kept), WIDTH))
        return cls(algorithm, size, parts)

    def dump(self) -> bytes:
        return b"".join(self.peaks)

    def extended(self, leaves: Sequence[bytes]) -> "tuple[Frontier, list[Node]]":
        """The frontier after these leaf hashes, and the nodes thereby completed that are stored."""
        new, size = self.algorithm.new, self.size
        levels = [level for level in range(size.bit_length()) if size >> level & 1]
        peaks = dict(zip(reversed(levels), self.peaks, strict=True))
        row, level, stored = list(leaves), 0, list[Node]()
        while row:
            if level and level % STRIDE == 0:
                first = size >> level
                stored += [Node(level, first + place, one) for place, one in enumerate(row)]
            if size >> level & 1:
                row.insert(0, peaks.pop(level))
            if len(row) & 1:
                peaks[level] = row[-1]
            pairs = zip(row[::2], row[1::2], strict=False)
            row = [new(b"\x01" + left + right).digest() for left, right in pairs]
            level += 1
        ordered = tuple(peaks[level] for level in sorted(peaks, reverse=True))
        return Frontier(self.algorithm, size + len(leaves), ordered), stored

    def root(self) -> bytes:
        return fold(self.algorithm, self.peaks)


def fold(algorithm: Algorithm, peaks: Sequence[bytes]) -> bytes:
    """One root over perfect subtrees that stand side by side, the largest first."""
    if not peaks:
        return algorithm.empty()
    found = peaks[-1]
    for peak in reversed(peaks[:-1]):
        found = algorithm.node(peak, found)
    return found


def root_of(algorithm: Algorithm, leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return Frontier(algorithm).extended(leaves)[0].root()


Fetch = Callable[[int, int, int], Sequence[bytes]]
"""(level, first, stop) → the hashes that are stored: leaves are level 0, then 8, 16 and so on."""


@dataclass(frozen=True)
class StoredTree:
    """A tree of ``size`` leaves whose hashes lie in a store."""

    algorithm: Algorithm
    size: int
    fetch: Fetch

    def node(self, level: int, index: int) -> bytes:
        """The root of one perfect subtree; at most 128 hashes are read for it."""
        above = level % STRIDE
        found = list(self.fetch(level - above, index << above, (index + 1) << above))
        if len(found) != 1 << above:
            raise LedgerError(
                say("账本的散列值不全", "hashes of the ledger are missing"),
                say("请从备份恢复，或者由条目重新计算。", "Restore them, or compute them anew."),
            )
        while len(found) > 1:
            pairs = zip(found[::2], found[1::2], strict=True)
            found = [self.algorithm.node(left, right) for left, right in pairs]
        return found[0]

    def span(self, start: int, stop: int) -> bytes:
        """The root over the leaves from ``start`` (a whole subtree's begin) up to ``stop``."""
        peaks = []
        while start < stop:
            level = (stop - start).bit_length() - 1
            peaks.append(self.node(level, start >> level))
            start += 1 << level
        return fold(self.algorithm, peaks)


def in_memory(algorithm: Algorithm, leaves: Sequence[bytes]) -> StoredTree:
    """A stored tree over a list, for rows of one batch and for tests."""
    nodes = {(one.level, one.index): one.hash for one in Frontier(algorithm).extended(leaves)[1]}

    def fetch(level: int, first: int, stop: int) -> Sequence[bytes]:
        if level == 0:
            return leaves[first:stop]
        return [nodes[level, index] for index in range(first, stop)]

    return StoredTree(algorithm, len(leaves), fetch)
