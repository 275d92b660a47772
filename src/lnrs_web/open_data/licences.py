"""What each file of an edition is made from, and under which licences: told by its provenance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lnrs.edition import read
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.england.models import EnglandEdition

AREA_FILES = {
    "data/area.parquet": "strategy_area",
    "data/districts.parquet": "districts",
    "data/parishes.parquet": "parishes",
    "data/wards.parquet": "wards",
    "data/constituencies.parquet": "constituencies",
}
"""Files that are a source layer as it is."""


@dataclass(frozen=True)
class Source:
    """A layer that something was made from."""

    title: str
    publisher: str
    version: str
    licence: str
    licence_name: str
    licence_url: str
    attribution: str


OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def sources_of(edition: Edition | EnglandEdition, file: str) -> list[Source]:
    """Every source of a file of an edition, such as `data/measures.parquet`, by title."""
    if isinstance(edition, EnglandEdition):
        return _of_england(edition)
    return list(_sources(folder_of(edition), file))


def _of_england(edition: EnglandEdition) -> list[Source]:
    """The outlines, and the strategies, whose licences are their authorities' own."""
    credit = "Contains public sector information licensed under the Open Government Licence v3.0 (Natural England)."
    day = f"{edition.as_of:%-d %B %Y}"
    return [
        Source(
            *("Local Nature Recovery Strategy Areas (England), generalised", "Natural England", "2025"),
            *("OGL-UK-3.0", "Open Government Licence v3.0", OGL_URL, credit),
        ),
        Source(
            *("The strategies that are joined", "their responsible authorities", f"as of {day}"),
            *("various", "As each authority publishes its strategy", "", f"England edition of {day}."),
        ),
    ]


def licences_of(sources: Sequence[Source]) -> dict[str, str]:
    """The addresses of the licences of sources by their names."""
    return dict(sorted({one.licence_name: one.licence_url for one in sources}.items()))


def attribution_of(sources: Sequence[Source]) -> str:
    """The words that the licences of sources ask for, each once."""
    return " ".join(dict.fromkeys(one.attribution for one in sources if one.attribution))


@lru_cache(maxsize=512)
def _sources(folder: Path, file: str) -> tuple[Source, ...]:
    found = read.provenance(folder)
    sources, steps = found["sources"], {one["name"]: one for one in found["derivation"]}
    if file in AREA_FILES:
        layers = {AREA_FILES[file]}
    else:
        begun = [name for name, step in steps.items() if any(file.startswith(made) for made in step["files"])]
        layers = _layers_behind(begun, steps)
    used = [sources[name] for name in layers if name in sources]
    columns = Source.__dataclass_fields__
    return tuple(sorted((Source(**{name: one[name] for name in columns}) for one in used), key=lambda one: one.title))


def _layers_behind(steps: Sequence[str], known: Mapping[str, Any]) -> set[str]:
    """The names that steps rest on and that are no steps themselves."""
    layers, ahead, seen = set(), list(steps), set(steps)
    while ahead:
        for name in known[ahead.pop()]["from"]:
            if name not in known or name in seen:
                layers |= {name} - known.keys()
            else:
                seen.add(name)
                ahead.append(name)
    return layers
