"""What happens to a paper itself: drafted, written, filed, given up, made void. Its way between is in
`chain`, `issuing` and `serving`.

Serves pages and the founding. Each step is on the 审批单 and in the ledger; who comes second is told. From
the signature on the wording is closed: the database refuses to change it, and a correction is another
paper that names the first.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import access, making
from hengjian.domain.supervision.papers.documents import document, exists
from hengjian.domain.supervision.papers.filling import fitted
from hengjian.domain.supervision.papers.models import Paper
from hengjian.domain.supervision.papers.owners import named, owner_of
from hengjian.domain.supervision.papers.refusing import held, not_yours
from hengjian.domain.supervision.papers.silence import need_silence
from hengjian.domain.supervision.papers.steps.actions import issue, note
from hengjian.domain.supervision.papers.workflow import (
    IN_HAND,
    SIGNED,
    State,
    approved_by_somebody,
)
from hengjian.domain.supervision.refusing import need

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def draft(
    about: Model,
    kind: str,
    *,
    move: str = "",
    inside: bool = False,
    corrects: Paper | None = None,
    fields: Mapping[str, Any] | None = None,
    by: Post | None,
    at: datetime,
) -> Paper:
    """Begin a document of a case or of another row that has papers (`owners`); without ``fields`` it is
    prefilled from that row, or from the paper that it corrects."""
    owner = owner_of(about)
    if by is not None and not owner.may_draft(by):
        raise not_yours()
    if not exists(kind):
        raise PlainError(say(f"没有文书“{kind}”", f"there is no document {kind}"))
    if corrects is not None and (corrects.owner.row != about or corrects.signed_at is None):
        raise PlainError(
            say("只能更正本案已经签发的文书", "only a signed paper of this matter is corrected"),
            say("没有签发的，退回修改即可。", "One that is not signed can simply be changed."),
        )
    found = document(kind)
    if fields is None:
        fields = corrects.fields if corrects else owner.fields(found, move=move, at=at)
        fields = fields if corrects else fitted(found, fields)
    paper = Paper(
        **named(about), kind=kind, bureau=owner.bureau, move=move, corrects=corrects,
        inside=inside or found.volume == "annex", fields=dict(fields),
        copies=list(corrects.copies) if corrects else [], code=_code(), drafted_by=by, drafted_at=at,
    )  # fmt: skip
    paper.title = making.title_of(paper)
    paper.save()
    note(paper, "drafted", by=by, at=at, words=_correction(corrects))
    return paper


def _correction(corrects: Paper | None) -> str:
    return f"更正《{corrects.title}》（{corrects.number}）" if corrects else ""


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


@transaction.atomic
def write(
    paper: Paper,
    fields: Mapping[str, Any],
    *,
    copies: Iterable[str] = (),
    inside: bool | None = None,
    seen: int,
    by: Post | None,
    at: datetime,
) -> Paper:
    """Change what a draft says."""
    now = held(paper, seen, {State.DRAFT}, by=by, may=access.may_write)
    now.fields, now.copies = dict(fields), [one.strip() for one in copies if one.strip()]
    if inside is not None:
        now.inside = inside or document(now.kind).volume == "annex"
    now.title = making.title_of(now)
    note(now, "written", by=by, at=at)
    return now


@transaction.atomic
def file_record(paper: Paper, *, aware: str = "", seen: int, by: Post, at: datetime) -> Paper:
    """A record or form that nobody approves is finished by its drafter; its signed scan may follow."""
    now = held(paper, seen, {State.DRAFT}, by=by, may=access.may_write)
    if approved_by_somebody(document(now.kind)):
        raise PlainError(say("这种文书须经核稿和签发", "this kind must be checked and signed"))
    need_silence(now, aware)
    now.signed_by, now.signed_at, now.dated = by, at, day_of(at)
    now.state = State.FILED
    note(now, "filed", by=by, at=at, words=aware)
    issue(now, by=by, at=at)
    return now


@transaction.atomic
def drop(paper: Paper, *, words: str, seen: int, by: Post, at: datetime) -> Paper:
    """A paper that was not signed is given up."""
    now = held(paper, seen, IN_HAND, by=by, may=access.may_write)
    need(words, say("撤稿理由", "the reason"))
    now.turns.filter(open=True).update(open=False)
    now.state = State.DROPPED
    note(now, "dropped", by=by, at=at, words=words)
    return now


@transaction.atomic
def void(paper: Paper, *, reason: str, seen: int, by: Post, at: datetime) -> Paper:
    """A signed paper that was not sent becomes void; its number stays in the register with the reason,
    and nobody gets it again."""
    now = held(paper, seen, SIGNED, by=by, may=access.may_void)
    need(reason, say("作废原因", "the reason"))
    if now.deliveries.exists():
        raise PlainError(
            say("文书已经送出，不能作废", "it was sent and cannot become void"),
            say("内容有误的，请另发更正文书。", "Correct it by another paper."),
        )
    now.state, now.void_reason = State.VOID, reason.strip()[:400]
    note(now, "voided", by=by, at=at, words=reason, more={"number": now.number})
    return now
