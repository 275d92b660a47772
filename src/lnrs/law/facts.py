"""What is known of a strategy's content: the plain facts that the rules of content are put to."""

from dataclasses import dataclass

SITE_KINDS: dict[str, str] = {
    "SSSI": "sites of special scientific interest",
    "SAC": "special areas of conservation",
    "SPA": "special protection areas",
    "RAMSAR": "Ramsar sites",
    "NNR": "national nature reserves",
    "MCZ": "marine conservation zones",
    "LNR": "local nature reserves",
    "LWS": "local wildlife sites",
    "IRREP": "irreplaceable habitat",
}
"""The kinds of area of particular importance, by the short name the map's file uses."""

NATIONAL_CONSERVATION_SITES = ("SSSI", "SAC", "SPA", "RAMSAR", "NNR", "MCZ")
"""Environment Act 2021 s.108(3); SAC and SPA are the European sites."""


@dataclass(frozen=True)
class SiteCover:
    """How much of one kind of site lies inside the strategy area, and how much of that the map leaves out."""

    kind: str
    """A short name from SITE_KINDS."""
    inside_ha: float
    not_identified_ha: float


@dataclass(frozen=True)
class NetworkChange:
    """The network of every habitat before the measures and after all of them, in hectares."""

    managed_ha: float
    """Habitat on which a measure for it is mapped."""
    area_ha: tuple[float, float]
    patch_ha: tuple[float, float]
    """The patch that a hectare of habitat lies in, on average."""
    connected_ha: tuple[float, float]
    """Equivalent connected area."""


@dataclass(frozen=True, kw_only=True)
class ContentFacts:
    """A strategy's statement and local habitat map as facts. Tuples of text hold references (`GL1`, `GL1.2`)."""

    # the statement of biodiversity priorities
    area_described: bool
    """There is prose that describes the area and its biodiversity."""
    opportunities_described: bool
    """There is prose on the opportunities to recover or enhance biodiversity."""
    habitat_priorities: tuple[str, ...]
    species_priorities: tuple[str, ...]
    measures: tuple[str, ...]
    """Every potential measure, mapped or wider."""
    priorities_without_measure: tuple[str, ...] = ()
    """Priorities with neither a potential measure nor a stated reason for having none."""
    priorities_excused: tuple[str, ...] = ()
    """Priorities with no potential measure but a stated reason."""
    priorities_without_reason: tuple[str, ...] = ()
    """Priorities that do not say why they were chosen."""
    priorities_without_wider_benefit: tuple[str, ...] = ()
    priorities_without_national_objective: tuple[str, ...] = ()
    measures_without_wider_benefit: tuple[str, ...] = ()
    unmapped_without_reason: tuple[str, ...] = ()
    """Wider measures that do not say why they have no place on the map."""
    species: tuple[str, ...] = ()
    species_not_helped: tuple[str, ...] = ()
    """Priority species that no measure is named for."""
    limits_of_the_map_stated: bool = False

    # the local habitat map
    area_ha: float
    """The strategy area."""
    map_share: float
    """Share of the strategy area that the map covers, 0-1."""
    sites: tuple[SiteCover, ...]
    """One for each kind of site that was looked for, also where the area has none."""
    important_kinds: tuple[str, ...]
    """The short names that stand on the map's areas of particular importance."""
    important_ha: float
    could_become_ha: float
    overlap_m2: float
    """Area that the map shows both as of particular importance and as able to become so."""
    could_become_differs_m2: float
    """Area by which the areas that could become important differ from the mapped measures less those of importance."""
    outside_m2: float
    """Area mapped outside the strategy area."""
    invalid_outlines: int
    """Outlines, of either kind of area, that are not valid: one that crosses itself, say."""
    slivers: int
    """Areas that could become important thinner than a metre on average."""
    sensitive_places_published: int
    """Values, points and scores in the map as it is published that lead back to sensitive species records."""
    network: NetworkChange | None = None
    """What the mapped measures would do for habitat, where the land's habitats are known."""
