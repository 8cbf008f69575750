"""Submissions and the index of accepted records.

Serves lists, search and the way of a submission from its arrival to its findings. The archive is where
records are kept; a `Record` only says where one lies there and by what it is found, and can be made anew
from it. Who the parties are stands apart (`Party`), so that no list or sort touches it by accident.
Amounts are fen.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.jobs.models import Job
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body

_BEGINS = ["varchar_pattern_ops"]
_SIFTED = ("kind", "procedure", "result")


class Token(models.Model):
    """What a body's system shows at the API. Only a digest is kept; it speaks for this body alone."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="tokens")
    name = models.CharField(said("名称", "name"), max_length=64)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(
        max_length=8, editable=False
    )  # shown, so that one is told from another
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(said("发放时间", "given"))
    valid_to = models.DateField(said("有效期止", "valid to"))
    revoked_at = models.DateTimeField(said("撤销时间", "revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(said("最近使用", "last used"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name}（{self.beginning}…）"


class Submission(models.Model):
    """One hand-over of data: what arrived, what became of it, and its receipt."""

    class Channel(models.TextChoices):
        UPLOAD = "upload", said("网页上传", "upload")
        API = "api", said("接口", "API")
        FOLDER = "folder", said("交换目录", "watched folder")
        PROGRAM = "program", said("系统", "program")

    class State(models.TextChoices):
        WAITING = "waiting", said("排队中", "waiting")
        READING = "reading", said("读取核对", "reading")
        ACCEPTING = "accepting", said("入库", "being stored")
        CHECKING = "checking", said("检查中", "being checked")
        DONE = "done", said("已完成", "done")
        REFUSED = "refused", said("整批退回", "refused whole")
        FAILED = "failed", said("处理失败", "failed")

    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="submissions"
    )  # null: a bureau hands in for several
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")  # rights hang on it
    channel = models.CharField(said("方式", "channel"), max_length=12, choices=Channel)
    state = models.CharField(
        said("状态", "state"), max_length=12, choices=State, default=State.WAITING
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    token = models.ForeignKey(Token, models.PROTECT, null=True, related_name="submissions")
    file_name = models.CharField(said("文件", "file"), max_length=200)
    size = models.BigIntegerField(said("大小", "size"), default=0)
    sha256 = models.CharField(said("文件散列值", "file hash"), max_length=64)
    strict = models.BooleanField(said("有错整批退回", "all or nothing"), default=False)
    period_from = models.DateField(said("数据期间起", "period from"), null=True, blank=True)
    period_to = models.DateField(said("数据期间止", "period to"), null=True, blank=True)
    whole_period = models.BooleanField(
        said("期间内全部案件", "all cases of the period"), default=False
    )  # then a case known before and lacking now has vanished
    received_at = models.DateTimeField(said("收到时间", "received"))
    ended_at = models.DateTimeField(said("处理完毕", "ended"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeated"
    )  # the same data were accepted before
    # what the reading gave
    rows = models.PositiveIntegerField(said("行", "rows"), default=0)
    refused = models.PositiveIntegerField(said("退回行", "refused rows"), default=0)
    held_back = models.PositiveIntegerField(said("整案退回", "cases held back"), default=0)
    tables = models.JSONField(default=list)  # [{file, table, rows, accepted, faulty, refused}]
    problems = models.PositiveIntegerField(said("问题", "problems"), default=0)  # in their file
    error = models.TextField(blank=True)  # why all was refused, or what failed; with the remedy
    # what the archive gave
    seq = models.PositiveIntegerField(said("批号", "batch"), null=True, unique=True)
    batch_id = models.CharField(said("回执散列值", "receipt hash"), max_length=64, blank=True)
    cases = models.PositiveIntegerField(said("案件", "cases"), default=0)
    new = models.PositiveIntegerField(said("新增", "new"), default=0)
    changed = models.PositiveIntegerField(said("更正", "corrected"), default=0)
    events = models.PositiveIntegerField(said("活动", "events"), default=0)
    # what the check gave
    appeared = models.PositiveIntegerField(said("新线索", "findings"), default=0)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "received_at"], name="submission_of_unit"),
            models.Index(fields=["body", "received_at"], name="submission_of_body"),
            models.Index(fields=["sha256"], name="submission_same"),
            models.Index(fields=["received_at"], name="submission_received"),
        ]
        constraints = [
            # the same file from two tabs at once is one submission
            models.UniqueConstraint(
                fields=["unit", "sha256"],
                condition=Q(state__in=("waiting", "reading", "accepting")),
                name="submission_open_once",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked at: its page goes on asking."""
        return self.state in OPEN

    def __str__(self) -> str:
        return f"{self.file_name} {self.received_at:%Y-%m-%d}"


OPEN = frozenset(
    {
        Submission.State.WAITING,
        Submission.State.READING,
        Submission.State.ACCEPTING,
        Submission.State.CHECKING,
    }
)


class Record(models.Model):
    """Where a case lies in the archive, and by what it is found. `summary` names no party."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="records", db_index=False)
    case_id = models.CharField(said("案件编号", "case number"), max_length=64)
    kind = models.CharField(said("案件类型", "kind"), max_length=24)
    procedure = models.CharField(said("程序", "procedure"), max_length=24, blank=True)
    item = models.CharField(said("事项编码", "item"), max_length=32, blank=True)
    filing_no = models.CharField(said("立案号", "filing number"), max_length=128, blank=True)
    decision_no = models.CharField(
        said("决定书文号", "decision number"), max_length=128, blank=True
    )
    party_kind = models.CharField(said("当事人类型", "kind of party"), max_length=24, blank=True)
    summary = models.CharField(said("主要事实", "fact"), max_length=200, blank=True)
    on = models.DateField(said("日期", "date"))  # decided, else filed, else found, else received
    decided_on = models.DateField(said("决定日期", "decided"), null=True, blank=True)
    fine = models.BigIntegerField(said("罚款", "fine"), null=True, blank=True)
    result = models.CharField(said("处理结果", "result"), max_length=24, blank=True)
    officers = models.TextField(blank=True)  # who acted: each number between line feeds
    bucket = models.IntegerField()  # where the archive keeps it
    batch = models.IntegerField()  # of its current version
    received_at = models.DateTimeField(said("收到时间", "received"))

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["body", "case_id"], name="record_once")]
        indexes = [
            # With what a list is sifted by most, so that the records passed over are not read.
            models.Index(fields=["-on", "-id"], include=["body", *_SIFTED], name="record_on"),
            models.Index(
                fields=["body", "-on", "-id"], include=list(_SIFTED), name="record_of_body"
            ),
            # The operator classes let PostgreSQL find the beginning of a number in any locale.
            models.Index(fields=["case_id"], opclasses=_BEGINS, name="record_case"),
            models.Index(
                fields=["decision_no"],
                opclasses=_BEGINS,
                condition=~Q(decision_no=""),
                name="record_decision",
            ),
            models.Index(
                fields=["filing_no"],
                opclasses=_BEGINS,
                condition=~Q(filing_no=""),
                name="record_filing",
            ),
        ]

    @property
    def number(self) -> str:
        """The number by which people know the case."""
        return self.decision_no or self.filing_no or self.case_id

    def __str__(self) -> str:
        return self.decision_no or self.case_id


