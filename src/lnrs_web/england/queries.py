"""What the pages of England ask of the rows of an England edition."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.text import slugify

from lnrs_web.england.areas import Shown
from lnrs_web.england.figures import NAME, Values
from lnrs_web.england.models import ENGLAND, EnglandEdition, Extent, HabitatFigure

LAYERS = ("important", "become", "measures")
NOW, DELIVERED = "now", "delivered"


def seen_by_everyone() -> "QuerySet[EnglandEdition]":
    """The England editions that have been published, those since superseded among them."""
    return EnglandEdition.objects.exclude(stage=EnglandEdition.Stage.IMPORTED)


def current() -> EnglandEdition | None:
    """The England edition that the pages show; nothing where none was published."""
    return seen_by_everyone().filter(stage=EnglandEdition.Stage.PUBLISHED).first()


def land(edition: EnglandEdition) -> dict[int, Values]:
    """The figures of `figures.LAND` by area; those of England, number 0, are of all 48 together."""
    found: dict[int, dict[str, float | None]] = {}
    for area in edition.areas.defer("wkb"):
        joined = area.status != area.Status.NONE
        found[area.lnrs_id] = {"area_ha": area.area_ha, "measures": float(area.measures) if joined else None}
        found[area.lnrs_id] |= {f"{layer}_{part}": 0.0 if joined else None for layer in LAYERS for part in _PARTS}
    found[ENGLAND] = {
        "area_ha": sum(one["area_ha"] or 0.0 for one in found.values()),
        "measures": sum(one["measures"] or 0.0 for one in found.values()),
        **{f"{layer}_{part}": 0.0 for layer in LAYERS for part in _PARTS},
    }
    for row in edition.extents.filter(layer__in=LAYERS, about=""):
        found[row.lnrs_id] |= {f"{row.layer}_ha": row.extent_ha, f"{row.layer}_share": row.share_of_area}
    return dict(found)


_PARTS = ("ha", "share")


def actions(edition: EnglandEdition, lnrs_id: int) -> list[Extent]:
    """Hectares mapped for each action in an area, the most first."""
    return list(edition.extents.filter(lnrs_id=lnrs_id, layer="action").order_by("-extent_ha", "about"))


@dataclass(frozen=True)
class Habitat:
    """One habitat in an area, or in England: as it is now and with every mapped measure delivered."""

    name: str
    slug: str
    now: HabitatFigure | None
    delivered: HabitatFigure | None

    @property
    def values(self) -> Values:
        """The figures of `figures.HABITAT`; one that is not there now has nothing now."""
        return {
            "now_ha": self.now.extent_ha if self.now else 0.0,
            "delivered_ha": self.delivered.extent_ha if self.delivered else 0.0,
            "patches": float(self.now.patches) if self.now else 0.0,
            "mesh_ha": self.now.mesh_ha if self.now else 0.0,
            "connected_ha": self.now.connected_ha if self.now else 0.0,
            "connected_delivered_ha": self.delivered.connected_ha if self.delivered else 0.0,
        }


def habitats(edition: EnglandEdition, lnrs_id: int = ENGLAND) -> list[Habitat]:
    """Every habitat of an area, by name."""
    states: dict[str, dict[str, HabitatFigure]] = defaultdict(dict)
    for row in edition.habitats.filter(lnrs_id=lnrs_id):
        states[row.habitat][row.state] = row
    return [Habitat(name, slugify(name), one.get(NOW), one.get(DELIVERED)) for name, one in sorted(states.items())]


def habitat_in_areas(edition: EnglandEdition, name: str) -> dict[int, Habitat]:
    """One habitat by area, England's among them; areas without it are left out."""
    states: dict[int, dict[str, HabitatFigure]] = defaultdict(dict)
    for row in edition.habitats.filter(habitat=name):
        states[row.lnrs_id][row.state] = row
    return {number: Habitat(name, slugify(name), one.get(NOW), one.get(DELIVERED)) for number, one in states.items()}


@lru_cache(maxsize=8)
def habitat_names(identity: str) -> dict[str, str]:
    """The habitats of an edition by their names in addresses. An edition never changes."""
    names = HabitatFigure.objects.filter(edition__identity=identity).values_list("habitat", flat=True).distinct()
    return {slugify(name): name for name in sorted(names)}


@dataclass(frozen=True)
class Row:
    """An area in a table of comparison."""

    shown: Shown
    values: Values


def ordered(rows: list[Row], by: str, *, least_first: bool) -> list[Row]:
    """Rows by a figure or by name; areas that have no such figure come last whichever way."""
    if by == NAME:
        return sorted(rows, key=lambda row: row.shown.area.name, reverse=not least_first)
    having = [row for row in rows if row.values.get(by) is not None]
    missing = [row for row in rows if row.values.get(by) is None]
    having.sort(key=lambda row: row.shown.area.name)
    having.sort(key=lambda row: row.values[by] or 0.0, reverse=not least_first)
    return having + missing
