"""Those who reported a lead: entered with their own answer date, and answered.

Each is one transaction with its ledger entry, which names the lead and no person.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties.following import reporter_answered, reporter_came
from hengjian.domain.supervision.leads import access
from hengjian.domain.supervision.leads.guarding import need_silent
from hengjian.domain.supervision.leads.marking.actions import held, told
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.leads.terms import answer_term, next_due
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.refusing import ChangedError
from hengjian.domain.supervision.secrecy.models import LASTS, Reading


@dataclass(frozen=True)
class Told:
    """Who reported something, as he is entered; a nameless one may want an answer by phone."""

    name: str = ""
    phone: str = ""
    words: str = ""
    place: str = ""
    wants_answer: bool = True
    received_on: date | None = None

    @property
    def empty(self) -> bool:
        return not (self.name or self.phone or self.words or self.place)


@transaction.atomic
def enter_reporter(lead: Lead, who: Told, *, seen: int, by: Post, at: datetime) -> Reporter:
    """Another one reported the same."""
    now = held(lead, seen, by=by, at=at)
    if not access.works(by, now):
        raise _not_yours()
    (made,) = put_reporters(now, [who], by=by, at=at)
    told(now, "reporter", more={"reporter": made.pk}, by=by, at=at)
    return made


def put_reporters(
    lead: Lead, people: Iterable[Told], *, by: Post | None, at: datetime
) -> list[Reporter]:
    """Rows of reporters, in the caller's transaction; what others read of the lead must not tell them."""
    made = [_row(lead, who, by, at) for who in people if not who.empty]
    if not made:
        return []
    need_silent({say("事由", "title"): lead.title, say("改写摘要", "summary"): lead.summary}, made)
    for one in made:
        one.save()
        reporter_came(one, by=by, at=at)
    lead.reported = True
    return made


@transaction.atomic
def answer(reporter: Reporter, *, words: str, on: date | None, by: Post, at: datetime) -> Reporter:
    """He was told what became of it, on this day."""
    main = reporter.lead.into or reporter.lead
    now = held(main, None, by=by, at=at)
    row = Reporter.objects.select_for_update().get(pk=reporter.pk)
    day = on or day_of(at)
    if not access.works(by, now):
        raise _not_yours()
    if row.answered_on is not None:
        raise ChangedError(
            say(f"已经在 {row.answered_on} 答复过", f"he was answered on {row.answered_on}"),
            say("请刷新页面。", "Reload the page."),
        )
    if not words.strip():
        raise PlainError(say("请写明答复内容", "write what he was told"))
    if day > day_of(at) or day < row.received_on:
        raise PlainError(
            say("答复日期不能早于收到日期，也不能晚于今天",
                "the answer is not before the report, nor after today")
        )  # fmt: skip
    row.answered_on, row.answer, row.answered_by = day, words.strip(), by
    row.save()
    told(now, "answered", more={"reporter": row.pk}, by=by, at=at)
    if row.lead_id != now.pk:
        own = held(row.lead, None, by=by, at=at)
        own.due_on = next_due(own)
        own.save(update_fields=["due_on"])
    reporter_answered(row, by=by, at=at)
    return row


@transaction.atomic
def read(lead: Lead, *, purpose: str, by: Post, at: datetime) -> list[Reporter]:
    """Who reported it, told to whoever may know and says for what; the ledger keeps that he asked."""
    now = held(lead, None, by=by, at=at)
    if not access.reads_reporters(by, now):
        raise _not_yours()
    if not purpose.strip():
        raise PlainError(say("请写明查看的用途", "write for what you need it"))
    rows = list(access.reporters_of(now).prefetch_related("files"))
    Reading.objects.create(
        lead=now, post=by, purpose=Reading.Purpose.OTHER, words=purpose.strip()[:200], at=at,
        until=at + LASTS,
    )  # fmt: skip
    payload = {"reporters": [one.pk for one in rows]}
    record("lead.reporters_read", subject=now, payload=payload, by=by, at=at)
    return rows


def _row(lead: Lead, who: Told, by: Post | None, at: datetime) -> Reporter:
    fields = {name: value for name, value in asdict(who).items() if name != "received_on"}
    for name in ("name", "phone", "words", "place"):
        fields[name] = fields[name].strip()
    day = who.received_on or day_of(at)
    if day > day_of(at):
        raise PlainError(say("收到日期不能晚于今天", "it was not received after today"))
    row = Reporter(lead=lead, received_on=day, entered_by=by, entered_at=at, **fields)
    if who.wants_answer:
        term = answer_term(day)
        row.due_on, row.sum, row.source = term.due, term.sum, term.source[:300]
    return row


def _not_yours() -> RefusedError:
    return RefusedError(
        say("这条线索不由您的岗位办理", "this lead is not for your post"),
        say("请由承办人、承办科室或者监督机构负责人办理。", "See its page for whose it is."),
    )
