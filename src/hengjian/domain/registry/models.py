"""The rows of the registers, their versions, the uploads that changed them, and the staffing ledgers.

Serves lists and forms with the present row, and findings with the versions (docs/adr/0011). Fields
bear the names that the data standard gives them; `registers` says how the two meet. Amounts are fen.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from hengjian.core.organisation.models import Unit, in_force
from hengjian.core.people.models import Post
from hengjian.core.wording import said


class Row(models.Model):
    """What every register's row has: which version it is, since when, and by whom."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, editable=False, related_name="+"
    )  # null: the program itself

    class Meta:
        abstract = True


class Body(Row):
    """An enforcement body; one-to-one with the unit that gives rights, and known by its number."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="body")
    code = models.CharField(said("机关编号", "number"), max_length=32, unique=True)
    name = models.CharField(said("名称", "name"), max_length=200)
    uscc = models.CharField(said("统一社会信用代码", "credit code"), max_length=18, blank=True)
    kind = models.CharField(said("主体类型", "kind"), max_length=24)
    level = models.CharField(said("层级", "level"), max_length=12)
    sector = models.CharField(said("执法领域", "sector"), max_length=32, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    management = models.CharField(said("管理体制", "management"), max_length=12, blank=True)
    qualified_from = models.DateField(said("主体资格起", "qualified from"), null=True, blank=True)
    qualified_to = models.DateField(said("主体资格止", "qualified to"), null=True, blank=True)
    confirmation = models.CharField(
        said("确认公告文号", "confirmation"), max_length=128, blank=True
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=in_force("qualified_from", "qualified_to"), name="body_term"
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("unit")) | Q(parent=None), name="body_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


NEVER = date.min
"""The day through which an officer without a certificate holds one."""


class Officer(Row):
    """A person of a body: enforcement, review, auxiliary, supervision.

    Through `carded_through` a certificate covers him, from the day it was written; later it must be
    looked up. It saves lists most of the looking up; the actions keep it, whenever a certificate changes.
    """

    code = models.CharField(said("人员编号", "number"), max_length=32, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="officers", db_index=False)
    name = models.CharField(said("姓名", "name"), max_length=64, blank=True)
    kind = models.CharField(said("人员类型", "kind"), max_length=24)
    legal_qualification = models.BooleanField(
        said("法律职业资格", "legal qualification"), null=True, blank=True
    )
    reviewer_since = models.DateField(
        said("初次从事法制审核日期", "reviewer since"), null=True, blank=True
    )
    exam_passed_on = models.DateField(
        said("资格考试通过日期", "exam passed"), null=True, blank=True
    )
    employed_from = models.DateField(said("到岗日期", "employed from"), null=True, blank=True)
    employed_to = models.DateField(said("离岗日期", "employed to"), null=True, blank=True)
    carded_through = models.DateField(default=NEVER, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=in_force("employed_from", "employed_to"), name="officer_term"
            )
        ]
        indexes = [
            models.Index(fields=["body", "code"], name="officer_of_body"),
            models.Index(fields=["name", "code", "body"], name="officer_name"),
            models.Index(
                fields=["kind", "carded_through", "body", "employed_from", "employed_to"],
                name="officer_uncarded",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class Certificate(Row):
    """A certificate. `body` repeats its holder's, so that a list needs no join; the actions keep it."""

    code = models.CharField(said("证件号", "number"), max_length=32, unique=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="certificates", db_index=False
    )
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="certificates", editable=False, db_index=False
    )
    kind = models.CharField(said("证件类型", "kind"), max_length=24, blank=True)
    sector = models.CharField(said("执法领域", "sector"), max_length=32, blank=True)
    division = models.CharField(said("执法区域", "division"), max_length=12, blank=True)
    valid_from = models.DateField(said("有效期起", "valid from"))
    valid_to = models.DateField(said("有效期止", "valid to"))
    suspended_from = models.DateField(said("暂扣起", "suspended from"), null=True, blank=True)
    suspended_to = models.DateField(said("暂扣止", "suspended to"), null=True, blank=True)
    suspension_told_on = models.DateField(
        said("暂扣告知日期", "suspension told"), null=True, blank=True
    )
    withdrawn_on = models.DateField(said("收回注销日期", "withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=in_force(), name="certificate_term"),
            models.CheckConstraint(
                condition=Q(suspended_to=None)
                | (Q(suspended_from__isnull=False) & Q(suspended_to__gte=F("suspended_from"))),
                name="certificate_suspension",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "code"], name="certificate_of_body"),
            models.Index(fields=["officer", "valid_to"], name="certificate_of_officer"),
            models.Index(fields=["valid_to", "code"], name="certificate_expiry"),
            models.Index(fields=["body", "valid_to", "code"], name="certificate_body_expiry"),
            models.Index(
                fields=["suspended_from"],
                condition=Q(suspended_from__isnull=False),
                name="certificate_suspended",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Item(Row):
    """A power or duty, and the norm it rests on. Without a body it is shared by several."""

    code = models.CharField(said("事项编码", "number"), max_length=32, unique=True)
    name = models.CharField(said("事项名称", "name"), max_length=300)
    kind = models.CharField(said("事项类型", "kind"), max_length=24)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="items")
    basis = models.CharField(said("依据", "basis"), max_length=500, blank=True)
    basis_level = models.CharField(said("依据层级", "rank of basis"), max_length=24, blank=True)
    basis_territory = models.CharField(said("依据适用区域", "territory"), max_length=12, blank=True)
    higher_norm = models.CharField(said("上位法依据", "higher norm"), max_length=500, blank=True)
    in_force_from = models.DateField(said("依据施行日期", "in force from"), null=True, blank=True)
    in_force_to = models.DateField(said("依据失效日期", "in force to"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    still_unlawful = models.BooleanField(
        said("失效后仍属违法", "still unlawful"), null=True, blank=True
    )
    basis_published_on = models.DateField(
        said("依据公布日期", "basis published"), null=True, blank=True
    )
    penalty_kinds = models.CharField(said("处罚种类", "penalties"), max_length=300, blank=True)
    measure_kinds = models.CharField(said("强制措施种类", "measures"), max_length=300, blank=True)
    fine_min = models.BigIntegerField(said("罚款下限", "least fine"), null=True, blank=True)
    fine_max = models.BigIntegerField(said("罚款上限", "greatest fine"), null=True, blank=True)
    discretion_required = models.BooleanField(
        said("应当细化裁量", "discretion required"), null=True, blank=True
    )
    discretion_made_on = models.DateField(
        said("裁量标准制定日期", "discretion made"), null=True, blank=True
    )
    discretion_published_on = models.DateField(
        said("裁量标准公布日期", "discretion published"), null=True, blank=True
    )
    major = models.BooleanField(said("列入重大执法决定目录", "major"), null=True, blank=True)
    listed_from = models.DateField(said("列入公布清单起", "listed from"), null=True, blank=True)
    listed_to = models.DateField(said("列入公布清单止", "listed to"), null=True, blank=True)
    yearly_cap = models.PositiveIntegerField(
        said("年度检查频次上限", "yearly cap"), null=True, blank=True
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=in_force("in_force_from", "in_force_to"), name="item_term"
            ),
            models.CheckConstraint(
                condition=in_force("listed_from", "listed_to"), name="item_listed_term"
            ),
            models.CheckConstraint(
                condition=(Q(fine_min=None) | Q(fine_min__gte=0))
                & (Q(fine_max=None) | Q(fine_max__gte=0))
                & (Q(fine_min=None) | Q(fine_max=None) | Q(fine_max__gte=F("fine_min"))),
                name="item_fines",
            ),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="item_kind")]

    def __str__(self) -> str:
        return self.name


class Tier(Row):
    """One step of an item's discretion standard."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="tiers")
    tier = models.CharField(said("阶次", "tier"), max_length=32)
    description = models.TextField(said("适用情形", "when"), blank=True)
    fine_min = models.BigIntegerField(said("罚款下限", "least fine"), null=True, blank=True)
    fine_max = models.BigIntegerField(said("罚款上限", "greatest fine"), null=True, blank=True)
    ended_on = models.DateField(said("停用日期", "ended"), null=True, blank=True)

    class Meta:
        ordering = ["item__code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "tier"], name="tier_once"),
            models.CheckConstraint(
                condition=Q(fine_min=None) | Q(fine_max=None) | Q(fine_max__gte=F("fine_min")),
                name="tier_fines",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.tier}"


class Delegation(Row):
    """An item handed down to a township, or entrusted to an organisation."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="delegations")
    to_body = models.ForeignKey(Body, models.PROTECT, related_name="received")
    from_body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="handed_down"
    )
    route = models.CharField(said("下放方式", "route"), max_length=24, blank=True)
    document = models.CharField(said("文件", "document"), max_length=128, blank=True)
    scope = models.TextField(said("范围和权限", "scope"), blank=True)
    valid_from = models.DateField(said("生效日期", "from"), null=True, blank=True)
    valid_to = models.DateField(said("截止日期", "to"), null=True, blank=True)
    published_on = models.DateField(said("公布日期", "published"), null=True, blank=True)
    last_evaluated_on = models.DateField(said("最近评估日期", "evaluated"), null=True, blank=True)

    class Meta:
        ordering = ["item__code", "to_body__code"]
        constraints = [
            models.UniqueConstraint(fields=["item", "to_body"], name="delegation_once"),
            models.CheckConstraint(condition=in_force(), name="delegation_term"),
            models.CheckConstraint(
                condition=~Q(from_body=F("to_body")) | Q(from_body=None),
                name="delegation_not_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.to_body}"


class Cause(models.TextChoices):
    """Why a version came to be known."""

    ENTERED = "entered", said("登记", "entered")
    AMENDED = "amended", said("更改", "amended")
    ENDED = "ended", said("终止", "ended")
    UNDONE = "undone", said("撤销导入", "import undone")
    REMOVED = "removed", said("撤下（导入撤销）", "taken off (import undone)")


class Upload(models.Model):
    """An Excel file compared with a register: shown first, then confirmed whole or not at all."""

    class State(models.TextChoices):
        COMPARED = "compared", said("待确认", "to be confirmed")
        CONFIRMED = "confirmed", said("已导入", "imported")
        DISCARDED = "discarded", said("已放弃", "discarded")
        UNDONE = "undone", said("已撤销", "undone")

    register = models.CharField(max_length=24)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    complete = models.BooleanField()  # rows of the register that the file lacks are ended
    state = models.CharField(max_length=12, choices=State, default=State.COMPARED)
    unchanged = models.PositiveIntegerField(default=0)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    compared_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]


class Difference(models.Model):
    """One row of a difference list, as it was shown and as it will be written."""

    class Kind(models.TextChoices):
        ADDED = "added", said("新增", "added")
        CHANGED = "changed", said("变更", "changed")
        ENDED = "ended", said("终止", "ended")
        REFUSED = "refused", said("退回", "refused")

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=12, choices=Kind)
    line = models.PositiveIntegerField(null=True)  # in the file
    key = models.CharField(max_length=200)
    row = models.BigIntegerField(null=True)  # the register's row, once it has one
    seen = models.PositiveIntegerField(null=True)  # its version when compared
    written = models.PositiveIntegerField(null=True)  # its version once confirmed
    values = (
        models.JSONField()
    )  # added: the row · changed, ended: field → [old, new] · refused: why

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["upload", "kind", "id"], name="difference_kind")]


