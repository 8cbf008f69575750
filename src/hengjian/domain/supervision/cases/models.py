"""Supervision cases: what they are about, who handles them, what happened, and what is due when.

Serves the case page as one story: every step is a row that is never changed, with its power and its
words. Who reported something lives in `leads.Reporter` alone and never leaves the 副卷.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.files.kept import KeptFile
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body, Certificate
from hengjian.domain.supervision.cases.workflow import ENDED, State


class Case(models.Model):
    """One supervision case. ``unit`` is the section or bureau that has it now: never two, never none."""

    number = models.CharField(
        said("案号", "number"), max_length=48, unique=True, null=True
    )  # given when it is opened, so that refused ones leave no gap
    title = models.CharField(said("案由", "title"), max_length=200)
    facts = models.TextField(
        said("监督事项", "facts")
    )  # as the body may read it; names no reporter
    leads = models.ManyToManyField("supervision.Lead", related_name="cases")
    body = models.ForeignKey(Body, models.PROTECT, related_name="supervision_cases")
    management = models.CharField(
        said("管理体制", "management"), max_length=12
    )  # of the body, when the case was proposed
    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="cases_of_bureau")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supervision_cases")
    state = models.CharField(
        said("状态", "state"), max_length=16, choices=State, default=State.PROPOSED
    )
    severity = models.CharField(said("严重程度", "severity"), max_length=1, blank=True)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(said("提请立案", "proposed"))
    opened_at = models.DateTimeField(said("立案时间", "opened"), null=True)
    ended_at = models.DateTimeField(said("结案时间", "ended"), null=True)
    due_on = models.DateField(
        said("最近期限", "next due"), null=True
    )  # of the earliest running deadline, so that lists need no join

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="case_work"),
            models.Index(fields=["body", "-proposed_at"], name="case_of_body"),
            models.Index(fields=["due_on"], condition=~Q(state__in=sorted(ENDED)), name="case_due"),
        ]

    def __str__(self) -> str:
        return self.number or self.title


class Holding(models.Model):
    """Which bureau and section had a case from when to when. The open row is who has it now; `Case.bureau`
    and `Case.unit` repeat it, so that a list needs no join."""

    class Why(models.TextChoices):
        PROPOSED = "proposed", said("提请立案", "proposed")
        DESIGNATED = "designated", said("指定监督", "designated")
        ESCALATED = "escalated", said("提级监督", "escalated")
        RETURNED = "returned", said("交还", "given back")

    case = models.ForeignKey(Case, models.PROTECT, related_name="holdings")
    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    why = models.CharField(max_length=12, choices=Why, default=Why.PROPOSED)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until=None), name="case_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.bureau}"


class Handler(models.Model):
    """A supervisor who handles a case, with the supervision certificate he showed; until recused."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="handlers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="handling")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    leading = models.BooleanField(said("主办", "leads"), default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-leading", "since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "post"], condition=Q(until=None), name="handler_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(until=None, leading=True), name="one_leads"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}"


class CaseStep(models.Model):
    """One thing that happened in a case. Never changed; what is wrong is followed by another step."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=32)  # a code of the workflow's table, or of a side way
    frm = models.CharField(max_length=16, choices=State, blank=True)
    to = models.CharField(max_length=16, choices=State, blank=True)
    power = models.CharField(max_length=32)  # code of the power exercised
    words = models.TextField(blank=True)
    inside = models.BooleanField(default=False)  # for the 副卷: the body does not read it
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.move}"


class CaseFile(KeptFile):
    """A file that came with a step: the body's evidence, a record. Seen by whoever reads the step."""

    step = models.ForeignKey(CaseStep, models.PROTECT, related_name="files")


