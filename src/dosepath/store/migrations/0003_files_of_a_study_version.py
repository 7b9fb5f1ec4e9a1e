"""A study version keeps the files on which it rests.

Null for those without: the column is then added without remaking the table, which would lose
its guards.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guards")]

    operations = [
        migrations.AddField("studyversion", "files", models.JSONField(null=True)),
    ]
