"""The two places that a reader asks for a corridor between, and the corridor."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lnrs.errors import LnrsError
from lnrs.network import corridor_cells
from lnrs.network.along import Along
from lnrs.network.corridor_cells import Window
from lnrs.network.storage import Store
from lnrs_web.england import finding, ways
from lnrs_web.england.actions import folder_of
from lnrs_web.england.areas import Shown
from lnrs_web.england.models import EnglandEdition

FARTHEST_M = 150_000
"""How far apart two places may lie on the site. The command looks as far as is asked."""


@dataclass(frozen=True)
class End:
    """One of the two places as it was asked for. `wrong` says why it is none; `choices` are what its name may mean."""

    asked: str
    called: str = ""
    easting_m: float = 0.0
    northing_m: float = 0.0
    wrong: str = ""
    choices: tuple[finding.Choice, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is one place."""
        return bool(self.called)

    @property
    def at(self) -> str:
        """Its easting and northing."""
        return f"{self.easting_m:.0f},{self.northing_m:.0f}"


@dataclass(frozen=True)
class Corridor:
    """A corridor with the cells that it was found among."""

    window: Window
    along: Along


def end(text: str, shown: Mapping[int, Shown]) -> End:
    """The place that a reader named. A name that one town alone has is that town."""
    if not text:
        return End(text, wrong="Name a place")
    try:
        found = finding.find(text, shown)
    except ValueError as error:
        return End(text, wrong=str(error))
    if isinstance(found, Shown):
        return End(text, wrong=f"{found.area.name} is a whole strategy area. Name a place in it")
    if isinstance(found, finding.Found):
        place = found.place
        return End(text, place.called or place.grid_reference, place.easting_m, place.northing_m)
    places = tuple(one for one in found.choices if "," in one.at)
    towns = [one for one in places if one.is_town and one.name.casefold() == text.casefold()]
    if len(towns) == 1 or len(places) == 1:
        chosen = (towns or places)[0]
        east, north = map(float, chosen.at.split(","))
        return End(text, chosen.name, east, north)
    if not places:
        return End(text, wrong="Only strategy areas have that in their names. Name a place in one")
    return End(text, choices=places)


def between(edition: EnglandEdition, one: End, other: End, habitat: str) -> Corridor:
    """The corridor between two places that are known, over the network or over one habitat. Raises ValueError, in words
    for the reader."""
    apart_m = math.hypot(one.easting_m - other.easting_m, one.northing_m - other.northing_m)
    if apart_m > FARTHEST_M:
        raise ValueError(
            f"The two lie {apart_m / 1000:,.0f} km apart. This page looks for ways between places up to "
            f"{FARTHEST_M // 1000} km apart; the command lnrs network corridor goes farther"
        )
    store = Store(str(folder_of(edition)))
    try:
        window = corridor_cells.window(store, one.at, other.at, habitat or None)
    except LnrsError as error:
        called = {one.at: one.called, other.at: other.called}
        said = "; ".join(
            f"{called.get(problem.where, problem.where)} {_said(problem.what, called)}" for problem in error.problems
        )
        raise ValueError(said.rstrip(".")) from error
    along = ways.way(window)
    if along is None:
        raise ValueError(f"No land of the areas that are joined lies between {one.called} and {other.called}")
    return Corridor(window, along)


def _said(what: str, called: Mapping[str, str]) -> str:
    """A problem with the names of places in place of their eastings and northings."""
    for at, name in called.items():
        what = what.replace(at, name)
    return what.replace("lies in no area", "lies in no area that is joined in this edition")
