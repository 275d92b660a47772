"""Candidates for 30 by 30, the answers to their tests, and what the public suggests."""

import json
import uuid

import shapely
from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignKey, Q, UniqueConstraint

from lnrs.thirty_by_thirty import candidates as tests
from lnrs.thirty_by_thirty.standing import Standing, standing
from lnrs_web.areas.models import StrategyArea
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.config.clock import today

NAME_LETTERS, WORDS_LETTERS = 120, 2_000
DESIGNATIONS = [(one.code, one.name[0].upper() + one.name[1:]) for one in tests.designations().values()]
OWNERS = [
    ("public", "Public body"),
    ("community", "Community"),
    ("charity", "Charity"),
    ("private", "Private owner"),
    ("unknown", "Not known"),
]


class Candidate(models.Model):
    """Land or sea that may count. `wkb` is its shape in metres of EPSG:27700."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_LETTERS)
    designation = models.CharField(max_length=10, choices=DESIGNATIONS, default="NONE")
    owner = models.CharField(max_length=10, choices=OWNERS, default="unknown")
    realm = models.CharField(max_length=4, choices=[("land", "Land"), ("sea", "Sea")], default="land")
    wkb = models.BinaryField()
    size_ha = models.FloatField()
    source = models.CharField(max_length=200)
    """Where it came from, in words: an edition, a file, a suggestion."""
    site = models.CharField(max_length=120, blank=True)
    """Which site of an edition it is, so that none is taken twice."""
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True)
    left_out = models.BooleanField(default=False)
    """Whether it was withdrawn because its file no longer has it: a file that has it again puts it back."""

    class Meta:
        ordering = ("number",)
        constraints = (
            UniqueConstraint(fields=("area", "number"), name="candidate_number_once"),
            UniqueConstraint(fields=("area", "site"), condition=~Q(site=""), name="candidate_site_once"),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"

    @property
    def ref(self) -> str:
        """Its reference within the area."""
        return f"T{self.number:04d}"

    @property
    def on_record(self) -> str:
        """What it is called in the record of who did what."""
        return f"30 by 30 of {self.area.slug}: {self.ref}"

    @property
    def shape(self) -> shapely.Geometry:
        """Its shape."""
        return shapely.from_wkb(bytes(self.wkb))

    def plain(self) -> tests.Candidate:
        """It as the engine's functions take it, with every answer that stands."""
        found = [one.plain() for one in self.assessments.all() if one.undone_at is None]
        kind = {"designation": self.designation, "owner": self.owner, "realm": self.realm}
        return tests.Candidate(self.ref, self.name, self.shape, answers=tuple(found), **kind)

    @property
    def stands(self) -> Standing:
        """How it stands today."""
        return standing(self.plain(), today())


class Intake(models.Model):
    """A file of candidates that was taken in whole, and can be taken back."""

    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    """Whose layer it is, in words: a later file of the same source takes the place of this one."""
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.file} of {self.source}"


class IntakeLine(models.Model):
    """What a file did to one candidate, with what that was before, so that it can be taken back."""

    class What(models.TextChoices):
        """What it did."""

        ADDED = "added", "added"
        CHANGED = "changed", "changed"
        GONE = "gone", "gone"

    intake = ForeignKey(Intake, on_delete=CASCADE, related_name="lines")
    candidate = ForeignKey(Candidate, on_delete=CASCADE, related_name="+")
    what = models.CharField(max_length=7, choices=What.choices)
    was = models.JSONField(null=True)
    """Its facts before (`file_actions.facts_of`); none for one that was added."""
    was_wkb = models.BinaryField(null=True)
    became = models.CharField(max_length=64)
    """Digest of what it was then made (`file_actions.digest_of`): another now means that somebody changed it."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.candidate}: {self.what}"


class Sea(models.Model):
    """The outline of an area's sea, in metres of EPSG:27700, which the share of the sea is of."""

    area = models.OneToOneField(StrategyArea, on_delete=PROTECT, related_name="+")
    wkb = models.BinaryField()
    size_ha = models.FloatField()
    source = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    taken_by = models.TextField()

    def __str__(self) -> str:
        return f"the sea of {self.area.name}"

    @property
    def on_record(self) -> str:
        """What it is called in the record of who did what."""
        return f"30 by 30 of {self.area.slug}: the sea"

    @property
    def shape(self) -> shapely.Geometry:
        """Its shape."""
        return shapely.from_wkb(bytes(self.wkb))


class Assessment(models.Model):
    """An officer's answer to one test. It is never changed: another takes its place, or it is undone."""

    candidate = ForeignKey(Candidate, on_delete=CASCADE, related_name="assessments")
    test = models.CharField(max_length=10, choices=[(one, one.capitalize()) for one in tests.TESTS])
    verdict = models.CharField(max_length=7, choices=[(one, one.capitalize()) for one in tests.VERDICTS])
    since = models.DateField()
    until = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(blank=True)

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            UniqueConstraint(
                fields=("candidate", "test", "since"), condition=Q(undone_at=None), name="one_answer_from_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.test}: {self.verdict} from {self.since.isoformat()}"

    def plain(self) -> tests.Answer:
        """It as the engine's functions take it."""
        return tests.Answer(self.test, self.verdict, self.since, self.until, self.evidence)


class Suggestion(models.Model):
    """A site that somebody suggests. It counts for nothing until an officer takes it in."""

    class State(models.TextChoices):
        """What became of it."""

        UNPROVEN = "unproven", "waits for proof of the mail address"
        WAITING = "waiting", "waits for an officer"
        TAKEN = "taken", "taken in as a candidate"
        DECLINED = "declined", "not taken in"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = ForeignKey(StrategyArea, on_delete=PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_LETTERS)
    why = models.TextField()
    parcels = models.JSONField()
    """GeoJSON on the National Grid (EPSG:27700)."""
    size_ha = models.FloatField()
    mail = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNPROVEN)
    made_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    candidate = ForeignKey(Candidate, on_delete=SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def on_record(self) -> str:
        """What it is called in the record of who did what."""
        return f"30 by 30 of {self.area.slug}: suggestion {self.public_id}"

    @property
    def land(self) -> list[Parcel]:
        """The parcels."""
        return text.parcels_of(json.dumps(self.parcels))
