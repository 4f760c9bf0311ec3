import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_entries'),
        ('jobs', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_count', models.BigIntegerField(default=0, verbose_name='rows')),
                ('threshold_percent', models.DecimalField(decimal_places=2, default=5, max_digits=5, verbose_name='refusal threshold in percent')),
                ('lake_version', models.BigIntegerField(default=-1)),
                ('served_version', models.BigIntegerField(default=-1)),
                ('merged_at', models.DateTimeField(blank=True, null=True, verbose_name='updated')),
                ('served_at', models.DateTimeField(blank=True, null=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pool', to='catalog.entry')),
            ],
            options={
                'ordering': ['entry_id'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_version', models.PositiveIntegerField(verbose_name='entry version')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('filename', models.CharField(max_length=200, verbose_name='file')),
                ('size', models.BigIntegerField(verbose_name='size')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('digest_algorithm', models.CharField(max_length=10)),
                ('landed_path', models.CharField(max_length=400)),
                ('columns', models.JSONField(default=list)),
                ('notes', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('declared_rows', models.BigIntegerField(blank=True, null=True, verbose_name="rows by the provider's own count")),
                ('full_load', models.BooleanField(default=False, verbose_name='full data')),
                ('state', models.CharField(choices=[('unreadable', 'Unreadable'), ('received', 'Columns to map'), ('queued', 'Waiting'), ('running', 'Running'), ('merged', 'Merged'), ('unchanged', 'Nothing new'), ('refused', 'Refused'), ('failed', 'Failed'), ('cancelled', 'Withdrawn')], max_length=12, verbose_name='state')),
                ('problem', models.JSONField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('threshold_percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='refusal threshold in percent')),
                ('rows_read', models.BigIntegerField(default=0, verbose_name='rows read')),
                ('rows_accepted', models.BigIntegerField(default=0, verbose_name='accepted')),
                ('rows_refused', models.BigIntegerField(default=0, verbose_name='refused')),
                ('rows_repeated', models.BigIntegerField(default=0, verbose_name='repeated in the file')),
                ('cells_refused', models.BigIntegerField(default=0)),
                ('rows_new', models.BigIntegerField(default=0, verbose_name='new')),
                ('rows_changed', models.BigIntegerField(default=0, verbose_name='changed')),
                ('rows_unchanged', models.BigIntegerField(default=0, verbose_name='unchanged')),
                ('rows_deleted', models.BigIntegerField(default=0, verbose_name='deleted')),
                ('refused_by_rule', models.JSONField(default=dict)),
                ('quarantine_path', models.CharField(blank=True, max_length=400)),
                ('lake_version', models.BigIntegerField(blank=True, null=True, verbose_name='version')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='organizations.department', verbose_name='department')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='catalog.entry', verbose_name='entry')),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='organizations.post', verbose_name='sent by')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['department', '-id'], name='batch_of_department'), models.Index(fields=['entry', '-id'], name='batch_of_entry')],
            },
        ),
        migrations.CreateModel(
            name='MappingMemory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('header_digest', models.CharField(max_length=64)),
                ('mapping', models.JSONField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'header_digest'), name='one_mapping_per_header')],
            },
        ),
    ]
