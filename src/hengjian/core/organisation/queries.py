"""All lists of divisions and units."""

from django.db.models import QuerySet

from hengjian.core.organisation.models import Division, Unit


def divisions_within(division: Division) -> QuerySet[Division]:
    """The division and all below it."""
    return Division.objects.filter(path__startswith=division.path)


def units_within(unit: Unit) -> QuerySet[Unit]:
    """The unit and all below it."""
    return Unit.objects.filter(path__startswith=unit.path)


def units_in(division: Division) -> QuerySet[Unit]:
    """The units that stand in a division or anywhere below it."""
    return Unit.objects.filter(division__path__startswith=division.path)
