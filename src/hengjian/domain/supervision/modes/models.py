"""Requests that a case is supervised otherwise than by the bureau that opened it alone.

Serves the pages of modes and the case page. A request keeps the grounds as they stood when it was asked
for, and the lists of the file as it was handed over and as it was received.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.modes.workflow import OVER, WORKING, Mode, State


class ModeRequest(models.Model):
    """A request and what became of it. ``origin`` had the case when it was asked for; ``target`` is to
    have it (of a joint one the leading bureau, which has it already); ``superior`` decides."""

    number = models.CharField(said("编号", "number"), max_length=48, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="modes")
    mode = models.CharField(said("方式", "mode"), max_length=12, choices=Mode)
    state = models.CharField(
        said("状态", "state"), max_length=12, choices=State, default=State.ASKED
    )
    version = models.PositiveIntegerField(default=1)
    asking = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(said("申请时间", "asked"))
    reason = models.TextField(said("理由", "reason"))
    grounds = models.JSONField(default=list)  # [{code, holds, words, said}]
    origin = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    origin_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    superior = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    target = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(said("决定时间", "decided"), null=True)
    decide_by = models.DateField(said("决定期限", "to be decided by"), null=True)
    hand_over_by = models.DateField(said("移交期限", "to be handed over by"), null=True)
    report_by = models.DateField(said("报告期限", "to be reported by"), null=True)
    handed = models.JSONField(default=dict)  # {digest, at, pieces}
    received = models.JSONField(default=dict)
    received_at = models.DateTimeField(said("签收时间", "received"), null=True)
    others = models.CharField(said("其他协同单位", "other partners"), max_length=400, blank=True)
    plan = models.TextField(said("安排", "plan"), blank=True)
    report = models.TextField(said("办理结果报告", "report"), blank=True)
    ended_at = models.DateTimeField(said("结束时间", "ended"), null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state__in=sorted(OVER)), name="mode_once_a_case"
            )
        ]
        indexes = [
            models.Index(fields=["superior", "state"], name="mode_to_decide"),
            models.Index(fields=["-asked_at", "-id"], name="mode_asked"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def over(self) -> bool:
        return State(self.state) in OVER


class ModeStep(models.Model):
    """One thing that happened to a request. Never changed."""

    request = models.ForeignKey(ModeRequest, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=16)
    frm = models.CharField(max_length=12, choices=State, blank=True)
    to = models.CharField(max_length=12, choices=State, blank=True)
    words = models.TextField(blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.move}"


class PartQuerySet(models.QuerySet["Part"]):
    """Parts of joint supervisions."""

    def working(self) -> "PartQuerySet":
        """Those of partners that work jointly now: they see the case."""
        return self.filter(declined="", until=None, request__state__in=sorted(WORKING))


class Part(models.Model):
    """What one bureau does in a joint supervision. The leading one alone issues papers."""

    request = models.ForeignKey(ModeRequest, models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joint_parts")
    leading = models.BooleanField(said("牵头", "leads"), default=False)
    task = models.TextField(said("任务", "task"))
    due_on = models.DateField(said("完成期限", "due"), null=True)
    joined_at = models.DateTimeField(null=True)
    joined_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    declined = models.CharField(said("不参加的理由", "why not"), max_length=400, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    done_words = models.TextField(said("完成情况", "what was done"), blank=True)
    until = models.DateTimeField(null=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-leading", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "unit"], condition=Q(until=None), name="part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.unit}"
