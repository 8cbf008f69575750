"""What a bureau set and wrote: each row says who did it when, and none is ever rewritten.

Serves the book in force and the rules' pages, which show the history. A change of mind is a new row, or
the end of an old one.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.jobs.models import Job
from hengjian.core.people.models import Post
from hengjian.core.wording import said


class Revision(models.Model):
    """One row: its token is another after every change, so that readers know when to read anew. It is
    no number, since a restored database would give one again."""

    token = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return self.token


class RuleSwitch(models.Model):
    """A rule is off, or weighs less, for a reason and a term; in force until ``until`` or its end."""

    class Kind(models.TextChoices):
        OFF = "off", said("停用", "switched off")
        LOWERED = "lowered", said("调低严重程度", "severity lowered")

    rule = models.CharField(said("规则", "rule"), max_length=32)
    kind = models.CharField(max_length=8, choices=Kind)
    severity = models.CharField(said("严重程度", "severity"), max_length=1, blank=True)
    reason = models.CharField(said("理由", "reason"), max_length=300)
    until = models.DateField(said("截止", "until"), null=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(said("时间", "moment"))
    ended_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["rule", "-at"], name="switch_of_rule")]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "kind"], condition=Q(ended_at=None), name="switched_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="lowered") | Q(until__isnull=False), name="switched_off_for_a_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.kind}"


class SetValue(models.Model):
    """A value of a parameter that the bureau entered, with its source; withdrawn, never deleted."""

    parameter = models.CharField(said("参数", "parameter"), max_length=64)
    value = models.JSONField(said("数值", "value"))
    unit = models.CharField(said("单位", "unit"), max_length=16, blank=True)
    when = models.JSONField(default=dict)
    since = models.DateField(said("起算日期", "from"))
    source = models.CharField(said("来源", "source"), max_length=300)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(said("时间", "moment"))
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    why_withdrawn = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["parameter", "-at"], name="value_of_parameter")]

    def __str__(self) -> str:
        return f"{self.parameter} = {self.value}"


class CustomRule(models.Model):
    """A rule that the bureau writes itself; its versions hold what it says."""

    code = models.CharField(said("编号", "number"), max_length=32, unique=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(said("时间", "moment"))

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class RuleVersion(models.Model):
    """What a custom rule said at one time. Only the newest can be tried and enabled."""

    class State(models.TextChoices):
        DRAFT = "draft", said("草稿", "draft")
        TRIED = "tried", said("已试运行", "tried")
        ENABLED = "enabled", said("启用", "enabled")
        RETIRED = "retired", said("停止使用", "retired")

    rule = models.ForeignKey(CustomRule, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(said("版本", "version"))
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(
        said("状态", "state"), max_length=8, choices=State, default=State.DRAFT
    )
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(said("时间", "moment"))
    enabled_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    enabled_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    why_retired = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["rule", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="version_once"),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(state="enabled"), name="one_version_enabled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} v{self.number}"


class RuleTrial(models.Model):
    """A trial of one version on past records: its job shows how far it is, ``result`` what it found."""

    version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="trials")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(said("时间", "moment"))
    as_of = models.DateField(said("检查截至日", "as of"), null=True)
    result = models.JSONField(null=True)  # null: it has not ended

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.version} {self.at:%Y-%m-%d}"
