"""The scheme, where its credits come from, and the ledger. What a movement says is never changed: it is reversed.

Balances of accounts are kept beside the entries so that the database itself refuses one below nothing; the entries say
the same (`queries.added_up`).
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import PROTECT, SET_NULL, CheckConstraint, F, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs.model import Area, areas
from lnrs.nutrients.amounts import NUTRIENTS
from lnrs.nutrients.catchments import Catchment, catchment_named
from lnrs_web.accounts.models import Person
from lnrs_web.nutrients.accounts import OUTSIDE, PENCE, UNITS, WORDS, Kind, Move

NUTRIENT_CHOICES = [(one, one) for one in NUTRIENTS]


class Term(models.TextChoices):
    """For how long a need, or a supply, lasts."""

    PERMANENT = "permanent", "permanent"
    TEMPORARY = "temporary", "temporary"


class Scheme(models.Model):
    """A scheme that sells credits in one catchment; a strategy area has one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.PositiveSmallIntegerField("strategy area", unique=True)
    """Number of the strategy area, 1 to 48."""
    catchment = models.CharField(max_length=60)
    """Its name in `lnrs.nutrients.catchments`."""
    title = models.CharField(max_length=200)
    operator = models.CharField(max_length=200)
    """Who sells the credits and signs certificates."""
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_by = models.TextField()

    def __str__(self) -> str:
        return self.title

    @property
    def of(self) -> Area:
        """The strategy area."""
        return next(one for one in areas() if one.lnrs_id == self.area)

    @property
    def of_catchment(self) -> Catchment:
        """The catchment."""
        return catchment_named(self.catchment)


