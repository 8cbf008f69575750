"""Inclusion and consistency proofs of RFC 9162, made from a stored tree and verified without one.

Serves receipts and whoever compares two heads without the entries between them. A proof is a list of
hashes; it proves nothing by itself, only together with roots that were witnessed.
"""

from collections.abc import Sequence

from hengjian.ledger.hashing import Algorithm
from hengjian.ledger.tree import StoredTree


def _left_part(width: int) -> int:
    """The largest power of two smaller than ``width``."""
    return 1 << (width - 1).bit_length() - 1


def inclusion_proof(tree: StoredTree, index: int, size: int) -> list[bytes]:
    """That leaf ``index`` (from 0) is in the tree of ``size``: the siblings, the lowest first."""
    if not 0 <= index < size <= tree.size:
        raise ValueError(f"no leaf {index} in a tree of {size} of {tree.size}")
    path, start, stop = [], 0, size
    while stop - start > 1:
        middle = start + _left_part(stop - start)
        if index < middle:
            path.append(tree.span(middle, stop))
            stop = middle
        else:
            path.append(tree.span(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(tree: StoredTree, old: int, new: int) -> list[bytes]:
    """That the tree of ``old`` leaves is the beginning of that of ``new``."""
    if not 0 < old <= new <= tree.size:
        raise ValueError(f"no tree of {old} in one of {new} of {tree.size}")
    path, start, stop = [], 0, new
    while old != stop:
        middle = start + _left_part(stop - start)
        if old <= middle:
            path.append(tree.span(middle, stop))
            stop = middle
        else:
            path.append(tree.span(start, middle))
            start = middle
    if start:  # else the verifier has this hash: it is the old root
        path.append(tree.span(start, stop))
    return path[::-1]


def is_included(
    algorithm: Algorithm, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = algorithm.node(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = algorithm.node(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    algorithm: Algorithm,
    old: int,
    new: int,
    path: Sequence[bytes],
    old_root: bytes,
    new_root: bytes,
) -> bool:
    """RFC 9162, 2.1.4.2; a tree is consistent with itself, by no proof at all."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_found = new_found = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_found = algorithm.node(sibling, old_found)
            new_found = algorithm.node(sibling, new_found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_found = algorithm.node(new_found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_found == old_root and new_found == new_root
