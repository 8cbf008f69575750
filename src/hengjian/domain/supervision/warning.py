"""Yellow and red: how near a due day is. How many days before is a parameter that a city sets.

Serves the lists and pages of leads and orders, and the notices before the day.
"""

from datetime import date, timedelta

from django.db.models import Q

from hengjian.core.wording import say
from hengjian.domain.registry.lists import content

COLOURS = ("yellow", "red", "late")
_TONES = {"late": "bad", "red": "bad", "yellow": "warn", "": "quiet"}


def days_before(colour: str) -> int:
    """So many days before the due day a matter turns yellow, or red."""
    return int(content().parameters[f"orders.{colour}_days"].values[-1].value)


def colour_of(due: date | None, day: date) -> str:
    """`late`, `red`, `yellow`, or nothing."""
    if due is None:
        return ""
    left = (due - day).days
    if left < 0:
        return "late"
    return next((one for one in ("red", "yellow") if left <= days_before(one)), "")


def within(colour: str, day: date, field: str = "due_on") -> Q:
    """The rows of that colour."""
    if colour == "late":
        return Q(**{f"{field}__lt": day})
    red = day + timedelta(days=days_before("red"))
    if colour == "red":
        return Q(**{f"{field}__gte": day, f"{field}__lte": red})
    yellow = day + timedelta(days=days_before("yellow"))
    return Q(**{f"{field}__gt": red, f"{field}__lte": yellow})


def due_words(due: date | None, day: date) -> dict[str, object]:
    """A due day as lists show it: the day, its tone, what is left in words."""
    if due is None:
        return {"on": None, "tone": "quiet", "words": "", "colour": ""}
    left, colour = (due - day).days, colour_of(due, day)
    if left < 0:
        words = say(f"逾期 {-left} 日", f"{-left} days late")
    elif left == 0:
        words = say("今天到期", "due today")
    else:
        words = say(f"还有 {left} 日", f"{left} days left")
    return {"on": due, "tone": _TONES[colour], "words": words, "colour": colour}


def colour_words(colour: str) -> str:
    """What a colour is called where one filters by it."""
    return {
        "late": say("已逾期", "late"),
        "red": say(f"红色预警（{days_before('red')} 日内）", "red"),
        "yellow": say(f"黄色预警（{days_before('yellow')} 日内）", "yellow"),
    }[colour]
