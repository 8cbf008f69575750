"""By which words a register's row is found: its own, and those of the rows it belongs to.

Serves lists, the search in the bar, and the actions that keep the index (`core/search`) in step.
"""

from django.db.models import Q

from hengjian.core.search.queries import matching
from hengjian.domain.registry.models import Row
from hengjian.domain.registry.registers import Register

OWN: dict[str, tuple[str, ...]] = {
    "bodies": ("name", "code", "uscc"),
    "officers": ("name", "code"),
    "certificates": ("code",),
    "items": ("name", "code", "basis"),
    "discretion": ("tier",),
    "delegations": ("document",),
}
"""Whose columns stand in the index."""

THROUGH: dict[str, tuple[tuple[str, str], ...]] = {
    "certificates": (("officer", "officers"),),
    "discretion": (("item", "items"),),
    "delegations": (("item", "items"), ("to_body", "bodies")),
}
"""A certificate is found by its holder, a delegation by its item and by who received it."""


def text_of(register: Register, row: Row) -> str:
    """What the row itself is found by."""
    return " ".join(str(getattr(row, name) or "") for name in OWN[register.name])


def holding(register: Register, words: str) -> Q:
    """The condition of the rows that hold every word."""
    found = Q(pk__in=matching(register.name, words))
    for path, name in THROUGH.get(register.name, ()):
        found |= Q(**{f"{path}__in": matching(name, words)})
    return found
