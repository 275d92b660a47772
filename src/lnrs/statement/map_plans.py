"""Which maps the statement has: what is marked on each, in which style, and the same facts in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from lnrs.document.colours import tones
from lnrs.document.patterns import PATTERNS, Style
from lnrs.document.tree import Content, LegendEntry, Strong
from lnrs.habitat_map.important import SITE_TYPES
from lnrs.model import PotentialMeasure, Priority, Theme
from lnrs.statement.maps.render import Mark
from lnrs.statement.material import Material
from lnrs.statement.plain_words import counted, ha, heading_words, percent
from lnrs.strategy.wording import listed

IMPORTANT_BEHIND = Style("#c3d0b4")
"""Areas of particular importance where they are only the setting for something else."""
IMPORTANT = Style("#2f6b3c")
COULD_BECOME = Style("#b0561b", "rising")

SITE_STYLES = (
    ("Local Wildlife Site", ("LWS",), Style("#8a6d1f", "dotted")),
    ("Irreplaceable habitat", ("IRREP",), Style("#5d3f8c", "level")),
    ("National conservation site", tuple(dict.fromkeys(t.code for t in SITE_TYPES if t.national)), Style("#1d6b47")),
    ("Local Nature Reserve", ("LNR",), Style("#b3275c", "crossed")),
)

LAND_COVER_STYLES = (
    ("Arable land", ("arable",), Style("#dcc283")),
    ("Improved grassland", ("improved grassland",), Style("#b4c77c")),
    ("Semi-natural grassland and heath", ("semi-natural grassland", "heathland"), Style("#7a8c2a", "dotted")),
    ("Woodland and scrub", ("broadleaved woodland", "coniferous woodland", "scrub"), Style("#2c6a41")),
    ("Orchard", ("orchard",), Style("#a5502f", "upright")),
    ("Fresh water, fen and reedbed", ("freshwater", "fen and reedbed"), Style("#2f6f9f")),
    ("Coast", ("saltmarsh", "mudflat", "sand dune", "shingle", "cliff"), Style("#9fb3bb")),
    ("Towns, parks and gardens", ("built-up", "parks and gardens"), Style("#8f8478")),
)


Parcels = Callable[[], gpd.GeoDataFrame | None]


@dataclass(frozen=True)
class MapPlan:
    """One map before it is drawn. `key` names its picture and its place in the document."""

    key: str
    caption: str
    alt: str
    marks: Callable[[], tuple[Mark, ...]]
    """Gathers the shapes; only asked for when the map has to be drawn."""
    content: tuple[str, ...]
    """Keys of everything the marks are made from: the same content is the same picture."""
    legend: tuple[LegendEntry, ...]
    note: Content = ()


def plans_for(material: Material, parcels: Parcels) -> tuple[MapPlan, ...]:
    """Every map of the statement: land cover, what is important, what could become so, each theme's measures.

    `parcels` reads the land parcels, and is only asked when they have to be drawn.
    """
    plans = [_land_cover(material, parcels), _important(material), _could_become(material)]
    return tuple(plan for plan in (*plans, *_themes(material)) if plan is not None)


def _land_cover(material: Material, parcels: Parcels) -> MapPlan | None:
    table = material.table("land_cover")
    if table is None or "land_parcels" not in material.strategy.layers:
        return None
    held = dict(zip(table["land_cover"], table["area_ha"].astype(float), strict=True))
    areas = {name: sum(held.get(kind, 0.0) for kind in kinds) for name, kinds, _ in LAND_COVER_STYLES}
    present = [group for group in LAND_COVER_STYLES if areas[group[0]] > 0]
    largest = sorted(present, key=lambda group: -areas[group[0]])[:3]
    facts = listed(f"{name.lower()} {percent(material.share(areas[name]))}" for name, *_ in largest)
    return MapPlan(
        "land-cover",
        f"Land cover of {material.strategy.area.name}",
        f"Map of {material.strategy.area.name} coloured by land cover. The largest kinds are {facts}.",
        lambda: _land_cover_marks(parcels()),
        (_key(material, "land_parcels"), str(LAND_COVER_STYLES)),
        tuple(_entry(style, name, ha(areas[name])) for name, _, style in present),
    )


def _land_cover_marks(parcels: gpd.GeoDataFrame | None) -> tuple[Mark, ...]:
    if parcels is None:
        return ()
    shapes, cover = parcels.geometry.to_numpy(), parcels["land_cover"].to_numpy()
    return tuple(Mark(style, shapes[np.isin(cover, kinds)]) for _, kinds, style in LAND_COVER_STYLES)


def _important(material: Material) -> MapPlan | None:
    sites = material.habitat_map.important
    if sites.empty:
        return None
    kind = sites["apib_type"].to_numpy()
    present = [(name, rows, style) for name, codes, style in SITE_STYLES if (rows := np.isin(kind, codes)).any()]
    held = material.figure["important"]
    return MapPlan(
        "important",
        "Areas of particular importance for biodiversity",
        f"Map of the areas of particular importance in {material.strategy.area.name}: {ha(held)}, "
        f"{percent(material.share(held))} of the area.{_most_in(material, 'important_ha')}",
        lambda: tuple(Mark(style, sites.geometry.to_numpy()[rows]) for _, rows, style in present),
        (_key(material, "important"), str(SITE_STYLES)),
        tuple(_entry(style, name, counted(int(rows.sum()), "site")) for name, rows, style in present),
        (
            "Where kinds of site overlap, the one lower in the key is drawn on top. A site of several types counts "
            "under each.",
        ),
    )


def _could_become(material: Material) -> MapPlan | None:
    habitat_map = material.habitat_map
    if habitat_map.become.empty:
        return None
    important, become = material.figure["important"], material.figure["could_become"]
    return MapPlan(
        "could-become",
        "The local habitat map: areas that are, and that could become, of particular importance",
        f"Map of {material.strategy.area.name}. Areas of particular importance cover {ha(important)}; areas that could "
        f"become so cover a further {ha(become)}, {percent(material.share(become))} of the area."
        f"{_most_in(material, 'could_become_ha')}",
        lambda: (_importance(material, IMPORTANT), Mark(COULD_BECOME, habitat_map.become.geometry.to_numpy())),
        (_key(material, "important"), _key(material, "become"), str(IMPORTANT), str(COULD_BECOME)),
        (
            _entry(IMPORTANT, "Of particular importance", ha(important)),
            _entry(COULD_BECOME, "Could become of particular importance", ha(become)),
        ),
    )


def _themes(material: Material) -> Iterator[MapPlan]:
    for theme in material.strategy.themes:
        ours = [(one, refs) for one in material.priorities_of(theme.prefix) if (refs := _mapped(material, one))]
        if ours:
            yield _theme(material, theme, ours)


def _mapped(material: Material, priority: Priority) -> list[PotentialMeasure]:
    """The measures numbered under a priority that are mapped on some land."""
    return [one for one in material.measures_of(priority.ref) if material.mapped_ha.get(one.ref, 0.0) > 0]


@dataclass(frozen=True)
class Drawn:
    """A priority on its theme's map: its measures, the rows of the map's measures that show it, and their hectares."""

    priority: Priority
    measures: list[PotentialMeasure]
    style: Style
    rows: npt.NDArray[np.int64]
    area_ha: float


def _theme(material: Material, theme: Theme, ours: list[tuple[Priority, list[PotentialMeasure]]]) -> MapPlan:
    """Each priority has a style; the smallest is drawn last, so that none is hidden."""
    styles = [Style(tone, PATTERNS[k % len(PATTERNS)]) for k, tone in enumerate(tones(theme.colour, len(ours)))]
    drawn = [_drawn(material, *one, style) for one, style in zip(ours, styles, strict=True)]
    by_size = sorted(drawn, key=lambda one: -one.area_ha)
    piece = material.habitat_map.measures["piece"].to_numpy()
    return MapPlan(
        f"theme-{theme.prefix}",
        f"{theme.name}: mapped measures",
        _theme_alt(material, theme, drawn),
        lambda: (_importance(material, IMPORTANT_BEHIND), *(_mark(material, one) for one in by_size)),
        (
            _key(material, "important"),
            _key(material, "pieces"),
            str(IMPORTANT_BEHIND),
            *(f"{one.style} {sha256(piece[one.rows].tobytes()).hexdigest()}" for one in by_size),
        ),
        (*map(_theme_entry, drawn), LegendEntry(IMPORTANT_BEHIND, ("Of particular importance already",))),
        ("Measures overlap; where two priorities do, the smaller is drawn on top.",) if len(drawn) > 1 else (),
    )


def _drawn(material: Material, priority: Priority, measures: list[PotentialMeasure], style: Style) -> Drawn:
    """The pieces of land on which any of these measures is mapped, each once."""
    table = material.habitat_map.measures
    ours = np.flatnonzero(table["measure"].isin([measure.ref for measure in measures]).to_numpy())
    _, first = np.unique(table["piece"].to_numpy()[ours], return_index=True)
    rows = ours[first]
    return Drawn(priority, measures, style, rows, float(table["area_ha"].to_numpy()[rows].sum()))


def _mark(material: Material, one: Drawn) -> Mark:
    return Mark(one.style, material.habitat_map.measures.geometry.to_numpy()[one.rows])


def _theme_entry(one: Drawn) -> LegendEntry:
    refs = listed([measure.ref for measure in one.measures])
    return LegendEntry(
        one.style, (Strong((one.priority.ref,)), f" {heading_words(one.priority.priority)} ({refs}): {ha(one.area_ha)}")
    )


def _theme_alt(material: Material, theme: Theme, drawn: list[Drawn]) -> str:
    each = listed(f"{one.priority.ref} on {ha(one.area_ha)}" for one in drawn)
    count = sum(len(one.measures) for one in drawn)
    return (
        f"Map of {material.strategy.area.name} with {counted(count, 'mapped measure')} for {theme.name}: "
        f"{each}, each hectare counted once for a priority."
    )


def _key(material: Material, name: str) -> str:
    return material.habitat_map.keys.get(name, "")


def _importance(material: Material, style: Style) -> Mark:
    return Mark(style, material.habitat_map.importance.geometry.to_numpy())


def _entry(style: Style, name: str, amount: str) -> LegendEntry:
    return LegendEntry(style, (f"{name}: {amount}",))


def _most_in(material: Material, column: str) -> str:
    """A sentence on the districts with the most, or nothing where there are no districts."""
    table = material.table("by_district")
    if table is None or float(table[column].sum()) <= 0:
        return ""
    most = table.sort_values([column, "name"], ascending=[False, True], kind="stable").head(3)
    most = most[most[column] > 0]
    places = listed(f"{name} ({ha(float(held))})" for name, held in zip(most["name"], most[column], strict=True))
    return f" Most is in {places}."
