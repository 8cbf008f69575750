from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.RemoveField("submission", "problems"),
        migrations.AddField(
            "submission",
            "problems",
            models.PositiveIntegerField(default=0, verbose_name="问题"),
        ),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                fields=["unit", "sha256"],
                condition=Q(state__in=("waiting", "reading", "accepting")),
                name="submission_open_once",
            ),
        ),
    ]
