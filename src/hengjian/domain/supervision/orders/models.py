"""Orders: what is to be done, by which units, until when, and everything that happened since.

Serves the lists of who gave them and of who got them. A step is a row that is never changed.
"""

from django.db import models
from django.db.models import Q

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.orders.workflow import ENDED, HELD, Kind, Part, Stand, State


class Order(models.Model):
    """One order. ``bureau`` gave and numbered it; ``parent`` is the order of which it hands on a part.

    ``words`` is what its units read: it names no reporter.
    """

    bureau = models.ForeignKey(Unit, models.PROTECT, related_name="orders_given", db_index=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(said("编号", "number"), max_length=64)
    kind = models.CharField(said("类型", "kind"), max_length=12, choices=Kind)
    title = models.CharField(said("事项", "matter"), max_length=200)
    words = models.TextField(said("情况和要求", "what is asked"))
    leader = models.CharField(said("批示领导", "leader"), max_length=64, blank=True)
    leader_words = models.TextField(said("批示内容", "his instruction"), blank=True)
    leader_on = models.DateField(said("批示日期", "instructed"), null=True)
    lead = models.ForeignKey(
        "supervision.Lead", models.PROTECT, null=True, related_name="orders_about"
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="orders_about")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="orders_about")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    state = models.CharField(
        said("状态", "state"), max_length=10, choices=State, default=State.RUNNING
    )
    version = models.PositiveIntegerField(default=1)
    start = models.DateField(said("起算", "from"))
    days = models.PositiveIntegerField(said("期限（日）", "days"), null=True)
    more = models.PositiveIntegerField(default=0)
    due_on = models.DateField(said("办结期限", "due"))
    sum = models.TextField(said("怎样计算", "how it is counted"))
    source = models.CharField(said("期限依据", "source"), max_length=300, blank=True)
    urgings = models.PositiveIntegerField(said("催办次数", "times urged"), default=0)
    given_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(said("交办时间", "given"))
    closed_at = models.DateTimeField(said("销号时间", "written off"), null=True)
    closed_words = models.TextField(said("销号意见", "why written off"), blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "year", "serial"], name="order_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["bureau", "-given_at"], name="order_of_bureau"),
            models.Index(
                fields=["due_on"], condition=~Q(state__in=sorted(ENDED)), name="order_due"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderUnit(models.Model):
    """A unit that got an order, and what it did with it."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="orders_got")
    part = models.CharField(said("分工", "part"), max_length=8, choices=Part)
    stand = models.CharField(
        said("办理情况", "stand"), max_length=10, choices=Stand, default=Stand.SENT
    )
    received_at = models.DateTimeField(said("签收时间", "received"), null=True)
    received_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(said("反馈时间", "fed back"), null=True)
    feedback = models.TextField(said("反馈内容", "feedback"), blank=True)

    class Meta:
        ordering = ["-part", "id"]  # 牵头 before 协办
        constraints = [
            models.UniqueConstraint(
                fields=["order", "unit"],
                condition=~Q(stand__in=["returned", "relieved"]),
                name="order_unit_once",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(part="lead") & ~Q(stand__in=["returned", "relieved"]),
                name="order_led_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"], condition=Q(stand__in=sorted(HELD)), name="order_unit_owes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.unit_id}"


class OrderStep(models.Model):
    """One thing that happened to an order. ``unit``: the unit that it is about, if one."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=64, blank=True)  # of an urging
    words = models.TextField(blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.move}"


class OrderFile(models.Model):
    """A file of an order or of a unit's feedback, by its hash."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="files")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    name = models.CharField(said("文件名", "name"), max_length=200)
    kind = models.CharField(max_length=4)
    sha256 = models.CharField(said("散列", "hash"), max_length=64)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.name
