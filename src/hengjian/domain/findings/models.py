"""Check runs, the findings that stand, and what people decided about them.

Serves worklists with what the standing check found: its files are the source, these rows follow them. A
finding's identity (`code`) is rule, subject and occurrence; what people decide hangs on it and outlives
re-runs, and where the proving `values` change it reopens.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.files.kept import KeptFile
from hengjian.core.people.models import Person, Post
from hengjian.core.wording import said
from hengjian.domain.records.models import Record
from hengjian.domain.registry.models import Body


class CheckRun(models.Model):
    """One run of the standing check, as it was applied here; the newest says where we stand."""

    class Cause(models.TextChoices):
        SUBMISSION = "submission", said("新报送", "submission")
        NIGHT = "night", said("每日检查", "nightly")
        RULES = "rules", said("规则变动", "rules changed")
        FULL = "full", said("全部重查", "everything anew")

    cause = models.CharField(said("起因", "cause"), max_length=12, choices=Cause)
    generation = models.PositiveIntegerField()
    run = models.PositiveIntegerField()
    seq = models.PositiveIntegerField(said("截至批号", "up to batch"))
    as_of = models.DateField(said("检查截至日", "as of"))
    began_at = models.DateTimeField(said("开始", "began"))
    ended_at = models.DateTimeField(
        said("结束", "ended"), null=True
    )  # null: not all of it is in the database yet, so the next run compares all
    planned = models.PositiveIntegerField(said("规则", "rules"), default=0)
    judged = models.PositiveIntegerField(said("判断案件", "cases judged"), default=0)
    appeared = models.PositiveIntegerField(said("新出现", "appeared"), default=0)
    vanished = models.PositiveIntegerField(said("消失", "vanished"), default=0)
    changed = models.PositiveIntegerField(said("依据有变", "changed"), default=0)
    why = models.TextField(blank=True)
    tallies = models.JSONField(default=dict)  # rule → counts of the four verdicts

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["generation", "run"], name="run_once")]

    def __str__(self) -> str:
        return f"{self.as_of} {self.generation}/{self.run}"

    @property
    def rules_run(self) -> int:
        """Rules that met at least one row."""
        return sum(any(counts.values()) for counts in self.tallies.values())

    @property
    def rows(self) -> int:
        """Rows that some rule concerned; a row counts once for each rule."""
        named = ("fine", "broken", "exempt", "not_judged", "clashes")
        return sum(int(counts.get(name, 0)) for counts in self.tallies.values() for name in named)

    @property
    def not_judged(self) -> int:
        return sum(int(counts.get("not_judged", 0)) for counts in self.tallies.values())


class Finding(models.Model):
    """One place where a rule is broken, as the newest run says it, and how far people are with it.

    Its texts name no party (`applied.masking`). One about a person whose dismissal erased the texts
    keeps its code, so that it is not found anew.
    """

    class State(models.TextChoices):
        OPEN = "open", said("待处理", "open")
        REOPENED = "reopened", said("数据有变，重新待处理", "reopened: its data changed")
        ASKED = "asked", said("已请机关说明", "the body was asked")
        ANSWERED = "answered", said("机关已说明", "answered")
        APPEALED = "appealed", said("机关有异议", "appealed")
        DISMISSED = "dismissed", said("不予处理", "dismissed")
        RAISED = "raised", said("已转线索", "raised as a lead")

    code = models.CharField(said("线索编号", "number"), max_length=16, unique=True)
    rule = models.CharField(said("规则", "rule"), max_length=32)
    title = models.CharField(said("问题", "title"), max_length=200)
    severity = models.CharField(said("严重程度", "severity"), max_length=1)  # F S G N
    weight = models.PositiveSmallIntegerField()  # 0 is gravest; lists go by it
    nature = models.CharField(said("性质", "nature"), max_length=24)
    subject = models.CharField(max_length=32)
    person = models.BooleanField(default=False)  # about a person: it never acts alone
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, related_name="findings", db_index=False
    )
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="findings")
    case_id = models.CharField(max_length=64, blank=True)
    occurrence = models.CharField(max_length=300)
    on = models.DateField(said("日期", "date"), null=True)
    says = models.TextField()
    right = models.TextField(blank=True)
    because = models.TextField(blank=True)
    articles = models.TextField(blank=True)
    sum = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    parameters = models.JSONField(default=list)
    values = models.CharField(max_length=32)  # digest of what proves it
    state = models.CharField(
        said("状态", "state"), max_length=12, choices=State, default=State.OPEN
    )
    version = models.PositiveIntegerField(default=1)  # of the state: the second of two is told
    stands = models.BooleanField(default=True)  # false: a later run found it no more
    appeared_at = models.DateTimeField(said("发现时间", "appeared"))
    changed_at = models.DateTimeField(said("变动时间", "changed"))
    vanished_at = models.DateTimeField(said("消失时间", "vanished"), null=True)
    due_on = models.DateField(said("答复期限", "answer due"), null=True)  # of a body that was asked
    told = models.BooleanField(default=False)  # its body knows of it: from then on it sees it

    class Meta:
        ordering = ["weight", "-appeared_at", "-id"]
        indexes = [
            # each holds all that lists filter by, so that a list is found in its index alone
            models.Index(
                fields=["weight", "-appeared_at", "-id", "state", "rule", "body"],
                condition=Q(stands=True),
                name="finding_grave",
            ),
            models.Index(
                fields=["-appeared_at", "-id", "state", "weight", "rule", "body"],
                condition=Q(stands=True),
                name="finding_new",
            ),
            models.Index(
                fields=["body", "weight", "-appeared_at", "-id", "state", "rule"],
                condition=Q(stands=True),
                name="finding_of_body",
            ),
            models.Index(
                fields=["rule", "weight", "-appeared_at", "-id", "state", "body"],
                condition=Q(stands=True),
                name="finding_of_rule",
            ),
            models.Index(
                fields=["nature", "weight", "-appeared_at", "-id", "state", "rule", "body"],
                condition=Q(stands=True) & ~Q(nature="violation"),
                name="finding_of_nature",
            ),
            models.Index(
                fields=["state", "weight", "-appeared_at", "-id", "rule", "body"],
                condition=Q(stands=True) & ~Q(state="open"),
                name="finding_in_hand",
            ),
            models.Index(
                fields=["due_on", "id", "body", "weight", "rule"],
                condition=Q(stands=True, state="asked"),
                name="finding_due",
            ),
            models.Index(
                fields=["body", "-changed_at", "-id"], condition=Q(told=True), name="finding_told"
            ),
            models.Index(fields=["case_id"], condition=~Q(case_id=""), name="finding_case"),
            models.Index(
                fields=["case_id"],
                condition=Q(record=None) & ~Q(case_id=""),
                name="finding_unlinked",
            ),
            models.Index(fields=["vanished_at"], condition=Q(stands=False), name="finding_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.title}"


class Step(models.Model):
    """What somebody did with a finding. Never changed: the story of a finding is its steps."""

    class Kind(models.TextChoices):
        DISMISSED = "dismissed", said("不予处理", "dismissed")
        ASKED = "asked", said("请机关说明", "asked the body")
        ANSWERED = "answered", said("机关说明", "answered")
        APPEALED = "appealed", said("机关异议", "appealed")
        UPHELD = "upheld", said("异议成立", "appeal upheld")
        REJECTED = "rejected", said("异议不成立", "appeal rejected")
        RAISED = "raised", said("转为线索", "raised as a lead")
        REOPENED = "reopened", said("重新打开", "reopened")
        NOTED = "noted", said("备注", "note")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(max_length=24, blank=True)  # of a dismissal: `workflow.REASONS`
    words = models.TextField(blank=True)
    looked = models.TextField(blank=True)  # about a person: what somebody saw for himself first
    values = models.CharField(max_length=32)  # what proved it then
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"


class AnswerFile(KeptFile):
    """What proves an answer or an appeal; seen by whoever sees the finding."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="files")


