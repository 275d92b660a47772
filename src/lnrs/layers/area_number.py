"""Whether a boundary is that of the strategy area that it says, and of the one that is wanted."""

import geopandas as gpd

from lnrs.errors import Problem
from lnrs.layers.contract import Layer
from lnrs.layers.origin import Origin
from lnrs.model import areas

LAYER = "strategy_area"


def number_problems(frame: gpd.GeoDataFrame, layer: Layer, wanted: int | None, origin: Origin) -> list[Problem]:
    """A boundary with another number than its name has, or than the strategy area that is wanted, if one is."""
    if layer.id != LAYER:
        return []
    numbers = {area.name: area.lnrs_id for area in areas()}
    problems = []
    for number, name in zip(frame["lnrs_id"], frame["name"], strict=True):
        if numbers.get(name, number) != number:
            what = f"says that {name} is strategy area {number}; it is {numbers[name]}."
            problems.append(Problem(origin.name, what, f"Say so with --set lnrs_id={numbers[name]}."))
        elif wanted is not None and wanted != number:
            advice = "Choose the one that is wanted with --where COLUMN=VALUE, or correct area in strategy.toml."
            problems.append(Problem(origin.name, of_another(number, wanted), advice))
    return problems


def of_another(number: int, wanted: int) -> str:
    """What to say of a boundary that is another strategy area's."""
    names = {area.lnrs_id: f" ({area.name})" for area in areas()}
    found, asked = f"{number}{names.get(number, '')}", f"{wanted}{names.get(wanted, '')}"
    return f"is the boundary of strategy area {found}; the strategy is for {asked}."
