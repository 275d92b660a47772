"""`layers/`: one data file and one record for each layer."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from lnrs.errors import Problem
from lnrs.layers.catalogue import catalogue
from lnrs.layers.store import file_of, problems_of
from lnrs.strategy.rule_files import is_program_litter
from lnrs.strategy.wording import closest

_LEFT_BY_GIS = (".aux.xml", "-wal", "-shm", "-journal", ".qmd", ".qml", ".ovr")


def read_layer_files(folder: Path) -> tuple[dict[str, Path], list[Problem]]:
    """The file of each layer in the folder, in the catalogue's order, and everything wrong with `layers/`.

    The features are not read here: a layer is checked against its contract when it is put in the folder, and here only
    against the hash in its record, which says whether it is still the same.
    """
    layers = folder / "layers"
    found = _names(layers)
    expected = {name: layer_id for layer_id in catalogue() for name in (_file_name(layer_id), f"{layer_id}.toml")}
    problems = [_stranger(name, expected) for name in found if name not in expected]
    for layer_id in dict.fromkeys(expected[name] for name in found if name in expected):
        problems += [replace(one, where=f"layers/{one.where}") for one in problems_of(layers, layer_id)]
    return {one: file_of(layers, one) for one in catalogue() if _file_name(one) in found}, problems


def _file_name(layer_id: str) -> str:
    return file_of(Path(), layer_id).name


def _names(layers: Path) -> list[str]:
    """Names of the files in the folder that a person put there, in order."""
    paths = sorted(layers.iterdir()) if layers.is_dir() else []
    return [path.name for path in paths if not is_program_litter(path) and not path.name.endswith(_LEFT_BY_GIS)]


def _stranger(name: str, expected: Iterable[str]) -> Problem:
    stem = name.split(".")[0]
    likeliest = closest(name, expected)
    do = f"Did you mean {likeliest}?" if likeliest else "Put data in with `lnrs add FILE --as LAYER`."
    if stem in catalogue():
        do = f"`lnrs add {name} --as {stem}` makes {_file_name(stem)} of it."
    return Problem(f"layers/{name}", "this is not the name of a layer.", do)
