"""Everything that the files of an edition are made from, with a key for each part of it."""

from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

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

FRAMES = ("area", "important", "importance", "measures", "become", "criteria")


@dataclass(frozen=True)
class Content:
    """A strategy, its map as it may be published, the records of its layers, and where finished files are kept."""

    strategy: Strategy
    habitat_map: HabitatMap
    records: dict[str, LayerRecord]
    cache: Cache

    @cached_property
    def keys(self) -> dict[str, str]:
        """A key for every frame of the map, the figures, the strategy's words, the licences and the method."""
        found, ours = self.habitat_map, self.strategy
        frames = {name: found.keys.get(name) or frame_key(getattr(found, name)) for name in FRAMES}
        figures = [f"{name} {frame_key(table)}" for name, table in sorted(found.figures.items())]
        words = (ours.record, ours.area, ours.themes, ours.priorities, ours.measures, ours.species)
        return frames | {
            "pieces": found.keys.get("pieces", frames["measures"]),
            "figures": key_of(*figures),
            "words": key_of(*words, ours.funding, ours.metric_habitats),
            "licences": key_of(*self.records.items()),
            "method": method_key(),
        }

    @property
    def republished(self) -> dict[str, Path]:
        """The layers whose features an edition may carry."""
        return {layer: path for layer, path in self.strategy.layers.items() if self.records[layer].republish}


def content_of(strategy: Strategy, habitat_map: HabitatMap, cache: Cache) -> Content:
    """What an edition of the strategy may hold. Raises NotFound or LayerRefused where a layer has no record."""
    records = read_records(strategy.layers)
    withheld = sensitive_criteria(strategy.rules, records)
    return Content(strategy, published(habitat_map, withheld), records, cache)


def method_key() -> str:
    """A key for the way files are made: this package's source, and the libraries that write."""
    sources = (path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")))
    versions = (version(library) for library in ("freestiler", "geopandas", "pmtiles", "pyarrow", "pyogrio", "shapely"))
    return key_of(lnrs.__version__, *sources, *versions, pyogrio.__gdal_version_string__, shapely.geos_version_string)


def notes(content: Content) -> dict[str, str]:
    """What every file says of where it comes from."""
    record, area = content.strategy.record, content.strategy.area
    return {
        "TITLE": record.title,
        "AREA": area.name,
        "RESPONSIBLE_AUTHORITY": area.responsible_authority,
        "EDITION": f"{record.edition} ({record.status}), as of {record.as_of.isoformat()}",
        "ATTRIBUTION": attribution(content.records),
        **({"NOTICE": "Invented for demonstration. No place, site or plan in it is real."} if record.invented else {}),
    }
