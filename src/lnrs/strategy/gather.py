"""Bring layers into a strategy folder, kept to its strategy area."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from lnrs.errors import CannotWrite, FetchFailed, LayerRefused, NotFound, Problem, StrategyProblems
from lnrs.layers import store
from lnrs.layers.adding import Added, add
from lnrs.layers.catalogue import catalogue, layer_named
from lnrs.layers.fetch import fetch
from lnrs.layers.progress import Progress, silence
from lnrs.strategy.settings import FILE as SETTINGS
from lnrs.strategy.settings import read_settings

AREA = "strategy_area"


def add_layer(file: Path, layer_id: str, folder: Path, **how: Any) -> Added:
    """Add a file as a layer of a strategy folder; features outside the strategy area are left out.

    `how` is what `lnrs.layers.adding.add` takes. Raises what it raises, NotFound where the folder is no strategy's, and
    LayerRefused for the boundary of another strategy area.
    """
    must_be_strategy(folder)
    if layer_id == AREA:
        return add(file, layer_id, folder / "layers", lnrs_id=area_number(folder), **how)
    return add(file, layer_id, folder / "layers", area=area_shape(folder), **how)


def fetch_layers(
    folder: Path,
    layer_ids: Sequence[str],
    *,
    every: bool = False,
    retrieved: date,
    ostn15: Path | None = None,
    progress: Progress = silence,
) -> Iterator[Added]:
    """Fetch layers for the strategy area, the area itself first, and give each as soon as it is stored.

    With `every`, also all that are offered and not there yet. A layer that fails does not keep the others from being
    stored: at the end FetchFailed is raised with the problems of all that failed. Raises NotFound for a layer or folder
    that there is not, StrategyProblems where strategy.toml does not say which area it is, and CannotWrite at once.
    """
    must_be_strategy(folder)
    problems: list[Problem] = []
    wanted = wanted_layers(folder, layer_ids, every)
    lnrs_id = area_number(folder)
    for layer_id in wanted:
        area = None if layer_id == AREA else area_shape(folder)
        if layer_id != AREA and area is None:
            problems.append(Problem(AREA, "is not there, and nothing else was fetched: it would be kept to the area."))
            break
        try:
            yield fetch(
                layer_id,
                folder / "layers",
                retrieved=retrieved,
                area=area,
                lnrs_id=lnrs_id,
                ostn15=ostn15,
                progress=progress,
            )
        except (FetchFailed, LayerRefused) as error:
            problems += [_of_layer(layer_id, problem) for problem in error.problems]
        except CannotWrite as error:
            raise CannotWrite([*problems, *error.problems]) from error
    if problems:
        raise FetchFailed(problems)


def wanted_layers(folder: Path, layer_ids: Sequence[str], every: bool) -> list[str]:
    """The layers to fetch, each once and the strategy area first, which is added where the folder does not have it.

    Raises NotFound where none is named, and for one that is not a layer.
    """
    if not layer_ids and not every:
        raise NotFound([Problem("lnrs fetch", "was not told which layers.", "Name some, or give --all.")])
    wanted = list(layer_ids) + (offered(folder) if every else [])
    for layer_id in wanted:
        layer_named(layer_id)
    if wanted and not store.file_of(folder / "layers", AREA).exists():
        wanted.insert(0, AREA)
    return sorted(dict.fromkeys(wanted), key=lambda name: name != AREA)


def _of_layer(layer_id: str, problem: Problem) -> Problem:
    """The problem with the name of its layer, which an address alone does not tell."""
    return problem if problem.where == layer_id else replace(problem, where=f"{layer_id}: {problem.where}")


def offered(folder: Path) -> list[str]:
    """Layers that a public service offers and that the folder does not hold yet."""
    return [
        layer.id
        for layer in catalogue().values()
        if layer.sources and not store.file_of(folder / "layers", layer.id).exists()
    ]


def must_be_strategy(folder: Path) -> None:
    """Raises NotFound where a folder is not a strategy's, so that no layers are put where nobody looks for them."""
    if not (folder / SETTINGS).is_file():
        advice = "Name one with --to, or begin one with `lnrs new AREA FOLDER`."
        raise NotFound([Problem(str(folder), f"is not a strategy folder (no {SETTINGS}).", advice)])


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
