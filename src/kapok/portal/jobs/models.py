"""Jobs as rows of the case database: a job is queued in the transaction of the action that causes it."""

from __future__ import annotations

from django.db import models

from kapok import clock


class Job(models.Model):
    """One piece of work. `key` names what it is about: a second job with the key of a waiting one replaces its time.

    A job is waiting (`done_at` and `failed_at` empty), done, or given up after too many attempts (`failed_at`, `error`).
    `version` counts how often it was queued anew: a job that was queued again while it ran runs again.
    `leased_until` is set while a worker does something that no transaction can hold (mail, files).
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    payload = models.JSONField(default=dict)
    run_at = models.DateTimeField()
    queued_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        """Keys and indexes."""

        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(done_at=None, failed_at=None), name="one_waiting_job_per_key"
            ),
        ]
        indexes = [
            models.Index(fields=["run_at"], condition=models.Q(done_at=None, failed_at=None), name="waiting_jobs_by_time"),
        ]
