"""Duties that arose from facts, and the entries with the tier above for those that were missed.

A duty keeps the words and the term that the list of powers had when it arose: a list that changes later
changes nothing of what was owed before. Which facts it is about stands in `facts`, so that the same
fact never gives rise to it twice.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body


class Duty(models.Model):
    """Something that a supervision body must do until a day, because of this fact.

    ``unit`` is the bureau that owes it, ``handler`` the section of it that sees to it. ``key`` names the
    fact: one duty of a power stands open for it at any time, and `number` of its rows grow.
    """

    class State(models.TextChoices):
        OPEN = "open", said("待履行", "open")
        LATE = "late", said("逾期未履行", "late")
        DONE = "done", said("已履行", "done")
        DROPPED = "dropped", said("不再需要", "no longer owed")

    list_id = models.CharField(max_length=32)
    power = models.CharField(said("权责事项", "power"), max_length=32)
    says = models.CharField(said("职责", "duty"), max_length=200)
    event = models.CharField(said("起因", "event"), max_length=32)
    key = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    handler = models.ForeignKey(Unit, models.PROTECT, related_name="duties_handled")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="duties_about")
    about_type = models.CharField(max_length=64, blank=True)  # the row it is about, if it is one
    about_id = models.BigIntegerField(null=True)
    words = models.CharField(said("事由", "about"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)  # name of a row → the day since when it was seen
    number = models.PositiveIntegerField(said("件数", "number"), default=1)
    start = models.DateField(said("起算", "from"))
    due_on = models.DateField(said("期限", "due"))
    sum = models.TextField(said("怎样计算", "how it is counted"))
    source = models.CharField(said("期限依据", "source"), max_length=300, blank=True)
    paused = models.BooleanField(default=False)  # its clock was stopped
    state = models.CharField(said("状态", "state"), max_length=8, choices=State, default=State.OPEN)
    arose_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)  # 1: before the day, 2: on the day
    ended_on = models.DateField(said("办结", "ended"), null=True)
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(said("履行情况", "outcome"), blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["power", "key"],
                condition=Q(state__in=["open", "late"]),
                name="duty_open_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_on", "id"],
                condition=Q(state__in=["open", "late"]),
                name="duty_owed",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=["open", "late"]),
                name="duty_due",
            ),
            models.Index(fields=["unit", "power", "due_on"], name="duty_of_power"),
            models.Index(fields=["power", "key"], name="duty_key"),
            models.Index(fields=["about_type", "about_id"], name="duty_about"),
            models.Index(fields=["body", "due_on"], name="duty_of_body"),
        ]

    def __str__(self) -> str:
        return f"{self.power}：{self.says}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def told(self) -> dict[str, Any]:
        """What the ledger keeps of it."""
        due, state = str(self.due_on), str(self.state)
        return {"power": self.power, "unit": self.unit_id, "due": due, "state": state}

    @property
    def missed(self) -> bool:
        """Whether its day passed before it was done."""
        done_late = self.state == self.State.DONE and (self.ended_on or self.due_on) > self.due_on
        return self.state == self.State.LATE or done_late


OPEN = (Duty.State.OPEN, Duty.State.LATE)
"""Still owed."""


class Accountability(models.Model):
    """A duty was missed: the unit that owed it explains, the tier above decides (监督条例#39)."""

    class Decision(models.TextChoices):
        EXCUSED = "excused", said("理由成立，不予追究", "excused")
        ORDERED = "ordered", said("责令限期改正", "ordered to perform by a day")
        CRITICISED = "criticised", said("通报批评", "criticised")
        REFERRED = "referred", said("建议给予处分", "sanction suggested")

    duty = models.OneToOneField(Duty, models.PROTECT, related_name="accountability")
    above = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="accountabilities")
    opened_at = models.DateTimeField(said("发起", "opened"))
    explanation = models.TextField(said("说明", "explanation"), blank=True)
    explained_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)
    decision = models.CharField(
        said("处理", "decision"), max_length=12, choices=Decision, blank=True
    )
    why = models.TextField(said("理由", "reason"), blank=True)
    until = models.DateField(said("改正期限", "to be performed by"), null=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(said("办结", "closed"), null=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(
                fields=["above", "-opened_at"], condition=Q(closed_at=None), name="answer_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty_id}"
