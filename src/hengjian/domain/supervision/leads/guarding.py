"""Whether a text that others will read tells who reported something, or a lead would reach whom it is about.

Serves every action that keeps a text for a body or another unit, or gives one a lead. It knows names, numbers and places that
were entered, no others: the reader before signing stays the last guard.
"""

import re
from collections.abc import Iterable, Mapping

from hengjian.content.errors import PlainError
from hengjian.core.organisation.models import Unit
from hengjian.core.wording import say
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.models import Lead

SHORTEST = {"name": 2, "phone": 6, "place": 4}
"""Shorter ones would be found everywhere."""
_BLANK = re.compile(r"[\s\-—,，。、]+")


def told_by(text: str, reporters: Iterable[Reporter]) -> list[str]:
    """Which of a reporter's name, phone and place stand in the text."""
    plain = _BLANK.sub("", text)
    names = {
        "name": say("姓名", "name"),
        "phone": say("电话", "phone"),
        "place": say("地点", "place"),
    }
    found = []
    for one in reporters:
        for field, shortest in SHORTEST.items():
            value = _BLANK.sub("", getattr(one, field))
            if len(value) >= shortest and value in plain and names[field] not in found:
                found.append(names[field])
    return found


def need_silent(texts: Mapping[str, str], reporters: Iterable[Reporter]) -> None:
    """Refuse texts (by the name of their field) that tell who reported. Raises PlainError."""
    known = list(reporters)
    for field, text in texts.items():
        told = told_by(text, known)
        if told:
            named = say("、", ", ").join(told)
            raise PlainError(
                say(f"“{field}”里写有反映人的{named}", f"“{field}” tells a reporter's {named}"),
                say(
                    "反映人的情况只写在反映人栏里，请从这里删去。",
                    "Whoever reported stands in the reporter's own fields only: take it out here.",
                ),
            )


def need_unconcerned(lead: Lead, unit: Unit | None, named: str = "") -> None:
    """Refuse to give it to the unit that it is about, or to a part of it."""
    if lead.body is None:
        return
    about = lead.body.unit
    inside = unit is not None and unit.path.split("/")[0] == about.path.split("/")[0]
    if inside or (named and named == str(lead.body)):
        raise PlainError(
            say(
                f"不能把线索交给它所反映的单位（{lead.body}）",
                f"it is about {lead.body} and is not given to it",
            ),
            say("请交给其上级或者另一机关，或者由本机关直接办理。",
                "Give it to its superior or another body, or handle it here."),
        )  # fmt: skip
