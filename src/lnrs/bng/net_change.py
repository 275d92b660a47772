"""The metric of a whole plan: units by module, net change, trading rules and the gain that the law asks for."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lnrs.bng.explained import Units, exact_sum
from lnrs.bng.parcel_units import baseline_units, bespoke_units, created_units, enhanced_units, retained_units
from lnrs.bng.parcels import Existing, Plan
from lnrs.bng.rule_sets import RuleSet, rule_set_on
from lnrs.bng.soundness import problems_of
from lnrs.bng.tables import MODULES, Module, Tables
from lnrs.bng.trading import BandRule, trading_rules
from lnrs.errors import MetricProblems


@dataclass(frozen=True)
class Row:
    """One number of units of a plan, with its reason."""

    ref: str
    module: Module
    habitat: str
    part: str
    """`before`, or what counts afterwards: `retained`, `bespoke`, `created`, `enhanced`."""
    on_site: bool
    units: Units


@dataclass(frozen=True)
class Side:
    """Units on the site or off it."""

    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """Net change of units."""
        return self.after - self.before


@dataclass(frozen=True)
class ModuleResult:
    """What the metric says of one module."""

    module: Module
    on_site: Side
    off_site: Side
    """Without spatial risk."""
    off_site_counted: Side
    """With spatial risk."""
    trading: tuple[BandRule, ...]
    least_gain: Fraction
    """The share of gain that is asked for."""

    @property
    def change(self) -> Fraction:
        """Net change of units, with spatial risk where there is a gain off the site."""
        gain = self.off_site.change > 0
        return self.on_site.change + (self.off_site_counted if gain else self.off_site).change

    @property
    def share(self) -> Fraction | None:
        """Net change as a share of what was on the site before; None where nothing was."""
        return self.change / self.on_site.before if self.on_site.before else None

    @property
    def required(self) -> Fraction:
        """Units that have to be there afterwards."""
        return self.on_site.before * (1 + self.least_gain)

    @property
    def missing(self) -> Fraction:
        """Units that are missing for the gain that is asked for; nothing where it is reached."""
        return max(Fraction(0), self.required - self.on_site.before - self.change)

    @property
    def trading_kept(self) -> bool:
        """Whether every trading rule is kept."""
        return all(rule.kept for rule in self.trading)


@dataclass(frozen=True)
class Metric:
    """The answer, with every row that it rests on."""

    rules: RuleSet
    rows: tuple[Row, ...]
    modules: tuple[ModuleResult, ...]

    def module(self, name: Module) -> ModuleResult:
        """The result of one module."""
        return self.modules[MODULES.index(name)]


def metric_of(plan: Plan, *, on: date) -> Metric:
    """The metric of a plan, under the rules of the day `on`.

    Raises MetricProblems with every problem of the plan, and NotInForce before the first rules.
    """
    rules = rule_set_on(on)
    tables = rules.tables
    problems = problems_of(plan, tables)
    if problems:
        raise MetricProblems(problems)
    rows = rows_of(plan, tables)
    return Metric(rules, rows, tuple(_result(module, rows, tables) for module in MODULES))


def rows_of(plan: Plan, tables: Tables) -> tuple[Row, ...]:
    """Every number of units of a sound plan, in its own order; what the metric gives none is left out."""
    parts: list[tuple[str, Callable[[Existing, Tables], Units]]] = [
        ("before", baseline_units),
        ("retained", retained_units),
        ("bespoke", bespoke_units),
    ]
    rows = [
        Row(one.ref, one.module, one.state.habitat, part, one.off_site is None, units(one, tables))
        for part, units in parts
        for one in plan.existing
    ]
    rows += [
        Row(one.ref, one.module, one.state.habitat, "created", one.off_site is None, created_units(one, tables))
        for one in plan.created
    ]
    rows += [
        Row(
            one.ref,
            one.module,
            one.state.habitat,
            "enhanced",
            one.existing.off_site is None,
            enhanced_units(one, tables),
        )
        for one in plan.enhanced
    ]
    return tuple(row for row in rows if row.units.terms)


def _result(module: Module, rows: Iterable[Row], tables: Tables) -> ModuleResult:
    own = [row for row in rows if row.module == module]
    off = [row for row in own if not row.on_site]
    return ModuleResult(
        module=module,
        on_site=_side([row for row in own if row.on_site], counted=True),
        off_site=_side(off, counted=False),
        off_site_counted=_side(off, counted=True),
        trading=trading_rules(module, _changes(own), tables),
        least_gain=tables.least_gain,
    )


def _side(rows: Iterable[Row], *, counted: bool) -> Side:
    before: list[Fraction] = []
    after: list[Fraction] = []
    for row in rows:
        units = row.units.value if counted else row.units.before_spatial_risk
        (before if row.part == "before" else after).append(units)
    return Side(exact_sum(before), exact_sum(after))


def _changes(rows: Iterable[Row]) -> dict[str, Fraction]:
    """Change of units by habitat, without spatial risk."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    for row in rows:
        units = row.units.before_spatial_risk
        found[row.habitat].append(-units if row.part == "before" else units)
    return {habitat: exact_sum(units) for habitat, units in found.items()}
