"""The way of a lending (借用): asked for, decided by the common superior, over with its last day."""

from enum import Enum

from django.db import models

from hengjian.core.wording import said


class State(models.TextChoices):
    """What a lending waits for. Whether it is in force today the dates of its post say."""

    ASKED = "asked", said("待决定", "to be decided")
    GRANTED = "granted", said("已同意", "granted")
    REFUSED = "refused", said("不同意", "refused")
    WITHDRAWN = "withdrawn", said("已撤回", "withdrawn")
    CALLED_BACK = "called_back", said("已提前结束", "called back")


class Doer(Enum):
    """Who takes a step."""

    ASKER = said("提出申请的监督机关", "the bureau that asked")
    SUPERIOR = said("共同上一级监督机关负责人", "the head of the common superior")


S = State
STEPS: dict[str, tuple[str, str, Doer, State, State]] = {
    "grant": ("同意借用", "grant", Doer.SUPERIOR, S.ASKED, S.GRANTED),
    "refuse": ("不同意", "refuse", Doer.SUPERIOR, S.ASKED, S.REFUSED),
    "withdraw": ("撤回申请", "withdraw", Doer.ASKER, S.ASKED, S.WITHDRAWN),
    "call_back": ("提前结束借用", "call back", Doer.SUPERIOR, S.GRANTED, S.CALLED_BACK),
}
"""Code → name, who, from, to: the whole table."""
WORDS_NEEDED = frozenset({"refuse", "withdraw", "call_back"})
