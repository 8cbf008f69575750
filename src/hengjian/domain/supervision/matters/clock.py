"""Until when a step of a matter is due: by its days, by the deadline profile, or by a day that was filled in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hengjian.content.matters import Term
from hengjian.core.notices.quiet import calendar
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import Counted, counted
from hengjian.terms import Counting, Length, Stop, count

_COUNTINGS = {"working_day": Counting.WORKING, "calendar_day": Counting.CALENDAR}


def due_of(
    term: Term, start: date, values: Mapping[str, Any], *, more: int = 0, stops: Sequence[Stop] = ()
) -> Counted:
    """When a term that began on ``start`` is due; ``values``: all that was filled in so far; ``more``: an
    extension in its own unit; ``stops``: days that do not count."""
    if term.profile is not None:
        return counted(term.profile, start, more=more, stops=stops)
    if term.until is not None:
        return _named_day(values.get(term.until), start, more, stops)
    assert term.days is not None
    assert term.unit is not None
    length = Length(term.days + more, term.unit)
    made = count(start, length, calendar(), stops=stops, counting=_COUNTINGS[term.unit])
    told = made.explain("yes")
    if more:
        told += say(f"其中延长 {more} 日。", f" Of these, {more} by extension.")
    own = say("本系统设定，读到规定或者另行录入以前适用", "set by this system until one is entered")
    source = say("、", ", ").join(term.basis) if term.basis else own
    return Counted(made.rolled, told, source[:300], made.rolled_provisional)


def _named_day(named: str | None, start: date, more: int, stops: Sequence[Stop]) -> Counted:
    """The day that was entered, later by the extension and by the days that did not count."""
    due = date.fromisoformat(named) if named else start
    stood = sum(((one.until or one.since) - one.since).days + 1 for one in stops)
    told = source = say("登记时写明的期限", "the day that was entered")
    if more or stood:
        told = say(
            f"登记时写明 {due}，延长 {more} 日，中止 {stood} 日。",
            f"{due} was entered; {more} days by extension, {stood} days stopped.",
        )
    return Counted(due + timedelta(days=more + stood), told, source, provisional=False)


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
