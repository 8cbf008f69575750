"""Until when a step of a matter is due: by its days, by the deadline profile, or by a day that was filled in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hengjian.content.matters import Term
from hengjian.core.notices.quiet import calendar
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import Counted, counted
from hengjian.terms import Counting, Length, count

_COUNTINGS = {"working_day": Counting.WORKING, "calendar_day": Counting.CALENDAR}


def due_of(term: Term, start: date, values: Mapping[str, Any]) -> Counted:
    """When a term that began on ``start`` is due; ``values``: all that was filled in so far."""
    if term.profile is not None:
        return counted(term.profile, start)
    if term.until is not None:
        named = values.get(term.until)
        due = date.fromisoformat(named) if named else start
        told = say("登记时写明的期限", "the day that was entered")
        return Counted(due, told, told, provisional=False)
    assert term.days is not None
    assert term.unit is not None
    made = count(start, Length(term.days, term.unit), calendar(), counting=_COUNTINGS[term.unit])
    own = say("本系统设定，读到规定或者另行录入以前适用", "set by this system until one is entered")
    source = say("、", ", ").join(term.basis) if term.basis else own
    return Counted(made.rolled, made.explain("yes"), source[:300], made.rolled_provisional)


def length_words(term: Term) -> str:
    """How long a term is, for those who read the kind."""
    if term.days is None:
        return (
            say("按期限档案", "by the deadline profile")
            if term.profile
            else say("按登记的日期", "as entered")
        )
    unit = say("个工作日", " working days") if term.unit == "working_day" else say("日", " days")
    return f"{term.days} {unit}" if term.unit == "working_day" else f"{term.days}{unit}"
