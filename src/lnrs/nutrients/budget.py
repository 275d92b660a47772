"""The nutrient budget of a development: what it adds to a protected site in each period, each nutrient apart.

A period ends where another phase is lived in or a works discharges another concentration. The last goes on for ever:
what it needs is the permanent need, and what an earlier one needs beyond that is temporary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from lnrs.nutrients.amounts import ZERO, Nutrient, exact, kg_text, number_text
from lnrs.nutrients.catchments import Catchment
from lnrs.nutrients.development import Development
from lnrs.nutrients.drainage import drainage_terms
from lnrs.nutrients.land import parcel_terms, stated_term
from lnrs.nutrients.rules import RuleSet
from lnrs.nutrients.term import Term, total
from lnrs.nutrients.wastewater import wastewater


@dataclass(frozen=True)
class Period:
    """The budget of one nutrient from a day on, term by term."""

    since: date
    until: date | None
    """The first day that is not in it; None for ever."""
    terms: tuple[Term, ...]

    @property
    def wastewater_kg(self) -> Decimal:
        """What people add, kg a year."""
        return total(self.terms, "wastewater")

    @property
    def land_kg(self) -> Decimal:
        """The change of land before drainage, kg a year."""
        return total(self.terms, "land before", "land after", "land change")

    @property
    def drainage_kg(self) -> Decimal:
        """What sustainable drainage takes off, 0 or below."""
        return total(self.terms, "drainage")

    @property
    def net_kg(self) -> Decimal:
        """Everything before the buffer."""
        return total(one for one in self.terms if one.stage != "buffer")

    @property
    def buffer_kg(self) -> Decimal:
        """The precautionary buffer, 0 or above."""
        return total(self.terms, "buffer")

    @property
    def total_kg(self) -> Decimal:
        """Everything, below 0 where the development takes more away than it adds."""
        return total(self.terms)

    @property
    def need_kg(self) -> Decimal:
        """What has to be mitigated, never below 0."""
        return max(ZERO, self.total_kg)

    @property
    def surplus_kg(self) -> Decimal:
        """What it takes away beyond what it adds, never below 0. It is no credit until somebody verifies it."""
        return max(ZERO, self.total_kg.copy_negate())


@dataclass(frozen=True)
class NutrientBudget:
    """The budget of one nutrient, period by period."""

    nutrient: Nutrient
    periods: tuple[Period, ...]
    """At least one, in order."""

    @property
    def permanent_kg(self) -> Decimal:
        """What has to be mitigated for ever, from the last period on."""
        return self.periods[-1].need_kg

    @property
    def temporary_kg(self) -> Decimal:
        """The most that has to be mitigated beyond the permanent need, until the last period begins."""
        with exact():
            return max(period.need_kg for period in self.periods) - self.permanent_kg

    @property
    def temporary_until(self) -> date | None:
        """The first day on which nothing is needed beyond the permanent need; None where nothing ever is."""
        beyond = [period.until for period in self.periods if period.need_kg > self.permanent_kg]
        return beyond[-1] if beyond else None


@dataclass(frozen=True)
class Budget:
    """The budget of a development under one set of rules."""

    development: Development
    catchment: Catchment
    rules: RuleSet
    nutrients: Mapping[Nutrient, NutrientBudget]


def budget(development: Development, catchment: Catchment, rules: RuleSet) -> Budget:
    """The budget of every nutrient that the catchment is harmed by.

    Raises ValueError where there is no phase, or a works' concentration is not known on the first day of its phase.
    """
    with exact():
        found = {nutrient: _of_nutrient(development, nutrient, rules) for nutrient in catchment.nutrients}
    return Budget(development, catchment, rules, MappingProxyType(found))


def _of_nutrient(development: Development, nutrient: Nutrient, rules: RuleSet) -> NutrientBudget:
    days = steps(development, nutrient)
    ends = (*days[1:], None)
    periods = [
        Period(since, until, _terms(development, since, nutrient, rules))
        for since, until in zip(days, ends, strict=True)
    ]
    return NutrientBudget(nutrient, tuple(periods))


def steps(development: Development, nutrient: Nutrient) -> tuple[date, ...]:
    """The days on which the budget of a nutrient changes, the first of them that on which somebody moves in."""
    if not development.phases:
        raise ValueError(f"{development.name}: a development has at least one phase")
    moved_in = {phase.on for phase in development.phases}
    changed = {day for phase in development.phases for day in phase.works.changes(nutrient) if day > phase.on}
    return tuple(sorted(moved_in | changed))


def _terms(development: Development, day: date, nutrient: Nutrient, rules: RuleSet) -> tuple[Term, ...]:
    """Every term on a day, in an order that does not depend on that of the phases."""
    phases = sorted((one for one in development.phases if one.on <= day), key=lambda one: (one.on, one.name))
    names = {phase.name for phase in phases}
    parcels = [one for one in development.parcels if one.phase in names]
    stated = [one for one in development.stated if one.phase in names]
    water = [wastewater(phase, day, nutrient, rules) for phase in phases]
    land = [term for parcel in parcels for term in parcel_terms(parcel, development, nutrient, rules)]
    land += [stated_term(change, nutrient) for change in stated]
    drained = drainage_terms(parcels, stated, land, development, nutrient, rules) if land else ()
    terms = (*water, *land, *drained)
    return (*terms, _buffer(total(terms), rules))


def _buffer(net_kg: Decimal, rules: RuleSet) -> Term:
    """What is added to be on the safe side."""
    share = number_text(rules.buffer_share)
    if net_kg < 0 and rules.buffer_on == "increase":
        return Term("buffer", "", ZERO, "precautionary buffer: nothing, as nothing is added")
    words = f"precautionary buffer: {share} of {kg_text(abs(net_kg))}"
    if net_kg < 0:
        words += ", which these rules add to a decrease too"
    return Term("buffer", "", abs(net_kg) * rules.buffer_share, words)
