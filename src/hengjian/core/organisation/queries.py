"""All lists of divisions and units."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.models import Division, Unit, UnitKind

AT_ONCE = 900
SECTIONS = (UnitKind.SECTION_GENERAL, UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY)


def divisions_within(division: Division) -> QuerySet[Division]:
    """The division and all below it."""
    return Division.objects.filter(path__startswith=division.path)


def divisions_below(division: Division | None) -> QuerySet[Division]:
    """Those directly below, or the topmost, each with how many stand directly below it."""
    rows = Division.objects.filter(parent=division)
    return rows.annotate(below=Count("children", distinct=True)).order_by("code")


def divisions_above(division: Division) -> list[Division]:
    """From the top down to the one above: one query."""
    keys = [int(key) for key in division.path.split("/") if key][:-1]
    return list(Division.objects.filter(pk__in=keys).order_by("path"))


def divisions_matching(words: str) -> QuerySet[Division]:
    """Those whose name has the words, or whose code or other code begins with them."""
    word = words.strip()
    by_code = Q(code__startswith=word) | Q(aliases__code__startswith=word)
    rows = Division.objects.filter(Q(name__icontains=word) | by_code).distinct()
    return rows.annotate(below=Count("children", distinct=True)).order_by("code")


def division_of_code(code: str) -> Division | None:
    """By its code or another one known for it; six, nine and twelve digits mean the same place."""
    code = code.strip()
    short = code[:6] if code[6:].strip("0") == "" else code
    full = code.ljust(12, "0")
    forms = {code, short, full}
    found = Division.objects.filter(Q(code__in=forms) | Q(aliases__code__in=forms))
    return found.order_by("pk").first()


def units_within(unit: Unit) -> QuerySet[Unit]:
    """The unit and all below it."""
    return Unit.objects.filter(path__startswith=unit.path)


def units_in(division: Division) -> QuerySet[Unit]:
    """The units that stand in a division or anywhere below it."""
    return Unit.objects.filter(division__path__startswith=division.path)


def units_matching(
    words: str = "", *, kind: str = "", division: str = "", standing: str = ""
) -> QuerySet[Unit]:
    """Units by name, kind and division (its key), each with its division, in the order of the tree: those
    that are there, or of ``standing`` "closed" those that were dissolved, of "all" both."""
    found = Unit.objects.select_related("division", "parent").order_by("division__path", "path")
    if words.strip():
        word = words.strip()
        found = found.filter(Q(inward_name__icontains=word) | Q(outward_name__icontains=word))
    if kind in UnitKind:
        found = found.filter(kind=kind)
    if division.isdigit():
        found = found.filter(division=int(division))
    return found if standing == "all" else found.filter(valid_to__isnull=standing != "closed")


def sections_of(division: Division) -> QuerySet[Unit]:
    """The sections that the bureau of a division has."""
    rows = Unit.objects.filter(division=division, kind__in=SECTIONS, valid_to=None)
    return rows.order_by("path")


def units_set_up(keys: Collection[int]) -> set[int]:
    """Those of ``keys`` that were set up by themselves, not along with a row of a register."""
    wanted, found = [str(key) for key in keys], set[int]()
    for some in range(0, len(wanted), AT_ONCE):
        entries = LedgerEntry.objects.filter(
            kind="unit.added",
            subject_type="organisation.unit",
            subject_id__in=wanted[some : some + AT_ONCE],
        )
        found.update(int(key) for key in entries.values_list("subject_id", flat=True))
    return found