class Price(models.Model):
    """What a credit of a tenth of a kilogram a year costs from a day on, until the next row's day."""

    scheme = ForeignKey(Scheme, on_delete=PROTECT, related_name="prices")
    nutrient = models.CharField(max_length=12, choices=NUTRIENT_CHOICES)
    term = models.CharField(max_length=10, choices=Term.choices)
    since = models.DateField()
    pence = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.TextField()

    class Meta:
        ordering = ("nutrient", "term", "since")
        constraints = (
            UniqueConstraint(fields=("scheme", "nutrient", "term", "since"), name="credit_price_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.nutrient}, {self.term}, from {self.since}"


class Supply(models.Model):
    """Mitigation that somebody has verified: of one nutrient, from a day on, for ever or until a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scheme = ForeignKey(Scheme, on_delete=PROTECT, related_name="supplies")
    name = models.CharField(max_length=200)
    provider = models.CharField(max_length=200)
    nutrient = models.CharField(max_length=12, choices=NUTRIENT_CHOICES)
    verified_g = models.PositiveIntegerField()
    """Grams a year that were verified at first; what is there now is in the ledger."""
    vintage = models.DateField()
    """The first day on which the mitigation works; older supply is sold first."""
    until = models.DateField(null=True, blank=True)
    """The first day on which it works no more; nothing for a permanent supply."""
    evidence = models.TextField()
    """What shows that it works, and where that is kept."""
    verified_on = models.DateField()
    verified_by = models.CharField(max_length=200)
    """Whoever verified it: another than the provider."""
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.TextField()

    class Meta:
        ordering = ("vintage", "id")
        verbose_name_plural = "supplies"
        constraints = (
            UniqueConstraint(fields=("scheme", "name", "nutrient"), name="credit_supply_once"),
            CheckConstraint(condition=~Q(evidence=""), name="credit_supply_has_evidence"),
            CheckConstraint(condition=Q(verified_g__gt=0), name="credit_supply_is_something"),
            CheckConstraint(condition=Q(until=None) | Q(until__gt=F("vintage")), name="credit_supply_ends_later"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def term(self) -> Term:
        """For how long it lasts."""
        return Term("permanent" if self.until is None else "temporary")


class Account(models.Model):
    """What there is of one kind: of a supply in grams, or of the scheme in pence."""

    scheme = ForeignKey(Scheme, on_delete=PROTECT, related_name="accounts")
    supply = ForeignKey(Supply, on_delete=PROTECT, null=True, related_name="accounts")
    unit = models.CharField(max_length=12, choices=[(one, one) for one in UNITS])
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    balance = models.BigIntegerField(default=0)
    """Whole grams a year, or whole pence."""

    class Meta:
        ordering = ("id",)
        constraints = (
            UniqueConstraint(
                fields=("scheme", "supply", "kind"), condition=Q(supply__isnull=False), name="account_once"
            ),
            UniqueConstraint(fields=("scheme", "kind"), condition=Q(supply=None), name="money_account_once"),
            CheckConstraint(condition=Q(unit=PENCE, supply=None) | ~Q(unit=PENCE), name="money_is_of_the_scheme"),
            CheckConstraint(
                condition=Q(kind__in=[one.value for one in OUTSIDE], balance__lte=0)
                | (~Q(kind__in=[one.value for one in OUTSIDE]) & Q(balance__gte=0)),
                name="account_not_below_nothing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.supply or self.unit}"


class Movement(models.Model):
    """One thing that happened, with its entries. Rows are added and never changed: the database itself refuses it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scheme = ForeignKey(Scheme, on_delete=PROTECT, related_name="movements")
    move = models.CharField(max_length=12, choices=[(one.value, WORDS[one]) for one in Move])
    on = models.DateField()
    """The day it counts for, in England."""
    because = models.TextField(blank=True)
    once = models.CharField(max_length=200, unique=True)
    """What it is about: the same again is the same movement, sent twice."""
    reverses = models.OneToOneField("self", on_delete=PROTECT, null=True, related_name="reversal")
    by = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            CheckConstraint(
                condition=(Q(move="reverse") & Q(reverses__isnull=False) & ~Q(because=""))
                | (~Q(move="reverse") & Q(reverses=None)),
                name="reversal_says_of_what_and_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_move_display()}, {self.on}"


class Entry(models.Model):
    """An amount that went from one account to another of the same unit: that it balances is how it is written."""

    movement = ForeignKey(Movement, on_delete=PROTECT, related_name="entries")
    source = ForeignKey(Account, on_delete=PROTECT, related_name="given")
    target = ForeignKey(Account, on_delete=PROTECT, related_name="taken")
    amount = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "entries"
        constraints = (
            CheckConstraint(condition=Q(amount__gt=0), name="entry_is_something"),
            CheckConstraint(condition=~Q(source=F("target")), name="entry_goes_somewhere"),
        )

    def __str__(self) -> str:
        return f"{self.amount}: {self.source} to {self.target}"


class Round(models.Model):
    """A time in which applications are taken; what each gets is worked out at once when it has closed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scheme = ForeignKey(Scheme, on_delete=PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    opens_on = models.DateField()
    closes_on = models.DateField()
    """The last day on which an application is taken."""
    small_dwellings = models.PositiveSmallIntegerField(default=50)
    """A small builder's development has no more dwellings than this."""
    small_share_percent = models.PositiveSmallIntegerField(default=60)
    """What of each supply small builders have the first call on."""
    opened_by = models.TextField()
    allocated_on = models.DateField(null=True)
    allocated_by = models.TextField(blank=True)
    worked_from = models.JSONField(null=True)
    """The lots and applications that the allocation was worked out from, so that anybody can work it out again."""

    class Meta:
        ordering = ("-opens_on", "-id")
        constraints = (
            CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="credit_round_closes_later"),
            CheckConstraint(condition=Q(small_share_percent__lte=100), name="credit_round_share"),
        )

    def __str__(self) -> str:
        return self.title

    def is_open(self, on: date) -> bool:
        """Whether an application is taken on a day."""
        return self.allocated_on is None and self.opens_on <= on <= self.closes_on


class Applications(models.QuerySet["Application"]):
    """Applications, and those of them that take part in their round."""

    def standing(self) -> "Applications":
        """Those that were neither withdrawn nor refused."""
        return self.filter(withdrawn_at=None, refused_on=None)


class Application(models.Model):
    """Somebody asks for the credits of one development. Where it stands is in the ledger (`course.of`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    round = ForeignKey(Round, on_delete=PROTECT, related_name="applications")
    applicant = ForeignKey(Person, on_delete=SET_NULL, null=True, related_name="credit_applications")
    """Nobody once the account is gone; the application stays."""
    organisation = models.CharField(max_length=200)
    development = models.CharField(max_length=200)
    planning_authority = models.CharField(max_length=200)
    planning_reference = models.CharField(max_length=100, blank=True)
    dwellings = models.PositiveIntegerField()
    file = models.TextField()
    """The development as `lnrs nutrients` reads it."""
    rules = models.CharField(max_length=60)
    """The set of rules by which its need was worked out."""
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    refused_on = models.DateField(null=True)
    """The day on which an officer refused it, before the allocation."""
    because = models.TextField(blank=True)
    """What the allocation gave it and why, or why it was refused."""
    signed_on = models.DateField(null=True)
    extended_until = models.DateField(null=True)
    extended_because = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    granted = models.BooleanField(null=True)
    told_on = models.DateField(null=True)

    objects = Applications.as_manager()

    class Meta:
        ordering = ("received_at", "id")
        constraints = (
            CheckConstraint(
                condition=Q(decided_on=None, granted=None, told_on=None)
                | Q(decided_on__isnull=False, granted__isnull=False, told_on__isnull=False),
                name="credit_decision_whole",
            ),
            CheckConstraint(condition=Q(refused_on=None) | ~Q(because=""), name="credit_refusal_says_why"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def scheme(self) -> Scheme:
        """The scheme that it is made to."""
        return self.round.scheme


class Line(models.Model):
    """Credits of one nutrient that an application asks for, for ever or until a day."""

    application = ForeignKey(Application, on_delete=PROTECT, related_name="lines")
    nutrient = models.CharField(max_length=12, choices=NUTRIENT_CHOICES)
    term = models.CharField(max_length=10, choices=Term.choices)
    until = models.DateField(null=True)
    need_g = models.PositiveIntegerField()
    """Grams a year, rounded up."""
    credits = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField(null=True)
    """What a credit costs on the day of the allocation."""

    class Meta:
        ordering = ("nutrient", "term")
        constraints = (
            UniqueConstraint(fields=("application", "nutrient", "term"), name="credit_line_once"),
            CheckConstraint(
                condition=Q(term="permanent", until=None) | Q(term="temporary", until__isnull=False),
                name="credit_line_term",
            ),
        )

    def __str__(self) -> str:
        plural = "" if self.credits == 1 else "s"
        return f"{self.credits:,} {self.term} credit{plural} of {self.nutrient}"


class Step(models.Model):
    """That a movement is about an application."""

    application = ForeignKey(Application, on_delete=PROTECT, related_name="steps")
    movement = models.OneToOneField(Movement, on_delete=PROTECT, related_name="step")

    class Meta:
        ordering = ("movement_id",)

    def __str__(self) -> str:
        return f"{self.application}: {self.movement}"


class Certificate(models.Model):
    """What an applicant shows a planning authority. Whether it holds is asked of the ledger each time."""

    class Sort(models.TextChoices):
        """How far it goes."""

        PROVISIONAL = "provisional", "provisional certificate"
        FINAL = "final", "final certificate"

    code = models.CharField(max_length=20, unique=True)
    """By which it is verified; nobody can guess another's."""
    application = ForeignKey(Application, on_delete=PROTECT, related_name="certificates")
    sort = models.CharField(max_length=12, choices=Sort.choices)
    movement = models.OneToOneField(Movement, on_delete=PROTECT, related_name="certificate")
    issued_on = models.DateField()
    issued_by = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.code
