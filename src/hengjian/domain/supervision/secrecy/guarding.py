"""Refuses what the body or others would read of a case and what would tell who reported it.

Serves the actions of cases and papers. What a body itself writes is never compared: a refusal would tell
it that it guessed right.
"""

from collections.abc import Mapping

from hengjian.content.errors import PlainError
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.secrecy.behind import reporters_behind, tells


class TellsError(PlainError):
    """The text would tell who reported it."""


def need_silent(texts: Mapping[str, str], case: Case) -> None:
    """Raise TellsError naming the field, and what of a reporter stands in it."""
    reporters = list(reporters_behind(case))
    for field, text in texts.items() if reporters else ():
        if told := tells(text, reporters):
            named = say("、", ", ").join(told)
            raise TellsError(
                say(f"“{field}”里写有反映人的{named}", f"“{field}” tells a reporter's {named}"),
                say("被监督机关看得到这些文字：请换一种说法，或者只入副卷。",
                    "The body reads it: say it in other words, or keep it inside."),
            )  # fmt: skip
