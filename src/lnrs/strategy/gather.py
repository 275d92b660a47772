"""Bring layers into a strategy folder, kept to its strategy area."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from lnrs.errors import FetchFailed, LayerRefused, NotFound, Problem, StrategyProblems
from lnrs.layers import store
from lnrs.layers.adding import Added, add
from lnrs.layers.catalogue import catalogue, layer_named
from lnrs.layers.fetch import fetch
from lnrs.layers.progress import Progress, silence
from lnrs.strategy.settings import read_settings

AREA = "strategy_area"


def add_layer(file: Path, layer_id: str, folder: Path, **how: Any) -> Added:
    """Add a file as a layer of a strategy folder; features outside the strategy area are left out.

    `how` is what `lnrs.layers.adding.add` takes. Raises what it raises.
    """
    area = None if layer_id == AREA else area_shape(folder)
    return add(file, layer_id, folder / "layers", area=area, **how)


def fetch_layers(
    folder: Path,
    layer_ids: Sequence[str],
    *,
    every: bool = False,
    retrieved: date,
    ostn15: Path | None = None,
    progress: Progress = silence,
) -> list[Added]:
    """Fetch layers for the strategy area, the area itself first; with `every`, all that are offered and not there yet.

    A layer that fails does not keep the others from being stored; raises FetchFailed or LayerRefused at the end, with
    the problems of all that failed. Raises StrategyProblems where strategy.toml does not say which area it is.
    """
    wanted = list(layer_ids) + (offered(folder) if every else [])
    if not wanted:
        raise NotFound([Problem("lnrs fetch", "was not told which layers.", "Name some, or give --all.")])
    if AREA not in wanted and area_shape(folder) is None:
        wanted.insert(0, AREA)
    for layer_id in wanted:
        layer_named(layer_id)
    lnrs_id = area_number(folder)
    fetched: list[Added] = []
    problems: list[Problem] = []
    for layer_id in sorted(dict.fromkeys(wanted), key=lambda name: name != AREA):
        area = None if layer_id == AREA else area_shape(folder)
        try:
            got = fetch(
                layer_id,
                folder / "layers",
                retrieved=retrieved,
                area=area,
                lnrs_id=lnrs_id,
                ostn15=ostn15,
                progress=progress,
            )
            fetched.append(got)
        except (FetchFailed, LayerRefused) as error:
            problems += error.problems
            if layer_id == AREA:
                break  # nothing can be kept to an area that is not known
    if problems:
        raise FetchFailed(problems)
    return fetched


def offered(folder: Path) -> list[str]:
    """Layers that a public service offers and that the folder does not hold yet."""
    return [
        layer.id
        for layer in catalogue().values()
        if layer.sources and not store.file_of(folder / "layers", layer.id).exists()
    ]


def area_shape(folder: Path) -> Any:
    """The shape of the strategy area, or None where the folder does not hold it yet."""
    file = store.file_of(folder / "layers", AREA)
    return shapely.union_all(store.read(file).geometry.to_numpy()) if file.exists() else None


def area_number(folder: Path) -> int:
    """The number of the folder's strategy area. Raises StrategyProblems where strategy.toml does not say."""
    settings, problems = read_settings(folder)
    if settings.area is None:
        raise StrategyProblems(problems)
    return settings.area.lnrs_id


def in_words(added: Added) -> Iterator[str]:
    """What was stored and what was changed on the way, for a person to read."""
    record = added.record
    outside = f", {added.rows_outside:,} outside the strategy area left out" if added.rows_outside else ""
    count = f"{record.rows:,} feature{'' if record.rows == 1 else 's'}" if record.rows else "stored"
    version = record.version or "unknown"
    yield f"{added.file.name}: {count}{outside}. {record.publisher}, {record.licence}, version {version}."
    yield from (f"  note: {note}" for note in record.notes)
    if record.repairs:
        yield f"  mended {len(record.repairs):,}; every one is in {added.file.with_suffix('.toml').name}:"
    for repair in record.repairs[:20]:
        change = f"{repair.area_before_m2:,.0f} m2 before, {repair.area_after_m2:,.0f} m2 after"
        yield f"    row {repair.row} ({repair.ref}): {repair.reason}; {repair.done}; {change}"
    if len(record.repairs) > 20:
        yield f"    and {len(record.repairs) - 20:,} more"
