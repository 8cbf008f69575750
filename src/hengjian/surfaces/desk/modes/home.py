"""What requests put on the home page and on the page of what waits: whose turn it is."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.modes.queries import waiting_for, waits_for
from hengjian.surfaces.desk.joining import MOST, Concern, Section, Tone, Waiting
from hengjian.surfaces.desk.modes import words

TITLES = {
    "decide": said("指定、提级、协同监督等您决定", "Modes of supervision to decide"),
    "hand": said("监督案件待移交", "Cases to be handed over"),
    "receive": said("监督案件待签收", "Cases to be received"),
    "join": said("协同监督的任务待办", "Joint supervisions to work on"),
}
DEEDS = {
    "decide": said("作出决定", "decide"), "hand": said("移交全部材料", "hand over"),
    "receive": said("清点签收", "receive"), "join": said("完成协同任务", "do our part"),
}  # fmt: skip


def concerns_of(post: Post, at: datetime) -> Iterable[Concern]:
    """How many wait for the post, by what is to be done."""
    for side, number in waits_for(post, at).items():
        url = f"{reverse('desk:modes')}?side={side}"
        yield Concern(Section.TODAY, Tone.WARN, str(TITLES[side]), url, number)


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """Each request in which it is the post's turn."""
    for side, one in waiting_for(post, at, most=MOST + 1):
        due = words.due_of(one)
        yield Waiting(
            f"{one.get_mode_display()}：{one.case.title}", reverse("desk:mode", args=[one.pk]),
            str(DEEDS[side]), due=due, since=one.asked_at, tone="" if due else "warn",
            detail=f"{one.number} {say('由', 'from')}{one.origin}",
        )  # fmt: skip
