"""Draw the statement's maps, on every core, and only those whose content has changed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache as remembered
from os import cpu_count
from pathlib import Path

from lnrs.document.tree import Figure
from lnrs.habitat_map.build import HabitatMap
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.statement import map_plans
from lnrs.statement.map_plans import MapPlan, Parcels, plans_for
from lnrs.statement.maps.frame import Frame, frame_over
from lnrs.statement.maps.render import Base, draw_base, render_map
from lnrs.statement.material import Material
from lnrs.statement.surroundings import DRAWN_LAYERS, land_parcels, landscape_of
from lnrs.strategy.folder import Strategy


@dataclass(frozen=True)
class Picture:
    """A drawn map: the figure that shows it, under the key of its plan, and its bytes."""

    key: str
    figure: Figure
    png: bytes


def draw_maps(material: Material, cache: Cache | None, progress: Callable[[float], None]) -> list[Picture]:
    """Every map of the statement, in the order of the plans. `progress` gets the share (0-1) that is done."""
    parcels = remembered(lambda: land_parcels(material.strategy.layers))
    plans = plans_for(material, parcels)
    return draw_plans(material.strategy, material.habitat_map, plans, parcels, cache, progress)


def draw_plans(
    strategy: Strategy,
    habitat_map: HabitatMap,
    plans: Sequence[MapPlan],
    parcels: Parcels,
    cache: Cache | None,
    progress: Callable[[float], None],
) -> list[Picture]:
    """Some maps of a strategy's area, in the order of their plans."""
    west, south, east, north = (float(edge) for edge in habitat_map.area.total_bounds)
    frame = frame_over((west, south, east, north))
    base_key = _base_key(strategy, habitat_map)
    base = _base(strategy, habitat_map, parcels, frame, cache, base_key)
    pictures = []
    with ThreadPoolExecutor(cpu_count()) as pool:
        drawn = pool.map(lambda plan: _drawn(plan, base, cache, base_key), plans)
        for plan, png in zip(plans, drawn, strict=True):
            pictures.append(Picture(plan.key, _figure(plan, frame), png))
            progress(len(pictures) / len(plans))
    return pictures


def _base(
    strategy: Strategy, habitat_map: HabitatMap, parcels: Parcels, frame: Frame, cache: Cache | None, key: str
) -> Base:
    """Ground and ink, from the cache where the layers they are drawn from are the same."""

    @remembered
    def fresh() -> Base:
        of, invented = strategy.record.area, strategy.record.invented
        area = habitat_map.area
        return draw_base(landscape_of(strategy.layers, of, area, parcels(), frame, invented=invented), frame)

    if cache is None:
        return fresh()
    ground = cache.array(key_of("ground", key), lambda: fresh().ground)
    return Base(frame, ground, cache.array(key_of("ink", key), lambda: fresh().ink))


def _drawn(plan: MapPlan, base: Base, cache: Cache | None, base_key: str) -> bytes:
    if cache is None:
        return render_map(base, plan.marks())

    def draw(made: Path) -> None:
        made.write_bytes(render_map(base, plan.marks()))

    return cache.file(key_of("map", base_key, *plan.content), draw).read_bytes()


def _base_key(strategy: Strategy, habitat_map: HabitatMap) -> str:
    keys = habitat_map.keys
    return key_of(_drawing_key(), strategy.record.invented, *(keys.get(layer, "") for layer in DRAWN_LAYERS))


@remembered
def _drawing_key() -> str:
    """A key for the way of drawing itself: its own source."""
    here = Path(map_plans.__file__).parent
    return key_of(*(path.read_bytes() for path in (here / "surroundings.py", *sorted((here / "maps").glob("*.py")))))


def _figure(plan: MapPlan, frame: Frame) -> Figure:
    return Figure(
        image=f"{plan.key}.png",
        width_px=frame.width_px,
        height_px=frame.height_px,
        alt=plan.alt,
        caption=plan.caption,
        anchor=f"map-{plan.key}",
        legend=plan.legend,
        note=plan.note,
    )
