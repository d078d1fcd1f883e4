"""Which organisation reports for which authority, and the reminders that were sent.

Figures themselves lie in the home folder, in files that are only ever added to.
"""

from __future__ import annotations

from django.db import models

from kapok import clock
from kapok.portal.accounts.models import Organisation


class ReportingOffice(models.Model):
    """An organisation reports for an authority (a key of `statistics/authorities.yaml`).

    `token` is the hex SHA-256 of the secret by which its own system reports through the API, "" without one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports_for")
    authority = models.CharField(max_length=40)
    token = models.CharField(max_length=64, blank=True, default="")
    bound_at = models.DateTimeField(default=clock.now)

    class Meta:
        """Keys."""

        constraints = [models.UniqueConstraint(fields=["organisation", "authority"], name="one_binding_each")]
        indexes = [models.Index(fields=["token"], name="offices_by_token")]


class Reminder(models.Model):
    """A reminder that was sent: the year, the day on which it fell due, how many figures were missing."""

    office = models.ForeignKey(ReportingOffice, on_delete=models.PROTECT, related_name="reminders")
    year = models.PositiveIntegerField()
    day = models.DateField()
    missing = models.PositiveIntegerField()
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        """Keys."""

        constraints = [models.UniqueConstraint(fields=["office", "year", "day"], name="one_reminder_a_day")]
