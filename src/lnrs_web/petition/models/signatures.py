"""A signature, where it is from, and the rules by which some do not count."""

import uuid

from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignKey, Index, UniqueConstraint
from django.utils import timezone

from lnrs_web.petition.models.petitions import Petition

NAME_LETTERS = 100


class Locality(models.Model):
    """Where signatures are from, and nothing finer: one ward within one district and one constituency, by their codes;
    each empty where that is not known."""

    ward = models.CharField(max_length=20, blank=True)
    district = models.CharField(max_length=20, blank=True)
    constituency = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "localities"
        constraints = (UniqueConstraint(fields=("ward", "district", "constituency"), name="petition_locality_once"),)

    def __str__(self) -> str:
        return f"{self.ward}, {self.district}, {self.constituency}"


class Removal(models.Model):
    """Signatures that an officer takes out of the count by a rule, counted before it is done; what was taken out can be
    put back. What is empty in the rule leaves nothing out."""

    class State(models.TextChoices):
        """How far it has got."""

        COUNTED = "counted", "counted, not done"
        DONE = "done", "done"
        CANCELLED = "cancelled", "cancelled"
        RESTORED = "restored", "put back"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = ForeignKey(Petition, on_delete=CASCADE, related_name="removals")
    domain = models.CharField(max_length=255, blank=True)
    """Of mail addresses."""
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    """When they were made: never later than they were counted."""
    network = models.CharField(max_length=50, blank=True)
    """Network addresses, as `203.0.113.0/24`; only those that are still kept."""
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=State.choices, default=State.COUNTED)
    found = models.PositiveIntegerField(default=0)
    """Signatures that count, as they were counted."""
    found_waiting = models.PositiveIntegerField(default=0)
    """Signatures that are not proved or set aside, as they were counted."""
    removed = models.PositiveIntegerField(default=0)
    """Signatures that counted and were taken out."""
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.TextField()
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was cancelled, or what it took out put back."""

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"removal {self.public_id}"


class Signature(models.Model):
    """One mailbox's signature of one petition. Nothing of it is ever shown to anybody but officers."""

    class State(models.TextChoices):
        """Whether it counts: `signed` does, and nothing else."""

        WAITING = "waiting", "waits for the button of its mail"
        SIGNED = "signed", "signed"
        ASIDE = "aside", "set aside"
        REMOVED = "removed", "removed"
        WITHDRAWN = "withdrawn", "taken back"

    petition = ForeignKey(Petition, on_delete=PROTECT, related_name="signatures", db_index=False)
    name = models.CharField(max_length=NAME_LETTERS)
    mail = models.CharField(max_length=254, blank=True)
    """Kept until the signature is proved, and after that for those who want to hear more."""
    mail_key = models.CharField(max_length=64)
    """A code of the mailbox, which cannot be read back."""
    domain = models.CharField(max_length=255, blank=True)
    """Of the mailbox."""
    postcode = models.CharField(max_length=8, blank=True)
    locality = ForeignKey(Locality, on_delete=PROTECT, null=True, db_index=False, related_name="+")
    """Nothing until it is looked up, before counts by area are published."""
    state = models.CharField(max_length=20, choices=State.choices)
    counted = models.BooleanField(default=False)
    """Whether it is in the petition's `counted`."""
    wants_updates = models.BooleanField(default=False)
    consent_version = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=32, blank=True)
    """The network address that it came from as 32 hexadecimal figures; kept for a time."""
    signals = models.JSONField(default=list)
    """Why it was set aside, in words."""
    made_at = models.DateTimeField(default=timezone.now)
    proved_at = models.DateTimeField(null=True)
    """When the button of its mail was pressed, whatever state it is in."""
    mails = models.PositiveSmallIntegerField(default=1)
    """Letters that were posted to have it proved."""
    removal = ForeignKey(Removal, on_delete=SET_NULL, null=True, db_index=False, related_name="signatures")
    was = models.CharField(max_length=20, blank=True)
    """Its state before it was removed."""
    is_anonymous = models.BooleanField(default=False)

    class Meta:
        constraints = (UniqueConstraint(fields=("petition", "mail_key"), name="petition_mailbox_once"),)
        indexes = (Index(fields=("petition", "counted", "state"), name="petition_to_count"),)

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Watch(models.Model):
    """What an officer wants set aside from now on: a domain of mail addresses, or a range of network addresses."""

    class Kind(models.TextChoices):
        """What is watched for."""

        DOMAIN = "domain", "domain of mail addresses"
        NETWORK = "network", "range of network addresses"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = ForeignKey(Petition, on_delete=CASCADE, related_name="watches")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=255)
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.TextField()

    class Meta:
        ordering = ("kind", "value")
        verbose_name_plural = "watches"
        constraints = (UniqueConstraint(fields=("petition", "kind", "value"), name="petition_watch_once"),)

    def __str__(self) -> str:
        return self.value

    @property
    def told(self) -> str:
        """What it is in words that outlast it: a domain by its name, network addresses without saying which."""
        return self.value if self.kind == self.Kind.DOMAIN else self.get_kind_display()
