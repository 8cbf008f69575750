"""What the bodies make public by themselves: who they are, what they may do and how, year by year.

Serves the register of disclosures (国办发〔2018〕118号（四）（六）（十二）; 黑程§42) and the plants about it.
Every list is renewed in spring, within twenty working days of its making (政府信息公开条例§26); the
figures of a year are out before the end of the next January. Offices that act before or after they
are entitled to keep their lists open all the same: what they lack is another matter.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.bodies import NO_SUBJECTS, Body
from hengjian.simulator.days import Days, as_date, number
from hengjian.simulator.recipe import Recipe
from hengjian.standard.records import shaped
from hengjian.standard.tables import DISCLOSURES

Row = dict[str, Any]

LISTS = (
    "subjects", "powers", "basis", "procedure", "remedies", "random_list", "inspection_items",
    "major_list", "audio_video_list", "discretion",
)  # fmt: skip
"""What is open at all times, and renewed every year."""

UNPLANNED = ("unplanned", 2024)
"""The body, by its key, and the year for which it made no plan of inspections."""

_FIRST_LISTS = 2019
_FIRST_YEAR = 2020
"""The first year that has figures and a plan of inspections."""


def open_bodies(bodies: list[Body]) -> list[Body]:
    """Those who enforce and report all they do; laboratories and task forces enforce nothing."""
    return [body for body in bodies if body.kind not in NO_SUBJECTS and body.narrow is None]


def made(bodies: list[Body], days: Days, recipe: Recipe) -> list[Row]:
    """All lawful disclosures up to the day on which the data were drawn."""
    rows: list[Row] = []
    for place, body in enumerate(bodies):
        if body in open_bodies(bodies):
            rows += _lists(body, place, days, recipe.timeline.as_of)
            rows += _of_years(body, place, days, recipe.timeline.as_of)
    return [row for row in rows if row["published_on"] <= recipe.timeline.as_of]


def row(body: Body, kind: str, formed: int, published: int, **fields: Any) -> Row:
    """One disclosure; days as numbers."""
    return {
        "body_id": body.id,
        "kind": kind,
        "formed_on": as_date(formed),
        "published_on": as_date(published),
        **fields,
    }


def _lists(body: Body, place: int, days: Days, as_of: date) -> list[Row]:
    """Each list of each year takes the place of the year before's."""
    spring = [date(year, 2, 16) for year in range(_FIRST_YEAR, as_of.year + 1)]
    times = [date(_FIRST_LISTS, 9, 10), *(on + timedelta(days=place % 30) for on in spring)]
    since = days.roll(np.array([number(on) for on in times]))
    until = [*(as_date(day) for day in since[1:]), None]
    found = []
    for offset, kind in enumerate(LISTS):
        formed = days.back(since, 1 + (place + offset) % 12)
        for made_on, day, last in zip(formed.tolist(), since.tolist(), until, strict=True):
            found.append(row(body, kind, made_on, day, withdrawn_on=last))
    return found


def _of_years(body: Body, place: int, days: Days, as_of: date) -> list[Row]:
    """The plan of inspections of each year, and its figures in the January after it."""
    found = []
    for year in range(_FIRST_YEAR, as_of.year + 1):
        if (body.key, year) != UNPLANNED:
            planned = _worked(days, date(year, 1, 8) + timedelta(days=place % 50))
            formed = int(days.back(np.array([planned]), 2 + place % 9)[0])
            found.append(row(body, "inspection_plan", formed, planned, year=year))
        counted = _worked(days, date(year + 1, 1, 9) + timedelta(days=place % 9))
        formed = int(days.back(np.array([counted]), 1 + place % 4)[0])
        found.append(row(body, "statistics", formed, counted, year=year))
    return found


def _worked(days: Days, on: date) -> int:
    return int(days.roll(np.array([number(on)]))[0])


def table(rows: list[Row]) -> pl.DataFrame:
    """The accepted table of disclosures."""
    found = shaped(pl.DataFrame(rows, infer_schema_length=None), DISCLOSURES)
    return found.sort("body_id", "kind", "published_on")
