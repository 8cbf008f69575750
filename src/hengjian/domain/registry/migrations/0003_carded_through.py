"""Officers learn through which day a certificate covers them; those already entered are looked up."""

import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from hengjian.core import clock


def look_up(apps: Any, editor: Any) -> None:
    """As the actions do from now on, for every officer."""
    day = clock.day_of(clock.now())
    sure = apps.get_model("registry", "Certificate").objects.filter(
        Q(suspended_from=None) | Q(suspended_to__lt=day),
        officer=OuterRef("pk"), valid_from__lte=day, valid_to__gte=day, withdrawn_on=None,
    )  # fmt: skip
    last = sure.order_by().values("officer").annotate(last=Max("valid_to")).values("last")
    officers = apps.get_model("registry", "Officer").objects.order_by()
    officers.update(carded_through=Coalesce(Subquery(last), datetime.date.min))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_approval"),
        ("registry", "0002_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="officer",
            name="carded_through",
            field=models.DateField(default=datetime.date(1, 1, 1), editable=False),
        ),
        migrations.RunPython(look_up, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="certificate",
            name="officer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="registry.officer",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["officer", "valid_to"], name="certificate_of_officer"),
        ),
        migrations.AddIndex(
            model_name="officer",
            index=models.Index(
                fields=["kind", "carded_through", "body", "employed_to"], name="officer_uncarded"
            ),
        ),
    ]