class Version(models.Model):
    """What was known of a row: valid from a day to a day, known from a moment to a moment.

    A day is null where it is open; the last day is not part of the time, nor is the last moment.
    """

    register = models.CharField(max_length=24)
    row = models.BigIntegerField()
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=12, choices=Cause)
    values = models.JSONField()
    salt = models.BinaryField(max_length=32)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="versions")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="version_valid",
            ),
            models.CheckConstraint(
                condition=Q(known_to=None) | Q(known_to__gte=F("known_from")), name="version_known"
            ),
        ]
        indexes = [models.Index(fields=["register", "row", "id"], name="version_of_row")]


class SupervisionBody(models.Model):
    """What a bureau is as a supervision body: the deed that set it up and the sign it carries.

    Its outward name, on documents and on the sign, and its inward name are the unit's own.
    """

    unit = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="supervision_body"
    )
    document = models.CharField(said("设立文件", "deed"), max_length=128, blank=True)
    sign_since = models.DateField(said("挂牌日期", "sign since"), null=True, blank=True)
    address = models.CharField(said("地址", "address"), max_length=200, blank=True)
    phone = models.CharField(said("监督电话", "phone"), max_length=32, blank=True)

    def __str__(self) -> str:
        return self.unit.name_on_documents


class PostKind(models.TextChoices):
    """What a post is paid as; only like is compared with like."""

    ADMINISTRATIVE = "administrative", said("行政编制", "administrative")
    SPECIAL = "special", said("政法专项编制", "judicial and police")
    INSTITUTION = "institution", said("事业编制", "institution")
    WORKER = "worker", said("工勤编制", "support")


