"""The rows of the ledger. They are only ever added; nothing points out of them by foreign key.

What an entry says stands in `line`, byte for byte as it is hashed; the columns beside it repeat parts
of the line so that lists can be filtered, and the self-check compares them. Triggers (`guards.py`)
refuse to change or delete what stands here, in both databases.
"""

import json
from typing import Any

from django.db import models

from hengjian.core.wording import said


class LedgerEntry(models.Model):
    """One thing that happened. `content` and its salts may be erased on a legal ground; no more."""

    line = models.TextField()
    leaf = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    actor_post_id = models.BigIntegerField(null=True)  # null: the program itself
    moment = models.DateTimeField()
    content = models.TextField(null=True, db_column="payload")  # as committed to, byte for byte
    salt = models.BinaryField(max_length=32, null=True)
    rows_secret = models.BinaryField(max_length=32, null=True)  # gives the salt of each row
    position = models.BigIntegerField(null=True)  # from 1; null until sequenced

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="entry_of_subject"),
            models.Index(fields=["actor_post_id", "id"], name="entry_of_actor"),
            models.Index(fields=["kind", "id"], name="entry_of_kind"),
            models.Index(fields=["moment"], name="entry_at"),
            models.Index(
                fields=["id"], condition=models.Q(position__isnull=True), name="entry_pending"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=models.Q(position__isnull=False),
                name="entry_position",
            )
        ]

    @property
    def payload(self) -> dict[str, Any] | None:
        """What it is about; None if it was erased, or if there never was anything."""
        return None if self.content is None else json.loads(self.content)

    @property
    def nonce(self) -> str:
        """The entry's own id, by which an erasure names it."""
        return self.line.split("\t")[5]

    @property
    def committed(self) -> bool:
        """Whether there is, or was, a payload."""
        return self.line.split("\t")[6] != "-"

    @property
    def row_count(self) -> int:
        """So many rows stand under this one entry; 0 if it is about its subject alone."""
        count = self.line.split("\t")[7].partition(":")[0]
        return int(count) if count.isdecimal() else 0


class Log(models.Model):
    """The state of the log: one row. Whoever sequences or signs holds it locked meanwhile."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    algorithm = models.CharField(max_length=16)
    log_id = models.CharField(max_length=32, blank=True)  # empty until it has begun
    key_id = models.CharField(max_length=32, blank=True)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=bytes)
    clock = models.DateTimeField(null=True)  # the latest moment that the sequencer was told
    trouble = models.CharField(max_length=400, blank=True)  # why no head could be signed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(number=1), name="one_log_a_database")
        ]


class TreeNode(models.Model):
    """The root of a perfect subtree, at every eighth level: what proofs are made from."""

    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="node_once")]


class SignedHead(models.Model):
    """A head as it was signed: eight lines, verbatim."""

    size = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=32)
    text = models.TextField()

    class Meta:
        ordering = ["-size"]


class KeyStatement(models.Model):
    """A public statement about the keys, verbatim, and the number of the entry that commits to it."""

    position = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        ordering = ["position"]


class ErasureState(models.TextChoices):
    ASKED = "asked", said("待确认", "awaiting confirmation")
    DONE = "done", said("已删除", "erased")
    REFUSED = "refused", said("未同意", "refused")


class Erasure(models.Model):
    """That the payload of an entry be erased: asked by one, decided by another."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="erasures")
    ground = models.CharField(said("法律依据", "legal ground"), max_length=200)
    asked_by_post_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ErasureState, default=ErasureState.ASKED)
    decided_by_post_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(said("理由", "reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=models.Q(state__in=["asked", "done"]),
                name="erasure_once",
            )
        ]
