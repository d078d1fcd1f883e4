"""Cases in the database: events that are only ever added, and beside them what is computed from the events for lists.

`Case` holds nothing that its events do not say; it can be made again from them. The digest of every event waits in `Outbox`,
written in the event's own transaction, until the sequencer has put it into the evidence log.
"""

from __future__ import annotations

from datetime import date

from django.db import models

from kapok import clock

NEVER = date(9999, 12, 31)


class Case(models.Model):
    """One case as lists show it. `office` is the organisation that handles it, `applicant` who began it (keys).

    `urgency` is `next_deadline`, or a day that never comes, so that an index holds the order of worklists. `in_notice`:
    something of it is public that is no register entry. `folded` is what worklists search: number and title.
    """

    key = models.CharField(max_length=32, primary_key=True)
    procedure = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    number = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=60)
    closed = models.BooleanField(default=False)
    office = models.CharField(max_length=32, blank=True, default="")
    applicant = models.CharField(max_length=32, blank=True, default="")
    person = models.CharField(max_length=32)
    events = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    next_deadline = models.DateField(null=True)
    urgency = models.DateField(default=NEVER)
    in_notice = models.BooleanField(default=False)
    published_from = models.DateTimeField(null=True)
    folded = models.TextField(default="")

    class Meta:
        """Keys and indexes. The worklist's holds what is searched, so that looking for words reads no row."""

        indexes = [
            models.Index(fields=["office", "closed", "urgency", "key", "folded"], name="worklist_by_urgency"),
            models.Index(fields=["urgency", "key"], condition=models.Q(in_notice=True), name="notices_by_end"),
            models.Index(fields=["changed_at"], name="cases_by_change"),
            models.Index(fields=["applicant", "changed_at"], name="cases_of_organisation"),
            models.Index(fields=["person", "changed_at"], name="cases_of_person"),
            models.Index(fields=["procedure", "state", "changed_at"], name="cases_by_state"),
        ]


class CaseEventRow(models.Model):
    """One event: `body` is its canonical statement (salted), `digest` its SHA-256 in hex. Never changed, never deleted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rows")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    key = models.CharField(max_length=100, blank=True, default="")
    body = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Keys and indexes."""

        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="one_event_per_place"),
        ]
        indexes = [models.Index(fields=["case", "key"], condition=~models.Q(key=""), name="events_by_command")]


class Outbox(models.Model):
    """A digest on its way to the evidence log: `kind` case_event | deposit | document, `log_index` once it is there."""

    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64, blank=True, default="")
    queued_at = models.DateTimeField(default=clock.now)
    log_index = models.BigIntegerField(null=True)

    class Meta:
        """Keys and indexes."""

        constraints = [models.UniqueConstraint(fields=["reference"], name="one_log_entry_per_reference")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(log_index=None), name="outbox_waiting"),
            models.Index(fields=["sha256"], name="outbox_by_digest"),
        ]


class Draft(models.Model):
    """An application that is being written; `version` counts savings so that two windows do not overwrite each other."""

    key = models.CharField(max_length=32, primary_key=True)
    procedure = models.CharField(max_length=20)
    person = models.CharField(max_length=32)
    applicant = models.CharField(max_length=32, blank=True, default="")
    agency = models.CharField(max_length=32, blank=True, default="")
    case = models.CharField(max_length=32, blank=True, default="")
    action = models.CharField(max_length=60, blank=True, default="")
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    filed_as = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        """Keys and indexes."""

        indexes = [models.Index(fields=["person", "saved_at"], name="drafts_of_person")]


class Upload(models.Model):
    """A file that somebody handed in: its bytes lie under their digest in the home folder. Of a draft, then of a case."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    draft = models.CharField(max_length=32, blank=True, default="")
    case = models.CharField(max_length=32, blank=True, default="")
    person = models.CharField(max_length=32)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        """Keys and indexes."""

        indexes = [
            models.Index(fields=["sha256"], name="uploads_by_digest"),
            models.Index(fields=["case"], name="uploads_of_case"),
            models.Index(fields=["draft"], name="uploads_of_draft"),
        ]


class IssuedDocument(models.Model):
    """A document that the platform made for a case: a notice, a decision, a certificate. `sha256` is "" until it is made."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="issued")
    event = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.BigIntegerField(default=0)
    instance = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    made_at = models.DateTimeField(null=True)

    class Meta:
        """Keys and indexes."""

        constraints = [models.UniqueConstraint(fields=["case", "event", "kind"], name="one_document_per_event")]
        indexes = [
            models.Index(fields=["sha256"], name="issued_by_digest"),
            models.Index(fields=["instance"], name="issued_by_instance"),
        ]


class Delivery(models.Model):
    """Service of a document on somebody: how, and each step with its time. `served_at` starts the clocks that wait for it."""

    class Channel(models.TextChoices):
        """How a document reaches its addressee."""

        PLATFORM = "platform"
        MAIL = "mail"
        PAPER = "paper"

    key = models.CharField(max_length=32, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    event = models.PositiveIntegerField()
    document = models.CharField(max_length=60)
    addressee = models.CharField(max_length=32)
    role = models.CharField(max_length=32)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    queued_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    returned = models.CharField(max_length=300, blank=True, default="")
    trace = models.JSONField(default=list)

    class Meta:
        """Keys and indexes."""

        constraints = [
            models.UniqueConstraint(fields=["case", "event", "document", "addressee", "channel"], name="one_delivery_each_way"),
        ]
        indexes = [models.Index(fields=["addressee", "served_at"], name="deliveries_of_addressee")]


class Message(models.Model):
    """A plain message between those who take part in a case; starts no clock."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    at = models.DateTimeField(default=clock.now)
    person = models.CharField(max_length=32)
    organisation = models.CharField(max_length=32, blank=True, default="")
    text = models.TextField()


class Counter(models.Model):
    """The last serial number given in a series, so that numbers have no gap and are never given twice."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.BigIntegerField(default=0)


class RegisterEntry(models.Model):
    """One entry of a public register, computed from the events of its case or imported from certificates issued before."""

    class Status(models.TextChoices):
        """Where a registered right stands."""

        IN_FORCE = "in_force"
        EXPIRED = "expired"
        CANCELLED = "cancelled"
        REVOKED = "revoked"

    procedure = models.CharField(max_length=20)
    registration_number = models.CharField(max_length=40, unique=True)
    certificate_number = models.CharField(max_length=40, blank=True, default="")
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="register_entry")
    title = models.CharField(max_length=300)
    holder = models.CharField(max_length=200)
    holder_key = models.CharField(max_length=32, blank=True, default="")
    status = models.CharField(max_length=12, choices=Status.choices)
    registered_on = models.DateField()
    expires_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    folded = models.TextField(default="")
    changed_at = models.DateTimeField()
    in_lake_at = models.DateTimeField(null=True)

    class Meta:
        """Keys and indexes."""

        indexes = [
            models.Index(fields=["-registered_on", "-id", "status", "procedure", "folded"], name="register_by_day_and_words"),
            models.Index(fields=["certificate_number"], name="register_by_certificate"),
            models.Index(fields=["status", "expires_on"], name="register_by_end"),
            models.Index(fields=["changed_at"], name="register_by_change"),
        ]


class Sketch(models.Model):
    """What a deposited data asset looks like, to find near duplicates: digests of sample rows, names of fields."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sketches")
    band = models.CharField(max_length=40)

    class Meta:
        """Keys and indexes."""

        indexes = [models.Index(fields=["band"], name="sketches_by_band")]
