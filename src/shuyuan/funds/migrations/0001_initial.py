import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0002_alter_post_role'),
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='YearEndRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('job_id', models.BigIntegerField(null=True)),
                ('applied_at', models.DateTimeField(null=True, verbose_name='carried out')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PaymentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('purpose', models.CharField(blank=True, choices=[('', 'By contract'), ('upkeep', 'Upkeep')], max_length=10, verbose_name='purpose')),
                ('contract', models.CharField(blank=True, max_length=60, verbose_name='contract')),
                ('fen', models.BigIntegerField(verbose_name='amount')),
                ('grounds', models.TextField(max_length=1000, verbose_name='what is paid for')),
                ('state', models.CharField(choices=[('asked', 'Waiting'), ('paid', 'Paid'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('asked_by_person', models.BigIntegerField(default=0)),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('paid_on', models.DateField(null=True, verbose_name='paid')),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='document')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.journalentry')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_requests', to='projects.project')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['state', 'asked_at'], name='payment_state'), models.Index(fields=['project', 'state'], name='payment_project')],
                'constraints': [models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='payment_positive')],
            },
        ),
        migrations.CreateModel(
            name='StartExcuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('state', models.CharField(choices=[('asked', 'Waiting'), ('granted', 'Accepted'), ('refused', 'Not accepted')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('opinion', models.TextField(blank=True, max_length=2000, verbose_name='opinion')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='start_excuses', to='projects.project')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'granted'])), fields=('project', 'year'), name='start_excuse_once')],
            },
        ),
        migrations.CreateModel(
            name='YearEndLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consequence', models.CharField(choices=[('not_started', 'Money of the year, no start: held next year'), ('acceptance_overdue', 'Acceptance overdue: money held'), ('standby', 'No money this year: standby without a new review'), ('last_year', 'No money this year: the last one before removal'), ('leaves', 'No money for too many years: leaves the library')], max_length=20, verbose_name='consequence')),
                ('cites', models.CharField(max_length=60, verbose_name='provision')),
                ('fen', models.BigIntegerField(default=0, verbose_name='money')),
                ('facts', models.JSONField(default=dict)),
                ('outcome', models.CharField(blank=True, choices=[('', 'planned'), ('done', 'done'), ('obsolete', 'no longer so')], max_length=10, verbose_name='outcome')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.project')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='funds.yearendrun')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['run', 'consequence'], name='year_end_consequence')],
                'constraints': [models.UniqueConstraint(fields=('run', 'project', 'consequence'), name='year_end_line_once')],
            },
        ),
    ]
