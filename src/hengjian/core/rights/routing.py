"""Which section handles the matters of a body: by the routing, unless 综合科 has assigned another.

Serves whoever opens a lead or case. A body of the city's own tier goes to 市直科, one of the tiers
below to 县区科; where a bureau has no such section, its general section or the bureau itself.
"""

from django.db.models import QuerySet

from hengjian.core.organisation.models import Division, Unit, UnitKind
from hengjian.core.rights.models import Assignment

ORDER = {
    True: (UnitKind.SECTION_DIRECT, UnitKind.SECTION_GENERAL, UnitKind.BUREAU),
    False: (UnitKind.SECTION_COUNTY, UnitKind.SECTION_GENERAL, UnitKind.BUREAU),
}


def assignment_of(body: Unit) -> Assignment | None:
    """The assignment in force, with its section and who gave it."""
    return assignments_of(body).filter(ended_at__isnull=True).first()


def assignments_of(body: Unit) -> QuerySet[Assignment]:
    """All that were ever given, the newest first."""
    return Assignment.objects.filter(unit=body).select_related("section", "given_by__person")


def section_for(body: Unit, *, tier: Division) -> Unit | None:
    """The section of the bureau of ``tier`` that handles this body's matters; None outside its area."""
    if not body.division.path.startswith(tier.path):
        return None
    assigned = assignment_of(body)
    if assigned is not None and assigned.section.division_id == tier.pk:
        return assigned.section
    kinds = ORDER[body.division_id == tier.pk]
    units = {unit.kind: unit for unit in Unit.objects.filter(division=tier, kind__in=kinds)}
    return next((units[kind] for kind in kinds if kind in units), None)
