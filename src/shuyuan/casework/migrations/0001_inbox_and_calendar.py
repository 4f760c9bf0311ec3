import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=60)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('working', models.BooleanField()),
                ('name', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(max_length=120)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='casework.calendarrevision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('revision', 'day'), name='calendar_day_once')],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('announced', 'Announced'), ('provisional', 'Provisional')], max_length=12)),
                ('source', models.CharField(max_length=120)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='casework.calendarrevision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('revision', 'year'), name='calendar_year_once')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=200)),
                ('url', models.CharField(max_length=200)),
                ('addressee', models.CharField(max_length=80)),
                ('role', models.CharField(blank=True, max_length=30)),
                ('received_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('sort_on', models.DateField()),
                ('cites', models.CharField(blank=True, max_length=60)),
                ('parameter', models.CharField(blank=True, max_length=80)),
                ('parameter_since', models.DateField(null=True)),
                ('amount', models.PositiveSmallIntegerField(null=True)),
                ('unit', models.CharField(blank=True, choices=[('working_day', 'working days'), ('calendar_day', 'calendar days'), ('month', 'months'), ('year', 'years')], max_length=20)),
                ('calendar_revision', models.CharField(blank=True, max_length=60)),
                ('provisional', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=60)),
                ('opened_department', models.CharField(blank=True, max_length=32)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('done_by', models.CharField(blank=True, max_length=60)),
                ('done_by_post', models.BigIntegerField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=60)),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['addressee', 'sort_on', 'id'], name='task_inbox'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['due_on'], name='task_open_due'), models.Index(fields=['done_by_post', '-done_at'], name='task_done_by'), models.Index(fields=['subject_kind', 'subject_id'], name='task_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('subject_kind', 'subject_id', 'kind', 'addressee'), name='task_open_once'), models.CheckConstraint(condition=models.Q(('post__isnull', False), models.Q(('role', ''), _negated=True), _connector='OR'), name='task_is_addressed')],
            },
        ),
    ]