class Tally(models.Model):
    """How many findings stand, by what lists count: kept in step by runs and by each step of triage."""

    rule = models.CharField(max_length=32)
    body = models.BigIntegerField(default=0)  # its key; 0 where findings are of no body
    weight = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=Finding.State)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "rule", "weight", "state"], name="tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.body} {self.state}: {self.number}"


class Commonness(models.Model):
    """In how many texts of a rule a token stands; by it a search chooses its way (`findings.texts`)."""

    token = models.CharField(max_length=2, blank=True)
    rule = models.CharField(max_length=32)
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "rule"], name="finding_token_once")]

    def __str__(self) -> str:
        return f"{self.token} {self.rule}: {self.rows}"


class SavedFilter(models.Model):
    """A worklist as somebody likes it: a name for a query string."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_filters")
    noun = models.CharField(max_length=24, default="findings")
    name = models.CharField(said("名称", "name"), max_length=40)
    query = models.CharField(max_length=1000)
    default = models.BooleanField(default=False)  # with it the list begins

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "noun", "name"], name="saved_filter_once"),
            models.UniqueConstraint(
                fields=["person", "noun"],
                condition=Q(default=True),
                name="saved_filter_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


from hengjian.domain.findings.rules.models import (  # noqa: E402 - they belong to this app
    CustomRule,
    Revision,
    RuleSwitch,
    RuleTrial,
    RuleVersion,
    SetValue,
)

__all__ = [
    "AnswerFile",
    "CheckRun",
    "Commonness",
    "CustomRule",
    "Finding",
    "Revision",
    "RuleSwitch",
    "RuleTrial",
    "RuleVersion",
    "SavedFilter",
    "SetValue",
    "Step",
    "Tally",
]
