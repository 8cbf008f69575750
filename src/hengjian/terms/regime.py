"""Which days count: working days or calendar days, as each law says for its own periods.

罚§85: only “二日、三日、五日、七日” are working days · 强§69: all of ten days and less · 许§82: all
periods of the licensing body · no clause: calendar days. A norm that writes “工作日” says so itself.
"""

from enum import Enum

from hengjian.content import models


class Counting(Enum):
    WORKING = "working_days"
    CALENDAR = "calendar_days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"


def counting_of(amount: int, unit: str, law: models.Law | None) -> Counting:
    """How a period of ``amount`` ``unit`` is counted under ``law``.

    ``unit`` is one of day, working_day, calendar_day, hour, month, year; only ``day`` asks the law.
    """
    match unit:
        case "working_day":
            return Counting.WORKING
        case "calendar_day":
            return Counting.CALENDAR
        case "hour":
            return Counting.HOURS
        case "month":
            return Counting.MONTHS
        case "year":
            return Counting.YEARS
        case "day":
            if law is None:
                return Counting.CALENDAR
            clause = law.day_counting
            if clause.all or amount in clause.lengths or 0 < amount <= clause.up_to:
                return Counting.WORKING
            return Counting.CALENDAR
    raise ValueError(f"unknown unit of a period: {unit}")