class StaffingEntry(models.Model):
    """One line of a staffing ledger: so many more, or fewer, from a day on, by a document."""

    class Ledger(models.TextChoices):
        POSTS = "posts", said("编制", "posts")
        LEADERSHIP = "leadership", said("领导职数", "leadership posts")
        APPROVALS = "approvals", said("用编核准", "approvals to use")

    ledger = models.CharField(said("台账", "ledger"), max_length=12, choices=Ledger)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staffing")
    kind = models.CharField(said("编制类别", "kind"), max_length=16, choices=PostKind)
    change = models.SmallIntegerField(said("增减", "change"))
    since = models.DateField(said("自何日起", "from"))
    document = models.CharField(said("批准文件", "document"), max_length=128)
    note = models.CharField(said("说明", "note"), max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        ordering = ["since", "id"]
        constraints = [models.CheckConstraint(condition=~Q(change=0), name="staffing_some_change")]
        indexes = [models.Index(fields=["unit", "ledger", "kind", "since"], name="staffing_of")]


class Occupancy(models.Model):
    """Somebody fills a post of a unit, perhaps a leadership post, from a day to a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="occupancies")
    kind = models.CharField(said("编制类别", "kind"), max_length=16, choices=PostKind)
    name = models.CharField(said("姓名", "name"), max_length=64)
    leading = models.BooleanField(said("领导职务", "leading"), default=False)
    since = models.DateField(said("起", "from"))
    until = models.DateField(said("止", "to"), null=True, blank=True)

    class Meta:
        ordering = ["unit", "since", "id"]
        constraints = [
            models.CheckConstraint(condition=in_force("since", "until"), name="occupancy_term")
        ]
        indexes = [models.Index(fields=["unit", "kind", "since"], name="occupancy_of")]
