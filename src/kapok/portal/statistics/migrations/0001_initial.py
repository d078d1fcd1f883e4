"""Tables of reporting offices and reminders."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import kapok.clock


class Migration(migrations.Migration):
    """The tables as they are first made."""

    initial = True
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="ReportingOffice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authority", models.CharField(max_length=40)),
                ("token", models.CharField(blank=True, default="", max_length=64)),
                ("bound_at", models.DateTimeField(default=kapok.clock.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports_for", to="people.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["token"], name="offices_by_token")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "authority"), name="one_binding_each")],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("missing", models.PositiveIntegerField()),
                ("sent_at", models.DateTimeField(default=kapok.clock.now)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="reporting.reportingoffice"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("office", "year", "day"), name="one_reminder_a_day")],
            },
        ),
    ]
