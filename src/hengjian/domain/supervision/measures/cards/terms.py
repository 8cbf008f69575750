"""How long a certificate may be suspended, and on which day that ends.

Serves the step that enters the issuer's decision. The figure is a parameter, which the bureau sets.
"""

from calendar import monthrange
from datetime import date

from hengjian.domain.registry.lists import content


def longest_suspension() -> int:
    """In months. The figure read is another province's; the bureau enters its own."""
    return int(content().parameters["certificates.suspension"].values[-1].value)


def last_day(start: date, months: int) -> date:
    """The day before the same day so many months later."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    same = date(year, month, min(start.day, monthrange(year, month)[1]))
    return date.fromordinal(same.toordinal() - 1)
