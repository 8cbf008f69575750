"""Founds the fictitious demo city in an empty database, in the pilot's shape, within seconds.

Serves `make demo` and `hengjian demo-city`. It writes in bulk and leaves one ledger entry per register
with the root of its rows; a database that already holds an organisation is refused.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from django.contrib.auth.hashers import make_password
from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.organisation.actions import add_division
from hengjian.core.organisation.models import Division, Level, Unit, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Person, Post, Role
from hengjian.core.rights.actions import rebuild_reach
from hengjian.core.wording import say
from hengjian.domain.registry.actions import enter_rows
from hengjian.domain.registry.founding.people import pilot
from hengjian.domain.registry.lists import content
from hengjian.domain.registry.models import (
    Body,
    Occupancy,
    PostKind,
    StaffingEntry,
    SupervisionBody,
)
from hengjian.domain.registry.registers import REGISTERS, Register, Values
from hengjian.simulator import pilot as pilot_city
from hengjian.simulator.pilot import CountyStaff, Supervision
from hengjian.standard.fields import Kind

AT_ONCE = 1000
SINCE = date(2025, 1, 1)
SMALL = 2000
Tables = Mapping[str, pl.DataFrame]


@transaction.atomic
def found_demo_city(
    tables: Tables | None = None, *, by: Post | None = None, at: datetime
) -> Division:
    """The whole city: divisions, units, registers, staffing, and people to log in as.

    ``tables``: those of `simulator.pilot.city`, from which the registers are entered; without them a
    small city's.
    """
    if Division.objects.exists():
        raise PlainError(
            say("数据库里已有机构，不能再建演示城市", "the database already holds an organisation"),
            say(
                "演示请用另一个数据库，例如改 HENGJIAN_HOME。",
                "Use another database for the demo, e.g. another HENGJIAN_HOME.",
            ),
        )
    city = _divisions(by, at)
    places = {one.code: one for one in Division.objects.all()}
    _offices(city, places)
    tables = tables or pilot_city.city(content(), pilot(), SMALL, day_of(at))
    _enter_registers(city, tables, by, at)
    _legal_sections()
    rebuild_reach(by=by, at=at)
    _staffing(city)
    _people(city, places, by, at)
    counts = {name: one.model._default_manager.count() for name, one in REGISTERS.items()}
    record("city.founded", subject=city, payload={"rows": counts}, by=by, at=at)
    return city


def _divisions(by: Post | None, at: datetime) -> Division:
    """City, counties, towns and, in one county, villages."""
    recipe = pilot().recipe(content())
    city = add_division(recipe.city.division, recipe.city.name, Level.CITY, by=by, at=at)
    counties = _added(
        Division(code=one.division, name=one.name, level=Level.COUNTY, parent=city)
        for one in recipe.counties
    )
    towns = _added(
        Division(
            code=f"{one.division}{100 + town}",
            name=f"{one.stem}{recipe.numerals[town]}{'乡' if town >= 4 else '镇'}",
            level=Level.TOWNSHIP,
            parent=counties[index],
        )
        for index, one in enumerate(recipe.counties)
        for town in range(one.towns)
    )
    deep = [one for one in towns if one.parent == counties[pilot().deep_county]]
    _added(
        Division(code=f"{town.code}{number:03d}", name=name, level=Level.VILLAGE, parent=town)
        for town, names in zip(deep, pilot().village_names(), strict=True)
        for number, name in enumerate(names, start=1)
    )
    return city


def _added(divisions: Iterable[Division]) -> list[Division]:
    made = Division.objects.bulk_create(list(divisions), batch_size=AT_ONCE)
    for one in made:
        assert one.parent is not None
        one.path = f"{one.parent.path}{one.pk}/"
    Division.objects.bulk_update(made, ["path"], batch_size=AT_ONCE)
    return made


def _offices(city: Division, places: dict[str, Division]) -> None:
    """Governments, bureaus with their sections, stations, liaison offices, court, procuratorate."""
    sign = pilot().supervision.sign
    units: list[tuple[Unit, Unit | None]] = []

    def add(
        kind: UnitKind, name: str, division: Division, above: Unit | None = None, outward: str = ""
    ) -> Unit:
        unit = Unit(kind=kind, inward_name=name, outward_name=outward, division=division)
        units.append((unit, above))
        return unit

    bureau = add(UnitKind.BUREAU, f"{city.name}司法局", city, outward=f"{city.name}{sign}")
    add(UnitKind.GOVERNMENT, f"{city.name}人民政府", city)
    for kind, name in (
        (UnitKind.SECTION_GENERAL, "行政执法协调监督综合科"),
        (UnitKind.SECTION_DIRECT, "行政执法协调监督市直科"),
        (UnitKind.SECTION_COUNTY, "行政执法协调监督县区科"),
    ):
        add(kind, name, city, bureau)
    add(UnitKind.PROCURATORATE, f"{city.name}人民检察院", city)
    add(UnitKind.COURT, f"{city.name}中级人民法院", city)
    deep = pilot().counties[pilot().deep_county].division
    for division in places.values():
        if division.level == Level.COUNTY:
            add(UnitKind.GOVERNMENT, f"{division.name}人民政府", division)
            add(
                UnitKind.BUREAU, f"{division.name}司法局", division,
                outward=f"{division.name}{sign}",
            )  # fmt: skip
            if division.code == deep:
                add(UnitKind.LIAISON_OFFICE, f"{division.name}行政执法监督联络室", division)
        elif division.level == Level.TOWNSHIP and division.code.startswith(deep):
            add(UnitKind.JUSTICE_STATION, f"{division.name}司法所", division)
            add(UnitKind.LIAISON_OFFICE, f"{division.name}行政执法监督联络室", division)
        elif division.level == Level.VILLAGE:
            add(UnitKind.CONTACT_POINT, f"{division.name}行政执法监督联系点", division)
    Unit.objects.bulk_create([unit for unit, _ in units], batch_size=AT_ONCE)
    for unit, above in units:
        unit.parent = above
        unit.path = f"{above.path if above else ''}{unit.pk}/"
    Unit.objects.bulk_update([unit for unit, _ in units], ["parent", "path"], batch_size=AT_ONCE)
    SupervisionBody.objects.bulk_create(
        SupervisionBody(
            unit=unit,
            document=f"{pilot().supervision.document}〔模拟数据〕",
            sign_since=pilot().supervision.sign_since,
            address=f"{unit.division.name}衡正街 1 号（模拟）",
            phone="00000000",
        )
        for unit, _ in units
        if unit.kind == UnitKind.BUREAU
    )


def _enter_registers(city: Division, tables: Tables, by: Post | None, at: datetime) -> None:
    for name, register in REGISTERS.items():
        _, versions = enter_rows(register, _values(register, tables[name]), by=by, at=at)
        written = [one.values for one in versions]
        record("register.founded", subject=city, payload={"register": name}, by=by, at=at,
               rows=written)  # fmt: skip


def _values(register: Register, frame: pl.DataFrame) -> list[Values]:
    """Accepted rows of the standard as values."""
    shaped = frame.with_columns(
        pl.col(one.name).cast(pl.String)
        if one.kind is Kind.DATE
        else pl.col(one.name).list.join(";")
        if one.kind in (Kind.CODES, Kind.IDS)
        else pl.col(one.name)
        for one in register.fields
        if one.name in frame.columns
    )
    return [
        {one.name: row.get(one.name) for one in register.fields}
        for row in shaped.iter_rows(named=True)
    ]


def _legal_sections() -> None:
    """Departments of the city have legal sections."""
    bodies = Body.objects.filter(level="city", kind="agency").select_related("unit")
    made = Unit.objects.bulk_create(
        Unit(
            kind=UnitKind.LEGAL_SECTION,
            inward_name=f"{body.name}政策法规科",
            division_id=body.unit.division_id,
            parent=body.unit,
        )
        for body in bodies
    )
    for unit in made:
        assert unit.parent is not None
        unit.path = f"{unit.parent.path}{unit.pk}/"
    Unit.objects.bulk_update(made, ["path"])


def _staffing(city: Division) -> None:
    """The three ledgers with the pilot's figures, and who fills the posts so far; below it less."""
    plan = pilot().supervision
    chiefs, others = ("罗卯四", "陈丙一", "苏戊二"), ("林乙三", "叶酉一", "丁戌二")
    bureaus = Unit.objects.filter(kind=UnitKind.BUREAU)
    _staff(bureaus.get(division=city), plan, chiefs, others)
    stations = Unit.objects.filter(kind=UnitKind.JUSTICE_STATION).order_by("pk")
    for station, names in zip(stations, plan.stations.people, strict=True):
        _staff(station, plan.stations, names[:1], names[1:])
    in_counties = bureaus.filter(division__level=Level.COUNTY).select_related("division")
    staffed = {unit.division.code: unit for unit in in_counties}
    for county, (head, *rest) in zip(pilot().counties, plan.counties.people, strict=True):
        _staff(staffed[county.division], plan.counties, (head,), tuple(rest))


