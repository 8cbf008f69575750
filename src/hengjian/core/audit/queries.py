"""All lists and figures of the ledger."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, DateTimeField, IntegerField, Min, QuerySet, Subquery

from hengjian.content.errors import PlainError
from hengjian.core.audit.access import posts_of_person
from hengjian.core.audit.models import CheckKind, Confirmation, SelfCheck, Sending
from hengjian.core.audit.witnesses import ENOUGH, Witness, witnesses
from hengjian.core.clock import CHINA, day_of
from hengjian.core.entries.models import Erasure, LedgerEntry, Log, SignedHead
from hengjian.core.wording import say

PENDING_TOO_LONG = timedelta(minutes=1)
CHECK_TOO_OLD = timedelta(hours=36)
CLOCK_TOLD = timedelta(days=7)
WITNESS_TOO_OLD = timedelta(days=3)


@dataclass(frozen=True)
class LedgerState:
    """Is the ledger whole, as far as is known at a moment? ``tone``: good, warn or bad.

    ``words`` is one sentence for the home page, ``problems`` what is wrong or should be seen to.
    """

    tone: str
    words: str
    problems: tuple[str, ...]
    size: int
    pending: int
    checked_at: datetime | None
    head_size: int
    head_at: datetime | None
    witnessed_by: tuple[str, ...]


def ledger_state(at: datetime) -> LedgerState:
    """What is known: the last check, pending entries, the last head, who keeps it outside."""
    bad, warn = list[str](), list[str]()
    known, check = _known(at), SelfCheck.objects.first()
    if known["pending"] and known["oldest"] < at - PENDING_TOO_LONG:
        minutes = int((at - known["oldest"]).total_seconds() // 60)
        bad.append(
            say(f"{known['pending']} 条登记没有编号，最早的已等 {minutes} 分钟",
                f"{known['pending']} entries have no number, the oldest since {minutes} minutes")
        )  # fmt: skip
    if known["trouble"]:
        bad.append(known["trouble"])
    if check is not None and not check.whole:
        bad += [say(one["zh"], one["en"]) for one in check.problems]
    kept = _witnessed(at, bad, warn)
    _look_at_checks(known, at, warn)
    return LedgerState(
        "bad" if bad else "warn" if warn else "good",
        _sentence(bad, known["size"], check, kept),
        (*bad, *warn),
        known["size"],
        known["pending"],
        None if check is None else check.at,
        known["head_size"] or 0,
        known["head_at"],
        kept,
    )


def _known(at: datetime) -> dict[str, Any]:
    """The log and what belongs to it, in one query; of a ledger that has not begun, what waits."""
    waiting = LedgerEntry.objects.filter(position__isnull=True).order_by()
    whole = SelfCheck.objects.filter(kind=CheckKind.WHOLE)
    back = LedgerEntry.objects.filter(kind="clock.set_back", moment__gte=at - CLOCK_TOLD)
    one = waiting.values("position")  # one group: all that have none
    told = {
        "pending": Subquery(one.annotate(n=Count("id")).values("n"), IntegerField()),
        "oldest": Subquery(one.annotate(n=Min("moment")).values("n"), DateTimeField()),
        "whole_at": Subquery(whole.values("at")[:1]),
        "set_back": Subquery(back.order_by("-id").values("moment")[:1]),
        "head_size": Subquery(SignedHead.objects.values("size")[:1]),
        "head_at": Subquery(SignedHead.objects.values("at")[:1]),
    }
    found = Log.objects.annotate(**told).values("size", "trouble", *told).first()
    if found is None:
        pending = waiting.aggregate(pending=Count("id"), oldest=Min("moment"))
        found = dict.fromkeys(told) | {"size": 0, "trouble": ""} | pending
    return dict(found)


def _witnessed(at: datetime, bad: list[str], warn: list[str]) -> tuple[str, ...]:
    """Who confirmed a head lately; what is amiss goes into the two lists."""
    try:
        named = {one.name for one in witnesses()}
    except PlainError as error:
        warn.append(str(error))
        named = set()
    rows = list(Confirmation.objects.order_by("-id")[:60])
    bad += [
        say(f"{one.witness}所持的账头（{one.size} 条）与本账本不符：历史被改写，或者从旧备份恢复过",
            f"the head that {one.witness} holds ({one.size}) is not of this ledger: history was "
            "rewritten, or an old backup restored")
        for one in rows if not one.agrees
    ]  # fmt: skip
    kept = {one.witness for one in rows if one.agrees and one.at >= at - WITNESS_TOO_OLD} & named
    if len(named) < ENOUGH:
        warn.append(
            say(f"账头应当送交至少两个别的单位，现在设定了 {len(named)} 个（HENGJIAN_LEDGER_WITNESSES）",
                f"heads should go to two other parties at least; {len(named)} named "
                "(HENGJIAN_LEDGER_WITNESSES)")
        )  # fmt: skip
    elif missing := sorted(named - kept):
        warn.append(
            say(f"三日内没有确认账头的见证方：{'、'.join(missing)}",
                f"no confirmation within three days by: {', '.join(missing)}")
        )  # fmt: skip
    return tuple(sorted(kept))


def _look_at_checks(known: dict[str, Any], at: datetime, warn: list[str]) -> None:
    last, back = known["whole_at"], known["set_back"]
    if last is None:
        warn.append(say("账本还没有全部核对过", "the ledger has never been checked as a whole"))
    elif at - last > CHECK_TOO_OLD:
        day = day_of(last)
        warn.append(say(f"账本自 {day} 起没有全部核对过", f"no whole check since {day}"))
    if back is not None:
        when = back.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        warn.append(
            say(f"系统时钟在 {when} 被倒拨，其后各条的时刻不可尽信",
                f"the clock was set back at {when}; moments after it are not to be relied on")
        )  # fmt: skip


def _sentence(bad: list[str], size: int, check: SelfCheck | None, kept: tuple[str, ...]) -> str:
    if bad:
        return say("账本有问题：", "The ledger needs attention: ") + bad[0]
    if not size:
        return say("账本还没有开始。", "The ledger has not begun.")
    if check is None:
        return say(f"账本共 {size:,} 条，还没有核对过。", f"{size:,} entries, not checked yet.")
    when = check.at.astimezone(CHINA).strftime("%m-%d %H:%M")
    told = say(f"账本完好：截至 {when}，共 {check.size:,} 条",
               f"The ledger is whole: {check.size:,} entries as of {when}")  # fmt: skip
    if kept:
        told += say(f"，已由{'、'.join(kept)}见证。", f", witnessed by {', '.join(kept)}.")
    else:
        told += say("，没有外部见证。", ", not witnessed outside.")
    return told


@dataclass(frozen=True)
class Asked:
    """What a list of entries is narrowed to."""

    noun: str = ""
    kind: str = ""
    actor: str = ""
    since: date | None = None
    until: date | None = None


def narrowed(rows: QuerySet[LedgerEntry], asked: Asked) -> QuerySet[LedgerEntry]:
    """By noun, kind, acting person (login name or name; “程序” is the program itself) and day."""
    if asked.noun:
        rows = rows.filter(subject_type=asked.noun)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.actor in {"程序", "program"}:
        rows = rows.filter(actor_post_id__isnull=True)
    elif asked.actor:
        rows = rows.filter(actor_post_id__in=posts_of_person(asked.actor))
    if asked.since:
        rows = rows.filter(moment__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(moment__lt=_midnight(asked.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def kinds_seen() -> list[str]:
    """Every kind that occurs, found by jumping along its index."""
    with connection.cursor() as cursor:
        cursor.execute(_KINDS)
        return [row[0] for row in cursor.fetchall()]


_KINDS = """
WITH RECURSIVE found(kind) AS (
    SELECT min(kind) FROM entries_ledgerentry
    UNION ALL
    SELECT (SELECT min(kind) FROM entries_ledgerentry WHERE kind > found.kind)
    FROM found WHERE found.kind IS NOT NULL
)
SELECT kind FROM found WHERE kind IS NOT NULL
"""


def heads_published(count: int = 100) -> list[SignedHead]:
    """The newest heads, for the public page."""
    return list(SignedHead.objects.all()[:count])


def head_over(position: int) -> SignedHead | None:
    """The first head that covers an entry."""
    return SignedHead.objects.filter(size__gte=position).order_by("size").first()


def erasure_of(entry: LedgerEntry) -> Erasure | None:
    """The latest request that this entry's payload be erased."""
    return entry.erasures.order_by("-id").first()


def sendings(count: int = 60) -> list[Sending]:
    return list(Sending.objects.all()[:count])


def confirmations(count: int = 60) -> list[Confirmation]:
    return list(Confirmation.objects.all()[:count])


def checks(count: int = 100) -> list[SelfCheck]:
    return list(SelfCheck.objects.all()[:count])


@dataclass(frozen=True)
class WitnessState:
    """One witness, the last head sent to him, and the last that he confirmed."""

    witness: Witness
    sent: Sending | None
    confirmed: Confirmation | None


def witness_states() -> list[WitnessState]:
    """Raises PlainError where the configuration cannot be read."""
    return [
        WitnessState(
            one,
            Sending.objects.filter(witness=one.name).first(),
            Confirmation.objects.filter(witness=one.name).first(),
        )
        for one in witnesses()
    ]
