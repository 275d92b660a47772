"""Small developments to try nutrient budgets on. Coefficients are invented: no table for Stodmarsh is published."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from lnrs.nutrients.amounts import Pair
from lnrs.nutrients.catchments import Works, catchment_named
from lnrs.nutrients.development import Development, LandUse, Parcel, Phase, StatedChange
from lnrs.nutrients.rules import rule_sets

STODMARSH = catchment_named("stodmarsh")
ASHFORD = STODMARSH.works["4419"]
CHILHAM = STODMARSH.works["4471"]
DAY = date(2027, 6, 1)
UPGRADE = date(2030, 4, 1)
LATER = date(2031, 1, 1)


def use(name: str, nitrogen: str, phosphorus: str) -> LandUse:
    """A land use with what it loses, kg a hectare a year."""
    return LandUse(name, Pair(Decimal(nitrogen), Decimal(phosphorus)), "invented")


CEREALS = use("cereals", "30", "0.5")
GRAZING = use("grazing", "10", "0.3")
RESIDENTIAL = use("residential", "14", "1")
WOODLAND = use("woodland", "3", "0.02")


def phase(dwellings: int = 100, on: date = DAY, works: Works = ASHFORD, name: str = "all") -> Phase:
    """Dwellings with what the rules take for people and water."""
    return Phase(name, on, dwellings, works)


def parcel(area_ha: str, before: LandUse, after: LandUse = RESIDENTIAL, of: str = "all") -> Parcel:
    """Land that changes with a phase."""
    return Parcel(f"{before.name} to {after.name}", of, Decimal(area_ha), before, after)


def development(*phases: Phase, parcels: tuple[Parcel, ...] = (), area_ha: str = "4") -> Development:
    """A development with these phases, or one of 100 dwellings."""
    return Development("Mill Lane", DAY, Decimal(area_ha), phases or (phase(),), parcels)


# --- any development

_shares = st.decimals(0, 1, places=2)
_days = st.dates(date(2026, 1, 1), date(2034, 12, 31))
_uses = st.builds(
    LandUse,
    st.sampled_from(["residential", "cereals", "woodland"]),
    st.builds(Pair, st.decimals(0, 50, places=2), st.decimals(0, 5, places=3)),
)


@st.composite
def developments(draw: st.DrawFn) -> Development:
    """Any development of one to three phases, each with some land or stated changes."""
    counts = draw(st.lists(st.integers(1, 400), min_size=1, max_size=3))
    works = st.sampled_from(list(STODMARSH.works.values()))
    people = st.none() | st.decimals("1", "4", places=2)
    phases = tuple(
        Phase(f"phase {at}", draw(_days), count, draw(works), draw(people), draw(st.none() | st.just(Decimal(110))))
        for at, count in enumerate(counts)
    )
    names = st.sampled_from([one.name for one in phases])
    area = st.decimals(0, 20, places=4)
    parcels = draw(
        st.lists(
            st.builds(Parcel, st.just("land"), names, area, _uses, _uses, _shares, st.builds(Pair, _shares, _shares)),
            max_size=4,
        )
    )
    loads = st.builds(Pair, st.decimals(-500, 500, places=2), st.decimals(-50, 50, places=2))
    stated = draw(st.lists(st.builds(StatedChange, st.just("stated"), names, loads, st.booleans()), max_size=2))
    site = sum((one.area_ha for one in parcels), draw(area))
    return Development("any", DAY, site, phases, tuple(parcels), tuple(stated))


any_rules = st.sampled_from(rule_sets())


def with_more_dwellings(given: Development, at: int, more: int) -> Development:
    """The same development with more dwellings in one of its phases."""
    phases = [
        replace(one, dwellings=one.dwellings + more) if number == at else one for number, one in enumerate(given.phases)
    ]
    return replace(given, phases=tuple(phases))
