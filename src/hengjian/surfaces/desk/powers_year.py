"""A year of a supervision body: each power of its tier, how often exercised, what is open, what was missed.

Serves the body's own account and the tier above; without a body chosen, one line for each of them.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.content.powers import PowerList
from hengjian.core import clock
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.duties import access, powers
from hengjian.domain.supervision.duties.exercising import Exercised, exercised
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.duties.queries import Year, years
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.asking import number
from hengjian.surfaces.desk.duties import choice_of_bureau, concerned_post
from hengjian.surfaces.desk.powers import list_of
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def power_year(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = concerned_post(request, at), clock.day_of(at)
    units = list(access.bureaus_seen(post=post, at=at))
    year, unit = _asked(request, post, units, day)
    whole = list_of(year, day)
    rows = _told(post, at, whole, [unit] if unit else units, year)
    told: dict[str, Any] = {
        "year": year,
        "unit": unit,
        "whole": whole,
        "at": at,
        "choices": [
            choice_of_bureau(units, unit.pk if unit else None),
            choice("year", say("年度", "Year"), [(str(y), str(y)) for y in _years(day)], str(year)),
        ],
    }  # fmt: skip
    if unit:
        told |= {"rows": rows, "sums": _sums(rows)}
    else:
        told["bureaus"] = [
            _sums([row for row in rows if row["unit"] == one])
            | {"unit": one, "url": f"{reverse('desk:power_year')}?unit={one.pk}&year={year}"}
            for one in units
        ]
    return render(request, "desk/powers/year.html", told)


def _asked(
    request: StaffRequest, post: Post, units: list[Unit], day: date
) -> tuple[int, Unit | None]:
    """The year, and the body: one's own where none is chosen; `?unit=` (all) means all of them."""
    asked = number(request.GET.get("year"))
    year = asked if asked in _years(day) else day.year
    own = root_of(post.unit) if "unit" not in request.GET else number(request.GET.get("unit"))
    unit = next((one for one in units if one.pk == own), None)
    return year, unit or (units[0] if len(units) == 1 else None)


def _years(day: date) -> list[int]:
    return list(range(day.year, max(day.year - 5, 2024), -1))


def _told(
    post: Post, at: datetime, whole: PowerList, units: list[Unit], year: int
) -> list[dict[str, Any]]:
    """Each power of each body's tier: five queries for any number of them."""
    done = exercised(units, year)
    owed = years(access.duties_seen(post=post, at=at), units, year)
    found = []
    for unit in units:
        for one in whole.of_tier(unit.division.level):
            counts = done.get((unit.pk, one.code), Exercised())
            due = owed.get((unit.pk, one.code), Year())
            part = one.tiers.get(unit.division.level, "")  # type: ignore[call-overload]
            found.append(
                {
                    "unit": unit, "power": one, "url": reverse("desk:power", args=[one.code]),
                    "group": powers.group_name(one.group), "part": powers.part_name(part),
                    "leads": part == "lead", "number": counts.number, "last": counts.last, "due": due,
                    "worklist": f"{reverse('desk:duties')}?unit={unit.pk}&power={one.code}",
                }
            )  # fmt: skip
    return found


def _sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {
        "powers": len(rows),
        "used": sum(row["number"] > 0 for row in rows),
        "number": sum(row["number"] for row in rows),
        "arose": sum(row["due"].arose for row in rows),
        "done": sum(row["due"].done for row in rows),
        "open": sum(row["due"].open for row in rows),
        "missed": sum(row["due"].missed for row in rows),
    }


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post, day = concerned_post(request, at), clock.day_of(at)
    units = list(access.bureaus_seen(post=post, at=at))
    year, unit = _asked(request, post, units, day)
    rows = _told(post, at, list_of(year, day), [unit] if unit else units, year)
    columns = [
        Column(said("监督机构", "bureau"), lambda row: str(row["unit"]), 24),
        Column(said("序号", "No."), lambda row: row["power"].number, 8),
        Column(said("权责事项", "power"), lambda row: row["power"].name, 40),
        Column(said("职责地位", "part"), lambda row: row["part"], 14),
        Column(said("行使次数", "exercised"), lambda row: row["number"], 12),
        Column(said("最近一次", "last"), lambda row: row["last"], 20),
        Column(said("应履行职责", "duties due"), lambda row: row["due"].arose, 12),
        Column(said("已履行", "done"), lambda row: row["due"].done, 12),
        Column(said("待履行", "open"), lambda row: row["due"].open, 12),
        Column(said("逾期", "missed"), lambda row: row["due"].missed, 12),
    ]
    return [Table(say(f"{year} 年履职情况", f"Powers in {year}"), columns, rows)]


urlpatterns = [
    path("powers-of-the-year/", power_year, name="power_year"),
    *exports("powers-of-the-year/", "power_year", _tables),
]
