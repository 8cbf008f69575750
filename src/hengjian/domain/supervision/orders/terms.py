"""The term of an order: its days, longer by extensions, and the sum that says so."""

from datetime import date

from hengjian.domain.registry.deadlines import Counted, counted

STEP = "order"


def term_of(start: date, days: int | None, more: int = 0) -> Counted:
    """When it is due; without days of its own as the deadline profile says."""
    return counted(STEP, start, days=days, more=more)
