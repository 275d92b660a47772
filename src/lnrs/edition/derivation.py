"""How each step of an edition follows from those before it, from the layers to the statement."""

from collections.abc import Iterator, Mapping
from typing import Any

from lnrs.edition import present
from lnrs.edition.sources import AREA, PARCELS, expanded, layers_of_choice, site_layers
from lnrs.edition.tiles.context import LAYERS as CONTEXT_LAYERS
from lnrs.habitat_map.figures import ZONES
from lnrs.habitat_map.workings import IMPORTANCE
from lnrs.layers.record import LayerRecord
from lnrs.statement.surroundings import DRAWN_LAYERS
from lnrs.strategy.folder import Strategy


def derivation(strategy: Strategy, records: Mapping[str, LayerRecord]) -> list[dict[str, Any]]:
    """How each step follows from those before it; layers are named by their id, steps by their name."""
    return [*_land(strategy), *_places(strategy), *_files(strategy, records)]


def _land(strategy: Strategy) -> Iterator[dict[str, Any]]:
    sites = site_layers(strategy.layers)
    yield _step("important", [*sites, AREA], "Every site, clipped to the strategy area.", "data/important.parquet")
    yield _step("importance", ["important"], "The union of the sites: no overlap.", "data/importance.parquet")
    inside = {name for rule in strategy.rules.values() for name in rule.exclude.inside}
    edges = sorted("importance" if name == IMPORTANCE else name for name in inside)
    units = [PARCELS] if strategy.mapping.units == PARCELS else []
    how = "Land divided into units, cut exactly along the edges that a measure must not cross."
    yield _step("pieces", [*units, AREA, *edges], how)


def _places(strategy: Strategy) -> Iterator[dict[str, Any]]:
    for ref, layers in sorted(layers_of_choice(strategy.rules).items()):
        yield _step(f"measure {ref}", ["pieces", *expanded(layers, strategy.layers)], f"rules/{ref}.toml")
    yield _step(
        "measures",
        [f"measure {ref}" for ref in sorted(strategy.rules)],
        "Each measure's chosen pieces, with its score and the value of every criterion.",
        "data/measures.parquet",
        "data/criteria.parquet",
    )
    how = "The patches of habitat around each piece."
    yield _step("joins", ["measures", "pieces"], how, "data/joins.parquet")
    how = "The union of the mapped pieces less the areas of particular importance."
    yield _step("become", ["measures", "importance"], how, "data/become.parquet")


def _files(strategy: Strategy, records: Mapping[str, LayerRecord]) -> Iterator[dict[str, Any]]:
    if PARCELS in strategy.layers and records[PARCELS].republish:
        how = "The parcels that have a habitat, clipped to the strategy area."
        yield _step("present habitat", [PARCELS, AREA], how, present.FILE)
    zones = [layer for layer in ZONES if layer in strategy.layers]
    shown = [layer for layer in CONTEXT_LAYERS if layer in strategy.layers and records[layer].republish]
    drawn = [layer for layer in DRAWN_LAYERS if layer in strategy.layers]
    counted = ["important", "importance", "measures", "become", "pieces", *zones]
    yield _step("figures", counted, "Every hectare counted once.", "figures/")
    parts = ["important", "become", "measures"]
    how = "The national layers and the tables."
    yield _step("local habitat map", [*parts, "figures"], how, "local-habitat-map.gpkg")
    how = "The same, generalised for the screen, and what people find their place by."
    yield _step("tiles", [*parts, *shown], how, "tiles/")
    how = "Text, tables, and maps with the landscape under them."
    yield _step("statement", ["figures", "important", "importance", "measures", "become", *drawn], how, "statement/")


def _step(name: str, made_from: list[str], how: str, *files: str) -> dict[str, Any]:
    return {"name": name, "from": made_from, "how": how, "files": list(files)}
