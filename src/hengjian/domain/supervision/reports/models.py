"""Forms, the tasks by which they are sent, what each unit answers, and every version that it submitted.

A task keeps the design of its form as it was when it was sent, so that a form that changes later changes
no answer. Figures in answers are texts of exact decimals, never floats.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from hengjian.content.form_design import FormDesign
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said


class ReportForm(models.Model):
    """A form that a bureau made; `origin` names the ready one that it was copied from."""

    class State(models.TextChoices):
        DRAFT = "draft", said("编制中", "being made")
        READY = "ready", said("可以下发", "ready to be sent")
        RETIRED = "retired", said("已停用", "retired")

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="report_forms")
    name = models.CharField(said("名称", "name"), max_length=100)
    origin = models.CharField(max_length=64, blank=True)
    design = models.JSONField()
    state = models.CharField(
        said("状态", "state"), max_length=8, choices=State, default=State.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(said("编制时间", "made"))
    changed_at = models.DateTimeField(said("修改时间", "changed"))

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["bureau", "-changed_at"], name="report_form_of_bureau")]

    def __str__(self) -> str:
        return self.name

    @property
    def designed(self) -> FormDesign:
        return FormDesign.model_validate(self.design)


class ReportTask(models.Model):
    """A form sent to units for a period. ``above`` is the answer that it is passed on for, if any."""

    class State(models.TextChoices):
        PLANNED = "planned", said("拟发", "planned")
        RUNNING = "running", said("填报中", "being answered")
        MERGED = "merged", said("已汇总待审签", "merged, to be signed")
        SIGNED = "signed", said("已审签", "signed")
        CANCELLED = "cancelled", said("已撤销", "cancelled")

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="report_tasks")
    number = models.CharField(
        said("编号", "number"), max_length=48, blank=True
    )  # given when it is sent, so that planned ones leave no gap
    title = models.CharField(said("报表任务", "title"), max_length=150)
    words = models.TextField(said("填报要求", "what is asked"), blank=True)
    form = models.ForeignKey(ReportForm, models.PROTECT, null=True, related_name="tasks")
    origin = models.CharField(max_length=64, blank=True)  # the ready form, where it was one
    design = models.JSONField()
    period_from = models.DateField(said("统计期起", "period from"))
    period_to = models.DateField(said("统计期止", "period to"))
    due_on = models.DateField(said("报送期限", "due"))
    state = models.CharField(
        said("状态", "state"), max_length=10, choices=State, default=State.PLANNED
    )
    version = models.PositiveIntegerField(default=1)
    above = models.ForeignKey(
        "supervision.ReportAnswer", models.PROTECT, null=True, related_name="passed_on"
    )
    planned_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(said("拟发时间", "planned"))
    sent_at = models.DateTimeField(said("下发时间", "sent"), null=True)
    merged = models.JSONField(null=True)  # {values, of: [{unit, name, edition, sha256}]}
    merged_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(said("汇总时间", "merged"), null=True)
    merged_without = models.TextField(blank=True)  # why some are missing from it
    signed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(said("审签时间", "signed"), null=True)
    signed_words = models.TextField(blank=True)
    digest = models.CharField(said("散列值", "hash"), max_length=64, blank=True)
    cancelled_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-planned_at", "-id"]
        indexes = [
            models.Index(fields=["bureau", "state", "due_on"], name="report_task_work"),
            models.Index(fields=["due_on"], condition=Q(state="running"), name="report_task_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], condition=~Q(number=""), name="report_number_once"
            ),
            models.UniqueConstraint(
                fields=["above"],
                condition=Q(above__isnull=False) & ~Q(state="cancelled"),
                name="report_passed_on_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def designed(self) -> FormDesign:
        return FormDesign.model_validate(self.design)

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.MERGED)


class ReportAnswer(models.Model):
    """What one unit answers. `values` is the draft until it is submitted, then what was submitted."""

    class State(models.TextChoices):
        WAITING = "waiting", said("待填报", "to be filled in")
        SUBMITTED = "submitted", said("已报送", "submitted")
        BACK = "back", said("已退回，待重报", "returned")

    task = models.ForeignKey(ReportTask, models.PROTECT, related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="report_answers")
    values = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)  # field → why it is not what the system counted
    figures = models.JSONField(
        default=dict
    )  # field → what the system counted when it was submitted
    state = models.CharField(
        said("状态", "state"), max_length=10, choices=State, default=State.WAITING
    )
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(said("版次", "edition"), default=0)
    due_on = models.DateField(said("期限", "due"))  # its own after it was returned
    saved_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(said("保存时间", "saved"), null=True)
    submitted_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(said("报送时间", "submitted"), null=True)
    back_words = models.TextField(said("退回理由", "why returned"), blank=True)
    back_at = models.DateTimeField(said("退回时间", "returned"), null=True)
    urged_at = models.DateTimeField(said("催报时间", "urged"), null=True)
    urged = models.PositiveSmallIntegerField(default=0)
    reminded = models.PositiveSmallIntegerField(
        default=0
    )  # 1: before the day, 2: on it, 3: after it

    class Meta:
        ordering = ["unit__path", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="report_answer_once")]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="report_answer_of_unit"),
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=["waiting", "back"]),
                name="report_answer_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.unit}"

    @property
    def is_open(self) -> bool:
        """Whether its unit still writes at it."""
        return self.state in OPEN


OPEN = (ReportAnswer.State.WAITING, ReportAnswer.State.BACK)


class ReportEdition(models.Model):
    """One version that was submitted. Never changed; that it was returned is added to it."""

    answer = models.ForeignKey(ReportAnswer, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(said("版次", "edition"))
    values = models.JSONField()
    reasons = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    sha256 = models.CharField(said("散列值", "hash"), max_length=64)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(said("报送时间", "submitted"))
    back_words = models.TextField(blank=True)
    back_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="report_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.number}"


Values = dict[str, Any]
"""What was filled in: field → text, rows of a table, or a file's hash and name."""
