"""Which actions pay for a measure: those that the strategy names, and those whose habitats are the measure's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lnrs.funding.tables import Action, Rate, actions, rate_on

_CODE = re.compile(r"\b[A-Z]{2,5}\d{1,2}\b")
_SCHEME_WORDS = (
    ("CSHT", ("higher tier",)),
    ("CAPITAL", ("capital grant", "capital item")),
    ("SFI", ("sustainable farming incentive",)),
    ("EWCO", ("england woodland creation offer",)),
    ("WCPG", ("woodland creation planning grant",)),
    ("LANDREC", ("landscape recovery",)),
    ("FIPL", ("farming in protected landscapes",)),
    ("BNG", ("biodiversity net gain", "biodiversity unit")),
    ("NUTRIENT", ("nutrient mitigation", "nutrient credit")),
    ("CARBON", ("woodland carbon",)),
    ("WATER", ("water company",)),
    ("LOCAL", ("local fund", "small grants")),
)
"""By which words of a route in a strategy's funding.csv a scheme is known."""
_ANY = "*"


@dataclass(frozen=True)
class Route:
    """A route to funding as a strategy names it: the columns of funding.csv that say which scheme it is."""

    scheme: str
    name: str


@dataclass(frozen=True)
class Need:
    """What a measure asks to be paid for."""

    ref: str
    habitats: tuple[tuple[str, str], ...]
    """Each habitat of the statutory metric that it makes, with `creation`, `enhancement` or `both`."""
    routes: tuple[Route, ...]
    """The routes that the strategy names for it."""


@dataclass(frozen=True)
class Offer:
    """An action that may pay for a measure, its rate on the day, and why it is linked."""

    action: Action
    rate: Rate | None
    named: bool
    """Whether the strategy names the action, or its scheme."""
    habitats: tuple[str, ...]
    """The habitats of the measure that the action is for."""


def scheme_of(route: Route) -> str:
    """The key of the scheme that a route is; empty where its words name none that is known here."""
    words = f"{route.scheme} {route.name}".lower()
    return next((key for key, known in _SCHEME_WORDS if any(one in words for one in known)), "")


def codes_of(route: Route) -> tuple[str, ...]:
    """The codes of actions that a route names in its words, such as `CAHL1`."""
    return tuple(code for code in _CODE.findall(f"{route.scheme} {route.name}") if code in actions())


def offers_for(need: Need, day: date) -> tuple[Offer, ...]:
    """What may pay for a measure on a day, in the order of the table.

    An action is linked where the strategy names its code; or where it is for a habitat that the measure makes. One that
    is for any habitat (a market, a project, a local fund) is linked only where the strategy names its scheme.
    """
    return tuple(_offers(need, day))


def _offers(need: Need, day: date) -> Iterator[Offer]:
    named_schemes = {key for route in need.routes if (key := scheme_of(route))}
    named_codes = {code for route in need.routes for code in codes_of(route)}
    for action in actions().values():
        any_habitat = action.habitats == (_ANY,)
        for_it = () if any_habitat else _matching(action, need.habitats)
        named = action.code in named_codes or action.scheme.key in named_schemes
        if action.code in named_codes or for_it or (any_habitat and named):
            yield Offer(action, rate_on(action.code, day), named, for_it)


def _matching(action: Action, habitats: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, makes in habitats if action.is_for(name, makes)))
