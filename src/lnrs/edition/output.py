"""A large file of an edition that can be made by itself, in another process too, and is not made again in vain."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lnrs.errors import CannotWrite
from lnrs.habitat_map.cache import Cache


@dataclass(frozen=True)
class Output:
    """One file: its path in the edition, a key for all that it is made from, and how to make it.

    `make` may write nothing where there is nothing to show. An output can be handed to another process.
    """

    path: str
    key: str
    make: Callable[[Path], None]


def kept(output: Output, cache: Cache) -> Path:
    """The finished file in the cache, where it is made if it is not there; empty where there is nothing to show.

    Raises CannotWrite, naming the output.
    """

    def make(place: Path) -> None:
        named = place.with_name(f"{place.name}{Path(output.path).suffix}")  # writers choose a format by its ending
        try:
            output.make(named)
        except CannotWrite as error:
            raise CannotWrite([replace(problem, where=output.path) for problem in error.problems]) from error
        if named.exists():
            named.replace(place)
        else:
            place.touch()

    return cache.file(output.key, make)
