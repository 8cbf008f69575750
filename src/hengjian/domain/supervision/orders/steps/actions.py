"""What every step of an order writes: its story, its next version, the ledger's entry.

Serves the other actions of orders, in their transactions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.files.guard import WRITTEN, look_at
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.orders.models import Order, OrderFile, OrderStep
from hengjian.domain.supervision.orders.workflow import step_label
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.refusing import need_unchanged

MOST_FILES = 20


def held(order: Order, seen: int | None, *, by: Post | None, at: datetime) -> Order:
    """The order, locked; refused where it is no longer the one that was on the screen."""
    now = Order.objects.select_for_update(of=("self",)).select_related(
        "bureau__division", "given_by__person", "given_by__unit", "lead__body__unit", "parent"
    ).get(pk=order.pk)  # fmt: skip
    need_unchanged(now, seen, step_label)
    return now


def told(
    order: Order,
    move: str,
    *,
    unit: Unit | None = None,
    words: str = "",
    number: str = "",
    more: Mapping[str, Any] | None = None,
    by: Post | None,
    at: datetime,
) -> Order:
    """A step of its story and the entry: codes and ids, no words."""
    if move != "give":
        order.version += 1
    order.save()
    OrderStep.objects.create(
        order=order, move=move, unit=unit, number=number, words=words.strip(), post=by, at=at
    )
    payload = {"state": str(order.state), "version": order.version, "due": str(order.due_on)}
    payload |= {"unit": unit.pk} if unit is not None else {}
    record(f"order.{move}", subject=order, payload=payload | dict(more or {}), by=by, at=at)
    return order


def keep(
    order: Order, unit: Unit | None, name: str, data: bytes, *, by: Post, at: datetime
) -> OrderFile:
    """A file of it, by its hash."""
    if order.files.count() >= MOST_FILES:
        raise PlainError(
            say(f"一项交办最多收存 {MOST_FILES} 个文件", f"an order keeps {MOST_FILES} files"),
            say("请合并成一个 PDF 再上传。", "Put them into one PDF."),
        )
    one = look_at(name, data, WRITTEN)
    file = OrderFile.objects.create(
        order=order, unit=unit, name=one.name, kind=one.kind, sha256=store.put(data),
        size=len(data), by=by, at=at,
    )  # fmt: skip
    payload = {"sha256": file.sha256, "size": file.size}
    record("order.file", subject=order, payload=payload, by=by, at=at)
    return file
