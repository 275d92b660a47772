"""What the ledger says: balances as they are kept, and as the entries add up to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from lnrs.model import Area
from lnrs.nutrients.amounts import NUTRIENTS, Nutrient
from lnrs_web.nutrients.accounts import HOLDING, Kind
from lnrs_web.nutrients.models import Account, Entry, Movement, Price, Scheme, Supply, Term


def scheme_of(area: Area) -> Scheme | None:
    """The scheme of an area."""
    return Scheme.objects.filter(area=area.lnrs_id).first()


@dataclass(frozen=True)
class Totals:
    """What there is of one nutrient in the whole scheme, in grams a year."""

    nutrient: Nutrient
    by_kind: Mapping[Kind, int]

    @property
    def verified(self) -> int:
        """What is verified: all accounts together."""
        return sum(self.by_kind.values())


def totals(scheme: Scheme) -> list[Totals]:
    """What there is of each nutrient, by account, as balances say."""
    rows = Account.objects.filter(scheme=scheme, supply__isnull=False).values("unit", "kind")
    known = {(row["unit"], row["kind"]): row["grams"] for row in rows.annotate(grams=Sum("balance")).order_by()}
    return [
        Totals(nutrient, {kind: known.get((nutrient, kind.value), 0) for kind in HOLDING})
        for nutrient in NUTRIENTS
        if nutrient in scheme.of_catchment.nutrients
    ]


def added_up(accounts: "QuerySet[Account]", until: date | None = None) -> dict[int, int]:
    """The balance of each account by its key, as the entries add up to it, those of days before `until` alone if given.

    >>> added_up(Account.objects.none())
    {}
    """
    counted = Q() if until is None else Q(movement__on__lt=until)
    found = dict.fromkeys(accounts.values_list("pk", flat=True), 0)
    for end, sign in (("target", 1), ("source", -1)):
        rows = Entry.objects.filter(counted, **{f"{end}__in": list(found)}).values(end)
        for row in rows.annotate(amount=Sum("amount")).order_by():
            found[row[end]] += sign * row["amount"]
    return found


def price_on(scheme: Scheme, nutrient: str, term: str, day: date) -> Price | None:
    """The price of a credit on a day; none before the first."""
    listed = scheme.prices.filter(nutrient=nutrient, term=term, since__lte=day)
    return listed.order_by("-since").first()


def price_list(scheme: Scheme, day: date) -> list[tuple[Price, date | None]]:
    """Every price in order, each with the first day on which it holds no more where that is known; `day` is today, and
    prices that had ended before it are left out."""
    found = []
    for nutrient in NUTRIENTS:
        for term in Term.values:
            rows = list(scheme.prices.filter(nutrient=nutrient, term=term).order_by("since"))
            ends: Iterable[date | None] = [*(one.since for one in rows[1:]), None]
            found += [(row, end) for row, end in zip(rows, ends, strict=False) if end is None or end > day]
    return found


def balances_of(supply: Supply) -> dict[Kind, int]:
    """What there is of a supply in each account, in grams a year."""
    return {Kind(one.kind): one.balance for one in supply.accounts.all()}


def movements(scheme: Scheme) -> "QuerySet[Movement]":
    """Every movement of a scheme, with its entries."""
    found = Movement.objects.filter(scheme=scheme).select_related("step__application", "reverses", "reversal")
    return found.prefetch_related("entries__source__supply", "entries__target")
