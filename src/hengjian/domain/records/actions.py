"""All that happens to a submission: received once, read, accepted or refused, checked, tried again.

Serves every channel and the job that does the work. Each function stands alone in its transaction with
its ledger entry; done a second time, by a worker that took over, it changes nothing more.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from hengjian.archive import Receipt
from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.jobs import actions as jobs
from hengjian.core.jobs.models import JobState
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.records import following, tokens
from hengjian.domain.records.arriving import Arrived, put_in_place
from hengjian.domain.records.intake import Figures, submission_named
from hengjian.domain.records.models import Submission, Token
from hengjian.domain.registry.models import Body

State = Submission.State
WORKING = (State.WAITING, State.READING, State.ACCEPTING)
ROUNDS = 3


class Received(NamedTuple):
    """``new``: false where the very file is being worked at already; this is that submission."""

    submission: Submission
    new: bool


def receive(
    arrived: Arrived,
    *,
    channel: Submission.Channel,
    unit: Unit,
    body: Body | None,
    period: tuple[date, date] | None = None,
    whole_period: bool = False,
    strict: bool = False,
    token: Token | None = None,
    by: Post | None,
    at: datetime,
) -> Received:
    """Take a file that has arrived: its submission and the job that reads it, together or not at all.

    The same file of the same unit, while it is still being read, is the same submission: from two
    tabs, or by an impatient program. ``body`` None: it holds rows of several that the post may speak for.
    """
    try:
        for _ in range(ROUNDS):
            submission = Submission(
                body=body, unit=unit, channel=channel, post=by, token=token,
                file_name=arrived.name, size=arrived.size, sha256=arrived.sha256, strict=strict,
                period_from=period[0] if period else None,
                period_to=period[1] if period else None,
                whole_period=bool(period) and whole_period, received_at=at,
            )  # fmt: skip
            try:
                return Received(_put(submission, arrived, by, at), True)
            except IntegrityError:
                rows = Submission.objects.filter(unit=unit, sha256=arrived.sha256)
                if there := rows.filter(state__in=WORKING).first():
                    return Received(there, False)
        raise PlainError(
            say("同一文件正在处理", "the same file is being worked at"),
            say("请稍后再试。", "Try again in a moment."),
        )
    finally:
        arrived.discard()


@transaction.atomic
def _put(submission: Submission, arrived: Arrived, by: Post | None, at: datetime) -> Submission:
    from hengjian.domain.records.tasks import take_in

    submission.save()
    put_in_place(arrived, submission.pk)
    submission.job = jobs.start(take_in, {"submission": submission.pk}, by=by, at=at)
    submission.save(update_fields=["job"])
    payload = {
        "channel": str(submission.channel), "unit": submission.unit_id, "sha256": submission.sha256,
        "size": submission.size, "token": submission.token_id,
    }  # fmt: skip
    record("submission.received", subject=submission, payload=payload, by=by, at=at)
    return submission


# --- the job's steps ------------------------------------------------------------------------------------


@transaction.atomic
def begin(number: int, *, by: Post | None, at: datetime) -> Submission | None:
    """The submission, now being read; None where nothing is left to do."""
    submission = _held(number)
    if submission.state not in (*WORKING, State.FAILED):
        return None
    if submission.state != State.ACCEPTING:
        submission.state, submission.error, submission.ended_at = State.READING, "", None
        submission.save()
    return submission


@transaction.atomic
def note_read(submission: Submission, found: Figures, *, by: Post | None, at: datetime) -> None:
    """What the reading gave; from here on it is being stored."""
    held = _held(submission.pk)
    held.state = State.ACCEPTING
    _take_figures(held, found)
    held.save()
    submission.refresh_from_db()


@transaction.atomic
def note_accepted(
    submission: Submission, receipt: Receipt, *, by: Post | None, at: datetime
) -> Submission:
    """The archive has it, under this number; or had it before, from another submission."""
    held = _held(submission.pk)
    if held.seq is not None or held.same_as_id is not None:
        return held
    origin = submission_named(receipt.source)
    first = None
    if origin != held.pk:
        first = Submission.objects.filter(seq=receipt.seq).first()
        if first is None and origin is not None:
            first = Submission.objects.filter(pk=origin).first()
    held.batch_id, held.cases, held.events = receipt.batch_id, receipt.cases, receipt.events
    if origin != held.pk and first is not None:
        held.same_as, held.new, held.changed = first, 0, 0
    else:
        held.seq, held.new, held.changed = receipt.seq, receipt.new, receipt.changed
    held.save()
    return held


@transaction.atomic
def finish(submission: Submission, *, by: Post | None, at: datetime) -> Submission:
    """It stands in the archive and in the index: those who follow are told, a repetition is done."""
    held = _held(submission.pk)
    if held.state not in (State.READING, State.ACCEPTING):
        return held
    told = {"batch": held.batch_id, "sha256": held.sha256, "refused": held.refused}
    if held.same_as_id is not None:
        held.state, held.ended_at = State.DONE, at
        held.save()
        payload = {**told, "same_as": held.same_as_id}
        record("submission.repeated", subject=held, payload=payload, by=by, at=at)
        return held
    followed = following.anybody_follows()
    held.state, held.ended_at = (State.CHECKING, None) if followed else (State.DONE, at)
    held.save()
    payload = {
        **told, "seq": held.seq, "cases": held.cases, "new": held.new, "changed": held.changed,
        "events": held.events,
    }  # fmt: skip
    record("submission.accepted", subject=held, payload=payload, by=by, at=at)
    following.tell_followers(held, at=at)
    return held


@transaction.atomic
def refuse(
    submission: Submission,
    error: PlainError,
    *,
    found: Figures | None = None,
    by: Post | None,
    at: datetime,
) -> Submission:
    """Nothing of it is accepted; the error says why and what to do."""
    held = _held(submission.pk)
    if held.state not in WORKING:
        return held
    if found is not None:
        _take_figures(held, found)
    held.state, held.error, held.ended_at = State.REFUSED, str(error), at
    held.save()
    payload = {"sha256": held.sha256, "refused": held.refused}
    record("submission.refused", subject=held, payload=payload, by=by, at=at)
    return held


@transaction.atomic
def fail(submission: Submission, told: str, *, by: Post | None, at: datetime) -> Submission:
    """It could not be worked at, though nothing is wrong with it: it can be tried again."""
    held = _held(submission.pk)
    if held.state not in WORKING:
        return held
    held.state, held.error, held.ended_at = State.FAILED, told, at
    held.save()
    record("submission.failed", subject=held, payload={"sha256": held.sha256}, by=by, at=at)
    return held


def fail_abandoned(*, by: Post | None, at: datetime) -> int:
    """Submissions whose job ended without them: the worker was killed each time, or it was cancelled."""
    ended = (JobState.FAILED, JobState.CANCELLED)
    left = Submission.objects.filter(state__in=WORKING, job__state__in=ended).select_related("job")
    for submission in left:
        told = submission.job.last_error if submission.job else ""
        if submission.job and submission.job.state == JobState.CANCELLED:
            told = say("处理被取消。", "It was cancelled.")
        fail(submission, told, by=by, at=at)
    return len(left)


@transaction.atomic
def retry(submission: Submission, *, by: Post | None, at: datetime) -> Submission:
    """Work at a failed submission once more; what earlier attempts stored is not stored twice."""
    from hengjian.domain.records.tasks import take_in

    held = _held(submission.pk)
    if held.state != State.FAILED:
        raise PlainError(
            say(
                f"这次报送“{held.get_state_display()}”，不用重试",
                f"this submission is {held.get_state_display()}; there is nothing to try again",
            ),
            say("请刷新页面看现在的情况。", "Reload the page."),
        )
    open_ = Submission.objects.filter(unit=held.unit_id, sha256=held.sha256, state__in=WORKING)
    if other := open_.first():
        raise PlainError(
            say(
                f"同一文件正作为第 {other.pk} 号报送处理",
                f"the same file is being worked at as submission {other.pk}",
            ),
            say("请看那一次的结果。", "See what becomes of that one."),
        )
    held.state, held.error, held.ended_at = State.WAITING, "", None
    held.job = jobs.start(take_in, {"submission": held.pk}, by=by, at=at)
    held.save()
    record("submission.retried", subject=held, payload={"sha256": held.sha256}, by=by, at=at)
    return held


@transaction.atomic
def checked(
    *, up_to: int, appeared: Mapping[int, int] | None = None, by: Post | None = None, at: datetime
) -> int:
    """The check has judged every batch up to this number; ``appeared``: batch → its new findings."""
    rows = Submission.objects.select_for_update(of=("self",))
    done = list(rows.filter(state=State.CHECKING, seq__lte=up_to))
    for submission in done:
        submission.state, submission.ended_at = State.DONE, at
        submission.appeared = (appeared or {}).get(submission.seq or 0, submission.appeared)
    Submission.objects.bulk_update(done, ["state", "ended_at", "appeared"], batch_size=300)
    return len(done)


def _held(number: int) -> Submission:
    return Submission.objects.select_for_update(of=("self",)).get(pk=number)


def _take_figures(held: Submission, found: Figures) -> None:
    held.rows, held.refused, held.held_back = found.rows, found.refused, found.held_back
    held.problems, held.tables = found.problems, found.tables


# --- tokens ---------------------------------------------------------------------------------------------


class Given(NamedTuple):
    """``secret`` is shown now and never again."""

    token: Token
    secret: str


@transaction.atomic
def give_token(body: Body, *, name: str, valid_to: date, by: Post, at: datetime) -> Given:
    """A new token that speaks for this body alone."""
    if valid_to < day_of(at):
        raise PlainError(
            say("有效期已经过了", "that day is past"),
            say("请选今天以后的日期。", "Choose a later day."),
        )
    made = tokens.made()
    token = Token(
        body=body, name=name, digest=made.digest, beginning=made.beginning, given_by=by,
        given_at=at, valid_to=valid_to,
    )  # fmt: skip
    token.save()
    payload = {"body": body.pk, "valid_to": valid_to.isoformat()}
    record("token.given", subject=token, payload=payload, by=by, at=at)
    return Given(token, made.secret)


@transaction.atomic
def revoke_token(token: Token, *, by: Post, at: datetime) -> Token:
    """From now on it opens nothing; a second time changes nothing."""
    held = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if held.revoked_at is None:
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        record("token.revoked", subject=held, payload={"body": held.body_id}, by=by, at=at)
    return held


def note_use(token: Token, *, by: Post | None, at: datetime) -> None:
    """When it was last used, to the minute: enough to see that a system still reports."""
    minute = at.replace(second=0, microsecond=0)
    if token.last_used_at is None or token.last_used_at < minute:
        Token.objects.filter(pk=token.pk).update(last_used_at=minute)
