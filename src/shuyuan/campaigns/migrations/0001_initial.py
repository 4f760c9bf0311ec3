import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_entries'),
        ('organizations', '0001_initial'),
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EditionYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('last', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(verbose_name='lists due')),
                ('county_due_on', models.DateField(verbose_name='county summaries due')),
                ('review_due_on', models.DateField(verbose_name='review ends')),
                ('state', models.CharField(choices=[('open', 'Under way'), ('closed', 'Finished'), ('cancelled', 'Cancelled')], default='open', max_length=12, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='begun')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'ordering': ['-year', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DepartmentList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_summary', models.BooleanField(default=False, verbose_name='county summary')),
                ('state', models.CharField(choices=[('asked', 'Not handed in'), ('at_county', 'With the county'), ('at_bureau', 'Under review'), ('returned', 'Returned'), ('reviewed', 'Reviewed'), ('left_out', 'Left out')], default='asked', max_length=12, verbose_name='state')),
                ('due_on', models.DateField(verbose_name='due')),
                ('round', models.PositiveSmallIntegerField(default=0, verbose_name='times handed in')),
                ('nothing_to_catalog', models.BooleanField(default=False, verbose_name='nothing to catalog')),
                ('explanation', models.CharField(blank=True, max_length=1000, verbose_name='explanation')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='handed in')),
                ('opinion', models.CharField(blank=True, max_length=1000, verbose_name='opinion')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('reminders', models.PositiveSmallIntegerField(default=0, verbose_name='reminders')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='last reminded')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='campaigns.campaign')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalog_lists', to='organizations.department')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('summary', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='campaigns.departmentlist')),
            ],
            options={
                'ordering': ['department__code'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('name', models.CharField(max_length=12, unique=True, verbose_name='edition')),
                ('catalog_revision', models.BigIntegerField(verbose_name='catalog revision')),
                ('entries', models.PositiveIntegerField(verbose_name='entries')),
                ('items', models.PositiveIntegerField(verbose_name='items')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='note')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='campaigns.campaign')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'ordering': ['-year', '-number'],
            },
        ),
        migrations.CreateModel(
            name='EditionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, verbose_name='code')),
                ('name', models.CharField(max_length=128, verbose_name='name')),
                ('sharing_type', models.CharField(choices=[('unconditional', 'Unconditional'), ('conditional', 'Conditional'), ('not_shared', 'Not shared')], max_length=16, verbose_name='sharing type')),
                ('update_cycle', models.CharField(max_length=12, verbose_name='update cycle')),
                ('is_open', models.BooleanField(default=False, verbose_name='open to the public')),
                ('is_suspended', models.BooleanField(default=False, verbose_name='suspended')),
                ('item_count', models.PositiveIntegerField(verbose_name='items')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='campaigns.edition')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.entry')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.entryversion')),
            ],
            options={
                'ordering': ['edition', 'code'],
            },
        ),
        migrations.CreateModel(
            name='ListLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new', 'New entry'), ('change', 'Change'), ('confirmed', 'Confirmed as it is')], max_length=10, verbose_name='kind')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0, verbose_name='version')),
                ('department_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='campaigns.departmentlist')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.entry')),
            ],
            options={
                'ordering': ['department_list', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ResponsibilityList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entries', models.PositiveIntegerField(verbose_name='entries')),
                ('items', models.PositiveIntegerField(verbose_name='items')),
                ('handed_over_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged')),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibility_lists', to='campaigns.edition')),
                ('paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.issuedpaper')),
            ],
            options={
                'ordering': ['edition', 'department__code'],
            },
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('year',), name='campaign_open_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gt', models.F('opens_on')), ('county_due_on__gte', models.F('closes_on')), ('review_due_on__gte', models.F('county_due_on'))), name='campaign_days_in_order'),
        ),
        migrations.AddIndex(
            model_name='departmentlist',
            index=models.Index(fields=['campaign', 'state'], name='list_campaign_state'),
        ),
        migrations.AddConstraint(
            model_name='departmentlist',
            constraint=models.UniqueConstraint(fields=('campaign', 'department'), name='list_once_per_department'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='edition_number_once'),
        ),
        migrations.AddIndex(
            model_name='editionline',
            index=models.Index(fields=['edition', 'provider'], name='edition_provider'),
        ),
        migrations.AddConstraint(
            model_name='editionline',
            constraint=models.UniqueConstraint(fields=('edition', 'entry'), name='edition_line_once'),
        ),
        migrations.AddConstraint(
            model_name='listline',
            constraint=models.UniqueConstraint(fields=('department_list', 'entry'), name='list_line_once'),
        ),
        migrations.AddConstraint(
            model_name='responsibilitylist',
            constraint=models.UniqueConstraint(fields=('edition', 'department'), name='responsibility_list_once'),
        ),
    ]