class Deadline(models.Model):
    """What is due in a case, by whom, until when, and the sum that says so."""

    class State(models.TextChoices):
        RUNNING = "running", said("进行中", "running")
        STOPPED = "stopped", said("中止", "stopped")
        MET = "met", said("按期完成", "met")
        MISSED = "missed", said("逾期完成", "met late")
        DROPPED = "dropped", said("不再需要", "no longer needed")

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    step = models.CharField(max_length=24)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="deadlines_owned")
    start = models.DateField()
    days = models.PositiveIntegerField(null=True)  # where a document names its own term
    more = models.PositiveIntegerField(default=0)  # by an extension
    stops = models.JSONField(default=list)  # [{since, until, reason}]
    due_on = models.DateField(said("期限", "due"))
    sum = models.TextField()
    source = models.CharField(max_length=300)
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    ended_on = models.DateField(null=True)
    started_by = models.ForeignKey(CaseStep, models.PROTECT, related_name="starts")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step"],
                condition=Q(state__in=["running", "stopped"]),
                name="deadline_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(state="running"), name="deadline_owed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.due_on}"


class Recount(models.Model):
    """The calendar changed, and this deadline would move: nothing moves until a person says so."""

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", said("已确认变动", "moved")
        DECLINED = "declined", said("不变动", "not moved")
        VOID = "void", said("不再需要", "no longer needed")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="recounts")
    was = models.DateField(said("原期限", "was"))
    due = models.DateField(said("按新安排", "by the new calendar"))
    sum = models.TextField()
    found_at = models.DateTimeField(said("发现时间", "found"))
    decision = models.CharField(
        said("处理", "decision"), max_length=12, choices=Decision, blank=True
    )
    why = models.CharField(said("理由", "why"), max_length=400, blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(said("处理时间", "decided"), null=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(decision=""), name="recount_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.was} → {self.due}"

    @property
    def days(self) -> int:
        """By how many days it moves; below nought: earlier."""
        return (self.due - self.was).days


class Recusal(models.Model):
    """Whether a handler must leave a case: asked, then decided by the head of the bureau."""

    handler = models.ForeignKey(Handler, models.PROTECT, related_name="recusals")
    ground = models.TextField(said("理由", "ground"))
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["handler"], condition=Q(granted=None), name="recusal_pending_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler_id}"


class Bar(models.Model):
    """The act is before, or was upheld by, reconsideration or a court: no decision about it here."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="bars")
    kind = models.CharField(max_length=16)  # code of outcome_kinds
    number = models.CharField(said("案号", "number"), max_length=128)
    since = models.DateField(said("受理日期", "since"))
    until = models.DateField(said("终结日期", "until"), null=True)
    upheld = models.BooleanField(said("维持", "upheld"), default=False)

    def __str__(self) -> str:
        return self.number

    @property
    def bars(self) -> bool:
        """Whether it stands in the way of a decision."""
        return self.until is None or self.upheld


class Hearing(models.Model):
    """Somebody who benefits from the act was heard before it may be withdrawn (行政许可法§69)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    whom = models.CharField(said("受益人或者利害关系人", "whom"), max_length=200)
    asked_on = models.DateField(said("告知日期", "told"))
    heard_on = models.DateField(said("听取日期", "heard"), null=True)
    waived = models.BooleanField(said("放弃", "waived"), default=False)

    def __str__(self) -> str:
        return f"{self.pk}"


class Approval(models.Model):
    """The government approved a decision, or the authorization by which none is needed was entered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="approvals")
    document = models.CharField(said("批准文件或者授权依据", "document"), max_length=200)
    dated_on = models.DateField(said("日期", "date"))
    authorization = models.BooleanField(default=False)
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.document


class Objection(models.Model):
    """The body objects to an opinion or decision; others than the handlers review it."""

    class Result(models.TextChoices):
        KEPT = "kept", said("维持", "kept")
        CHANGED = "changed", said("变更", "changed")
        WITHDRAWN = "withdrawn", said("撤销", "withdrawn")

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    words = models.TextField(said("异议理由", "words"))
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    result = models.CharField(max_length=12, choices=Result, blank=True)
    reviewed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(result=""), name="objection_pending_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"
