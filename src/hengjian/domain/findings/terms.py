"""By when a body answers: the term of the step in the province's profile.

Serves whoever asks a body, and the page that says where the term comes from.
"""

from datetime import date

from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import counted, profile, term_of

STEP = "explain"


def due_from(day: date) -> date:
    """The last day of the term that begins the day after ``day``; it ends on a working day."""
    return counted(STEP, day).due


def term_words() -> str:
    """Who says how long it is, and how long."""
    term = term_of(STEP)
    unit = say("个工作日", "working days") if term.unit == "working_day" else say("日", "days")
    return f"{profile().title} {term.value} {unit}"
