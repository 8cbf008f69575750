"""What papers put on the home page: whose turn it is, what is to be issued, what a body has not opened."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Count
from django.urls import reverse

from hengjian.core.clock import CHINA
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import said, say
from hengjian.domain.supervision.cases.access import supervises
from hengjian.domain.supervision.papers import access
from hengjian.domain.supervision.papers.models import Paper
from hengjian.domain.supervision.papers.queries import as_lines, turns_open
from hengjian.domain.supervision.papers.queries import to_issue as to_issue_of
from hengjian.domain.supervision.papers.workflow import State
from hengjian.surfaces.desk.joining import MOST, Concern, Section, Tone, Waiting

ASKED = (Role.SUPERVISOR, Role.LEADER, Role.LEGAL_REVIEWER)
"""Who may ever be asked about a paper."""


def turns(post: Post, at: datetime) -> Iterable[Concern]:
    """Papers that wait for this post to check, countersign or sign."""
    if post.role not in ASKED:
        return
    counts = dict(turns_open(post=post).order_by().values_list("stage").annotate(Count("pk")))
    for stage in (State.CHECK, State.COUNTERSIGN, State.SIGN):
        if stage.value in counts:
            title = say(f"监督文书{stage.label}", f"Papers {stage.label}")
            yield Concern(
                Section.TODAY, Tone.WARN, title, reverse("desk:papers"), counts[stage.value]
            )


def to_issue(post: Post, at: datetime) -> Iterable[Concern]:
    """Signed papers of the bureau that wait for number, seal or service."""
    if not supervises(post):
        return
    number = to_issue_of(access.papers_seen(post=post, at=at)).order_by().count()
    if number:
        title = say("监督文书待编号、用印、送达", "Papers to number, seal or serve")
        yield Concern(
            Section.TODAY, Tone.NOTE, title, f"{reverse('desk:papers')}?show=issue", number
        )


def unopened(post: Post, at: datetime) -> Iterable[Concern]:
    """Papers sent to the body that nobody has opened."""
    if not access.receives(post):
        return
    number = access.deliveries_to(post).filter(served_on=None).exclude(paper__state="void").count()
    if number:
        title = say("收到监督文书，请打开签收", "Papers were sent to you: open them")
        yield Concern(Section.TODAY, Tone.WARN, title, reverse("desk:papers_received"), number)


DO = {
    State.DRAFT: said("写完后送核", "finish it and submit it"),
    State.CHECK: said("核稿", "check it"), State.COUNTERSIGN: said("会签", "countersign it"),
    State.SIGN: said("签发", "sign it"), State.NUMBER: said("编号", "number it"),
    State.SEAL: said("用印", "seal it"), State.SERVE: said("送达", "serve it"),
}  # fmt: skip


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """Papers that wait for this post: to agree to, to issue, its own drafts; what a body has not opened."""
    if access.receives(post):
        yield from _unopened(post)
    if post.role not in ASKED:
        return
    turns = turns_open(post=post).order_by("pk")[: MOST + 1]
    yield from (_waiting(one.paper, whose=one.post, post=post) for one in turns)
    if supervises(post):
        seen = as_lines(access.papers_seen(post=post, at=at))
        own = access.bureau_top(post.unit)
        ours = seen.filter(bureau__path__startswith=own)
        mine = to_issue_of(ours).order_by("signed_at", "pk")[: MOST + 1]
        yield from (_waiting(one) for one in mine)
        drafts = as_lines(access.drafts_on_desk(post)).order_by("drafted_at", "pk")[: MOST + 1]
        yield from (_waiting(one) for one in drafts)


def _waiting(paper: Paper, *, whose: Post | None = None, post: Post | None = None) -> Waiting:
    do = str(DO[State(paper.state)])
    if whose is not None and whose != post:
        do = say(f"代{whose.person.name}{do}", f"for {whose.person.name}: {do}")
    return Waiting(
        paper.title, reverse("desk:paper", args=[paper.pk]), do, due=paper.case.due_on if paper.case else None,
        since=paper.signed_at or paper.drafted_at,
        detail=f"{paper.number or paper.matter} {paper.concerns or ''}".strip(),
    )  # fmt: skip


def _unopened(post: Post) -> Iterable[Waiting]:
    rows = access.deliveries_to(post).filter(served_on=None).exclude(paper__state="void")
    rows = rows.select_related(None).select_related("paper__bureau").only(
        "sent_on", "paper__title", "paper__number", "paper__bureau__inward_name",
        "paper__bureau__outward_name",
    )  # fmt: skip
    for one in rows.order_by("sent_on", "pk")[: MOST + 1]:
        yield Waiting(
            one.paper.title, reverse("desk:papers_received"),
            say("打开签收", "open and receive it"), tone="warn",
            detail=f"{one.paper.number} {one.paper.bureau.name_on_documents}".strip(),
            since=datetime.combine(one.sent_on, time(), CHINA),
        )  # fmt: skip
