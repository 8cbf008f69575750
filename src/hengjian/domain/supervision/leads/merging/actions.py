"""Leads about the same matter put together under a main one, and parted again, both with the reason.

A merged lead keeps its number, its reporters and their answer dates; it is decided with the main one.
"""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties.following import lead_decided, lead_opened_again
from hengjian.domain.supervision.leads import access
from hengjian.domain.supervision.leads.marking.actions import held, told
from hengjian.domain.supervision.leads.workflow import CHECK_RUNS, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.refusing import need


@transaction.atomic
def merge(lead: Lead, main: Lead, *, words: str, seen: int, by: Post, at: datetime) -> Lead:
    """``lead`` goes into ``main``. Both are locked in one order, so that two who merge do not wait for
    each other for ever."""
    first, second = sorted((lead, main), key=lambda one: one.pk)
    rows = {one.pk: held(one, seen if one.pk == lead.pk else None, by=by, at=at)
            for one in (first, second)}  # fmt: skip
    own, other = rows[lead.pk], rows[main.pk]
    if not (access.works(by, own) and access.of_bureau(by, other)):
        raise _not_yours()
    need(words, say("理由", "the reason"))
    _can_merge(own, other)
    own.before, own.into = own.state, other
    other.reported = other.reported or own.reported
    told(own, "merge", to=State.MERGED, words=f"{other.number}：{words}", more={"main": other.pk},
         by=by, at=at)  # fmt: skip
    told(other, "took_in", words=f"{own.number}：{words}", more={"lead": own.pk}, by=by, at=at)
    lead_decided(
        own, words=say(f"并入 {other.number}", f"merged into {other.number}"), by=by, at=at
    )
    return own


@transaction.atomic
def unmerge(lead: Lead, *, words: str, seen: int, by: Post, at: datetime) -> Lead:
    """It stands alone again, where it stood; its term was running on."""
    main = lead.into
    if main is None:
        raise PlainError(say("这条线索没有并案", "this lead is not merged"))
    first, second = sorted((lead, main), key=lambda one: one.pk)
    rows = {one.pk: held(one, seen if one.pk == lead.pk else None, by=by, at=at)
            for one in (first, second)}  # fmt: skip
    own, other = rows[lead.pk], rows[main.pk]
    if own.into_id != other.pk:
        raise PlainError(say("这条线索没有并案", "this lead is not merged"))
    if not access.works(by, own):
        raise _not_yours()
    need(words, say("理由", "the reason"))
    to = State(own.before or State.NEW)
    own.into, own.before = None, ""
    told(own, "unmerge", to=to, words=f"{other.number}：{words}", more={"main": other.pk},
         by=by, at=at)  # fmt: skip
    others = other.merged.filter(reported=True).exists()
    other.reported = others or other.reporters.exists()
    told(other, "parted", words=f"{own.number}：{words}", more={"lead": own.pk}, by=by, at=at)
    lead_opened_again(own, by=by, at=at)
    return own


def _can_merge(own: Lead, main: Lead) -> None:
    if own.pk == main.pk:
        raise PlainError(say("不能并入自己", "a lead does not go into itself"))
    if State(own.state) not in CHECK_RUNS:
        raise PlainError(
            say(
                f"线索现在是“{State(own.state).label}”，不能并案",
                f"it is “{State(own.state).label}” and cannot be merged",
            ),
            say("已经处理的线索先“重新办理”。", "Take it up again first."),
        )
    if main.state == State.MERGED:
        raise PlainError(
            say(f"{main.number} 自己已并入别的线索", f"{main.number} is merged itself"),
            say("请并入它的主线索。", "Merge into its main lead."),
        )
    if own.merged.exists():
        raise PlainError(
            say("已有别的线索并入这一条", "others are merged into this one"),
            say("请反过来并案，或者先撤销那些并案。", "Merge the other way round."),
        )
    if own.is_retaliation and not main.is_retaliation:
        raise PlainError(
            say("打击报复线索不能并入一般线索", "a lead about retaliation stays apart"),
            say("请把一般线索并入打击报复线索。", "Merge the ordinary one into it."),
        )


def _not_yours() -> RefusedError:
    return RefusedError(
        say("这条线索不由您的岗位办理", "this lead is not for your post"),
        say("只能合并本机关承办的线索。", "Only leads of one's own bureau are merged."),
    )
