"""The calendar of deadlines, of cases and of orders: a month at a glance, and on a phone the same as a list."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.months import after, first_of
from hengjian.core.notices.quiet import calendar
from hengjian.domain.supervision.cases.access import reads_inside
from hengjian.domain.supervision.cases.models import Deadline
from hengjian.domain.supervision.cases.queries import (
    by_day,
    first_of_days,
    numbers_of_days,
    running,
    weeks_of,
)
from hengjian.domain.supervision.orders.access import orders_seen
from hengjian.domain.supervision.orders.models import Order
from hengjian.domain.supervision.orders.queries import Wanted
from hengjian.domain.supervision.orders.queries import listed as orders_listed
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases import words

A_DAY = 5
"""So many deadlines of a day are drawn; the others are counted and a click away."""
LATE = 20
"""So many late ones stand above the month."""


@login_required
def deadlines(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    month = _month(request.GET.get("month", ""), day)
    weeks = weeks_of(month)
    rows = running(post=post, at=at)
    within = rows.filter(due_on__gte=weeks[0][0], due_on__lte=weeks[-1][-1])
    shown, numbers = by_day(first_of_days(within, A_DAY)), numbers_of_days(within)
    orders = orders_listed(orders_seen(post=post, at=at), Wanted(), day=day)
    ours = orders.filter(due_on__gte=weeks[0][0], due_on__lte=weeks[-1][-1])
    given, counts = by_day(first_of_days(ours, A_DAY)), numbers_of_days(ours)
    late_orders = list(orders.filter(due_on__lt=day).order_by("due_on", "pk")[: LATE + 1])
    late = rows.filter(due_on__lt=day).order_by("due_on", "pk")[: LATE + 1]
    told_late = [words.deadline(one, day=day) for one in late]
    told = {
        "weeks": [
            [
                _day(one, month, day, shown.get(one, []), numbers.get(one, 0))
                | _orders(given.get(one, []), counts.get(one, 0), day)
                for one in week
            ]
            for week in weeks
        ],
        "supervises": reads_inside(post),
        "late": told_late[:LATE],
        "nothing": not (shown or given or told_late or late_orders),
        "more_late": len(told_late) > LATE,
        "late_orders": [_order(one, day) for one in late_orders[:LATE]],
        "more_late_orders": len(late_orders) > LATE,
        "month": month,
        "previous": after(month, -1),
        "next": after(month),
        "today": day,
    }
    return render(request, "desk/cases/calendar.html", told)


def _month(text: str, day: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return first_of(day)
    return found if 2000 <= found.year <= 2100 else first_of(day)


def _day(
    one: date, month: date, today: date, due: list[Deadline], number: int
) -> dict[str, object]:
    told = calendar().day(one)
    return {
        "on": one,
        "outside": one.month != month.month,
        "today": one == today,
        "off": not told.working,
        "name": told.name if not told.working and one.weekday() < 5 else "",
        "due": [words.deadline(d, day=today) for d in due],
        "more": number - len(due),
    }


def _orders(given: list[Order], number: int, today: date) -> dict[str, object]:
    return {"orders": [_order(one, today) for one in given], "more_orders": number - len(given)}


def _order(one: Order, today: date) -> dict[str, object]:
    return {"order": one, **words.due(one.due_on, day=today)}


urlpatterns = [path("cases/deadlines/", deadlines, name="deadlines")]
