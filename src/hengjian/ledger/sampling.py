"""Drawing by lot so that anybody can recompute it: which dossiers are reviewed, chosen by nobody.

Serves assessments. The lot of each item depends on the head, the purpose and the item alone, so no
order of the list and no further item moves one past another. The head must have been fixed and
witnessed before the list was known; that is the ledger's to prove, not this function's.
"""

from collections.abc import Sequence

from hengjian.content import say
from hengjian.ledger.errors import LedgerError
from hengjian.ledger.hashing import DRAW, algorithm
from hengjian.ledger.head import Head


def draw(head: Head, items: Sequence[str], number: int, purpose: str = "") -> list[str]:
    """The ``number`` items with the smallest lots, the smallest first."""
    if len(set(items)) != len(items):
        twice = next(item for item in items if items.count(item) > 1)
        raise LedgerError(
            say(f"抽样清单中“{twice}”出现了两次", f"“{twice}” stands twice in the list"),
            say("请去掉重复的编号。", "Remove what is repeated."),
        )
    if not 0 <= number <= len(items):
        raise LedgerError(
            say(f"清单只有 {len(items)} 项，抽不出 {number} 项",
                f"{number} cannot be drawn from a list of {len(items)}"),
            say("请改小抽取数。", "Draw fewer."),
        )  # fmt: skip
    new = algorithm(head.algorithm).new
    seed = new(DRAW + head.block().body() + purpose.encode()).digest()
    lots = {item: new(DRAW + seed + item.encode()).digest() for item in items}
    return sorted(items, key=lots.__getitem__)[:number]
