"""Keeps what is known of each body's months: after each submission, each night, and anew when asked.

Serves the job that takes in and the pages. A month is worked out from all its submissions, so doing it
twice changes nothing; a month without cases is declared, not guessed.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.months import after, first_of, last_of, span
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.records import place
from hengjian.domain.records.models import Reported, Submission
from hengjian.domain.records.reporting.figures import (
    SHOWN,
    Batches,
    Coverage,
    seq_of,
    vanished,
)
from hengjian.domain.records.reporting.months import due_on, is_of_one_month, months_of
from hengjian.domain.registry.models import Body

AT_ONCE = 500
LOOKED_BACK = 3
_KEPT = ["due_on", "received_at", "latest", "cases", "before", "vanished", "vanished_cases",
         "narrowed", "narrowed_names", "revision"]  # fmt: skip


def note_submission(submission: Submission, *, by: Post | None, at: datetime) -> int:
    """Work out the months that an accepted submission covers, for the bodies it is about."""
    months = months_of(submission)
    if not months:
        return 0
    handed = _handed_in(months)
    batches = Batches.of(place.archive(), _numbers(handed))
    bodies = None
    if submission.body is not None:
        bodies = {submission.body.code}
    elif (seq := seq_of(submission)) is not None:
        bodies = batches.bodies(seq) or Batches.of(place.archive(), [seq]).bodies(seq)
    return sum(_work_out(month, handed, batches, bodies, at) for month in months)


def rebuild(*, by: Post | None, at: datetime) -> int:
    """All months anew, from all submissions: after a founding, or where somebody doubts."""
    rows = Submission.objects.exclude(period_from=None).select_related("body", "same_as")
    handed = list(rows.order_by("received_at", "pk"))
    batches = Batches.of(place.archive(), _numbers(handed))
    months = sorted({month for one in handed for month in months_of(one)})
    return sum(_work_out(month, handed, batches, None, at) for month in months)


@transaction.atomic
def open_months(*, by: Post | None, at: datetime) -> int:
    """Months that have ended and for which a body that reports has handed in nothing: they are due.

    Of bodies that hand in by themselves; where a bureau does it for them, no row of theirs says nothing.
    """
    last = after(first_of(day_of(at)), -1)
    own = Submission.objects.exclude(body=None).order_by().values("body")
    rows = Reported.objects.filter(body__in=own)
    begun = dict(rows.order_by().values_list("body").annotate(Max("month")))
    revision = _revision(at)
    new = [
        Reported(body_id=body, month=month, due_on=due_on(month), revision=revision)
        for body, known in begun.items()
        for month in span(after(known), last)
    ]
    Reported.objects.bulk_create(new, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(new)


@transaction.atomic
def declare_none(body: Body, month: date, *, by: Post, at: datetime) -> Submission:
    """The body had no case in this month: handed in as such, so that nobody waits for it."""
    month = first_of(month)
    if last_of(month) >= day_of(at):
        raise PlainError(
            say("这个月还没有结束", "this month is not over"),
            say("请在月末之后再作零报送。", "Declare it when it is."),
        )
    had = Reported.objects.filter(body=body, month=month, cases__gt=0)
    if had.exists():
        raise PlainError(
            say("这个月已经报送过案件", "cases of this month were handed in"),
            say("确有出入的，请重新报送该月的全部案件。", "Hand the whole month in again."),
        )
    declared = Submission(
        body=body, unit=body.unit, channel=Submission.Channel.UPLOAD, state=Submission.State.DONE,
        post=by, file_name=say("零报送", "no cases"), period_from=month, period_to=last_of(month),
        whole_period=True, received_at=at, ended_at=at,
    )  # fmt: skip
    declared.save()
    payload = {"unit": body.unit_id, "month": month.isoformat()}
    record("submission.none", subject=declared, payload=payload, by=by, at=at)
    note_submission(declared, by=by, at=at)
    return declared


# --- one month ----------------------------------------------------------------------------------------


def _handed_in(months: list[date]) -> list[Submission]:
    """Submissions that touch these months, in the order in which they came."""
    rows = Submission.objects.filter(
        period_from__lte=last_of(months[-1]), period_to__gte=months[0]
    ).select_related("body", "same_as")
    return list(rows.order_by("received_at", "pk"))


def _numbers(handed: Iterable[Submission]) -> list[int]:
    return [seq for one in handed if (seq := seq_of(one)) is not None]


def _counts(one: Submission) -> bool:
    """Whether anything of it was accepted: its data, or the word that there were none."""
    return seq_of(one) is not None or (one.state == Submission.State.DONE and not one.sha256)


@transaction.atomic
def _work_out(
    month: date,
    handed: list[Submission],
    batches: Batches,
    bodies: set[str] | None,
    at: datetime,
) -> int:
    covering = [one for one in handed if _counts(one) and month in months_of(one)]
    if not covering:
        return 0
    concerned = _by_body(covering, batches)
    codes = sorted(concerned if bodies is None else bodies & concerned.keys())
    known = Body.objects.in_bulk(codes, field_name="code")
    rows = {
        one.body_id: one
        for one in Reported.objects.select_for_update(of=("self",)).filter(
            month=month, body__in=[body.pk for body in known.values()]
        )
    }
    revision = _revision(at)
    earlier = _earlier(month, [body.pk for body in known.values()])
    new: list[Reported] = []
    changed: list[Reported] = []
    for code, body in known.items():
        row = rows.get(body.pk)
        (changed if row else new).append(row or Reported(body=body, month=month))
        row = row or new[-1]
        row.due_on, row.revision = due_on(month), revision
        _fill(row, code, concerned[code], batches, earlier.get(body.pk, []))
    Reported.objects.bulk_create(new, batch_size=AT_ONCE)
    Reported.objects.bulk_update(changed, _KEPT, batch_size=AT_ONCE)
    return len(new) + len(changed)


def _by_body(covering: list[Submission], batches: Batches) -> dict[str, list[Submission]]:
    """Body → its submissions of the month; one for several bodies is of those whose rows it holds."""
    found: dict[str, list[Submission]] = {}
    for one in covering:
        seq = seq_of(one)
        codes = {one.body.code} if one.body is not None else batches.bodies(seq or 0)
        for code in codes:
            found.setdefault(code, []).append(one)
    return found


def _fill(
    row: Reported, code: str, handed: list[Submission], batches: Batches, earlier: list[int]
) -> None:
    row.received_at, row.latest = handed[0].received_at, handed[-1]
    own = [one for one in handed if is_of_one_month(one)]
    numbers = _numbers(own)
    row.cases = len(batches.held(code, numbers)) if own else None
    row.before = round(sum(earlier) / LOOKED_BACK) if len(earlier) == LOOKED_BACK else None
    gone = vanished(code, own, batches)
    row.vanished = None if gone is None else len(gone)
    row.vanished_cases = (gone or [])[:SHOWN]
    less = None
    if numbers and own[-1].body_id is not None:
        less = Coverage(place.archive(), min(numbers), max(numbers)).narrowed(code, row.month)
    row.narrowed = None if less is None else len(less)
    row.narrowed_names = (less or [])[:SHOWN]


def _earlier(month: date, bodies: list[int]) -> dict[int, list[int]]:
    """Body → its figures of the three months before, as far as there are any."""
    rows = Reported.objects.filter(
        Q(month__lt=month), Q(month__gte=after(month, -LOOKED_BACK)), body__in=bodies
    ).exclude(cases=None)
    found: dict[int, list[int]] = {}
    for body, cases in rows.values_list("body", "cases"):
        found.setdefault(body, []).append(cases or 0)
    return found


def _revision(at: datetime) -> int:
    """Greater than any before, even if the clock was set back."""
    newest = Reported.objects.aggregate(newest=Max("revision"))["newest"] or 0
    return max(newest + 1, int(at.timestamp() * 1_000_000))
