"""Papers: what a document of a case, or of another matter, says, who agreed to it, under which number, sealed and served how.

Serves the pages of papers and registers. What was signed does not change: the database itself refuses
it (`guards`); a correction is another paper that names the first.
"""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.papers.owners import Owner, owner_of
from hengjian.domain.supervision.papers.workflow import State


class Office(models.Model):
    """How a bureau signs: the word before its numbers (发文机关代字) and the name of its seal."""

    bureau = models.OneToOneField(Unit, models.PROTECT, related_name="office")
    word = models.CharField(said("发文机关代字", "word of the number"), max_length=12)
    seal_name = models.CharField(said("印章名称", "name of the seal"), max_length=100, blank=True)

    def __str__(self) -> str:
        return self.word


class Template(models.Model):
    """A bureau's own DOCX for a kind of document; the last one that did not end is used."""

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="paper_templates")
    kind = models.CharField(max_length=48)
    name = models.CharField(said("文件名", "file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind"], condition=Q(until=None), name="template_in_use_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """One document of a case, or of another row of supervision (``owner_kind``, ``owner_id``; `owners`).

    ``kind`` is a folder of content/documents, ``fields`` what it is filled with. ``move``: the step that it
    is made for. ``inside``: 副卷, never the body's."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="papers")
    owner_kind = models.CharField(max_length=48, blank=True)
    owner_id = models.BigIntegerField(null=True)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, related_name="+"
    )  # a case has its own
    about = models.CharField(max_length=120, blank=True)  # number or title of such an owner
    kind = models.CharField(max_length=48)
    title = models.CharField(said("文件标题", "title"), max_length=300)
    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="papers")
    move = models.CharField(max_length=32, blank=True)
    inside = models.BooleanField(said("副卷", "inside"), default=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    fields = models.JSONField(default=dict)
    copies = models.JSONField(said("抄送", "copies to"), default=list)
    state = models.CharField(
        said("状态", "state"), max_length=12, choices=State, default=State.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(said("稿次", "edition"), default=1)
    drafted_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(said("拟稿时间", "drafted"))
    signed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(said("签发时间", "signed"), null=True)
    dated = models.DateField(said("成文日期", "date"), null=True)
    mark = models.CharField(max_length=24, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(said("文号", "number"), max_length=80, blank=True)
    code = models.CharField(max_length=24, unique=True)  # of the public page that verifies it
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="+")
    served_on = models.DateField(said("送达日期", "served"), null=True)
    void_reason = models.CharField(said("作废原因", "why void"), max_length=400, blank=True)

    class Meta:
        ordering = ["drafted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "mark", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="paper_number_once",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False, owner_kind="", owner_id=None)
                | (Q(case=None, owner_id__isnull=False) & ~Q(owner_kind="")),
                name="paper_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "drafted_at"], name="paper_of_case"),
            models.Index(fields=["owner_kind", "owner_id"], name="paper_of_other"),
            models.Index(
                fields=["bureau", "year", "mark", "serial"],
                condition=Q(serial__isnull=False),
                name="paper_register",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def owner(self) -> Owner:
        """What it hangs on; a row that went cannot be, because owners are never deleted."""
        from hengjian.domain.supervision.papers.access import owner_at  # it reads these models

        if self.case is not None:
            return owner_of(self.case)
        return owner_at(self.owner_kind, self.owner_id or 0)

    @property
    def concerns(self) -> Body | None:
        """The body that it is about, for lists."""
        return self.case.body if self.case else self.body

    @property
    def matter(self) -> str:
        """The number of what it hangs on, for lists."""
        return (self.case.number or "") if self.case else self.about


class Edition(models.Model):
    """What a draft said when it was submitted, so that nobody asks later what was checked."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.number}"


class Turn(models.Model):
    """Who is asked to check, countersign or sign; his deputy on the day may do it for him."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="turns")
    stage = models.CharField(max_length=12, choices=State)
    post = models.ForeignKey(Post, models.PROTECT, related_name="paper_turns")
    open = models.BooleanField(default=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "stage", "post"], condition=Q(open=True), name="paper_turn_once"
            )
        ]
        indexes = [
            models.Index(fields=["post"], condition=Q(open=True), name="paper_turns_open"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.stage}"


class PaperStep(models.Model):
    """One line of the 审批单: what was done, by whom, perhaps for whom, in which words. Never changed."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    edition = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    stands_for = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.step}"


class PaperFile(models.Model):
    """A file of a paper by its hash: what was issued, its sealed or signed form, a receipt."""

    class Role(models.TextChoices):
        ISSUED = "issued", said("正本", "as issued")
        SEALED = "sealed", said("用印件", "sealed")
        SCAN = "scan", said("签字、盖章扫描件", "scan")
        RECEIPT = "receipt", said("送达回证", "receipt of service")

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    role = models.CharField(max_length=8, choices=Role)
    name = models.CharField(said("文件名", "name"), max_length=200)
    kind = models.CharField(max_length=4)  # pdf, jpg, png
    sha256 = models.CharField(said("散列", "hash"), max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.name


class Sealing(models.Model):
    """A line of the seal register (用印登记): which paper, which seal, how, by whom, with which file."""

    class Way(models.TextChoices):
        ELECTRONIC = "electronic", said("电子印章", "e-seal")
        SCAN = "scan", said("实物印章后扫描", "wet seal, scanned")

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="sealings")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="sealing")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    way = models.CharField(said("用印方式", "way"), max_length=12, choices=Way)
    seal_name = models.CharField(said("印章名称", "seal"), max_length=100)
    pages = models.PositiveIntegerField(said("页数", "pages"), default=0)
    copies = models.PositiveIntegerField(said("份数", "copies"), default=1)
    file = models.ForeignKey(PaperFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(said("用印时间", "sealed"))

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "year", "serial"], name="sealing_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.serial}"


class Delivery(models.Model):
    """A paper on its way to whom it is for: through the system, by post, or in person."""

    class Way(models.TextChoices):
        SYSTEM = "system", said("系统送达", "by the system")
        POST = "post", said("邮寄送达", "by post")
        PERSON = "person", said("直接送达", "in person")

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="deliveries")
    way = models.CharField(said("送达方式", "way"), max_length=8, choices=Way)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="papers_for")
    receiver = models.CharField(said("受送达人", "receiver"), max_length=200)
    tracking = models.CharField(said("邮件号", "number"), max_length=64, blank=True)
    sent_on = models.DateField(said("送出日期", "sent"))
    sent_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    served_on = models.DateField(said("送达日期", "served"), null=True)
    served_at = models.DateTimeField(null=True)
    signer = models.CharField(said("签收人", "signed by"), max_length=64, blank=True)
    received_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "unit"],
                condition=Q(way="system"),
                name="delivered_by_system_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["unit"], condition=Q(served_on=None, way="system"), name="papers_unopened"
            )
        ]

    def __str__(self) -> str:
        return self.receiver


class Dossier(models.Model):
    """The dossier of a case as one PDF, bound by a job: 正卷, or 副卷, which the body never gets."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="dossiers")
    annex = models.BooleanField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    pieces = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.case_id} {'副卷' if self.annex else '正卷'}"
