"""The month joins the tokens of a record, so that a word is looked up month by month."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION records_tokens(summary text, officers text, item text, kind text, procedure text,
                               result text, day date) RETURNS int[]
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
      UNION ALL SELECT 't' || (extract(year FROM day)::int * 12 + extract(month FROM day)::int)
    ) AS codes(code));
END $$
"""
POSTGRESQL = (
    "DROP INDEX record_tokens",
    "DROP FUNCTION records_tokens(text, text, text, text, text, text)",
    FUNCTION,
    "CREATE INDEX record_tokens ON records_record USING gin "
    '(records_tokens(summary, officers, item, kind, procedure, result, "on")) '
    "WITH (gin_pending_list_limit = 65536)",
)


def tell_anew(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        for line in POSTGRESQL:
            schema_editor.execute(line, None)
        return
    from hengjian.domain.records.lookup import FACETS, tokens

    Record = apps.get_model("records", "Record")
    schema_editor.execute("INSERT INTO records_tokens (records_tokens) VALUES ('delete-all')")
    columns = ("pk", "summary", "officers", "on", *FACETS)
    rows = Record.objects.order_by("pk").values_list(*columns).iterator(chunk_size=5000)
    told = (
        (pk, " ".join(tokens(summary, officers, zip(FACETS, codes, strict=True), on)))
        for pk, summary, officers, on, *codes in rows
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany("INSERT INTO records_tokens (rowid, tokens) VALUES (%s, %s)", told)


class Migration(migrations.Migration):
    dependencies = [("records", "0005_reported")]

    operations = [migrations.RunPython(tell_anew, migrations.RunPython.noop)]
