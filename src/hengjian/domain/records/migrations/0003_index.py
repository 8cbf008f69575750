"""Officers join their record; the token index of each database; counts that a search goes by."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE records_tokens USING fts5"
    "(tokens, content='', tokenize='ascii', detail='none')",
)
POSTGRESQL = (
    # The same tokens as `records.lookup`, as numbers: a pair by its two characters, a code by a digest.
    """
    CREATE FUNCTION records_tokens(summary text, officers text, item text, kind text, procedure text,
                                   result text) RETURNS int[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    DECLARE
      letters text[] := string_to_array(lower(summary COLLATE "C"), NULL);
      found int[];
    BEGIN
      found := ARRAY(SELECT ascii(a) << 16 # ascii(b) FROM unnest(letters, letters[2:]) AS t(a, b)
                     WHERE b IS NOT NULL);
      RETURN found || ARRAY(
        SELECT ('x' || left(md5(code), 8))::bit(32)::int FROM (
          SELECT 'o' || one FROM unnest(string_to_array(officers, E'\\n')) AS one WHERE one <> ''
          UNION ALL SELECT 'i' || item WHERE item <> '' UNION ALL SELECT 'k' || kind WHERE kind <> ''
          UNION ALL SELECT 'p' || procedure WHERE procedure <> ''
          UNION ALL SELECT 'r' || result WHERE result <> ''
        ) AS codes(code));
    END $$
    """,
    "CREATE INDEX record_tokens ON records_record USING gin "
    "(records_tokens(summary, officers, item, kind, procedure, result)) "
    "WITH (gin_pending_list_limit = 65536)",
)


def make_index(apps, schema_editor):
    for line in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(line, None)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE records_tokens")
    else:
        schema_editor.execute("DROP INDEX record_tokens")
        schema_editor.execute("DROP FUNCTION records_tokens")


BEGINS = ["varchar_pattern_ops"]


class Migration(migrations.Migration):
    dependencies = [("records", "0002_submissions")]

    operations = [
        migrations.DeleteModel(name="Named"),
        migrations.AddField(
            "record", "officers", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.RemoveIndex("record", "record_decision"),
        migrations.AddIndex(
            "record", models.Index(fields=["case_id"], name="record_case", opclasses=BEGINS)
        ),
        migrations.AddIndex(
            "record",
            models.Index(
                condition=models.Q(("decision_no", ""), _negated=True),
                fields=["decision_no"],
                name="record_decision",
                opclasses=BEGINS,
            ),
        ),
        migrations.AddIndex(
            "record",
            models.Index(
                condition=models.Q(("filing_no", ""), _negated=True),
                fields=["filing_no"],
                name="record_filing",
                opclasses=BEGINS,
            ),
        ),
        migrations.CreateModel(
            name="Commonness",
            fields=[
                ("token", models.CharField(max_length=9, primary_key=True, serialize=False)),
                ("rows", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("rows", models.IntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="registry.body",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["month", "body", "rows"], name="record_tally_month")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "month"), name="record_tally_once")
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
