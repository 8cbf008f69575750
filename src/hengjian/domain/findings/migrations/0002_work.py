from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0001_initial"),
        ("records", "0001_initial"),
        ("registry", "0002_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=32)),
                ("body", models.BigIntegerField(default=0)),
                ("weight", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待处理"),
                            ("reopened", "数据有变，重新待处理"),
                            ("asked", "已请机关说明"),
                            ("answered", "机关已说明"),
                            ("appealed", "机关有异议"),
                            ("dismissed", "不予处理"),
                            ("raised", "已转线索"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.IntegerField(default=0)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_work",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_of_rule",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_appeared",
        ),
        migrations.AddField(
            model_name="checkrun",
            name="planned",
            field=models.PositiveIntegerField(default=0, verbose_name="规则"),
        ),
        migrations.AddField(
            model_name="finding",
            name="told",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="default",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="step",
            name="looked",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="step",
            name="reason",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AlterField(
            model_name="checkrun",
            name="ended_at",
            field=models.DateTimeField(null=True, verbose_name="结束"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True)),
                fields=["weight", "-appeared_at", "-id", "state", "rule", "body"],
                name="finding_grave",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True)),
                fields=["-appeared_at", "-id", "state", "rule", "body"],
                name="finding_new",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True)),
                fields=["rule", "weight", "-appeared_at", "-id"],
                name="finding_of_rule",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True), models.Q(("state", "open"), _negated=True)),
                fields=["state", "due_on", "id"],
                name="finding_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("told", True)),
                fields=["body", "-changed_at", "-id"],
                name="finding_told",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("case_id", ""), _negated=True),
                fields=["case_id"],
                name="finding_case",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("record", None), models.Q(("case_id", ""), _negated=True)),
                fields=["case_id"],
                name="finding_unlinked",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", False)), fields=["vanished_at"], name="finding_gone"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("default", True)),
                fields=("person", "noun"),
                name="saved_filter_one_default",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("body", "rule", "weight", "state"), name="tally_once"
            ),
        ),
    ]
