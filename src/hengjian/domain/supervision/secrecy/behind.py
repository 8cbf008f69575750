"""The reporters behind a case, and whether a text that others read would tell who they are.

Serves the actions of cases and papers, which refuse such a text. It only reads.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.leads.guarding import told_by
from hengjian.domain.supervision.leads.models import Reporter

RUN = 15
"""So many signs in a row that a reporter said are his own words."""


def reporters_behind(case: Case) -> QuerySet[Reporter]:
    """Those of the case's leads and of the leads merged into them."""
    return Reporter.objects.filter(Q(lead__cases=case) | Q(lead__into__cases=case)).distinct()


def tells(text: str, reporters: Iterable[Reporter]) -> list[str]:
    """What of a reporter stands in the text: his name, phone, place, or his own words."""
    known = list(reporters)
    found = told_by(text, known)
    plain = "".join(text.split())
    if any(_repeats(plain, "".join(one.words.split())) for one in known):
        found.append(say("原话", "own words"))
    return found


def _repeats(text: str, words: str) -> bool:
    return any(words[at : at + RUN] in text for at in range(len(words) - RUN + 1))


def flat(values: object) -> str:
    """All that the fields of a paper say, as one text."""
    if isinstance(values, Mapping):
        return "\n".join(flat(one) for one in values.values())
    if isinstance(values, list | tuple):
        return "\n".join(flat(one) for one in values)
    return str(values)
