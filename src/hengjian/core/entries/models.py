"""The rows of the ledger. They are only ever added; nothing points out of them by foreign key."""

from django.db import models


class LedgerEntry(models.Model):
    """One thing that happened. `payload` and `salt` may be erased on a legal ground; nothing else."""

    kind = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    actor_post_id = models.BigIntegerField(null=True)  # null: the program itself
    moment = models.DateTimeField()
    payload = models.JSONField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    leaf_hash = models.BinaryField(max_length=32)
    position = models.BigIntegerField(null=True, unique=True)  # null until sequenced

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="entry_of_subject"),
            models.Index(
                fields=["id"], condition=models.Q(position__isnull=True), name="entry_pending"
            ),
        ]
