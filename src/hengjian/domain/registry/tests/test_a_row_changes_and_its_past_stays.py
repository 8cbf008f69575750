"""A change leaves what was known before; two who edit one row do not overwrite each other."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.domain.registry.actions import (
    FaultyRowError,
    amend_row,
    end_row,
    enter_row,
    remove_rows,
)
from hengjian.domain.registry.history import known_at, versions_of
from hengjian.domain.registry.models import Body, Certificate, Officer, Version
from hengjian.domain.registry.registers import BODIES, CERTIFICATES, ITEMS, OFFICERS
from hengjian.domain.registry.staleness import StaleRowError
from hengjian.domain.registry.tests.register import AT, LittleRegister, body, card, officer

LATER = AT + timedelta(days=1)


def amended(row: Any, by: Post | None = None, since: date | None = date(2026, 11, 1), **changes: Any) -> Any:  # fmt: skip
    return amend_row(OFFICERS, row, changes, seen=row.version, since=since, by=by, at=LATER)


def state(day: date, moment: Any = None) -> dict[str, Any]:
    return {v.values["officer_id"]: v.values for v in known_at(OFFICERS, day=day, moment=moment)}


def test_it_keeps_what_was_before_the_day_of_the_change(little: LittleRegister) -> None:
    amended(little.officer, body_id="A2")
    assert state(date(2026, 10, 31))["P1"]["body_id"] == "A1"
    assert state(date(2026, 11, 1))["P1"]["body_id"] == "A2"
    assert state(date(2026, 11, 1), AT)["P1"]["body_id"] == "A1", "nobody knew then"
    assert "P1" not in state(date(2019, 12, 31)), "before he came there is nobody"
    card_of_his = Certificate.objects.get(code="C1")
    assert card_of_his.body.code == "A2", "the card goes with its holder"


def test_a_correction_holds_for_all_days_but_not_for_what_was_known(little: LittleRegister) -> None:
    amended(little.officer, body_id="A2")
    row = Officer.objects.get(code="P1")
    amended(row, since=None, name="甲改")
    for day, where in ((date(2026, 10, 31), "A1"), (date(2026, 11, 20), "A2")):
        assert state(day)["P1"] | {"name": "甲改", "body_id": where} == state(day)["P1"]
        assert state(day, AT)["P1"]["name"] == "甲P1"


def test_known_versions_of_a_day_never_overlap(little: LittleRegister) -> None:
    for number, since in enumerate((date(2026, 5, 1), date(2026, 3, 1), None, date(2026, 4, 1))):
        row = Officer.objects.get(code="P1")
        amended(row, since=since, name=f"甲{number}")
    for month in range(1, 12):
        found = known_at(OFFICERS, day=date(2026, month, 15), moment=None)
        assert found.filter(row=little.officer.pk).count() == 1, month


def test_a_body_takes_the_unit_that_waits_for_it(little: LittleRegister) -> None:
    place = little.city.body_a.division
    known = {"division": place, "by": little.city.system_admin, "at": AT}
    waiting = add_unit(UnitKind.BODY, "新设局", **known)
    add_unit(UnitKind.BODY, "另设局", **known)
    before = Unit.objects.count()
    row = enter_row(BODIES, body("N1", place.code, name="新设局"), by=None, at=AT)
    assert (row.pk, Unit.objects.count()) == (waiting.pk, before)
    second = enter_row(BODIES, body("N2", place.code, name="新设局"), by=None, at=AT)
    assert Unit.objects.count() == before + 1, "a unit is taken once"
    remove_rows(BODIES, [row, second], by=None, at=LATER)
    assert set(Unit.objects.filter(inward_name="新设局")) == {waiting}, "it was there before"


def test_the_second_of_two_editors_is_told_what_changed_and_by_whom(little: LittleRegister) -> None:
    seen_by_both = Officer.objects.get(code="P1")
    city, county = little.city.city, little.city.county_a
    amended(seen_by_both, by=city, name="甲先改", legal_qualification=True)
    stale = Officer.objects.get(code="P1")
    stale.version = 1
    with pytest.raises(StaleRowError) as told:
        amended(stale, by=county, name="甲后改")
    assert "林一" in told.value.message
    assert "姓名由“甲P1”改为“甲先改”" in told.value.message
    assert "法律职业资格" in told.value.message
    assert Officer.objects.get(code="P1").name == "甲先改"
    fresh = Officer.objects.get(code="P1")
    amended(fresh, by=county, name="甲后改")
    assert Officer.objects.get(code="P1").name == "甲后改"


def test_each_change_is_one_entry_without_the_name(little: LittleRegister) -> None:
    before = LedgerEntry.objects.count()
    amended(little.officer, by=little.city.county_a, name="甲乙丙", body_id="A2")
    (entry,) = LedgerEntry.objects.order_by("pk")[before:]
    assert entry.kind == "officer.amended"
    assert entry.actor_post_id == little.city.county_a.pk
    assert entry.payload["fields"] == ["body_id", "name"]
    assert "甲" not in str(entry.payload)


def test_what_changes_nothing_leaves_nothing(little: LittleRegister) -> None:
    before = LedgerEntry.objects.count(), Version.objects.count()
    amended(little.officer, name="甲P1")
    assert (LedgerEntry.objects.count(), Version.objects.count()) == before


def test_an_ended_row_stays_readable(little: LittleRegister) -> None:
    end_row(CERTIFICATES, little.card, date(2026, 11, 20), seen=1, by=None, at=LATER)
    assert Certificate.objects.get(code="C1").withdrawn_on == date(2026, 11, 20)
    assert [v.cause for v in versions_of(CERTIFICATES, little.card.pk)] == ["ended", "entered"]


def test_a_body_and_its_unit_carry_one_name_and_division(little: LittleRegister) -> None:
    amend_row(
        BODIES, little.a1, {"name": "新名局", "division": "990102"}, seen=1, since=None, by=None, at=LATER
    )  # fmt: skip
    row = Body.objects.get(code="A1")
    assert (row.unit.inward_name, row.unit.division.code) == ("新名局", "990102")


@pytest.mark.parametrize(
    ("register", "values", "field", "said"),
    [
        (OFFICERS, officer("P1", "A1"), "officer_id", "已经登记过"),
        (OFFICERS, officer("P9", "没有"), "body_id", "台账里没有编号 没有"),
        (OFFICERS, officer("P9", "A1", kind="法师"), "kind", "没有代码 法师"),
        (OFFICERS, officer("P9", "A1", employed_to="2019-01-01"), "employed_to", "早于"),
        (OFFICERS, {"officer_id": "P9", "body_id": "A1"}, "kind", "是空的"),
        (OFFICERS, officer("P9", "A1", name="长" * 65), "name", "最多 64 个"),
        (CERTIFICATES, card("C9", "P1", valid_to="2023-01-01"), "valid_to", "早于"),
        (CERTIFICATES, card("C9", "P1", suspended_to="2026-01-01"), "suspended_from", "没有暂扣起"),
        (BODIES, body("A9", "000000"), "division", "没有区划代码"),
        (BODIES, body("A9", "990101", parent_id="A9"), "parent_id", "自己"),
        (ITEMS, {"item_id": "I9", "name": "x", "kind": "penalty", "fine_min": 5, "fine_max": 4}, "fine_max", "低于"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_refused_by_field(
    little: LittleRegister, register: Any, values: dict[str, Any], field: str, said: str
) -> None:
    before = register.model._default_manager.count()
    with pytest.raises(FaultyRowError) as told:
        enter_row(register, values, by=None, at=AT)
    assert [one.field for one in told.value.faults] == [field]
    assert said in told.value.faults[0].reason
    assert register.model._default_manager.count() == before


def test_a_change_of_tomorrow_waits_for_tomorrow(little: LittleRegister) -> None:
    with pytest.raises(FaultyRowError, match="还没有到"):
        amended(little.officer, since=date(2027, 1, 1), name="甲明天")


def test_the_number_of_a_row_stays(little: LittleRegister) -> None:
    with pytest.raises(FaultyRowError, match="不能更改"):
        amended(little.officer, officer_id="P7")


@pytest.mark.parametrize(
    "broken",
    [
        lambda little: Officer.objects.filter(code="P1").update(employed_to=date(2000, 1, 1)),
        lambda little: Certificate.objects.filter(code="C1").update(valid_to=date(2000, 1, 1)),
        lambda little: Body.objects.filter(code="A1").update(parent=little.a1),
        lambda little: Officer.objects.filter(code="P2").update(code="P1"),
    ],
)
def test_the_database_itself_refuses(little: LittleRegister, broken: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(little)
