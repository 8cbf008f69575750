"""Numbers without gaps: 监督〔2026〕1号, by bureau, series and year.

The last number is a row that is locked until the transaction ends: what is rolled back gives its number
back, and two at once never get one.
"""

from datetime import date

from django.db import IntegrityError, transaction

from hengjian.core.organisation.models import Unit
from hengjian.domain.supervision.cases.models import Numbering


def next_number(unit: Unit, mark: str, day: date) -> str:
    """The next number of the series, in the caller's transaction."""
    name = {"unit": unit, "mark": mark, "year": day.year}
    if not Numbering.objects.filter(**name).exists():
        try:
            with transaction.atomic():
                Numbering.objects.create(**name)
        except IntegrityError:
            pass  # another began it at the same moment
    row = Numbering.objects.select_for_update().get(**name)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{unit.division.name}{mark}〔{day.year}〕{row.last}号"
