"""Which layers each thing is made from: a rule, a measure's places, every file of the edition."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from lnrs.habitat_map.facts import fact_for
from lnrs.habitat_map.important import SITE_TYPES
from lnrs.habitat_map.workings import IMPORTANCE
from lnrs.layers.record import LayerRecord, read_record
from lnrs.strategy.rule import Criterion, Rule

PARCELS, AREA = "land_parcels", "strategy_area"


def read_records(layers: Mapping[str, Path]) -> dict[str, LayerRecord]:
    """The record of every layer of a strategy folder, by its id. Raises NotFound or LayerRefused."""
    return {layer: read_record(path.with_suffix(".toml")) for layer, path in sorted(layers.items())}


def layers_of_criterion(criterion: Criterion) -> tuple[str, ...]:
    """The layers that a criterion is measured from."""
    return fact_for(criterion).sources


def layers_of_rule(rule: Rule) -> tuple[str, ...]:
    """Every layer that a rule reads, the areas of importance as that one name, in alphabetical order."""
    parcels = rule.eligible.land_cover or rule.eligible.habitat or rule.exclude.land_cover or rule.exclude.habitat
    return tuple(
        sorted(
            {
                *((PARCELS,) if parcels else ()),
                *(share.layer for share in rule.eligible.where),
                *rule.exclude.inside,
                *(layer for criterion in rule.criteria for layer in layers_of_criterion(criterion)),
            }
        )
    )


def layers_of_choice(rules: Mapping[str, Rule]) -> dict[str, tuple[str, ...]]:
    """By measure, every layer that where it goes rests on: its rule's, and where it is chosen together with others,
    theirs too."""
    own = {ref: set(layers_of_rule(rule)) for ref, rule in rules.items()}
    at_once = {ref for ref, rule in rules.items() if rule.select.by == "optimisation"}
    shared = set().union(*(own[ref] for ref in at_once))
    return {ref: tuple(sorted(layers | (shared if ref in at_once else set()))) for ref, layers in own.items()}


def site_layers(layers: Iterable[str]) -> tuple[str, ...]:
    """The layers that areas of particular importance are made from, of those that are there."""
    there = set(layers)
    return tuple(kind.layer for kind in SITE_TYPES if kind.layer in there)


def expanded(names: Iterable[str], layers: Iterable[str]) -> tuple[str, ...]:
    """Layers of a rule with the areas of importance spelt out as the layers that they are made from."""
    there = set(layers)
    spelt = {layer for name in names for layer in (site_layers(there) if name == IMPORTANCE else (name,))}
    return tuple(sorted(spelt & there))
