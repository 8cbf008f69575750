"""Divisions and units are no secret: every member of staff may look each of them up."""

from django.shortcuts import get_object_or_404

from hengjian.core.organisation.models import Division, Unit


def unit_of(pk: int) -> Unit:
    """A unit with its division and the unit above."""
    return get_object_or_404(Unit.objects.select_related("division", "parent"), pk=pk)


def division_of(pk: int) -> Division:
    """A division with the one above."""
    return get_object_or_404(Division.objects.select_related("parent"), pk=pk)
