"""By when a body answers: the term of the step in the province's profile, counted on the calendar.

Serves whoever asks a body, and the page that says where the term comes from.
"""

from datetime import date, timedelta

from hengjian.content.models import ProfileTerm
from hengjian.core.notices.quiet import calendar
from hengjian.core.wording import say
from hengjian.domain.registry.lists import content

STEP = "explain"


def term_in_force() -> tuple[str, ProfileTerm]:
    """The profile's title and its term for an explanation."""
    profile = next(one for one in content().deadline_profiles.values() if one.default)
    return profile.title, next(term for term in profile.terms if term.step == STEP)


def due_from(day: date) -> date:
    """The last day of the term that begins the day after ``day``; it ends on a working day."""
    _, term = term_in_force()
    days = calendar()
    if term.unit == "calendar_day":
        return days.first_working_from(day + timedelta(days=term.value))
    for _ in range(term.value):
        day = days.first_working_from(day + timedelta(days=1))
    return day


def term_words() -> str:
    """Who says how long it is, and how long."""
    title, term = term_in_force()
    unit = say("个工作日", "working days") if term.unit == "working_day" else say("日", "days")
    return f"{title} {term.value} {unit}"
