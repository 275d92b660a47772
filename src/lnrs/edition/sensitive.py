"""What an edition may not tell: a criterion measured from sensitive records leads back to where they are.

The value of such a criterion is withheld from every file, and with it the score and the measure's mean score, from
which it could be worked out; its name and weight stay, so that a reader sees that it counted. The records themselves
are in no edition.
"""

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from lnrs.edition.sources import layers_of_criterion
from lnrs.habitat_map.build import HabitatMap
from lnrs.habitat_map.cache import key_of
from lnrs.layers.record import LayerRecord
from lnrs.strategy.rule import Rule

Withheld = dict[str, tuple[str, ...]]
"""For each measure that has any, the names of the criteria whose values are withheld."""


TOLD_IN_ONE = "together"
"""The figure that adds up the scores of several measures: less those of the others it would give a withheld mean."""


def sensitive_criteria(rules: Mapping[str, Rule], records: Mapping[str, LayerRecord]) -> Withheld:
    """The criteria that are measured from a layer whose record is marked sensitive."""
    sensitive = {layer for layer, record in records.items() if record.sensitive}
    found = {
        ref: tuple(one.name for one in rule.criteria if sensitive & set(layers_of_criterion(one)))
        for ref, rule in rules.items()
    }
    return {ref: names for ref, names in found.items() if names}


def published(habitat_map: HabitatMap, withheld: Withheld) -> HabitatMap:
    """The map as it may be published: without the values of those criteria, and without the scores made with them."""
    if not told(habitat_map, withheld):
        return habitat_map
    criteria, mapped = habitat_map.criteria, habitat_map.measures
    shown = ~rows_of(criteria, mapped, withheld)
    scored = ~mapped["measure"].isin(list(withheld)).to_numpy()
    means = habitat_map.figures["by_measure"]
    told_of = ~means["measure"].isin(list(withheld)).to_numpy()
    keys = {name: key_of(habitat_map.keys[name], *withheld.items()) for name in ("measures", "criteria")}
    return replace(
        habitat_map,
        criteria=criteria.assign(value=criteria["value"].where(shown), points=criteria["points"].where(shown)),
        measures=mapped.assign(score=mapped["score"].where(scored)),
        figures={name: table for name, table in habitat_map.figures.items() if name != TOLD_IN_ONE}
        | {"by_measure": means.assign(mean_score=means["mean_score"].where(told_of))},
        keys=habitat_map.keys | keys,
    )


def told(habitat_map: HabitatMap, withheld: Withheld) -> int:
    """How many numbers in a map that is to be published lead back to sensitive records."""
    criteria, mapped, means = habitat_map.criteria, habitat_map.measures, habitat_map.figures["by_measure"]
    hidden = rows_of(criteria, mapped, withheld)
    values = hidden & (criteria["value"].notna() | criteria["points"].notna()).to_numpy()
    scores = mapped["measure"].isin(list(withheld)).to_numpy() & mapped["score"].notna().to_numpy()
    mean_scores = means["measure"].isin(list(withheld)).to_numpy() & means["mean_score"].notna().to_numpy()
    return int(values.sum() + scores.sum() + mean_scores.sum()) + bool(withheld and TOLD_IN_ONE in habitat_map.figures)


def rows_of(criteria: pd.DataFrame, mapped: gpd.GeoDataFrame, withheld: Withheld) -> np.ndarray:
    """Which rows of the criteria are of the criteria named."""
    rows = np.zeros(len(criteria), bool)
    if withheld:
        measure = mapped.set_index("pm_loc_id")["measure"].reindex(criteria["pm_loc_id"]).to_numpy(object)
        name = criteria["criterion"].to_numpy(object)
        for ref, names in withheld.items():
            rows |= (measure == ref) & np.isin(name, names)
    return rows
