from django.db import migrations, models


def find_limits(apps, schema_editor):
    """What may be budgeted for the projects that are there already."""
    projects = apps.get_model("projects", "Project").objects.order_by("pk")
    last = 0
    while chunk := list(projects.filter(pk__gt=last).only("approved_fen", "planned_fen", "facts")[:500]):
        for one in chunk:
            one.limit_fen = one.approved_fen or one.facts.get("funds_reviewed_fen") or one.planned_fen
        projects.model.objects.bulk_update(chunk, ["limit_fen"])
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_hold_sums")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="limit_fen",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(find_limits, migrations.RunPython.noop),
    ]
