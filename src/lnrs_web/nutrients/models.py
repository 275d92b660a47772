"""The scheme, where its credits come from, and the ledger. What a movement says is never changed: it is reversed.

Balances of accounts are kept beside the entries so that the database itself refuses one below nothing; the entries say
the same (`queries.added_up`).
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import PROTECT, CheckConstraint, F, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs.model import Area, areas
from lnrs.nutrients.amounts import NUTRIENTS
from lnrs.nutrients.catchments import Catchment, catchment_named
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

    def lasts_to(self, day: date | None) -> bool:
        """Whether it still works until a day, or for ever where none is given."""
        return self.until is None if day is None else self.until is None or self.until >= day


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
