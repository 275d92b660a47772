"""A person with an account, organisations, and what a person may do for which area."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, CheckConstraint, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs.model import areas

ALL_AREAS = "all areas"
AREAS = [(area.lnrs_id, area.name) for area in areas()]
INVITATION_GOOD_FOR = timedelta(days=14)


class People(BaseUserManager["Person"]):
    """Every person with an account."""

    def create_user(self, email: str, **fields: Any) -> "Person":
        """A person who signs in by a code: there is no password."""
        person = self.model(email=email.lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account, known by a mail address.

    What they may do is said by memberships alone. Groups are what Wagtail asks instead: `newsroom.access` puts an
    editor into those of their memberships each time; nobody is Django's superuser.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """How other people's pages and addresses may name the account."""
    email = models.EmailField("mail address", unique=True)
    """In small letters."""
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name_plural = "people"
        constraints = (CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_above_the_roles"),)

    def __str__(self) -> str:
        return self.email


class Organisation(models.Model):
    """A body that takes part in strategies, as what it does so in one area, or everywhere."""

    class Kind(models.TextChoices):
        """What a body is to a strategy."""

        RESPONSIBLE = "responsible authority", "responsible authority"
        SUPPORTING = "supporting authority", "supporting authority"
        NATURAL_ENGLAND = "natural england", "Natural England"
        LANDOWNERS = "landowner body", "body of landowners or farmers"
        PARISH = "parish", "parish or town council"
        PARTNER = "partner", "partner"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    area = models.PositiveSmallIntegerField("strategy area", null=True, choices=AREAS)
    """Number of the strategy area; none for all of England. A body with parts in two areas is there twice."""
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.TextField()

    class Meta:
        ordering = ("name", "area")
        constraints = (
            UniqueConstraint(fields=("name", "area"), name="organisation_once_an_area"),
            UniqueConstraint(fields=("name",), condition=Q(area=None), name="organisation_of_england_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def statutory_role(self) -> str:
        """What the law has it do, in words; nothing where the law gives it no part."""
        return STATUTORY.get(self.kind, "")


STATUTORY = {
    str(
        Organisation.Kind.RESPONSIBLE
    ): "prepares, publishes, reviews and republishes the strategy (Environment Act s.105)",
    str(Organisation.Kind.SUPPORTING): "is involved, sees drafts, and may object in time (SI 2023/341 regs 3 to 15)",
    str(Organisation.Kind.NATURAL_ENGLAND): "is a supporting authority of every strategy (SI 2023/341 reg 3)",
}


class Role(models.TextChoices):
    """What somebody may do."""

    OFFICER = "officer", "officer"
    EDITOR = "editor", "editor"
    APPROVER = "approver", "approver"
    MODERATOR = "moderator", "moderator"
    ANALYST = "analyst", "analyst"
    DATA_PROTECTION = "data_protection", "data protection officer"
    SIGNATORY = "signatory", "signatory"
    MEMBER = "member", "member"


DOES = {
    str(Role.OFFICER): "everything at the desk, and who else may do what",
    str(Role.EDITOR): "uploads editions, and asks for them to be published; writes news, guidance and stories",
    str(Role.APPROVER): "agrees to the publication of an edition that another person asks for, or refuses it",
    str(Role.MODERATOR): "reads what people send in, enters what came on paper, and decides what everyone sees",
    str(Role.ANALYST): "reads what people send in, sorts it into themes and campaigns, and drafts answers",
    str(Role.DATA_PROTECTION): "reads the record of what was done in the area",
    str(Role.SIGNATORY): "reads drafts at the desk; an authority replies by the link in its mail",
    str(Role.MEMBER): "is named as one of an organisation, and may do nothing at the desk",
}
"""What each role is for, in words."""


class MembershipSet(models.QuerySet["Membership"]):
    """Memberships."""

    def in_force(self) -> "MembershipSet":
        """Those that have begun and have not ended."""
        now = timezone.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), begins_at__lte=now)


class Membership(models.Model):
    """What a person may do for an area, or for all, since when and until when. One that has ended stays."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = ForeignKey(Person, on_delete=CASCADE, related_name="memberships")
    organisation = ForeignKey(Organisation, on_delete=PROTECT, null=True, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.PositiveSmallIntegerField("strategy area", null=True, choices=AREAS)
    """Number of the strategy area, 1 to 48; none for all areas."""
    activity = models.CharField(max_length=60, blank=True)
    """The one activity that it is for, by its public name; nothing for all of them."""
    begins_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    added_by = models.TextField()

    objects = MembershipSet.as_manager()

    class Meta:
        ordering = ("person__email", "area", "role", "id")
        constraints = (
            UniqueConstraint(
                fields=("person", "role", "area", "activity"), condition=Q(ends_at=None), name="membership_once_an_area"
            ),
            UniqueConstraint(
                fields=("person", "role", "activity"),
                condition=Q(area=None, ends_at=None),
                name="membership_of_all_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.role} of {self.of}"

    @property
    def of(self) -> str:
        """The name of the area, or `all areas`."""
        return ALL_AREAS if self.area is None else str(self.get_area_display())

    @property
    def in_words(self) -> str:
        """Such as `moderator of Kent and Medway, for spring-2027`."""
        return self.get_role_display() + f" of {self.of}" + (f", for {self.activity}" if self.activity else "")


class Invitation(models.Model):
    """A role that somebody is invited to by mail. The key in the mail's link is not here, only its SHA-256."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_sha256 = models.CharField(max_length=64, unique=True)
    email = models.EmailField("mail address")
    """In small letters."""
    organisation = ForeignKey(Organisation, on_delete=PROTECT, null=True, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.PositiveSmallIntegerField("strategy area", null=True, choices=AREAS)
    activity = models.CharField(max_length=60, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.TextField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    """When it was accepted or withdrawn."""
    membership = models.OneToOneField(Membership, on_delete=SET_NULL, null=True, related_name="invitation")
    """What came of it."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"invitation {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted."""
        return self.answered_at is None and self.expires_at > timezone.now()

    of, in_words = Membership.of, Membership.in_words


class Consent(models.Model):
    """What somebody agreed to, in the words that they were shown, when, and when they took it back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = ForeignKey(Person, on_delete=CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    """What it is for, such as `keep land`."""
    version = models.PositiveSmallIntegerField()
    words = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            UniqueConstraint(
                fields=("person", "purpose", "version"), condition=Q(withdrawn_at=None), name="consent_given_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose}, version {self.version}"
