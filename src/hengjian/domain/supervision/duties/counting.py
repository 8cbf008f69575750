"""Until when a duty is to be done: by its days, by the step of the deadline profile, or by its day of a
year. Each comes with the sum that says so; a term that nobody has laid down is said to be this system's.
"""

from datetime import date

from hengjian.content import powers
from hengjian.content.errors import PlainError
from hengjian.core.notices.quiet import calendar
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import Counted, counted, term_of
from hengjian.terms import Counting, Length, count

_COUNTINGS = {"working_day": Counting.WORKING, "calendar_day": Counting.CALENDAR}


def due_of(duty: powers.Duty, start: date, *, listed: str) -> Counted:
    """When a duty that arose on ``start`` is due; ``listed`` is what the list of powers is called."""
    if duty.step is not None:
        return counted(duty.step, start)
    if duty.by is not None:
        due = date.fromisoformat(f"{start.year}-{duty.by}")
        told = say(f"每年{due.month}月{due.day}日以前", f"each year by {due:%m-%d}")
        return Counted(due, told, listed, provisional=False)
    assert duty.days is not None
    assert duty.unit is not None
    made = count(start, Length(duty.days, duty.unit), calendar(), counting=_COUNTINGS[duty.unit])
    own = say(f"{listed}（期限由本系统设定）", f"{listed} (a term set by this system)")
    source = listed if duty.confidence == "read" else own
    return Counted(made.rolled, made.explain("yes"), source, made.rolled_provisional)


def term_words(duty: powers.Duty) -> str:
    """The term of a duty, for those who read the list."""
    if duty.by is not None:
        month, day = duty.by.split("-")
        return say(f"每年 {int(month)} 月 {int(day)} 日前", f"each year by {duty.by}")
    if duty.step is not None:
        try:
            term = term_of(duty.step)
        except PlainError:
            return say("期限档案没有规定", "no term in the deadline profile")
        return _length(term.value, term.unit)
    return _length(duty.days or 0, duty.unit or "")


def _length(number: int, unit: str) -> str:
    zh, en = ("个工作日", "working days") if unit == "working_day" else ("日", "days")
    return say(f"{number} {zh}内" if unit == "working_day" else f"{number} 日内", f"{number} {en}")
