import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0005_planned_entries'),
        ('organizations', '0002_alter_post_role'),
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.CharField(choices=[('integration_plan', 'Plan of joining the platform'), ('co_use_plan', 'Plan of shared building and use')], max_length=20, verbose_name='plan')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='round')),
                ('summary', models.TextField(blank=True, max_length=4000, verbose_name='how')),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('handed_in', 'Before the data administration'), ('cleared', 'Cleared'), ('not_cleared', 'Not cleared')], default='draft', max_length=12, verbose_name='state')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('handed_in_at', models.DateTimeField(null=True, verbose_name='handed in')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('opinion', models.TextField(blank=True, max_length=2000, verbose_name='opinion')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('handed_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clearance_plans', to='projects.project')),
            ],
            options={
                'ordering': ['project', 'plan', 'round'],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('provides', 'Data that it provides'), ('uses', 'Data of others that it uses'), ('interface', 'Interface or exchange'), ('cloud', 'Government cloud'), ('network', 'E-government network'), ('security', 'Security service'), ('component', 'Shared component')], max_length=12, verbose_name='kind of the line')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('detail', models.CharField(blank=True, max_length=400, verbose_name='details')),
                ('cleared', models.BooleanField(null=True, verbose_name='cleared')),
                ('opinion', models.CharField(blank=True, max_length=400, verbose_name='opinion')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.entry')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='approvals.plan')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['state', 'handed_in_at'], name='plan_state'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(fields=('project', 'plan', 'round'), name='plan_round_once'),
        ),
    ]
