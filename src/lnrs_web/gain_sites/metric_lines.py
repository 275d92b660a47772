"""From the plan of a metric to what a site offers: units gained of each habitat, less those that were there.

Of habitat that is enhanced the gain is its units afterwards less its units before. Of habitat that is created it is its
units, less its part of what was there and is lost: what is lost of a module is taken off all that is created in it, in
proportion, and where that is not enough off what is enhanced. Habitat that comes to less by being enhanced is lost for
the rest. So the offer of a module comes to its net change, without
spatial risk, which is reckoned for each development. It is rounded down when all lines of one habitat are together: a
parcel that is split offers the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lnrs.bng.explained import SPATIAL_RISK, number
from lnrs.bng.parcel_units import baseline_units, created_units, enhanced_units
from lnrs.bng.parcels import Plan
from lnrs.bng.tables import MODULES, Module, Tables
from lnrs.errors import MetricFileRefused, Problem
from lnrs_web.gain_sites import parts

Key = tuple[Module, str, str, str]
WHY_LINES = 40
"""Lines that explain one habitat; of more parcels the rest is counted."""


@dataclass
class Gain:
    """What is gained of one habitat: hectares or kilometres, and units before anything is taken off them."""

    size: Fraction = Fraction(0)
    units: Fraction = Fraction(0)
    levels: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    """How much of the size is of which strategic significance."""
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Offered:
    """A line of a listing; `size` and `units` are ten-thousandths."""

    module: Module
    habitat: str
    condition: str
    work: str
    size: int
    units: int
    why: tuple[str, ...]
    levels: Mapping[str, int]
    """How much of the size the metric counts as of which strategic significance: `high`, `medium` or `low`."""


def offered(plan: Plan, tables: Tables) -> list[Offered]:
    """What a sound plan offers, by module, habitat, condition and work.

    Raises MetricFileRefused where it offers nothing, or loses more of a module than it gains.
    """
    gains = _gains(plan, tables)
    lost = {module: _lost(plan, module, tables) + _worse(module, gains) for module in MODULES}
    shares = {module: _shares(module, gains, lost[module]) for module in MODULES}
    lines = [_line(key, gain, shares[key[0]][key[3]]) for key, gain in sorted(gains.items())]
    if not (found := [line for line in lines if line.units > 0 and line.size > 0]):
        raise MetricFileRefused([Problem("metric", "The metric gains no units.", "Nothing could be offered.")])
    return found


def _gains(plan: Plan, tables: Tables) -> Mapping[Key, Gain]:
    gains: dict[Key, Gain] = defaultdict(Gain)
    for made in plan.created:
        gain = gains[made.module, made.state.habitat, made.state.condition, "created"]
        units = created_units(made, tables).without(SPATIAL_RISK)
        gain.size += Fraction(made.size)
        gain.levels[made.state.significance] += Fraction(made.size)
        gain.units += units.value
        gain.why += [f"{made.ref}: {line}" for line in str(units).splitlines()]
    for better in plan.enhanced:
        existing, state = better.existing, better.state
        gain = gains[better.module, state.habitat, state.condition, "enhanced"]
        size = min(Fraction(existing.enhanced), Fraction(existing.size))
        before = baseline_units(replace(existing, size=size, retained=0, enhanced=size), tables).without(SPATIAL_RISK)
        after = enhanced_units(better, tables).without(SPATIAL_RISK)
        gain.size += Fraction(existing.enhanced)
        gain.levels[state.significance] += Fraction(existing.enhanced)
        gain.units += after.value - before.value
        gain.why += [f"{better.ref}: {line}" for line in str(after).splitlines()]
        gain.why.append(f"{better.ref}: less what was there, {before}")
    return gains


def _lost(plan: Plan, module: Module, tables: Tables) -> Fraction:
    """Units of a module that were there and are neither retained nor enhanced."""
    gone = [replace(one, size=one.lost, retained=0, enhanced=0) for one in plan.existing if one.module == module]
    found = (baseline_units(one, tables).without(SPATIAL_RISK).value for one in gone if one.size)
    return sum(found, start=Fraction(0))


def _worse(module: Module, gains: Mapping[Key, Gain]) -> Fraction:
    """Units of a module by which habitat that is enhanced comes to less than it was: where its place is less important
    than before, or it takes very long. They are lost like any others."""
    return sum((-one.units for key, one in gains.items() if key[0] == module and one.units < 0), start=Fraction(0))


def _shares(module: Module, gains: Mapping[Key, Gain], lost: Fraction) -> dict[str, Fraction]:
    """What is left of each unit that is created, and of each by which habitat is enhanced."""
    left, shares = lost, {}
    for work in ("created", "enhanced"):
        own = (max(one.units, Fraction(0)) for key, one in gains.items() if key[0] == module and key[3] == work)
        gained = sum(own, start=Fraction(0))
        taken = min(left, gained)
        shares[work] = 1 - taken / gained if gained else Fraction(0)
        left -= taken
    if left > 0:
        what = f"It loses {number(lost)} {module} units, and gains fewer."
        raise MetricFileRefused([Problem("metric", what, "There is nothing of them to offer.")])
    return shares


def _line(key: Key, gain: Gain, share: Fraction) -> Offered:
    module, habitat, condition, work = key
    why = list(_why(gain, share))
    size, units = parts.offered(gain.size), parts.offered(gain.units * share)
    levels = {level: parts.offered(of_it) for level, of_it in gain.levels.items()}
    return Offered(module, habitat, condition, work, size, units, tuple(why), levels)


def _why(gain: Gain, share: Fraction) -> Iterator[str]:
    yield from gain.why[:WHY_LINES]
    if len(gain.why) > WHY_LINES:
        yield f"and {len(gain.why) - WHY_LINES} lines more"
    if share < 1:
        yield (
            f"Gained: {number(gain.units)}. {number(gain.units * (1 - share))} of it make good what is lost of the "
            "same kind of units on the site, in proportion."
        )
    yield f"Offered, rounded down: {parts.number(parts.offered(gain.units * share))}"
