"""Notices as they lie in a post's tray, and their deliveries outside the product."""

from django.db import models
from django.db.models import Q

from hengjian.core.people.models import Post
from hengjian.core.wording import said


class Reason(models.TextChoices):
    """Why this post has the notice."""

    OWN = "own", said("本人", "own")
    DEPUTY = "deputy", said("代理", "as deputy")
    ABOVE = "above", said("下级未读", "unread below")


class Notice(models.Model):
    """Something that one post is told. Copies for deputies and superiors point to their `origin`."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)  # what fills the kind's wording: numbers and dates
    title = models.CharField(max_length=200)  # as worded in Chinese when it was sent
    about_type = models.CharField(max_length=64, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=8, choices=Reason, default=Reason.OWN)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    key = models.CharField(max_length=200, null=True, unique=True)
    read_at = models.DateTimeField(null=True)
    climbs_at = models.DateTimeField(null=True)  # unread by then, it goes to the next post up

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["post", "-at"], name="notice_of_post"),
            models.Index(fields=["post"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(
                fields=["climbs_at"],
                condition=Q(read_at__isnull=True, climbs_at__isnull=False),
                name="notice_climbs",
            ),
            models.Index(fields=["about_type", "about_id"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return self.title


class DeliveryState(models.TextChoices):
    WAITING = "waiting", said("待发送", "waiting")
    SENT = "sent", said("已送出", "sent")
    FAILED = "failed", said("没有送到", "failed")
    NEEDLESS = "needless", said("已读，未再发送", "already read")


class Delivery(models.Model):
    """One notice by one channel; `receipt` is what the channel answered. The address is not kept."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once")]
