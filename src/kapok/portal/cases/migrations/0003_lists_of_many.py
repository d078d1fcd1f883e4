"""Lists of many cases: what is searched stands in the index that gives the order."""

from django.db import migrations, models

PIECE = 500


def fill(apps, schema_editor):
    """Write what worklists search for the cases that are there."""
    from kapok.search.normalise_text import fold

    case = apps.get_model("cases", "Case")
    changed = []
    for row in case.objects.only("key", "number", "title").iterator(PIECE):
        row.folded = fold(f"{row.number} {row.title}".strip())
        changed.append(row)
        if len(changed) == PIECE:
            case.objects.bulk_update(changed, ["folded"])
            changed = []
    case.objects.bulk_update(changed, ["folded"])


class Migration(migrations.Migration):
    """A column, and two indexes in place of two."""

    dependencies = [("cases", "0002_events_are_only_added")]
    operations = [
        migrations.AddField("case", "folded", models.TextField(default="")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("case", "worklist"),
        migrations.AddIndex(
            "case",
            models.Index(fields=["office", "closed", "urgency", "key", "folded"], name="worklist_by_urgency"),
        ),
        migrations.RemoveIndex("registerentry", "register_by_day"),
        migrations.AddIndex(
            "registerentry",
            models.Index(fields=["-registered_on", "-id", "status", "procedure", "folded"], name="register_by_day_and_words"),
        ),
    ]
