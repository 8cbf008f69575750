"""All writes to the staffing ledgers: a line entered or reversed, a post filled or left.

Serves the staffing page. A line is never changed: a wrong one is reversed by another. What would fill
more posts than there are, on any day, is refused with the figures of that day.
"""

from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.models import Occupancy, PostKind, StaffingEntry
from hengjian.domain.registry.staffing.figures import lowest

Ledger = StaffingEntry.Ledger


@transaction.atomic
def enter_line(
    ledger: Ledger,
    unit: Unit,
    kind: PostKind,
    change: int,
    *,
    since: date,
    document: str,
    note: str = "",
    by: Post | None,
    at: datetime,
) -> StaffingEntry:
    """A ledger gains a line: so many more, or fewer, from ``since``."""
    if change == 0:
        raise PlainError(
            say("增减数为零", "the change is zero"), say("请填写增减的人数。", "Give a number.")
        )
    if not document.strip():
        raise PlainError(
            say("没有写批准文件", "no document is named"),
            say("编制、职数和用编都凭文件，请填写文号。", "Give the document's number."),
        )
    _hold(unit)
    line = StaffingEntry(
        ledger=ledger, unit=unit, kind=kind, change=change, since=since, document=document.strip(),
        note=note,
    )  # fmt: skip
    line.save()
    _check(unit, kind)
    payload = {
        "ledger": ledger.value,
        "unit": unit.pk,
        "kind": kind.value,
        "change": change,
        "since": since.isoformat(),
        "document": document,
    }
    record("staffing.entered", subject=line, payload=payload, by=by, at=at)
    return line


@transaction.atomic
def reverse_line(
    line: StaffingEntry, reason: str, *, by: Post | None, at: datetime
) -> StaffingEntry:
    """A line was wrong: another of the same day takes it back, and both stay to be read."""
    _hold(line.unit)
    if line.reverses_id is not None or StaffingEntry.objects.filter(reverses=line).exists():
        raise PlainError(
            say("这一笔已经冲销，或者本身就是冲销", "this line is reversed, or reverses another"),
            say("如仍有误，请另记一笔。", "Enter another line if it is still wrong."),
        )
    if not reason.strip():
        raise PlainError(
            say("没有写冲销理由", "no reason is given"), say("请填写理由。", "Give the reason.")
        )
    back = StaffingEntry(
        ledger=line.ledger, unit=line.unit, kind=line.kind, change=-line.change, since=line.since,
        document=line.document, note=reason.strip(), reverses=line,
    )  # fmt: skip
    back.save()
    _check(line.unit, PostKind(line.kind))
    record("staffing.reversed", subject=back, payload={"reverses": line.pk}, by=by, at=at)
    return back


@transaction.atomic
def fill_post(
    unit: Unit,
    kind: PostKind,
    name: str,
    *,
    leading: bool = False,
    since: date,
    until: date | None = None,
    by: Post | None,
    at: datetime,
) -> Occupancy:
    """Somebody fills a post from ``since`` on."""
    if until is not None and until < since:
        raise PlainError(
            say(f"止日 {until} 早于起日 {since}", f"{until} is before {since}"),
            say("请核对两个日期。", "Check both days."),
        )
    _hold(unit)
    occupant = Occupancy(
        unit=unit, kind=kind, name=name.strip(), leading=leading, since=since, until=until
    )
    occupant.save()
    _check(unit, kind)
    payload = {
        "unit": unit.pk,
        "kind": kind.value,
        "leading": leading,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
    }
    record("post.filled", subject=occupant, payload=payload, by=by, at=at)
    return occupant


@transaction.atomic
def leave_post(occupant: Occupancy, last_day: date, *, by: Post | None, at: datetime) -> Occupancy:
    """The post is filled up to and including ``last_day``."""
    if last_day < occupant.since:
        raise PlainError(
            say(
                f"离开日期 {last_day} 早于到任日期 {occupant.since}",
                f"{last_day} is before {occupant.since}",
            ),
            say("请核对日期。", "Check the day."),
        )
    _hold(occupant.unit)
    occupant.until = last_day
    occupant.save(update_fields=["until"])
    _check(occupant.unit, PostKind(occupant.kind))
    payload = {"until": last_day.isoformat()}
    record("post.left", subject=occupant, payload=payload, by=by, at=at)
    return occupant


def _hold(unit: Unit) -> None:
    """One change of a unit's staffing at a time, so that two do not both take the last post."""
    Unit.objects.select_for_update().filter(pk=unit.pk).first()


def _check(unit: Unit, kind: PostKind) -> None:
    """No day on which more is used than there is; the refusal gives the figures of that day."""
    lines = StaffingEntry.objects.filter(unit=unit, kind=kind)
    people = Occupancy.objects.filter(unit=unit, kind=kind)
    for day, now in lowest(lines, people):
        named = say(
            f"{unit.inward_name}{kind.label}，{day}", f"{unit.inward_name}, {kind.label}, {day}"
        )
        for used, there, zh, en in (
            (0, now.posts, "编制", "posts"),
            (0, now.leadership, "领导职数", "leadership posts"),
            (0, now.approvals, "用编核准", "approvals"),
        ):
            if there < used:
                raise PlainError(
                    say(f"{named}：{zh}将为 {there}，不能少于零",
                        f"{named}: {en} would be {there}, below zero"),
                    say("请核对减少的人数。", "Check by how much it is reduced."),
                )  # fmt: skip
        for used, there, zh, en in (
            (now.occupied, now.posts, "实有 {u} 人，编制 {t} 名", "{u} occupied, {t} posts"),
            (now.leaders, now.leadership, "现任领导 {u} 人，领导职数 {t} 名",
             "{u} leaders, {t} leadership posts"),
            (now.leadership, now.posts, "领导职数 {u} 名，编制 {t} 名",
             "{u} leadership posts, {t} posts"),
        ):  # fmt: skip
            if used > there:
                told = {"u": used, "t": there}
                raise PlainError(
                    say(
                        f"{named}：{zh.format(**told)}，超出 {used - there} 名",
                        f"{named}: {en.format(**told)}; {used - there} too many",
                    ),
                    say(
                        "请先登记增加编制、职数的文件，或者先办理离任。",
                        "Enter the document that adds posts first, or let somebody leave first.",
                    ),
                )
