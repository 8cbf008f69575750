"""The table of the cache: attempts to log in and codes used up, which all web processes must know of."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(apps: Any, editor: Any) -> None:
    """Django knows how the table of its cache looks."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


def drop_table(apps: Any, editor: Any) -> None:
    editor.execute("DROP TABLE IF EXISTS people_attempts")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_approval")]

    operations = [migrations.RunPython(make_table, drop_table)]
