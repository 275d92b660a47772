"""From one state to a better one: which enhancements the metric allows, and how many years they take."""

from collections.abc import Callable, Mapping

from lnrs.bng.parcels import State
from lnrs.bng.tables import LOWER, Habitat, Module, Tables

Path = int | str
"""Years to target, or in words why there is no such enhancement."""


def enhancement_path(module: Module, before: State, after: State, tables: Tables, *, irreplaceable: bool) -> Path:
    """Years that an enhancement takes, or why it is none. Both habitats and conditions have to be known ones."""
    was, becomes = tables.habitats[module][before.habitat], tables.habitats[module][after.habitat]
    if becomes.score < was.score:
        return f"{after.habitat} is of lower distinctiveness than {before.habitat}."
    if tables.condition_score[after.condition] < tables.condition_score[before.condition]:
        return f"its condition would go down, from {before.condition} to {after.condition}."
    if irreplaceable and was != becomes:
        return "irreplaceable habitat stays what it is."
    if not becomes.enhancement_difficulty:
        return f"{after.habitat} cannot be enhanced."
    return _PATHS[module](was, before, becomes, after, tables)


def _area(was: Habitat, before: State, becomes: Habitat, after: State, tables: Tables) -> Path:
    if was != becomes and was.band in ("V.High", "High"):
        return f"habitat of {was.band} distinctiveness stays what it is."
    sources = tables.only_from.get(becomes.name, (was.name,))
    if was.name not in sources:
        return f"{becomes.name} comes of {' or '.join(sources)} alone."
    if was.score == becomes.score and _no_better(before, after, tables):
        return "neither its condition nor its distinctiveness would rise."
    start = before.condition if was.score == becomes.score or was == becomes else LOWER
    return _looked_up(tables.enhancement_years["area"][becomes.name], start, after)


def _hedgerow(was: Habitat, before: State, becomes: Habitat, after: State, tables: Tables) -> Path:
    change = tables.hedgerow_change[was.name].get(becomes.name)
    if change is None:
        return f"{was.name} cannot become {becomes.name}."
    if change != "same":
        return int(change)
    if _no_better(before, after, tables):
        return "neither its condition nor its distinctiveness would rise."
    return _looked_up(tables.enhancement_years["hedgerow"][becomes.name], before.condition, after)


def _watercourse(was: Habitat, before: State, becomes: Habitat, after: State, tables: Tables) -> Path:
    if was.score < becomes.score:
        return tables.watercourse_change_years
    if was != becomes and was.band == "High":
        return f"habitat of {was.band} distinctiveness stays what it is."
    return _looked_up(tables.enhancement_years["watercourse"][""], before.condition, after)


def _no_better(before: State, after: State, tables: Tables) -> bool:
    return tables.condition_score[before.condition] == tables.condition_score[after.condition]


def _looked_up(years: Mapping[str, int], start: str, after: State) -> Path:
    found = years.get(f"{start} - {after.condition}")
    if found is None:
        began = "a habitat of lower distinctiveness" if start == LOWER else f"condition {start}"
        return f"{after.habitat} in condition {after.condition} cannot be had from {began}."
    return found


_PATHS: Mapping[Module, Callable[[Habitat, State, Habitat, State, Tables], Path]] = {
    "area": _area,
    "hedgerow": _hedgerow,
    "watercourse": _watercourse,
}
