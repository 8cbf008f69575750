"""Proofs made from what is stored: that an entry stands in the log under a head.

Serves receipts and the page of an entry. A proof reads some hundreds of hashes at most, however
long the log is.
"""

from collections.abc import Sequence

from hengjian.core.entries.models import LedgerEntry, Log, SignedHead, TreeNode
from hengjian.core.wording import say
from hengjian.ledger import (
    StoredTree,
    algorithm,
    heads_in,
    inclusion_proof,
    is_included,
    place_text,
)


def _fetch(level: int, first: int, stop: int) -> Sequence[bytes]:
    if level == 0:
        rows = LedgerEntry.objects.filter(position__gt=first, position__lte=stop)
        return [bytes(leaf) for leaf in rows.order_by("position").values_list("leaf", flat=True)]
    nodes = TreeNode.objects.filter(level=level, place__gte=first, place__lt=stop)
    return [bytes(one) for one in nodes.order_by("place").values_list("hash", flat=True)]


def stored_tree() -> StoredTree:
    """The tree over all that is numbered."""
    log = Log.objects.get()
    return StoredTree(algorithm(log.algorithm), log.size, _fetch)


def path_to(entry: LedgerEntry, head: SignedHead) -> list[bytes]:
    """The siblings from the entry's leaf up to the root of ``head``, the lowest first."""
    assert entry.position is not None
    return inclusion_proof(stored_tree(), entry.position - 1, head.size)


def proves(entry: LedgerEntry, head: SignedHead, path: Sequence[bytes]) -> bool:
    """Whether the path leads from this very line to the root that was signed."""
    told = heads_in(head.text)[0]
    chosen = algorithm(told.algorithm)
    leaf = chosen.leaf(entry.line.encode())
    position = entry.position or 0
    return is_included(chosen, leaf, position - 1, told.size, path, told.root)


def receipt(entry: LedgerEntry, head: SignedHead) -> str:
    """What is printed on a receipt: the entry's place and leaf, and a head that covers it."""
    assert entry.position is not None
    log = Log.objects.get()
    place = place_text(log.log_id, entry.position, bytes(entry.leaf))
    about = say(
        "请保存本回执。以后可用它核验账本的导出：hengjian verify 导出 --head 本文件",
        "Keep this receipt. An export of the ledger can be verified with it: "
        "hengjian verify EXPORT --head THIS",
    )
    return f"{about}\n\n{place}\n{head.text}"
