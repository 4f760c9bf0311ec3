import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0002_classes_census_remarks'),
        ('jobs', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('kind', models.CharField(choices=[('sheet', 'Spreadsheet'), ('document', 'JSON document'), ('schema', 'Database schema')], max_length=10, verbose_name='kind')),
                ('filename', models.CharField(max_length=200, verbose_name='file')),
                ('size', models.BigIntegerField(verbose_name='size')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('digest_algorithm', models.CharField(max_length=10)),
                ('landed_path', models.CharField(max_length=400)),
                ('state', models.CharField(choices=[('checking', 'Being checked'), ('unreadable', 'Cannot be read'), ('checked', 'Dry run done'), ('applying', 'Being written'), ('applied', 'Written as drafts'), ('withdrawn', 'Given up')], default='checking', max_length=12, verbose_name='state')),
                ('problem', models.JSONField(blank=True, null=True)),
                ('notes', models.JSONField(default=list)),
                ('mode', models.CharField(blank=True, choices=[('all', 'All or nothing'), ('valid', 'What was accepted')], max_length=8, verbose_name='what is written')),
                ('change', models.JSONField(default=dict)),
                ('row_count', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('new_count', models.PositiveIntegerField(default=0, verbose_name='new')),
                ('changed_count', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('unchanged_count', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('refused_count', models.PositiveIntegerField(default=0, verbose_name='not passed')),
                ('revision_count', models.PositiveIntegerField(default=0)),
                ('remark_count', models.PositiveIntegerField(default=0)),
                ('written_count', models.PositiveIntegerField(default=0, verbose_name='written')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='written at')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalog_imports', to='organizations.department')),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='number')),
                ('row', models.PositiveIntegerField(default=0, verbose_name='row')),
                ('pointer', models.CharField(blank=True, max_length=60, verbose_name='place')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('code', models.CharField(blank=True, max_length=64, verbose_name='code')),
                ('outcome', models.CharField(choices=[('new', 'New'), ('changed', 'Changed'), ('unchanged', 'Unchanged'), ('refused', 'Not passed')], max_length=10, verbose_name='what happens')),
                ('item_count', models.PositiveIntegerField(default=0, verbose_name='items')),
                ('changes', models.JSONField(default=dict)),
                ('refusal_count', models.PositiveIntegerField(default=0)),
                ('warning_count', models.PositiveIntegerField(default=0)),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.entry', verbose_name='entry')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='workbooks.catalogimport')),
            ],
            options={
                'ordering': ['source', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ImportRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='number')),
                ('line', models.PositiveIntegerField(default=0)),
                ('refuses', models.BooleanField(default=True, verbose_name='kind')),
                ('row', models.PositiveIntegerField(default=0, verbose_name='row')),
                ('column', models.CharField(blank=True, max_length=60, verbose_name='column')),
                ('pointer', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('value', models.CharField(blank=True, max_length=200, verbose_name='value')),
                ('code', models.CharField(max_length=60)),
                ('facts', models.JSONField(default=dict)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='workbooks.catalogimport')),
            ],
            options={
                'ordering': ['source', 'position'],
            },
        ),
        migrations.CreateModel(
            name='SchemaReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('filename', models.CharField(max_length=200)),
                ('dialect', models.CharField(max_length=12)),
                ('tables', models.JSONField(default=list)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddIndex(
            model_name='catalogimport',
            index=models.Index(fields=['department', '-id'], name='import_of_department'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=models.UniqueConstraint(fields=('source', 'position'), name='import_line_once'),
        ),
        migrations.AddIndex(
            model_name='importremark',
            index=models.Index(fields=['source', 'code'], name='import_remark_code'),
        ),
        migrations.AddConstraint(
            model_name='importremark',
            constraint=models.UniqueConstraint(fields=('source', 'position'), name='import_remark_once'),
        ),
    ]
