import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                ('segment', models.CharField(max_length=12, verbose_name='segment')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='class code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('national_code', models.CharField(blank=True, max_length=30, verbose_name='national class code')),
                ('department', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='catalog_class', to='organizations.department')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog.classnode')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='CodeSequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last', models.PositiveIntegerField(default=0)),
                ('node', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sequence', to='catalog.classnode')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Under review'), ('returned', 'Returned'), ('published', 'Published'), ('suspended', 'Suspended')], default='draft', max_length=12, verbose_name='state')),
                ('code', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='code')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='version')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('name', models.CharField(max_length=128, verbose_name='name')),
                ('abstract', models.TextField(blank=True, max_length=1000, verbose_name='abstract')),
                ('internal_office', models.CharField(blank=True, max_length=60, verbose_name='internal office')),
                ('related_business', models.CharField(blank=True, max_length=200, verbose_name='related business')),
                ('subject_kind', models.CharField(choices=[('person', 'Natural person'), ('organization', 'Organization'), ('place', 'Place'), ('certificate', 'Certificate'), ('other', 'Other')], default='other', max_length=12, verbose_name='subject')),
                ('level', models.CharField(choices=[('general', 'General data'), ('important', 'Important data'), ('core', 'Core data')], default='general', max_length=12, verbose_name='data level')),
                ('formats', models.JSONField(blank=True, default=list, verbose_name='formats')),
                ('format_note', models.CharField(blank=True, max_length=200, verbose_name='description of the format')),
                ('sharing_type', models.CharField(choices=[('unconditional', 'Unconditional'), ('conditional', 'Conditional'), ('not_shared', 'Not shared')], default='conditional', max_length=16, verbose_name='sharing type')),
                ('sharing_condition', models.TextField(blank=True, max_length=1000, verbose_name='sharing condition, or legal basis when not shared')),
                ('sharing_scope', models.CharField(blank=True, max_length=400, verbose_name='sharing scope')),
                ('sharing_purposes', models.JSONField(blank=True, default=list, verbose_name='purposes')),
                ('method_class', models.CharField(choices=[('platform', 'Through the sharing platform'), ('mail', 'By mail'), ('disk', 'By disk'), ('medium', 'Exchange of paper or electronic documents'), ('other', 'Other way')], default='platform', max_length=12, verbose_name='sharing method')),
                ('method_types', models.JSONField(blank=True, default=list, verbose_name='kinds of sharing method')),
                ('is_open', models.BooleanField(default=False, verbose_name='open to the public')),
                ('open_condition', models.CharField(blank=True, max_length=400, verbose_name='condition of opening')),
                ('update_cycle', models.CharField(choices=[('realtime', 'In real time'), ('daily', 'Daily'), ('weekly', 'Weekly'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly'), ('yearly', 'Yearly'), ('ten_days', 'Every ten days'), ('half_yearly', 'Half-yearly'), ('irregular', 'Irregularly')], default='monthly', max_length=12, verbose_name='update cycle')),
                ('related_codes', models.JSONField(blank=True, default=list, verbose_name='related codes')),
                ('change_kind', models.CharField(blank=True, choices=[('law', 'A law or regulation was changed'), ('duty', "The department's duties changed"), ('other', 'Other reason')], max_length=8, verbose_name='reason for the change')),
                ('change_basis', models.CharField(blank=True, max_length=400, verbose_name='basis of the change')),
                ('changed_on', models.DateField(blank=True, null=True, verbose_name='day of the change')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('saved_at', models.DateTimeField(verbose_name='last saved')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('review_due_on', models.DateField(blank=True, null=True, verbose_name='review due')),
                ('opinion', models.TextField(blank=True, max_length=1000, verbose_name='opinion')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publish date')),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('node', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='catalog.classnode', verbose_name='class')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalog_entries', to='organizations.department', verbose_name='provider')),
                ('revises', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='working_copy', to='catalog.entry')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='EntryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('snapshot', models.JSONField()),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('opinion', models.TextField(blank=True, max_length=1000, verbose_name='opinion')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalog.entry')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'ordering': ['entry', '-number'],
            },
        ),
        migrations.CreateModel(
            name='CatalogRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('kind', models.CharField(choices=[('published', 'Published'), ('suspended', 'Suspended'), ('resumed', 'Resumed')], max_length=12)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalog_revisions', to='catalog.entry')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.entryversion')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='order')),
                ('name', models.CharField(max_length=59, verbose_name='column')),
                ('label', models.CharField(max_length=100, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('data_type', models.CharField(choices=[('C', 'Character'), ('N', 'Numeric'), ('Y', 'Currency'), ('D', 'Date'), ('T', 'Date and time'), ('L', 'Boolean'), ('M', 'Memo'), ('G', 'General'), ('B', 'Double'), ('I', 'Integer'), ('F', 'Float')], max_length=1, verbose_name='data type')),
                ('length', models.PositiveIntegerField(blank=True, null=True, verbose_name='length')),
                ('scale', models.PositiveSmallIntegerField(default=0, verbose_name='decimals')),
                ('required', models.BooleanField(default=False, verbose_name='required')),
                ('is_key', models.BooleanField(default=False, verbose_name='key')),
                ('key_kind', models.CharField(blank=True, choices=[('person', 'Identity document number'), ('organization', 'Unified social credit code'), ('place', 'Code of a place'), ('certificate', 'Certificate number'), ('other', 'Other number')], max_length=12, verbose_name='what the key identifies')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitive')),
                ('personal', models.BooleanField(default=False, verbose_name='personal information')),
                ('level', models.CharField(choices=[('general', 'General data'), ('important', 'Important data'), ('core', 'Core data')], default='general', max_length=12, verbose_name='data level')),
                ('sharing_type', models.CharField(blank=True, choices=[('unconditional', 'Unconditional'), ('conditional', 'Conditional'), ('not_shared', 'Not shared')], max_length=16, verbose_name='sharing type')),
                ('sharing_condition', models.CharField(blank=True, max_length=400, verbose_name='sharing condition, or legal basis when not shared')),
                ('method_types', models.JSONField(blank=True, default=list, verbose_name='kinds of sharing method')),
                ('is_open', models.BooleanField(default=False, verbose_name='open to the public')),
                ('checks', models.JSONField(blank=True, default=list, verbose_name='checks')),
                ('mask', models.JSONField(blank=True, null=True, verbose_name='default mask')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='catalog.entry')),
            ],
            options={
                'ordering': ['entry', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='classnode',
            constraint=models.UniqueConstraint(fields=('parent', 'segment'), name='class_segment_once'),
        ),
        migrations.AddConstraint(
            model_name='classnode',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1)), name='class_level_from_one'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['state', 'provider'], name='entry_state_provider'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['state', 'sharing_type'], name='entry_state_sharing'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned']), models.Q(('code__isnull', False), ('revises__isnull', True), ('version__gte', 1)), _connector='OR'), name='entry_published_has_code'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.UniqueConstraint(fields=('entry', 'number'), name='entry_version_once'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('entry', 'name'), name='item_name_once'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('entry', 'label'), name='item_label_once'),
        ),
    ]
