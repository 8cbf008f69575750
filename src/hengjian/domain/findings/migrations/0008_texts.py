"""The texts of findings are found by pairs of characters: each database's index, and how common they are."""

from collections import Counter

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE findings_tokens USING fts5"
    "(tokens, content='', tokenize='ascii', detail='none')"
)
POSTGRESQL = (
    # The same tokens as `records.lookup`, as numbers: a pair by its two characters.
    """
    CREATE FUNCTION findings_tokens(says text) RETURNS int[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    DECLARE
      letters text[] := string_to_array(lower(says COLLATE "C"), NULL);
    BEGIN
      RETURN ARRAY(SELECT ascii(a) << 16 # ascii(b) FROM unnest(letters, letters[2:]) AS t(a, b)
                   WHERE b IS NOT NULL);
    END $$
    """,
    "CREATE INDEX finding_tokens ON findings_finding USING gin (findings_tokens(says)) "
    "WITH (gin_pending_list_limit = 65536)",
)


def make_index(apps, schema_editor):
    from hengjian.domain.records.lookup import pairs

    sqlite = schema_editor.connection.vendor == "sqlite"
    for line in (SQLITE,) if sqlite else POSTGRESQL:
        schema_editor.execute(line, None)
    rows = apps.get_model("findings", "Finding").objects.order_by("pk")
    common = Counter()

    def told():
        for pk, rule, says in rows.values_list("pk", "rule", "says").iterator(chunk_size=5000):
            held = pairs(says)
            common.update((token, rule) for token in {"", *held})
            yield pk, " ".join(held)

    if sqlite:
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO findings_tokens (rowid, tokens) VALUES (%s, %s)", told()
            )
    else:
        for _ in told():
            pass
    counts = apps.get_model("findings", "Commonness")
    counts.objects.bulk_create(
        (counts(token=token, rule=rule, rows=rows) for (token, rule), rows in common.items()),
        batch_size=5000,
    )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE findings_tokens")
    else:
        schema_editor.execute("DROP INDEX finding_tokens")
        schema_editor.execute("DROP FUNCTION findings_tokens")


class Migration(migrations.Migration):
    dependencies = [("findings", "0007_answer_files"), ("records", "0006_months")]

    operations = [
        migrations.CreateModel(
            name="Commonness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(blank=True, max_length=2)),
                ("rule", models.CharField(max_length=32)),
                ("rows", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("token", "rule"), name="finding_token_once")
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
