"""The guards on the tables; a migration that remakes a table installs them again."""

from django.db import migrations

from dosepath.store.guards import install


def install_guards(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        raise NotImplementedError("the guards are written for SQLite; PostgreSQL is to come")
    with schema_editor.connection.cursor() as cursor:

        def run(sql):
            cursor.execute(sql)
            return cursor.fetchall() if sql.startswith(("SELECT", "PRAGMA")) else []

        install(run)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]

    operations = [migrations.RunPython(install_guards, migrations.RunPython.noop)]