def _staff(
    bureau: Unit,
    figures: Supervision | CountyStaff,
    chiefs: tuple[str, ...],
    others: tuple[str, ...],
) -> None:
    plan, ledger = pilot().supervision, StaffingEntry.Ledger
    day = plan.sign_since
    lines = (
        (ledger.POSTS, figures.posts, day, plan.document, "行政执法监督科室增加编制"),
        (ledger.LEADERSHIP, figures.leadership, day, plan.document, "监督科室科长、副科长"),
        (ledger.APPROVALS, figures.approvals, day + timedelta(days=60), plan.approvals_document,
         "全局累计核准用编"),
    )  # fmt: skip
    StaffingEntry.objects.bulk_create(
        StaffingEntry(
            ledger=one, unit=bureau, kind=PostKind.SPECIAL, change=count, since=since,
            document=f"{document}〔模拟数据〕", note=note,
        )
        for one, count, since, document, note in lines
    )  # fmt: skip
    Occupancy.objects.bulk_create(
        Occupancy(
            unit=bureau, kind=PostKind.SPECIAL, name=name, leading=name in chiefs,
            since=day + timedelta(days=75),
        )
        for name in (*chiefs, *others)
    )  # fmt: skip


def _people(city: Division, places: dict[str, Division], by: Post | None, at: datetime) -> None:
    """One person for each role. Their common password is hashed once: it is printed on the login page."""
    for one in pilot().people:
        division = city if one.place == "city" else places[one.place]
        units: Any = Unit.objects.filter(division=division, kind=one.unit)
        if one.sector:
            units = units.filter(body__sector=one.sector) | units.filter(
                parent__body__sector=one.sector
            )
        unit = units.order_by("pk").first()
        assert unit is not None, one
        person = enrol_person(one.login, one.name, by=by, at=at)
        give_post(person, unit, Role(one.role), since=SINCE, note=one.zh, by=by, at=at)
    _ask_for_a_deputy(at)
    Person.objects.filter(login__in=[one.login for one in pilot().people]).update(
        password=make_password(pilot().password)
    )


def _ask_for_a_deputy(at: datetime) -> None:
    """Somebody is away for training: the security administrator finds a post to approve."""
    held = {one.role: one for one in Post.objects.filter(person__login__in=("wang", "qian"))}
    deputy, today = Person.objects.get(login="gao"), day_of(at)
    away = held[Role.SUPERVISOR]
    give_post(
        deputy, away.unit, Role.SUPERVISOR, since=today, until=today + timedelta(days=14),
        acting_for=away, note=f"{away.person.name}参加培训期间代理", by=held[Role.SYSTEM_ADMIN], at=at,
    )  # fmt: skip
