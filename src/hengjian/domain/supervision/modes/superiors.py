"""Who stands over whom: the common superior of supervision bodies, and whom it may name.

Computed from the tree of divisions at every request; nobody enters it. Where no bureau of the system
stands above, there is nobody here to decide, and the answer is None.
"""

from collections.abc import Iterable

from hengjian.core.organisation.models import Unit, UnitKind


def bureaus() -> list[Unit]:
    """The supervision bodies that there are now."""
    rows = Unit.objects.filter(kind=UnitKind.BUREAU, parent=None, valid_to=None)
    return list(rows.select_related("division").order_by("division__path", "pk"))


def common_superior(units: Iterable[Unit], *, own: bool = False) -> Unit | None:
    """The nearest bureau that stands over all of these; ``own``: one of them may be it, where it stands
    over all others (it convenes them itself)."""
    given = list(units)
    paths = [one.division.path for one in given]
    keys = {one.pk for one in given}
    over = [
        one
        for one in bureaus()
        if all(path.startswith(one.division.path) for path in paths)
        and (own or (one.pk not in keys and one.division.path not in paths))
    ]
    return max(over, key=lambda one: len(one.division.path), default=None)


def below(superior: Unit) -> list[Unit]:
    """The bureaus of the divisions below."""
    top = superior.division.path
    return [
        one
        for one in bureaus()
        if one.division.path.startswith(top) and one.division_id != superior.division_id
    ]


def bureau_of(unit: Unit) -> Unit:
    """The bureau that a section belongs to; itself, if it belongs to none."""
    return unit.as_bureau


def to_designate(superior: Unit, *, holder: Unit) -> list[Unit]:
    """Whom the superior may designate: any bureau below it but the one that has the case."""
    return [one for one in below(superior) if one.pk != holder.pk]


def to_join(superior: Unit, *, holder: Unit) -> list[Unit]:
    """Who may work jointly with the one that has the case: the superior itself, and all below it."""
    return [one for one in (superior, *below(superior)) if one.pk != holder.pk]
