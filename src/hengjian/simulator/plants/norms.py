"""Plants about the norm that is applied: A12 in cases; A11 and A13 in the register of items.

Serves the truth about penalties under a norm that was not yet or no longer in force, or harsher than
its successor (从旧兼从轻), and about norms and standards that nobody can read. How much a government's
rule may set in fines could not be verified, so that nothing there is a breach.
"""

from datetime import date
from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints, number
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant
from hengjian.simulator.plants.registers import Norm

_LAST_OLD, _FIRST_NEW = date(2023, 6, 30), date(2023, 7, 1)
_ACROSS: dict[str, Any] = {
    "sector": ("emergency",), "since": "2023-07-17", "until": "2023-11-20",
}  # fmt: skip
"""Cases that begin when the new norms are in force."""


def _done(b: Batch, rows: Ints, low: date, high: date | None = None) -> None:
    """The act was done on one day between these two."""
    on = b.rng.integers(number(low), number(high or low) + 1, len(rows))
    for name in ("violation_on", "violation_ended_on"):
        b.value[name][rows] = on


@plant("A12", BREAKS, "ordinary", "以行为发生以后才施行、且处罚较重的规定处罚",
       item="heavier_new", **_ACROSS)  # fmt: skip
def norm_from_the_future(b: Batch, rows: Ints) -> None:
    """罚§37: 适用违法行为发生时的规定; the new one, not in force then, is harsher."""
    _done(b, rows, date(2023, 4, 3), _LAST_OLD)


@plant("A12", BREAKS, "ordinary", "以行为发生时已经失效的规定处罚", item="heavier_old", **_ACROSS)
def norm_from_the_past(b: Batch, rows: Ints) -> None:
    """罚§37: on the day of the act this norm was no longer in force."""
    _done(b, rows, _FIRST_NEW, date(2023, 7, 14))


@plant("A12", BREAKS, "ordinary", "决定时已有处罚较轻的新规定，仍按旧规定处罚",
       item="lighter_old", **_ACROSS)  # fmt: skip
def lighter_norm_passed_over(b: Batch, rows: Ints) -> None:
    """罚§37: 新的规定处罚较轻…的，适用新的规定."""
    _done(b, rows, date(2023, 4, 3), _LAST_OLD)


@plant("A12", BREAKS, "ordinary", "决定时新规定已不认为该行为违法，仍给予处罚",
       item="abolished", **_ACROSS)  # fmt: skip
def no_longer_unlawful(b: Batch, rows: Ints) -> None:
    """罚§37: 新的规定…不认为是违法的，适用新的规定."""
    _done(b, rows, date(2023, 4, 3), _LAST_OLD)


@plant("A12", NEAR, "ordinary", "行为发生在旧规定施行的最后一日，新规定较重，适用旧规定",
       item="heavier_old", **_ACROSS)  # fmt: skip
def last_day_of_the_old(b: Batch, rows: Ints) -> None:
    """罚§37: the norm of the day of the act, since its successor is harsher."""
    _done(b, rows, _LAST_OLD)


@plant(
    "A12",
    NEAR,
    "ordinary",
    "行为发生在新规定施行的第一日，适用新规定",
    item="heavier_new",
    **_ACROSS,
)
def first_day_of_the_new(b: Batch, rows: Ints) -> None:
    """罚§37: the new norm is in force on its first day."""
    _done(b, rows, _FIRST_NEW)


@plant("A12", NEAR, "ordinary", "行为发生和作出决定都在旧规定失效以前", item="lighter_old",
       sector=("emergency",), since="2023-01-04", until="2023-02-10")  # fmt: skip
def all_under_the_old(b: Batch, rows: Ints) -> None:
    """罚§37: a lighter norm to come is not yet a norm."""
    b.delay["end"][rows] = np.minimum(b.delay["end"][rows], 6)


@plant(
    "A12",
    EXEMPT,
    "ordinary",
    "新规定较轻，对施行以前的行为适用新规定",
    item="lighter_new",
    **_ACROSS,
)
def lighter_norm_applied(b: Batch, rows: Ints) -> None:
    """罚§37: the lighter norm reaches back."""
    _done(b, rows, date(2023, 4, 3), _LAST_OLD)
    b.mark(rows, "lighter_new_law")


@plant("A12", EXEMPT, "ordinary", "新规定已不认为违法，决定不予处罚",
       item="abolished", spared=True, **_ACROSS)  # fmt: skip
def no_longer_unlawful_spared(b: Batch, rows: Ints) -> None:
    """罚§37: nobody was punished."""
    _done(b, rows, date(2023, 4, 3), _LAST_OLD)


NORMS = (
    # 罚§14.2: the ceiling is set by the provincial standing committee; its figures of 1996 could not
    # be verified, so that a sum beyond them is no breach here.
    Norm("A11", NEAR, "地方政府规章自行设定五万元以下罚款，限额未核实", "local_rule",
         since=date(2016, 6, 1), changes={"fine_min": 10_000_00, "fine_max": 50_000_00}),
    # 罚§14.1: inside a higher norm the ceiling does not apply at all.
    Norm("A11", NEAR, "地方政府规章在法律规定的幅度内具体规定罚款", "local_rule",
         higher="law",
         changes={"fine_min": 10_000_00, "fine_max": 50_000_00}),
    # 罚§5.3: what was not published is no ground for a penalty.
    Norm("A13", BREAKS, "处罚依据从未公布", "department_rule", changes={"basis_published_on": None}),
    # 罚§34: 行政处罚裁量基准应当向社会公布; 黑裁§17.
    Norm("A13", BREAKS, "裁量基准制定后从未公布", "admin_regulation", required=True,
         made_on=date(2019, 10, 8), changes={"discretion_published_on": None}),
    # 罚§5.3: published on the day on which it is in force is published.
    Norm("A13", NEAR, "处罚依据施行当日公布", "department_rule", since=date(2018, 3, 1),
         changes={"basis_published_on": date(2018, 3, 1)}),
    # 罚§34: published on the day on which it was made.
    Norm("A13", NEAR, "裁量基准制定当日公布", "admin_regulation", required=True,
         made_on=date(2019, 10, 8), changes={"discretion_published_on": date(2019, 10, 8)}),
    # 黑裁§11: where there is nothing to choose there is no standard to be published.
    Norm("A13", EXEMPT, "没有裁量空间，没有裁量基准可以公布", "law"),
)  # fmt: skip
