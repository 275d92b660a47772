"""What became of imported tables, in sentences: what was guessed, and what was left."""

from collections.abc import Sequence

from lnrs.strategy.numbering import References
from lnrs.strategy.settings import is_web_address
from lnrs.strategy.weca_numbers import NO_THEME, own_ref, theme_of
from lnrs.strategy.weca_records import action_of, grant_ref, is_mapped
from lnrs.strategy.weca_source import SourceMeasure, SourceTables, number
from lnrs.strategy.wording import listed


def guesses(tables: SourceTables, refs: References) -> tuple[str, ...]:
    """Everything that the tables do not say in so many words."""
    kept = [measure for measure in tables.measures if own_ref(measure, refs)]
    silent = [measure for measure in kept if not action_of(measure)[1]]
    several = [measure for measure in kept if len(measure.priorities) > 1]
    themes = [f"{ref} {name}" for name, ref in refs.themes.items()]
    found = [f"The themes' prefixes and colours: {listed(themes)}."]
    if any(theme_of(row) == NO_THEME for row in tables.priorities):
        found.append(f"Priorities without a theme were put under one called {NO_THEME}.")
    found.append(f"The action of {_count(kept, 'measure')}, from its type or its words.")
    found += _about(silent, refs, "nothing says what is done, so the action is manage")
    found += _about(several, refs, "of several priorities, its own is the one it serves in most places")
    if tables.species:
        found.append("That every species is helped by habitat measures, not by its own.")
    if tables.grants:
        found.append("The day funding was checked is the day of the import; none is marked as verified.")
    return tuple(found)


def leavings(tables: SourceTables, refs: References) -> tuple[str, ...]:
    """Everything that was not taken over, and what a person still has to write."""
    kept = [measure for measure in tables.measures if own_ref(measure, refs)]
    mapped = [measure for measure in kept if is_mapped(measure)]
    found = _about([one for one in tables.measures if one not in kept], refs, "joined to no priority, so left out")
    found += _about(mapped, refs, "mapped, and each needs a rule")
    found += [
        f"{own_ref(measure, refs)} was mapped with the layer {measure.map_layer}: its rule can say so."
        for measure in mapped
        if measure.map_layer
    ]
    found += _missing_columns(tables, kept, refs)
    found += _grants(tables)
    if tables.left:
        found.append(f"The tables {listed(tables.left)} say where things are: put their places in as layers.")
    return tuple(found)


def _missing_columns(tables: SourceTables, kept: Sequence[SourceMeasure], refs: References) -> list[str]:
    found = ["Each theme's aim, and the habitat and principles of each measure, are to be written."]
    unsaid = [row for row in tables.priorities if not row.text("simplified_biodiversity_priority")]
    if unsaid:
        found.append(f"{_count(unsaid, 'priority', 'priorities')} without a reason: fill in the column why.")
    if tables.species:
        found.append("Why each species is a priority: fill in the column why of species.csv.")
    if standing := [measure for measure in kept if measure.standing]:
        found.append(
            f"Whether a measure is core or supplementary, said of {_count(standing, 'measure')}, has no place here."
        )
    if unusable := [one for one in kept if one.guidance and not is_web_address(one.guidance)]:
        found.append(f"Links to guidance that are no web address: {listed(own_ref(one, refs) for one in unusable)}.")
    return found


def _grants(tables: SourceTables) -> list[str]:
    without = [grant_ref(row.text("grant_id")) for row in tables.grants if not is_web_address(row.text("url"))]
    return [f"Grants without a page of their own: {listed(without)}."] if without else []


def _about(measures: Sequence[SourceMeasure], refs: References, what: str) -> list[str]:
    names = [own_ref(measure, refs) or f"number {number(measure.id)}" for measure in measures]
    return [f"{_count(names, 'measure')}: {what} ({listed(names)})."] if names else []


def _count(things: Sequence[object], one: str, more: str = "") -> str:
    return f"{len(things)} {one if len(things) == 1 else more or one + 's'}"
