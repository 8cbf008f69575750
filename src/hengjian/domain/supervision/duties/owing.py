"""Who owes a duty: the supervision body of the nearest tier to which the list gives the power to lead.

Serves the actions. A township assists and owes nothing; where a county has no bureau the city's owes it.
The tier above a county's bureau is the city's, above the city's its government.
"""

from dataclasses import dataclass
from functools import cached_property

from hengjian.content.powers import Power
from hengjian.core.organisation.models import Division, Unit, UnitKind
from hengjian.core.rights.models import Assignment
from hengjian.core.rights.routing import ORDER

SECTIONS = (UnitKind.SECTION_GENERAL, UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY)


def root_of(unit: Unit) -> int:
    """The key of the bureau, or other unit, that a unit belongs to."""
    return int(unit.path.split("/")[0])


@dataclass(frozen=True)
class Owing:
    """Bureau and section that owe a duty."""

    bureau: Unit
    handler: Unit


class Bureaus:
    """The supervision bodies of the city, read once for any number of duties: three queries."""

    @cached_property
    def all(self) -> list[Unit]:
        rows = Unit.objects.filter(kind=UnitKind.BUREAU, parent=None, valid_to=None)
        return list(rows.select_related("division").order_by("division__path", "pk"))

    @cached_property
    def _by_division(self) -> dict[int, Unit]:
        return {one.division_id: one for one in reversed(self.all)}

    @cached_property
    def _sections(self) -> dict[tuple[int, str], Unit]:
        rows = Unit.objects.filter(parent__in=self.all, kind__in=SECTIONS, valid_to=None)
        return {(one.parent_id or 0, one.kind): one for one in rows.order_by("-pk")}

    @cached_property
    def _assigned(self) -> dict[int, Unit]:
        rows = Assignment.objects.filter(ended_at=None).select_related("section")
        return {one.unit_id: one.section for one in rows}

    def leading(self, power: Power) -> list[Unit]:
        """The bureaus of the tiers that lead in a power."""
        return [one for one in self.all if power.tiers.get(one.division.level) == "lead"]  # type: ignore[call-overload]

    def owing(self, power: Power, division: Division, unit: Unit | None = None) -> Owing | None:
        """Who owes it for a matter that lies in ``division`` and, where it is one's, concerns ``unit``."""
        leading = {one.division_id: one for one in self.leading(power)}
        over = [int(key) for key in division.path.split("/") if key]
        bureau = next((leading[key] for key in reversed(over) if key in leading), None)
        if bureau is None:
            return None
        return Owing(bureau, self._handler(bureau, division, unit))

    def own(self, bureau: Unit) -> Owing:
        """A matter of the bureau as a whole: its general section sees to it."""
        general = self._sections.get((bureau.pk, UnitKind.SECTION_GENERAL))
        return Owing(bureau, general or bureau)

    def _handler(self, bureau: Unit, division: Division, unit: Unit | None) -> Unit:
        assigned = self._assigned.get(unit.pk) if unit is not None else None
        if assigned is not None and root_of(assigned) == bureau.pk:
            return assigned
        order = ORDER[division.pk == bureau.division_id]
        held = (self._sections.get((bureau.pk, kind)) for kind in order)
        return next((one for one in held if one is not None), bureau)

    def above(self, bureau: Unit) -> Unit | None:
        """The tier above: the bureau over this one, for the highest the government of its place."""
        over = [int(key) for key in bureau.division.path.split("/") if key][:-1]
        found = next(
            (self._by_division[key] for key in reversed(over) if key in self._by_division), None
        )
        if found is not None:
            return found
        governments = Unit.objects.filter(kind=UnitKind.GOVERNMENT, division=bureau.division_id)
        return governments.order_by("pk").first()
