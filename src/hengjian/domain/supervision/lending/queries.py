"""All lists of lendings, and how one stands today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.core.people.models import PostState
from hengjian.core.wording import say
from hengjian.domain.supervision.lending.models import Lending
from hengjian.domain.supervision.lending.workflow import State

ORDER = ("-asked_at", "-id")
STANDINGS = ("asked", "running", "over")


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for."""

    q: str = ""
    standing: str = ""
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.standing)

    @property
    def order(self) -> tuple[str, ...]:
        return ("until", "id") if self.sort == "until" else ORDER


def listed(rows: QuerySet[Lending], wanted: Wanted, *, day: date) -> QuerySet[Lending]:
    """``rows`` as filtered; not yet ordered."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(number__icontains=word) | Q(own__person__name__icontains=word)
            | Q(lender__inward_name__icontains=word) | Q(borrower__inward_name__icontains=word)
        )  # fmt: skip
    if wanted.standing == "asked":
        rows = rows.filter(state=State.ASKED)
    elif wanted.standing == "running":
        rows = rows.filter(
            state=State.GRANTED, post__state=PostState.APPROVED, post__since__lte=day,
            post__until__gte=day,
        )  # fmt: skip
    elif wanted.standing == "over":
        rows = rows.filter(Q(state__in=[State.REFUSED, State.WITHDRAWN, State.CALLED_BACK])
                           | Q(state=State.GRANTED, until__lt=day))  # fmt: skip
    return rows


def lendings_page(rows: QuerySet[Lending], wanted: Wanted) -> Page[Lending]:
    """The page after or before the mark, or the first."""
    return page_of(rows, wanted.order, after=wanted.after, before=wanted.before)


def standing(one: Lending, *, day: date) -> tuple[str, str]:
    """Tone and words of how a lending stands today."""
    if one.state == State.ASKED:
        return "warn", str(State.ASKED.label)
    if one.state != State.GRANTED or one.post is None:
        return "quiet", str(State(one.state).label)
    if one.post.state == PostState.ASKED:
        return "warn", say("岗位待安全保密管理员批准", "the post waits for approval")
    if one.post.state != PostState.APPROVED:
        return "quiet", say("岗位未获批准", "the post was not approved")
    if day < one.post.since:
        return "note", say("还没有开始", "not begun yet")
    if one.post.until is not None and day > one.post.until:
        return "quiet", say("已经到期", "over")
    return "good", say("正在借用", "in force")
