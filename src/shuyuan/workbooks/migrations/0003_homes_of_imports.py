"""Files whose entries belong to the plan of a project."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Kind and id of the plan that a file is for."""

    dependencies = [("workbooks", "0002_live_schemas")]

    operations = [
        migrations.AddField(
            model_name="catalogimport",
            name="home",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="catalogimport",
            name="home_id",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
    ]
