"""What happens to notices: sent, read, climbing to the next post up, delivered outside or not."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.jobs.actions import start
from hengjian.core.notices.channels import CHANNELS
from hengjian.core.notices.models import Delivery, DeliveryState, Notice, Reason
from hengjian.core.notices.notice_kinds import NOTICE_KINDS, Kind, sound
from hengjian.core.notices.queries import climbing, deputies_of, next_above
from hengjian.core.notices.quiet import calendar, calm_until, working_days_later
from hengjian.core.people.models import Post


@transaction.atomic
def notify(
    kind: Kind,
    *,
    to: Post,
    about: models.Model | None = None,
    facts: dict[str, Any] | None = None,
    url: str = "",
    due: date | None = None,
    key: str | None = None,
    by: Post | None,
    at: datetime,
) -> Notice:
    """Tell a post something, in the caller's transaction; its deputies of the day are told too.

    ``facts`` fill the kind's wording (`number`, `count`, `days`, `due`); ``url`` is a path of ours.
    With a ``key`` the same is told once, however often one comes (`f"due:{case.pk}:{day}"`).
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError("a notice links to a path of our own")
    kept = sound({**(facts or {}), **({"due": due} if due and "due" not in (facts or {}) else {})})
    notice = Notice(
        post=to,
        kind=kind.code,
        facts=kept,
        title=kind.zh.format(**kept)[:200],
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        url=url,
        due=due,
        at=at,
        key=key,
    )
    if kind.climbs_after is not None:
        notice.climbs_at = working_days_later(at, kind.climbs_after, calendar())
    deputies = deputies_of(to, day=day_of(at))
    try:
        with transaction.atomic():
            _put(notice, kind, outward=not deputies, by=by, at=at)
    except IntegrityError:
        had = Notice.objects.filter(key=key).first() if key is not None else None
        if had is None:
            raise
        return had
    for deputy in deputies:
        _put(_copy(notice, deputy, Reason.DEPUTY, at), kind, outward=True, by=by, at=at)
    return notice


@transaction.atomic
def read(notice: Notice, *, by: Post, at: datetime) -> Notice:
    """The receipt: when it was first opened. Opening it again changes nothing."""
    if Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at):
        notice.read_at = at
        record("notice.read", subject=notice, payload={"kind": notice.kind}, by=by, at=at)
    return notice


@transaction.atomic
def climb(*, by: Post | None, at: datetime) -> int:
    """Tell the next post up of everything that lies unread past its term; counts what climbed."""
    count = 0
    for notice in climbing(at=at):
        above = next_above(notice.post, day=day_of(at))
        kind = NOTICE_KINDS.get(notice.kind, Kind(notice.kind, notice.title, notice.title))
        for post in above:
            copy = _copy(notice, post, Reason.ABOVE, at)
            if kind.climbs_after is not None:
                copy.climbs_at = working_days_later(at, kind.climbs_after, calendar())
            _put(copy, kind, outward=True, by=by, at=at)
        notice.climbs_at = None  # once; where nobody stands above, its reader alone has it
        notice.save(update_fields=["climbs_at"])
        count += bool(above)
    return count


def _copy(notice: Notice, post: Post, reason: Reason, at: datetime) -> Notice:
    same = ("kind", "facts", "title", "about_type", "about_id", "url", "due")
    origin = notice.origin or notice
    held = {name: getattr(notice, name) for name in same}
    return Notice(post=post, reason=reason, origin=origin, at=at, **held)


def _put(notice: Notice, kind: Kind, *, outward: bool, by: Post | None, at: datetime) -> None:
    notice.save()
    payload = {"kind": kind.code, "post": notice.post_id, "reason": Reason(notice.reason).value}
    record("notice.sent", subject=notice, payload=payload, by=by, at=at)
    if outward and kind.outward:
        _send_outside(notice, kind, at)


def _send_outside(notice: Notice, kind: Kind, at: datetime) -> None:
    from hengjian.core.notices.tasks import deliver  # tasks call back into these actions

    pressing = kind.urgent or notice.reason == Reason.ABOVE
    moment = at if kind.urgent else calm_until(at, calendar())
    for channel in CHANNELS.values():
        if not channel.ready or (channel.urgent_only and not pressing):
            continue
        if channel.address(notice.post.person):
            row = Delivery(notice=notice, channel=channel.code, not_before=moment)
            row.save()
            later = moment if moment > at else None
            start(deliver, {"delivery": row.pk}, run_after=later, by=None, at=at)


def delivered(delivery: Delivery, receipt: str, *, by: Post | None, at: datetime) -> Delivery:
    """The channel has taken it; an empty receipt means that it was read before it left."""
    delivery.state = DeliveryState.SENT if receipt else DeliveryState.NEEDLESS
    delivery.receipt, delivery.error = receipt[:200], ""
    delivery.sent_at = at if receipt else None
    delivery.save(update_fields=["state", "receipt", "error", "sent_at"])
    return delivery


def undelivered(
    delivery: Delivery, error: str, *, ended: bool, by: Post | None, at: datetime
) -> Delivery:
    """The channel has not taken it; ``ended`` if it is not tried again."""
    delivery.state = DeliveryState.FAILED if ended else DeliveryState.WAITING
    delivery.error = error[:300]
    delivery.save(update_fields=["state", "error"])
    return delivery
