import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0002_work"),
        ("organisation", "0003_division_kind"),
        ("people", "0002_approval"),
        ("registry", "0002_lists"),
        ("supervision", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="lead",
            name="bureau",
            field=models.ForeignKey(
                db_index=False,
                default=1,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="lead",
            name="serial",
            field=models.PositiveIntegerField(default=1, verbose_name="序号"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="lead",
            name="year",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="年度"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="lead",
            name="number",
            field=models.CharField(max_length=32, verbose_name="线索号"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["-opened_at", "-id"], name="lead_opened"),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(
                fields=("bureau", "year", "serial"), name="lead_number_once"
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="bureau",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("bureau", "year"), name="series_once"),
        ),
    ]
