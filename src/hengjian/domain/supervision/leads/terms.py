"""The terms of a lead: by when it is checked, by when who reported it is answered; and which day is next.

Serves the actions of leads. The lengths stand in the deadline profile.
"""

from datetime import date

from hengjian.domain.registry.deadlines import Counted, counted
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.leads.workflow import CHECK_RUNS, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.orders.workflow import ENDED

CHECK = "take_up"
ANSWER = "complaint"


def check_term(day: date) -> Counted:
    """The preliminary check of a lead that came on ``day``."""
    return counted(CHECK, day)


def answer_term(day: date) -> Counted:
    """The answer to somebody whose report came on ``day``."""
    return counted(ANSWER, day)


def next_due(lead: Lead) -> date | None:
    """The earliest day on which something of the lead, of those merged into it, or of its orders is due."""
    days = [lead.check_due] if lead.state in CHECK_RUNS else []
    if lead.state == State.HANDED:
        days += lead.orders_about.exclude(state__in=sorted(ENDED)).values_list("due_on", flat=True)
    waiting = Reporter.objects.filter(wants_answer=True, answered_on=None)
    own = waiting.filter(lead=lead) | waiting.filter(lead__into=lead)
    days += own.values_list("due_on", flat=True)
    return min((one for one in days if one is not None), default=None)
