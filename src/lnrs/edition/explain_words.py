"""An explanation in words, for a terminal or an e-mail to a landowner."""

from collections.abc import Iterator, Sequence

from lnrs.edition.explanation import (
    CriterionHere,
    HabitatJoined,
    MeasureExplained,
    MeasureHere,
    PlaceExplained,
    SourceUsed,
)

KINDS = {
    "SSSI": "Site of Special Scientific Interest",
    "SAC": "Special Area of Conservation",
    "SPA": "Special Protection Area",
    "RAMSAR": "Ramsar site",
    "NNR": "National Nature Reserve",
    "MCZ": "Marine Conservation Zone",
    "LNR": "Local Nature Reserve",
    "LWS": "Local Wildlife Site",
    "IRREP": "irreplaceable habitat",
}


def in_words(found: PlaceExplained | MeasureExplained) -> str:
    """The whole explanation as text."""
    lines = _place(found) if isinstance(found, PlaceExplained) else _measure(found)
    return "\n".join([*lines, "", *_sources(found.sources), *_edition(found)])


GAINED = "ha per ha"
"""The unit of connected habitat gained."""


def criterion_words(one: CriterionHere, area_ha: float = 0.0) -> str:
    """One criterion in a sentence: `near lowland meadow: 120 m; 0.80 of 1 point, 75% of the score`.

    A distance at the limit of what was measured is so much "or more"; connected habitat is also told for the whole of
    a piece of `area_ha`.
    """
    of_score = f"{one.share_of_score:.0%} of the score"
    if one.value is None or one.points is None:
        return f"{one.name}: withheld, because it is measured from records of sensitive species; {of_score}"
    more = " or more" if one.limit_m is not None and one.value >= one.limit_m else ""
    if one.unit == GAINED and area_ha:
        more = f", {one.value * area_ha:,.1f} ha with the whole piece"
    return f"{one.name}: {value_words(one.value, one.unit)}{more}; {one.points:.2f} of 1 point, {of_score}"


def value_words(value: float, unit: str) -> str:
    """A criterion's value with its unit: `120 m`, `45%`, `3.2 degrees`, `1.84 index`."""
    match unit:
        case "m":
            return f"{value:,.0f} m"
        case "share":
            return f"{value:.0%}"
        case "deg":
            return f"{value:.1f} degrees"
        case _ if unit == GAINED:
            return f"{value:.2f} ha of connected habitat gained with each hectare"
        case _:
            return f"{value:,.{0 if abs(value) >= 10 or value == round(value) else 2}f} {unit}".strip()


def _place(found: PlaceExplained) -> Iterator[str]:
    where = ", ".join(name for name in (found.parish, found.district) if name)
    yield f"{found.grid_reference} ({found.easting:.0f}, {found.northing:.0f}){f', {where}' if where else ''}"
    yield ""
    for site in found.important:
        kind = KINDS.get(site.kind, site.kind)
        yield f"Of particular importance: {site.name}, {kind} {site.ref}, {site.area_ha:,.1f} ha."
    if not found.important:
        yield "In no area of particular importance for biodiversity."
    if found.could_become_ha is not None:
        yield f"Could become of particular importance, as part of {found.could_become_ha:,.1f} ha."
    if not found.measures:
        yield "No potential measure is mapped here. One may still be welcome: the map shows where each would do most."
    for measure in found.measures:
        yield from ("", *_measure_here(measure))


def _measure_here(found: MeasureHere) -> Iterator[str]:
    yield f"{found.ref} {found.measure}"
    score = "Its score is withheld" if found.score is None else f"Score {found.score:.2f} of 1"
    yield f"  {score}, on a piece of {found.area_ha:,.2f} ha (parcel {found.parcel}, place {found.place})."
    yield from (f"  - {criterion_words(one, found.area_ha)}" for one in found.criteria)
    for habitat in found.joins:
        yield from _joins(habitat)
    yield from _rule(found.rule)
    yield from _served(found.priorities)


def _joins(found: HabitatJoined) -> Iterator[str]:
    """What would be joined, from what is nearest to what is farthest."""
    yield f"  {found.habitat.capitalize()} around it, within {found.within_m / 1000:g} km:"
    if found.part_of_ha:
        yield f"  - it is part of a patch of {found.part_of_ha:,.1f} ha"
    yield f"  - it touches {_patches(found.touching, found.touching_ha) if found.touching else 'none'}"
    if found.others:
        nearest = (
            f"the nearest is {found.nearest_m:,.0f} m away at {found.nearest_at} and has {found.nearest_ha:,.1f} ha"
        )
        yield f"  - farther off {_patches(found.others, found.others_ha)}; {nearest}"
    else:
        yield "  - none farther off"


def _patches(count: int, area_ha: float) -> str:
    return f"{count:,} patch{'' if count == 1 else 'es'}, {area_ha:,.1f} ha"


def _measure(found: MeasureExplained) -> Iterator[str]:
    yield f"{found.ref} {found.measure}"
    yield f"  {found.detail}"
    yield from _served(found.priorities)
    if not found.mapped:
        yield f"  It has no place on the map: {found.not_mapped_because or 'no reason is given.'}"
        return
    mean = "Its scores are withheld." if found.mean_score is None else f"Mean score {found.mean_score:.2f}."
    yield (
        f"  Mapped on {found.pieces:,} pieces of land, {found.area_ha:,.1f} ha of the {found.eligible_ha:,.1f} ha that "
        f"it can go on; {found.could_become_ha:,.1f} ha of it lie outside areas of importance. "
        f"{mean}"
    )
    yield from _rule(found.rule)
    if found.best_places:
        yield "  Would do most at:"
        yield from (
            f"  - {one.grid_reference}: score {one.score:.2f}, {one.area_ha:,.2f} ha" for one in found.best_places
        )


def _served(priorities: Sequence[str]) -> Iterator[str]:
    yield "  It serves:"
    yield from (f"    {priority}" for priority in priorities)


def _rule(sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield "  The rule:"
        yield from (f"    {sentence}" for sentence in sentences)


def _sources(sources: Sequence[SourceUsed]) -> Iterator[str]:
    if sources:
        yield "Made from"
    for one in sources:
        version = f"version {one.version or 'not stated'}, retrieved {one.retrieved}"
        yield f"  {one.title}: {one.publisher}, {version} ({one.licence})"


def _edition(found: PlaceExplained | MeasureExplained) -> Iterator[str]:
    yield f"Edition {found.edition}, as of {found.as_of}."
    if found.invented:
        yield "This is an invented example: no place, site or plan in it is real."
