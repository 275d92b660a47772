"""A named what-if: the strategy on other land, with only so much money, or with so much asked of it; one file each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """Money that there is: for every measure everywhere, or for some themes or some districts."""

    gbp: float
    """Pounds that may be spent, 0 or more."""
    district: tuple[str, ...] = ()
    """Names of districts, as the layer `districts` has them; none means the whole area. A piece of land belongs to the
    district that has the most of it."""
    theme: tuple[str, ...] = ()
    """Prefixes of themes, such as `GL`; none means every theme."""


@dataclass(frozen=True)
class Target:
    """So many hectares that are asked of some measures, or of all measures for a habitat.

    Those measures may then go on all land that their rules find good enough, and not only on what the map has.
    """

    area_ha: float
    """Hectares, each counted once for a target; more than 0."""
    measure: tuple[str, ...] = ()
    """References of mapped measures, such as `GL1.2`; leave it out where `habitat` is given."""
    habitat: tuple[str, ...] = ()
    """Habitats that measures make or improve, in the words of `measures.csv`; leave it out where `measure` is given."""


@dataclass(frozen=True)
class Development:
    """Land that is built on: its cover becomes `built-up`, and no habitat is left there."""

    layer: str
    """Name of a layer of areas, such as `development_sites`."""
    value: tuple[str, ...] = ()
    """Which values of the layer count, such as `allocated`; none means every feature of it."""


@dataclass(frozen=True)
class Loss:
    """Habitat that is lost, everywhere or in the areas of a layer."""

    habitat: tuple[str, ...]
    """The habitats that are lost, in the words of the land parcels."""
    layer: str = ""
    """Name of a layer of areas that they are lost in, such as `flood_zones`; everywhere where it is left out."""
    value: tuple[str, ...] = ()
    """Which values of the layer count, such as `3`; none means every feature of it."""
    land_cover: str = ""
    """What the land becomes, such as `saltmarsh`; its cover stays as it is where this is left out."""
    becomes: str = ""
    """The habitat that is there afterwards, such as `coastal saltmarsh`; none where this is left out."""


@dataclass(frozen=True)
class Scenario:
    """The whole of `scenarios/NAME.toml`, such as `scenarios/half-the-money.toml`.

    Without a budget or a target all that the rules choose is done. With a budget, the places that score the most
    hectares for it are; with targets, the cheapest that meet them; with both, those that come nearest to the targets
    for the money. With targets, land that suits its measure badly counts as up to a tenth dearer, or a tenth less.
    """

    title: str
    """What it is called beside the others, in a few words."""
    question: str
    """What it asks, in a sentence."""
    budget: tuple[Budget, ...] = ()
    """Money that there is, a `[[budget]]` each; all of them are kept, and what no budget is for is done without
    limit."""
    target: tuple[Target, ...] = ()
    """What is asked for, a `[[target]]` each."""
    development: tuple[Development, ...] = ()
    """Land that is built on first, a `[[development]]` each."""
    loss: tuple[Loss, ...] = ()
    """Habitat that is lost first, a `[[loss]]` each."""
    without: tuple[str, ...] = ()
    """References of mapped measures that are left out."""


@dataclass(frozen=True)
class MeasureCost:
    """What a mapped measure costs: a row of `scenarios/costs.csv`, which a budget or a target needs."""

    measure: str
    """Reference of a mapped measure, such as `GL1.2`."""
    cost_gbp_per_ha: float
    """Pounds for each hectare it is mapped on, 0 or more."""
    covers: str
    """What the figure pays for, over how long, and where it is from."""
