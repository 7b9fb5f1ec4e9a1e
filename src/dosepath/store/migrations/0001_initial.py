"""The tables of the store."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.TextField()),
                ('actor', models.TextField()),
                ('role', models.TextField()),
                ('action', models.TextField()),
                ('place', models.TextField()),
                ('row', models.TextField()),
                ('old', models.TextField(default='')),
                ('new', models.TextField(default='')),
                ('reason', models.TextField(default='')),
            ],
            options={
                'db_table': 'store_audit',
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('study_id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('synthetic', models.BooleanField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=63)),
            ],
            options={
                'db_table': 'store_trial',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('username', models.CharField(max_length=63, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9._-]{1,62}\\Z', '2 to 63 of a-z, 0-9, full stop, hyphen, underscore')])),
                ('display_name', models.CharField(blank=True, default='', max_length=120)),
                ('created_at', models.DateTimeField()),
                ('failed_logins', models.PositiveSmallIntegerField(default=0)),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.CharField(blank=True, default='', max_length=63)),
            ],
            options={
                'db_table': 'store_account',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by', '')), models.Q(('closed_at__isnull', False), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='account_closed_by_and_at_together')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True)),
                ('trial', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField()),
                ('language', models.CharField(max_length=10)),
                ('sealed', models.TextField(blank=True)),
                ('consents', models.JSONField()),
                ('state', models.CharField(max_length=24)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('assigned_to', models.CharField(blank=True, default='', max_length=63)),
                ('screening', models.CharField(blank=True, default='', max_length=24)),
                ('reason_code', models.CharField(blank=True, default='', max_length=60)),
            ],
            options={
                'db_table': 'store_enquiry',
                'indexes': [models.Index(fields=['trial', 'state', 'received_at'], name='store_enqui_trial_5bbd94_idx')],
            },
        ),
        migrations.CreateModel(
            name='EnquiryMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=63)),
                ('role', models.CharField(max_length=40)),
                ('before', models.CharField(blank=True, max_length=24)),
                ('after', models.CharField(max_length=24)),
                ('reason_code', models.CharField(blank=True, default='', max_length=60)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='store.enquiry')),
            ],
            options={
                'db_table': 'store_enquiry_move',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='IdentityLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trial', models.CharField(max_length=64)),
                ('subject', models.CharField(max_length=24)),
                ('sealed', models.TextField()),
                ('linked_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'store_identity_link',
                'constraints': [models.UniqueConstraint(fields=('trial', 'subject'), name='identity_once')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=10)),
                ('sealed_to', models.TextField(blank=True)),
                ('values', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=80)),
            ],
            options={
                'db_table': 'store_letter',
                'indexes': [models.Index(fields=['sent_at', 'due_at'], name='store_lette_sent_at_7589bc_idx')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40)),
                ('trial', models.CharField(blank=True, default='', max_length=64)),
                ('is_principal', models.BooleanField(default=False)),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('trained_on', models.DateField(blank=True, null=True)),
                ('delegated_on', models.DateField(blank=True, null=True)),
                ('granted_by', models.CharField(max_length=63)),
                ('granted_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'store_role_grant',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='role_grant_ends_after_start'), models.CheckConstraint(condition=models.Q(('granted_by', ''), _negated=True), name='role_grant_has_giver')],
            },
        ),
        migrations.CreateModel(
            name='StudyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('added_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=63)),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='store.trial')),
            ],
            options={
                'db_table': 'store_study_version',
                'constraints': [models.UniqueConstraint(fields=('trial', 'hash'), name='study_version_once')],
            },
        ),
        migrations.CreateModel(
            name='SlotClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.CharField(max_length=40)),
                ('participant', models.CharField(max_length=40)),
                ('expires', models.DateTimeField(null=True)),
                ('seq', models.PositiveIntegerField()),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.trial')),
            ],
            options={
                'db_table': 'store_slot_claim',
                'constraints': [models.UniqueConstraint(fields=('trial', 'slot'), name='slot_held_once'), models.UniqueConstraint(fields=('trial', 'participant'), name='participant_one_slot')],
            },
        ),
        migrations.CreateModel(
            name='LoggedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.TextField()),
                ('schema', models.PositiveSmallIntegerField()),
                ('study_hash', models.TextField()),
                ('subject', models.TextField()),
                ('payload', models.TextField()),
                ('actor', models.TextField()),
                ('role', models.TextField()),
                ('occurred_at', models.TextField()),
                ('recorded_at', models.TextField()),
                ('reason', models.TextField()),
                ('idempotency_key', models.TextField()),
                ('anomaly', models.TextField()),
                ('previous', models.TextField()),
                ('hash', models.TextField()),
                ('trial', models.ForeignKey(db_column='trial', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.trial')),
            ],
            options={
                'db_table': 'store_event',
                'indexes': [models.Index(fields=['trial', 'idempotency_key'], name='event_by_key')],
                'constraints': [models.UniqueConstraint(fields=('trial', 'seq'), name='event_seq_once')],
            },
        ),
    ]
