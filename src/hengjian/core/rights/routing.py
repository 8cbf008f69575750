"""Which section handles the matters of a body: by the routing, unless 综合科 has assigned another. A
section that was dissolved handles none.

Serves whoever opens a lead or case. A body of the city's own tier goes to 市直科, one of the tiers
below to 县区科; where a bureau has no such section, its general section or the bureau itself.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from hengjian.core.organisation.models import Division, Unit, UnitKind
from hengjian.core.rights.models import Assignment

ORDER = {
    True: (UnitKind.SECTION_DIRECT, UnitKind.SECTION_GENERAL, UnitKind.BUREAU),
    False: (UnitKind.SECTION_COUNTY, UnitKind.SECTION_GENERAL, UnitKind.BUREAU),
}


def assignment_of(body: Unit) -> Assignment | None:
    """The assignment in force, with its section and who gave it."""
    standing = assignments_of(body).filter(ended_at__isnull=True, section__valid_to=None)
    return standing.first()


def assignments_of(body: Unit) -> QuerySet[Assignment]:
    """All that were ever given, the newest first."""
    return Assignment.objects.filter(unit=body).select_related("section", "given_by__person")


def section_for(body: Unit, *, tier: Division) -> Unit | None:
    """The section of the bureau of ``tier`` that handles this body's matters; None outside its area."""
    return next((section for _, section in handlers(body, [tier])), None)


def handlers(body: Unit, tiers: Sequence[Division]) -> list[tuple[Division, Unit]]:
    """For each tier over the body the section that handles its matters there: two queries."""
    over = [tier for tier in tiers if body.division.path.startswith(tier.path)]
    assigned = assignment_of(body)
    kinds = {kind for order in ORDER.values() for kind in order}
    rows = Unit.objects.filter(division__in=over, kind__in=kinds, valid_to=None)
    units = {(unit.division_id, unit.kind): unit for unit in rows}
    found = []
    for tier in over:
        if assigned is not None and assigned.section.division_id == tier.pk:
            found.append((tier, assigned.section))
            continue
        order = ORDER[body.division_id == tier.pk]
        section = next((units[tier.pk, kind] for kind in order if (tier.pk, kind) in units), None)
        if section is not None:
            found.append((tier, section))
    return found