class Party(models.Model):
    """Who a case is about. Read only through `masking`, which asks whether and records that."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="party")
    name = models.CharField(said("当事人", "party"), max_length=200, blank=True)
    number = models.CharField(said("证件号", "number"), max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="party_name"),
            models.Index(fields=["number"], condition=~Q(number=""), name="party_number"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Commonness(models.Model):
    """In about how many records a token stands: a rare one leads a search, a common one only sifts.

    Nothing but speed rests on it, so a corrected record need not be taken off to the last one.
    """

    token = models.CharField(max_length=9, primary_key=True)
    rows = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.token} {self.rows}"


class Tally(models.Model):
    """How many records of a body fall into a month: what a list may read at once goes by it."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="tallies", db_index=False)
    month = models.DateField()  # its first day
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "month"], name="record_tally_once")]
        indexes = [models.Index(fields=["month", "body", "rows"], name="record_tally_month")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.month} {self.rows}"


class Reported(models.Model):
    """What a body handed in for one month, as far as is known: the register `reports` follows it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="reported", db_index=False)
    month = models.DateField(said("月份", "month"))  # its first day
    due_on = models.DateField(said("应报日期", "due"))
    received_at = models.DateTimeField(said("首次收到", "first received"), null=True)
    latest = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    cases = models.PositiveIntegerField(said("件数", "cases"), null=True)
    before = models.PositiveIntegerField(said("此前月均", "mean before"), null=True)
    vanished = models.PositiveIntegerField(said("消失", "vanished"), null=True)
    vanished_cases = models.JSONField(default=list)  # numbers, the first ones
    narrowed = models.PositiveIntegerField(said("缩减", "narrowed"), null=True)
    narrowed_names = models.JSONField(default=list)  # of tables, activities, fields
    revision = models.BigIntegerField(default=0)  # grows with each change of any row

    class Meta:
        ordering = ["-month", "body"]
        constraints = [models.UniqueConstraint(fields=["body", "month"], name="reported_once")]
        indexes = [
            models.Index(fields=["month"], name="reported_month"),
            models.Index(fields=["revision"], name="reported_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.month:%Y-%m}"


class Unmasking(models.Model):
    """Somebody was shown who a party is, for a purpose and a day. Its words stay out of the ledger.

    Of a search only a digest of what was sought is kept, which shows that it was this and no other to
    whoever knows it.
    """

    class Purpose(models.TextChoices):
        FINDING = "finding", said("核查线索", "looking into a finding")
        CASE = "case", said("办理监督案件", "a supervision case")
        COMPLAINT = "complaint", said("核查投诉举报", "looking into a complaint")
        REVIEW = "review", said("案卷评查", "dossier review")
        OTHER = "other", said("其他", "other")

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    purpose = models.CharField(said("用途", "purpose"), max_length=12, choices=Purpose)
    words = models.CharField(said("说明", "details"), max_length=200)
    at = models.DateTimeField(said("时间", "moment"))
    until = models.DateTimeField(said("有效至", "until"))
    sought = models.CharField(max_length=64, blank=True)  # digest of the name or number sought
    salt = models.CharField(max_length=32, blank=True, editable=False)
    more = models.BooleanField(default=False)  # a search that found more than are shown

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="unmasking_at")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.at:%Y-%m-%d}"


class Unmasked(models.Model):
    """A record whose party an unmasking shows."""

    unmasking = models.ForeignKey(Unmasking, models.CASCADE, related_name="records", db_index=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="unmasked")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unmasking", "record"], name="unmasked_once")
        ]

    def __str__(self) -> str:
        return f"{self.unmasking_id} {self.record_id}"
