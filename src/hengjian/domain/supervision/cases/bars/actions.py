"""What bars a decision: the act is before reconsideration or a court, or was upheld there.

Serves the desk. It enters what the handlers learnt; whether it bars a step, `cases.conditions` says.
"""

from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Bar, Case
from hengjian.domain.supervision.cases.refusing import handled
from hengjian.domain.supervision.cases.steps.actions import told
from hengjian.domain.supervision.refusing import ChangedError, need


@transaction.atomic
def enter_bar(
    case: Case,
    *,
    kind: str,
    number: str,
    since: date,
    until: date | None = None,
    upheld: bool = False,
    by: Post,
    at: datetime,
) -> Bar:
    """The act is before reconsideration or a court, or was there and perhaps ``upheld``."""
    case = handled(case, by)
    need(number, say("案号", "the number"))
    _bar_days(since, until, upheld, at)
    if case.bars.filter(kind=kind, number=number.strip()).exists():
        raise PlainError(say("这个案号已经登记", "this number was entered already"))
    bar = Bar.objects.create(
        case=case, kind=kind, number=number.strip(), since=since, until=until, upheld=upheld
    )
    told(case, "enter_bar", "linkage", words=number, by=by, at=at)
    return bar


@transaction.atomic
def end_bar(bar: Bar, *, until: date, upheld: bool, by: Post, at: datetime) -> Bar:
    """It ended there; what was upheld stays barred here."""
    case = handled(bar.case, by)
    bar = Bar.objects.select_for_update().get(pk=bar.pk)
    if bar.until is not None:
        raise ChangedError(say("终结已经登记", "its end was entered already"))
    _bar_days(bar.since, until, upheld, at)
    bar.until, bar.upheld = until, upheld
    bar.save()
    told(case, "end_bar", "linkage", words=bar.number, by=by, at=at)
    return bar


def _bar_days(since: date, until: date | None, upheld: bool, at: datetime) -> None:
    """It began before it ended, and both are over; upheld is only what ended."""
    if since > day_of(at) or (until is not None and not since <= until <= day_of(at)):
        raise PlainError(
            say("日期不对：受理在终结以前，都不晚于今天", "the days are wrong"),
            say("请核对受理日期和终结日期。", "It begins before it ends, and neither is to come."),
        )
    if upheld and until is None:
        raise PlainError(
            say("被维持的，须填终结日期", "what was upheld has ended: give the day"),
        )
