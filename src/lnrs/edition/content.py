"""Everything that the files of an edition are made from, with a key for each part of it."""

from dataclasses import dataclass
from functools import cache as remembered
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

import lnrs
from lnrs.edition.provenance import attribution
from lnrs.edition.sensitive import published, sensitive_criteria
from lnrs.edition.sources import read_records
from lnrs.habitat_map.build import HabitatMap
from lnrs.habitat_map.cache import Cache, frame_key, key_of
from lnrs.layers.record import LayerRecord
from lnrs.strategy.folder import Strategy

INVENTED = "Invented for demonstration. No place, site or plan in it is real."

FRAMES = ("area", "important", "importance", "measures", "become", "criteria", "joins")


@dataclass(frozen=True)
class Sheet:
    """What all files of an edition have in common: what they say of themselves, the land they cover, where they are
    kept."""

    strategy: Strategy
    records: dict[str, LayerRecord]
    area: gpd.GeoDataFrame
    cache: Cache

    @cached_property
    def key(self) -> str:
        """A key for the land and for the way files are made."""
        return key_of(method_key(), frame_key(self.area))

    @cached_property
    def notes(self) -> dict[str, str]:
        """What every file says of where it comes from."""
        record = self.strategy.record
        return {
            "TITLE": record.title,
            "AREA": self.strategy.area.name,
            "RESPONSIBLE_AUTHORITY": self.strategy.area.responsible_authority,
            "EDITION": f"{record.edition} ({record.status}), as of {record.as_of.isoformat()}",
            "ATTRIBUTION": attribution(self.records),
            **({"NOTICE": INVENTED} if record.invented else {}),
        }


@dataclass(frozen=True)
class Content:
    """A strategy with its map as it may be published."""

    sheet: Sheet
    habitat_map: HabitatMap

    @property
    def strategy(self) -> Strategy:
        """The strategy that the map is of."""
        return self.sheet.strategy

    @cached_property
    def keys(self) -> dict[str, str]:
        """A key for every frame of the map, the figures, the strategy's words, the licences and the method."""
        found, ours = self.habitat_map, self.strategy
        frames = {name: found.keys.get(name) or frame_key(getattr(found, name)) for name in FRAMES}
        figures = [f"{name} {frame_key(table)}" for name, table in sorted(found.figures.items())]
        words = (ours.record, ours.area, ours.themes, ours.priorities, ours.measures, ours.species)
        return frames | {
            "pieces": found.keys.get("pieces", frames["measures"]),
            "places": found.keys.get("places", frames["measures"]),
            "figures": key_of(*figures),
            "words": key_of(*words, ours.funding, ours.metric_habitats),
            "licences": key_of(*self.sheet.records.items()),
            "method": method_key(),
        }

    @property
    def republished(self) -> dict[str, Path]:
        """The layers whose features an edition may carry."""
        return {layer: path for layer, path in self.strategy.layers.items() if self.sheet.records[layer].republish}


def content_of(sheet: Sheet, habitat_map: HabitatMap) -> Content:
    """What an edition of the strategy may hold."""
    return Content(sheet, published(habitat_map, sensitive_criteria(sheet.strategy.rules, sheet.records)))


def sheet_of(strategy: Strategy, area: gpd.GeoDataFrame, cache: Cache) -> Sheet:
    """The sheet of a strategy. Raises NotFound or LayerRefused where a layer has no record."""
    return Sheet(strategy, read_records(strategy.layers), area, cache)


@remembered
def method_key() -> str:
    """A key for the way files are made: this package's source, and the libraries that write."""
    sources = (path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")))
    versions = (version(library) for library in ("freestiler", "geopandas", "pmtiles", "pyarrow", "pyogrio", "shapely"))
    return key_of(lnrs.__version__, *sources, *versions, pyogrio.__gdal_version_string__, shapely.geos_version_string)
