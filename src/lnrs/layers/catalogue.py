"""The catalogue: every layer that a strategy can use, from catalogue.toml."""

import difflib
import tomllib
from functools import cache
from importlib.resources import files

from lnrs.errors import NotFound, Problem
from lnrs.layers.contract import Layer, layer_of


@cache
def catalogue() -> dict[str, Layer]:
    """Every layer by its id, in the order of catalogue.toml."""
    text = files("lnrs.layers").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {layer_id: layer_of(layer_id, table) for layer_id, table in tomllib.loads(text).items()}


def layer_named(layer_id: str) -> Layer:
    """The layer with this id.

    Raises NotFound, with the nearest names, where there is none.
    """
    layers = catalogue()
    if layer_id in layers:
        return layers[layer_id]
    near = difflib.get_close_matches(layer_id, layers, n=3) or sorted(layers)
    raise NotFound([Problem(layer_id, "is not a layer.", f"Layers are named like {', '.join(near)}.")])
