from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_approval"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="officer",
            name="officer_name",
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("suspended_from__isnull", False)),
                fields=["suspended_from"],
                name="certificate_suspended",
            ),
        ),
        migrations.AddIndex(
            model_name="officer",
            index=models.Index(fields=["name", "code", "body"], name="officer_name"),
        ),
    ]
