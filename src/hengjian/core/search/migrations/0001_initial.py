"""The texts, and the index over their pairs of characters as each database has it."""

from django.db import migrations, models

SQLITE = "CREATE VIRTUAL TABLE search_pairs USING fts5(pairs, tokenize='ascii', detail='none')"
POSTGRESQL = (
    "CREATE TABLE search_pairs (id bigint PRIMARY KEY REFERENCES search_sought ON DELETE CASCADE, "
    "pairs tsvector NOT NULL)",
    "CREATE INDEX search_pairs_gin ON search_pairs USING gin (pairs)",
)


def make_index(apps, schema_editor):
    for line in (SQLITE,) if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(line)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_pairs")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Sought",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("key", models.BigIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="sought_once")
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
