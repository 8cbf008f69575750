from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0005_rules_token"),
        ("records", "0004_unmasking"),
        ("registry", "0003_carded_through"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_new",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_of_rule",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_in_hand",
        ),
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_of_body",
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True)),
                fields=["-appeared_at", "-id", "state", "weight", "rule", "body"],
                name="finding_new",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True)),
                fields=["body", "weight", "-appeared_at", "-id", "state", "rule"],
                name="finding_of_body",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True)),
                fields=["rule", "weight", "-appeared_at", "-id", "state", "body"],
                name="finding_of_rule",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(
                    ("stands", True), models.Q(("nature", "violation"), _negated=True)
                ),
                fields=["nature", "weight", "-appeared_at", "-id", "state", "rule", "body"],
                name="finding_of_nature",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True), models.Q(("state", "open"), _negated=True)),
                fields=["state", "weight", "-appeared_at", "-id", "rule", "body"],
                name="finding_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("stands", True), ("state", "asked")),
                fields=["due_on", "id", "body", "weight", "rule"],
                name="finding_due",
            ),
        ),
    ]
