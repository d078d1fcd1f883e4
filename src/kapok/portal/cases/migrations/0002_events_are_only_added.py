"""Events are only ever added: the database itself refuses to change or remove one."""

from django.db import migrations

TABLE = "cases_caseeventrow"
SQLITE = [
    f"CREATE TRIGGER {TABLE}_no_{what} BEFORE {what.upper()} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'events of a case are only added'); END"
    for what in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION kapok_only_added() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events of a case are only added'; END $$",
    f"CREATE TRIGGER {TABLE}_only_added BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION kapok_only_added()",
]


def forbid(apps, schema_editor):
    """Make the triggers."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the events."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forbid, migrations.RunPython.noop)]
