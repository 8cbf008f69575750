"""Numbers without gaps, by bureau, series and year: of leads, cases and documents.

The last number is a row that is held until the transaction ends: what is rolled back gives its number
back, and two at once never get one.
"""

from datetime import datetime

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.domain.supervision.models import Series


def next_number(bureau: Unit, mark: str, year: int, *, by: Post | None, at: datetime) -> int:
    """The next number of the series, in the caller's transaction."""
    Series.objects.bulk_create([Series(bureau=bureau, mark=mark, year=year)], ignore_conflicts=True)
    row = Series.objects.select_for_update(of=("self",)).get(bureau=bureau, mark=mark, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
