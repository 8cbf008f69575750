"""What stands below a division or unit is found by its path, and nothing else is."""

import pytest
from django.db import IntegrityError, transaction

from hengjian.content.errors import PlainError
from hengjian.core.organisation.actions import add_division, add_unit, rename_unit
from hengjian.core.organisation.models import DivisionAlias, Level, UnitKind
from hengjian.core.organisation.queries import divisions_within, units_in, units_within
from hengjian.core.tests.small_city import AT, SmallCity


def test_a_division_holds_what_is_below_it(small_city: SmallCity) -> None:
    a = small_city.county_a_division
    town = add_division("990101100", "甲镇", Level.TOWNSHIP, parent=a, by=None, at=AT)
    assert set(divisions_within(a)) == {a, town}
    assert set(units_in(a)) == {small_city.bureau_a, small_city.body_a}
    assert small_city.bureau_b in units_in(small_city.city_division)


def test_a_unit_holds_its_sections(small_city: SmallCity) -> None:
    kinds = [unit.kind for unit in units_within(small_city.bureau)]
    assert kinds == [UnitKind.BUREAU, UnitKind.SECTION_COUNTY]


def test_its_documents_carry_the_outward_name(small_city: SmallCity) -> None:
    assert small_city.bureau.name_on_documents == "示例市人民政府行政执法协调监督局"
    assert small_city.bureau_a.name_on_documents == "甲县司法局"


def test_a_code_and_an_alias_belong_to_one_division(small_city: SmallCity) -> None:
    add = {"by": None, "at": AT, "parent": small_city.city_division}
    made = add_division("990103", "丙县", Level.COUNTY, aliases={"99-3": "双公示"}, **add)
    assert DivisionAlias.objects.get(code="99-3").division == made
    with pytest.raises(IntegrityError), transaction.atomic():
        add_division("990103", "丁县", Level.COUNTY, **add)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_division("990104", "丁县", Level.COUNTY, aliases={"99-3": "双公示"}, **add)


def test_a_unit_added_is_in_the_ledger_once(small_city: SmallCity) -> None:
    from hengjian.core.entries.models import LedgerEntry

    unit = add_unit(
        UnitKind.COURT, "甲县人民法院", division=small_city.county_a_division, by=None, at=AT
    )
    entries = LedgerEntry.objects.filter(subject_type="organisation.unit", subject_id=unit.pk)
    assert [entry.kind for entry in entries] == ["unit.added"]


@pytest.mark.parametrize(
    ("name", "elsewhere"), [("市直科", False), ("综合科", False), ("市直科", True)]
)
def test_one_name_stands_once_in_one_place(
    small_city: SmallCity, name: str, elsewhere: bool
) -> None:
    bureau = small_city.bureau_a if elsewhere else small_city.bureau
    put = {"division": small_city.city_division, "parent": bureau, "by": None, "at": AT}
    add_unit(UnitKind.SECTION_DIRECT, "市直科", **{**put, "parent": small_city.bureau})
    if name == "市直科" and not elsewhere:
        with pytest.raises(PlainError, match="市直科"):
            add_unit(UnitKind.SECTION_DIRECT, name, **put)
        return
    made = add_unit(UnitKind.SECTION_GENERAL, name, **put)
    if not elsewhere:
        with pytest.raises(PlainError, match="市直科"):
            rename_unit(made, inward_name="市直科", outward_name="", by=None, at=AT)
    rename_unit(made, inward_name=name, outward_name="对外", by=None, at=AT)
