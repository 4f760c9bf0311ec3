import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0002_alter_post_role'),
        ('systems', '0002_connections_and_retirement'),
    ]

    operations = [
        migrations.AddField(
            model_name='informationsystem',
            name='in_service_since',
            field=models.DateField(blank=True, null=True, verbose_name='in service since'),
        ),
        migrations.AddField(
            model_name='informationsystem',
            name='protection_filing',
            field=models.CharField(blank=True, max_length=40, verbose_name='filing number of the protection'),
        ),
        migrations.AddField(
            model_name='informationsystem',
            name='protection_grade',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Grade 1'), (2, 'Grade 2'), (3, 'Grade 3'), (4, 'Grade 4'), (5, 'Grade 5')], null=True, verbose_name='protection grade'),
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(choices=[('system', 'Information system'), ('machine_room', 'Machine room'), ('private_network', 'Private business network'), ('exchange_system', 'Data exchange system')], max_length=20, verbose_name='what moves')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('in_use_since', models.DateField(null=True, verbose_name='in use since')),
                ('target', models.CharField(choices=[('government_cloud', 'Government cloud'), ('egov_network', 'E-government network'), ('platform', 'Big data platform'), ('retired', 'Out of service')], max_length=20, verbose_name='moves to')),
                ('how', models.TextField(max_length=2000, verbose_name='how it moves')),
                ('planned_on', models.DateField(verbose_name='planned on')),
                ('first_due_on', models.DateField(verbose_name='due day of the first plan')),
                ('due_on', models.DateField(verbose_name='due')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'Under way'), ('reported', 'Reported, to be confirmed'), ('done', 'Done'), ('given_up', 'Given up')], default='planned', max_length=10, verbose_name='state')),
                ('share', models.PositiveSmallIntegerField(default=0, verbose_name='share done')),
                ('outcome', models.CharField(blank=True, choices=[('planned', 'Planned'), ('under_way', 'Under way'), ('reported', 'Reported, to be confirmed'), ('done', 'Done'), ('given_up', 'Given up')], max_length=10, verbose_name='reported as')),
                ('reported_on', models.DateField(null=True, verbose_name='reported on')),
                ('ended_on', models.DateField(null=True, verbose_name='ended on')),
                ('end_reason', models.CharField(blank=True, max_length=1000, verbose_name='how it ended')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='organizations.department')),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('system', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='systems.informationsystem', verbose_name='system')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='milestone')),
                ('due_on', models.DateField(verbose_name='due')),
                ('reached_on', models.DateField(null=True, verbose_name='reached on')),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='systems.move')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('share', models.PositiveSmallIntegerField(verbose_name='share done')),
                ('text', models.TextField(max_length=2000, verbose_name='what was done')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='systems.move')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddIndex(
            model_name='move',
            index=models.Index(fields=['state', 'due_on'], name='move_state_due'),
        ),
        migrations.AddIndex(
            model_name='move',
            index=models.Index(fields=['department', 'state'], name='move_of_department'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'under_way', 'reported']), ('system__isnull', False)), fields=('system',), name='move_open_once_per_system'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'under_way', 'reported']), ('system__isnull', True)), fields=('department', 'thing', 'name'), name='move_open_once_per_thing'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('share__lte', 100)), name='move_share_in_percent'),
        ),
    ]
