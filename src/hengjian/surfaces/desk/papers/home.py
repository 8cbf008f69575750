"""What papers put on the home page: whose turn it is, what is to be issued, what a body has not opened."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.access import supervises
from hengjian.domain.supervision.papers import access
from hengjian.domain.supervision.papers.queries import to_issue as to_issue_of
from hengjian.domain.supervision.papers.queries import turns_open
from hengjian.domain.supervision.papers.workflow import State
from hengjian.surfaces.desk.joining import Concern, Section, Tone

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
