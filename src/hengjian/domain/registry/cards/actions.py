"""What of officers and certificates repeats the other, kept in step. It rides in the transaction of the rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.portions import portions
from hengjian.domain.registry.columns import sure_cards
from hengjian.domain.registry.models import NEVER, Certificate, Officer
from hengjian.domain.registry.registers import Register, Values

AT_ONCE = 1000


def follow_holders(
    register: Register, changed: Sequence[tuple[Any, Values]], *, by: Post | None, at: datetime
) -> None:
    """A certificate is its holder's, so it moves to another body with him."""
    if register.name == "officers":
        for row, changes in changed:
            if "body_id" in changes:
                Certificate.objects.filter(officer=row).update(body=row.body_id)
    if register.name == "certificates":
        for row, changes in changed:
            if "officer_id" in changes:
                body = Officer.objects.get(pk=row.officer_id).body_id
                Certificate.objects.filter(pk=row.pk).update(body=body)


def follow_cards(officers: set[int], *, by: Post | None, at: datetime) -> None:
    """`carded_through` of these officers is what their certificates say now."""
    sure = Certificate.objects.filter(sure_cards(day_of(at)), officer=OuterRef("pk"))
    last = sure.order_by().values("officer").annotate(last=Max("valid_to")).values("last")
    for some in portions(sorted(officers), AT_ONCE):
        held = Officer.objects.filter(pk__in=some).order_by("pk")
        # Held first, so that of two who change certificates of one officer the second sees both.
        list(held.select_for_update().values_list("pk"))
        held.order_by().update(carded_through=Coalesce(Subquery(last), NEVER))
