"""Every case that there is has been held by its bureau since it was proposed."""

from typing import Any

from django.db import migrations


def hold(apps: Any, editor: Any) -> None:
    case, holding = (apps.get_model("supervision", name) for name in ("Case", "Holding"))
    rows = case.objects.filter(holdings__isnull=True).values_list(
        "pk", "bureau", "unit", "proposed_at"
    )
    holding.objects.bulk_create(
        [
            holding(case_id=pk, bureau_id=bureau, unit_id=unit, since=at, why="proposed")
            for pk, bureau, unit, at in rows.iterator()
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("supervision", "0010_modes")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]
