from django.db import migrations, models

_CYCLES = [
    ("realtime", "In real time"),
    ("daily", "Daily"),
    ("weekly", "Weekly"),
    ("monthly", "Monthly"),
    ("quarterly", "Quarterly"),
    ("yearly", "Yearly"),
    ("ten_days", "Every ten days"),
    ("half_yearly", "Half-yearly"),
    ("irregular", "Irregularly"),
]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_entry_name_index")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="open_condition",
            field=models.CharField(blank=True, default="", max_length=400, verbose_name="condition of opening"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="item",
            name="update_cycle",
            field=models.CharField(
                blank=True, choices=_CYCLES, default="", max_length=12, verbose_name="update cycle"
            ),
            preserve_default=False,
        ),
    ]
