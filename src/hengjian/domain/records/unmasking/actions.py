"""Showing who a party is: for a purpose, for a day, and never without an entry in the ledger."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record as record_entry
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.records.access import record_seen
from hengjian.domain.records.models import Record, Unmasked, Unmasking
from hengjian.domain.records.unmasking.access import may_unmask, of_party

LASTS = timedelta(hours=24)
FOUND = 200
"""A search shows so many records; a party in more than these is sought by body."""
LEAST_WORDS = 4


@transaction.atomic
def unmask(record: Record, *, purpose: str, words: str, by: Post, at: datetime) -> Unmasking:
    """From now on, and for a day, this post is shown who the party of this record is."""
    _check(purpose, words, by)
    if record_seen(record.pk, post=by, at=at) is None:
        raise RefusedError(_not_yours())
    return _shown([record], purpose, words, by, at)


@transaction.atomic
def seek_party(sought: str, *, purpose: str, words: str, by: Post, at: datetime) -> Unmasking:
    """The records of a party, by its whole name or number; also what finds nothing is recorded."""
    _check(purpose, words, by)
    if len(sought.strip()) < 2:
        raise PlainError(
            say("请写当事人的全名或者完整的证件号", "give the whole name or number"),
            say("只按全名或者完整号码查找，不能只写一部分。", "A part of it is not looked for."),
        )
    records = of_party(sought.strip(), post=by, at=at, most=FOUND)
    return _shown(records, purpose, words, by, at, sought.strip())


def _check(purpose: str, words: str, by: Post) -> None:
    if not may_unmask(by):
        raise RefusedError(_not_yours())
    if purpose not in Unmasking.Purpose.values or len(words.strip()) < LEAST_WORDS:
        raise PlainError(
            say("请写明查看当事人的用途", "say for what purpose the party is to be shown"),
            say(
                "选择用途，并写明线索号、案号或者事由（至少四个字）。",
                "Choose a purpose and name the lead, case or matter (four characters at least).",
            ),
        )


def _shown(
    records: Sequence[Record], purpose: str, words: str, by: Post, at: datetime, sought: str = ""
) -> Unmasking:
    salt = secrets.token_hex(16) if sought else ""
    digest = hashlib.sha256(f"{salt}{sought}".encode()).hexdigest() if sought else ""
    made = Unmasking.objects.create(
        post=by, purpose=purpose, words=words.strip()[:200], at=at, until=at + LASTS,
        sought=digest, salt=salt, more=len(records) > FOUND,
    )  # fmt: skip
    shown = records[:FOUND]
    Unmasked.objects.bulk_create([Unmasked(unmasking=made, record=one) for one in shown])
    payload = {"purpose": purpose, "until": made.until.isoformat(), "records": len(shown)}
    if sought:
        record_entry(
            "party.sought", subject=made, payload={**payload, "sought": digest}, by=by, at=at
        )
    else:
        record_entry("party.shown", subject=made, payload={**payload, "record": shown[0].pk}, by=by, at=at)  # fmt: skip
    return made


def _not_yours() -> str:
    return say(
        "只有管辖这一机关的监督人员才能按用途查看当事人",
        "only a supervisor in charge of this body is shown its parties",
    )
