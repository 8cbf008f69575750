"""The lists' indexes hold what they are sifted by, and stay readable alone where many records are new."""

from django.db import migrations, models


def keep_readable_alone(apps, schema_editor):
    """An index is read alone where no page of the table is new to the last vacuum: on a large table
    PostgreSQL would wait for a fifth of it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE records_record SET (autovacuum_vacuum_insert_scale_factor = 0, "
            "autovacuum_vacuum_insert_threshold = 50000)",
            None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_months"),
        ("registry", "0004_who_is_in_post"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="record", name="record_on"),
        migrations.RemoveIndex(model_name="record", name="record_of_body"),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["-on", "-id"],
                include=("body", "kind", "procedure", "result"),
                name="record_on",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["body", "-on", "-id"],
                include=("kind", "procedure", "result"),
                name="record_of_body",
            ),
        ),
        migrations.RunPython(keep_readable_alone, migrations.RunPython.noop),
    ]
