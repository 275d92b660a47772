"""The words that layers use for land cover, habitat and other classes, where their list is closed."""

from collections.abc import Iterator

from lnrs.layers.catalogue import catalogue
from lnrs.strategy.schema import Fault
from lnrs.strategy.toml_lines import KeyPath
from lnrs.strategy.wording import did_you_mean


def words(layer: str, column: str = "") -> tuple[str, ...]:
    """The values a column of a layer may have (its class column unless named); none where any may stand."""
    name = column or catalogue()[layer].class_column
    return next((found.oneof for found in catalogue()[layer].columns if found.name == name), ())


def unknown_words(layer: str, value: tuple[str, ...], path: KeyPath, column: str = "") -> Iterator[Fault]:
    """A fault for each value that the layer can never have; `path` is where the list of values stands."""
    if not value or layer not in catalogue():
        return
    name = column or catalogue()[layer].class_column
    if not name:
        yield Fault(path, f"{layer} has no values to choose from.", "Take value out.")
        return
    known = words(layer, name)
    for number, word in enumerate(value):
        if known and word not in known:
            what = f"'{word}' is not a {name.replace('_', ' ')} of {layer}."
            yield Fault((*path, number), what, did_you_mean(word, known))
