"""What is recorded of a strategy's procedure. Nothing is deleted: what was entered by mistake is withdrawn and stays.

Where a procedure stands is no column here: `lnrs.law.record` works it out from the acts.
"""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, CheckConstraint, F, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs.law import acts as law
from lnrs.law.finding import Outcome
from lnrs.law.notices import Ground
from lnrs.law.review import Subject
from lnrs.law.stages import Actor
from lnrs.law.supporting import BodyKind
from lnrs.model import Area, areas
from lnrs_web.editions.models import Edition

THROUGH_ITS_LINK = "through its link"
WITHDRAWN_WHOLE = Q(withdrawn_at=None, withdrawn_by="", withdrawn_because="") | (
    Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_because="")
)
"""Who, when and why stand together, or none of them."""


class Procedure(models.Model):
    """The procedure of one strategy area, through every round."""

    area = models.PositiveSmallIntegerField("strategy area", unique=True)
    """Number of the strategy area, 1 to 48."""
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_by = models.TextField()

    def __str__(self) -> str:
        return f"procedure of {self.of.name}"

    @property
    def of(self) -> Area:
        """The strategy area."""
        return next(one for one in areas() if one.lnrs_id == self.area)


class Authority(models.Model):
    """A supporting authority, or a neighbouring responsible authority, and where it is written to."""

    class Role(models.TextChoices):
        """Why it is given drafts."""

        SUPPORTING = "supporting", "supporting authority"
        NEIGHBOURING = "neighbouring", "neighbouring responsible authority"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = ForeignKey(Procedure, on_delete=PROTECT, related_name="authorities")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices)
    kind = models.CharField(max_length=80, choices=[(kind.value, kind.value) for kind in BodyKind], blank=True)
    email = models.EmailField("mail address", blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-role", "name")
        verbose_name_plural = "authorities"
        constraints = (
            UniqueConstraint(fields=("procedure", "name"), name="authority_once"),
            CheckConstraint(condition=WITHDRAWN_WHOLE, name="authority_withdrawn_whole"),
        )

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """A file that an act goes with, kept under the hash of its bytes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = ForeignKey(Procedure, on_delete=PROTECT, related_name="documents")
    name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (UniqueConstraint(fields=("procedure", "sha256", "name"), name="document_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def file(self) -> Path:
        """Where its bytes are."""
        return Path(settings.PROCEDURE_DOCUMENTS) / self.sha256


class Act(models.Model):
    """One step that somebody took, as it was recorded. Only its withdrawal is ever added to it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = ForeignKey(Procedure, on_delete=PROTECT, related_name="acts")
    kind = models.CharField(max_length=40, choices=[(row.kind.value, row.title) for row in law.TABLE])
    on = models.DateField()
    """The day it was done, in England."""
    authority = ForeignKey(Authority, on_delete=PROTECT, null=True, related_name="acts")
    words = models.TextField(blank=True)
    grounds = models.JSONField(default=list)
    in_writing = models.BooleanField(null=True)
    explained = models.BooleanField(null=True)
    begin_before = models.DateField(null=True)
    end_indicated = models.DateField(null=True)
    republication_indicated = models.DateField(null=True)
    subjects = models.JSONField(default=list)
    edition = ForeignKey(Edition, on_delete=PROTECT, null=True, related_name="+")
    """The edition that was given, or published."""
    edition_sha256 = models.CharField(max_length=64, blank=True)
    """Of a publication: the hash of the edition's manifest, which names the hash of every file."""
    documents = models.ManyToManyField(Document, related_name="acts")
    said_by = models.CharField(max_length=200, blank=True)
    """Of a reply: who signed it, and as what. Shown to officers only."""
    by = models.TextField()
    """Who recorded it: an officer's mail address, or the authority through its own link."""
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ("on", "id")
        constraints = (CheckConstraint(condition=WITHDRAWN_WHOLE, name="act_withdrawn_whole"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"

    @property
    def row(self) -> law.KindOfAct:
        """What the law's table says of its kind."""
        return law.KINDS[law.Kind(self.kind)]

    @property
    def entered_for(self) -> Authority | None:
        """The authority whose act it is, where an officer of the responsible authority entered it: nothing of what the
        authority sent by its own link."""
        its_own = self.row.by is Actor.SUPPORTING_AUTHORITY and not self.by.endswith(THROUGH_ITS_LINK)
        return self.authority if its_own else None

    @property
    def as_law(self) -> law.Act:
        """The act as the law reads it."""
        return law.Act(
            kind=law.Kind(self.kind),
            on=self.on,
            authority=self.authority.name if self.authority else "",
            words=self.words,
            grounds=tuple(Ground(ground) for ground in self.grounds),
            in_writing=self.in_writing,
            explained=self.explained,
            begin_before=self.begin_before,
            end_indicated=self.end_indicated,
            republication_indicated=self.republication_indicated,
            subjects=tuple(Subject(subject) for subject in self.subjects),
            ref=str(self.public_id),
        )


class Serving(models.Model):
    """How one authority was served a draft: by mail, with the outbox as proof, or by hand, with proof in words."""

    class How(models.TextChoices):
        """The way it took."""

        MAIL = "mail", "by mail"
        HAND = "hand", "by hand or by post"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.OneToOneField(Act, on_delete=PROTECT, related_name="serving")
    how = models.CharField(max_length=10, choices=How.choices)
    message_key = models.CharField(max_length=200, blank=True)
    """The key of its message in the outbox."""
    proof = models.TextField(blank=True)
    """Of one by hand: who gave it to whom, where, with what receipt."""

    class Meta:
        constraints = (
            CheckConstraint(
                condition=(Q(how="mail") & ~Q(message_key="")) | (Q(how="hand") & ~Q(proof="")), name="serving_proved"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act.authority}, {self.get_how_display()}"


class Judgement(models.Model):
    """What a person decided where the law leaves it to one, and why. A later one of the same point takes its place."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = ForeignKey(Procedure, on_delete=PROTECT, related_name="judgements")
    rule = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True)
    because = models.TextField()
    """What was before the person: on other facts the judgement says nothing."""
    outcome = models.CharField(max_length=20, choices=[(Outcome.MET, "kept"), (Outcome.NOT_MET, "not kept")])
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.rule}: {self.outcome}"


class Publication(models.Model):
    """One person asks for an edition to be put before everyone, and another agrees or refuses. There is no other way.

    It is put there as the published strategy, which is an act of the procedure, or to be read, as a draft is.
    """

    class State(models.TextChoices):
        """How far it has got."""

        ASKED = "asked", "waits for a second person"
        DONE = "done", "agreed"
        REFUSED = "refused", "refused"
        TAKEN_BACK = "taken back", "taken back"
        LAPSED = "lapsed", "no longer asked"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = ForeignKey(Procedure, on_delete=PROTECT, related_name="publications")
    edition = ForeignKey(Edition, on_delete=PROTECT, null=True, related_name="+")
    """None where the strategy was published elsewhere and no edition of it is here."""
    is_the_strategy = models.BooleanField()
    """Whether it is the strategy that the authority publishes, or an edition to be read that is not."""
    instead_of = models.TextField(blank=True)
    """Identity of the edition that everyone saw when this was asked; nothing where there was none."""
    on = models.DateField()
    """The day of publication; that of the agreement, where this makes the edition the published one."""
    reason = models.TextField(blank=True)
    """Why it may be published, where the law does not say so by itself."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    decided_by = models.TextField(blank=True)
    """Whoever agreed or refused: never who asked."""
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)
    act = models.OneToOneField(Act, on_delete=PROTECT, null=True, related_name="publication")

    class Meta:
        ordering = ("-id",)
        constraints = (
            CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="publication_needs_two_people"),
            UniqueConstraint(fields=("procedure",), condition=Q(state="asked"), name="one_publication_asked"),
        )

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_state_display()}"

    @property
    def as_what(self) -> str:
        """As what it is put before everyone, in words."""
        return "as the published strategy" if self.is_the_strategy else "to be read, not as the published strategy"
