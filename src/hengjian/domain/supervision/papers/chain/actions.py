"""A draft is submitted, agreed to by those who are asked, returned or taken back.

Serves pages and the founding. The signature closes the wording.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.notice_kinds import paper_asked, paper_returned
from hengjian.domain.supervision.papers import access, making
from hengjian.domain.supervision.papers.documents import document
from hengjian.domain.supervision.papers.models import Edition, Paper, Turn
from hengjian.domain.supervision.papers.refusing import held, not_yours
from hengjian.domain.supervision.papers.silence import need_silence
from hengjian.domain.supervision.papers.steps.actions import issue, note
from hengjian.domain.supervision.papers.workflow import (
    TURNS,
    State,
    after_signing,
    approved_by_somebody,
)
from hengjian.domain.supervision.refusing import need

STEP_OF = {State.CHECK: "checked", State.COUNTERSIGN: "countersigned", State.SIGN: "signed"}


@transaction.atomic
def submit(
    paper: Paper,
    *,
    checker: Post,
    signer: Post,
    countersigners: Iterable[Post] = (),
    words: str = "",
    aware: str = "",
    seen: int,
    by: Post | None,
    at: datetime,
) -> Paper:
    """The draft goes to be checked, countersigned and signed. It must be whole, and set without fault.

    ``aware``: why a reporter's name or the like must stand in it, where it does.
    """
    now = held(paper, seen, {State.DRAFT}, by=by, may=access.may_write)
    if not approved_by_somebody(document(now.kind)):
        raise PlainError(
            say("这种文书不经审批，请直接成文入卷", "nobody approves this kind: file it instead")
        )
    others = list(dict.fromkeys(countersigners))
    _among(checker, access.checkers(now, at=at), say("核稿人", "the checker"))
    _among(signer, access.signers(now, at=at), say("签发人", "the signer"))
    for one in others:
        _among(one, access.countersigners(now, at=at), say("会签人", "a countersigner"))
    need_silence(now, aware)
    making.pdf_of(now)
    asked = [(State.CHECK, checker), *((State.COUNTERSIGN, one) for one in others),
             (State.SIGN, signer)]  # fmt: skip
    Turn.objects.bulk_create([Turn(paper=now, stage=stage, post=post) for stage, post in asked])
    Edition.objects.create(paper=now, number=now.edition, fields=now.fields, by=by, at=at)
    now.state = State.CHECK
    note(now, "submitted", by=by, at=at, words="\n".join(one for one in (words, aware) if one))
    _ask(now, by=by, at=at)
    return now


@transaction.atomic
def agree(paper: Paper, *, words: str = "", seen: int, by: Post, at: datetime) -> Paper:
    """Whose turn it is agrees: checks, countersigns or signs. The signature closes the wording."""
    now = held(paper, seen, TURNS)
    stage = State(now.state)
    turn = access.turn_of(now, by)
    if turn is None:
        raise RefusedError(
            say(f"这份文书{stage.label}，不在您这里", f"it is {stage.label}, and not with you"),
            say("请看文书页上轮到谁。", "The paper's page says whose turn it is."),
        )
    if now.drafted_by and by.person_id == now.drafted_by.person_id:
        raise RefusedError(say("拟稿人不能核稿、签发自己的文书", "nobody checks his own draft"))
    if stage is State.SIGN:
        _may_be_signed(now, day_of(at))
    turn.open, turn.agreed = False, True
    turn.save()
    stands_for = turn.post if turn.post_id != by.pk else None
    now.state = _next(now, stage)
    if stage is State.SIGN:
        now.signed_by, now.signed_at, now.dated = by, at, day_of(at)
        now.state = after_signing(document(now.kind))
    note(now, STEP_OF[stage], by=by, at=at, words=words, stands_for=stands_for)
    if stage is not State.SIGN:
        if now.state != stage:
            _ask(now, by=by, at=at)
    elif now.state != State.NUMBER:
        issue(now, by=by, at=at)
    return now


def _next(paper: Paper, stage: State) -> State:
    """The next stage in which somebody is still asked."""
    open_ones = set(paper.turns.filter(open=True).values_list("stage", flat=True))
    order = (State.CHECK, State.COUNTERSIGN, State.SIGN)
    return next((one for one in order if one in open_ones), stage)


def _may_be_signed(paper: Paper, day: date) -> None:
    """What a signature needs beyond the signer: the government's approval, where the kind asks it."""
    if document(paper.kind).approval != "government":
        return
    if not paper.owner.approved_on(day):
        raise PlainError(
            say("这种文书签发以前须经本级政府批准，或者录入授权依据",
                "the government must approve it before it is signed"),
            say("请先在案件页录入批准文件。", "Enter the approval on the case page first."),
        )  # fmt: skip


@transaction.atomic
def send_back(paper: Paper, *, words: str, seen: int, by: Post, at: datetime) -> Paper:
    """Whose turn it is returns it to its drafter, with the reason; all agree anew to the next edition."""
    now = held(paper, seen, TURNS)
    turn = access.turn_of(now, by)
    if turn is None:
        raise not_yours()
    need(words, say("退回理由", "the reason"))
    stands_for = turn.post if turn.post_id != by.pk else None
    _to_draft(now)
    note(now, "returned", by=by, at=at, words=words, stands_for=stands_for)
    if now.drafted_by is not None:
        notify(paper_returned, to=now.drafted_by, about=now, url=f"/papers/{now.pk}/", by=by, at=at)
    return now


@transaction.atomic
def take_back(paper: Paper, *, words: str = "", seen: int, by: Post, at: datetime) -> Paper:
    """The drafter takes it back before it is signed, to change it or to ask others."""
    now = held(paper, seen, TURNS, by=by, may=access.may_write)
    _to_draft(now)
    note(now, "taken_back", by=by, at=at, words=words)
    return now


def _to_draft(paper: Paper) -> None:
    paper.turns.filter(open=True).update(open=False)
    paper.state, paper.edition = State.DRAFT, paper.edition + 1


def _ask(paper: Paper, *, by: Post | None, at: datetime) -> None:
    """Tell those whose turn it is; core tells their deputies."""
    for turn in paper.turns.filter(open=True, stage=paper.state).select_related("post"):
        notify(
            paper_asked, to=turn.post, about=paper, url=f"/papers/{paper.pk}/", by=by, at=at,
        )  # fmt: skip


def _among(post: Post, allowed: Any, what: str) -> None:
    if not allowed.filter(pk=post.pk).exists():
        raise PlainError(
            say(f"{what}不合要求：{post.person.name}（{post}）", f"{what} cannot be {post.person.name}"),
            say("核稿、签发须由拟稿人以外的在岗人员办理。", "Choose somebody in post who did not draft it."),
        )  # fmt: skip
