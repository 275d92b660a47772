"""Build the England edition of a network folder, step by step, on the workers of a cluster.

Each step is tasks that are done once (`tasks`); the edition is made in a folder beside its place, `<target>.part`, and
changes places with it when it is whole. A build that was cut off goes on from what it had, where the sources and the
settings are still the same.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import pandas as pd
import shapely
from distributed import Client

from lnrs import __version__
from lnrs.errors import LnrsError, NetworkProblems
from lnrs.layers.progress import Progress, part_of
from lnrs.network import catalogue, conflict_files, drawing, figures, link_files, pairing, plan, sealing
from lnrs.network.conflict_land import known_outlines
from lnrs.network.covered import ENGLAND
from lnrs.network.engine_code import code
from lnrs.network.folder import Network
from lnrs.network.plan import Settings
from lnrs.network.published import open_source
from lnrs.network.sealing import England
from lnrs.network.storage import Store
from lnrs.network.taking_in import LAYERS, write_known
from lnrs.network.tasks import Found, perform
from lnrs.units import HA_M2

PLAN = ".work/plan.json"


def build(network: Network, target: Store, *, client: Client, settings: Settings, progress: Progress) -> England:
    """Make the England edition of a network at `target`. The same sources give the same bytes, whatever the number of
    workers. Raises what is wrong with any of the sources; `target` is then as it was.
    """
    draft = target.beside(".part")
    with draft.held():
        record = _build(network, draft, client, settings, progress)
        target.become(draft, sealing.FILE)
    return record


def _build(network: Network, draft: Store, client: Client, settings: Settings, progress: Progress) -> England:
    """Make the edition in the draft."""
    _begin(draft, network, settings)
    write_known(draft, known_outlines(network))
    do = partial(perform, store=draft, client=client)
    taken = do("take in strategies", plan.taking_in(network), progress=part_of(progress, 0.0, 0.25))
    met = do("meet at borders", plan.pairing(network, taken), progress=part_of(progress, 0.25, 0.35))
    pairing.gather(draft, [*met.values()])
    blocks = plan.blocks_of(taken)
    scopes = plan.of_scope(blocks)
    laid = do("lay out the land", plan.laying(blocks, settings), progress=part_of(progress, 0.35, 0.75))
    habitats = _habitats(laid)
    joining = plan.joining(scopes, habitats)
    joined = do("join patches over seams", joining, progress=part_of(progress, 0.75, 0.78))
    linking = plan.linking(blocks=[*blocks], groups=sum(not key.isdigit() for key in joined), settings=settings)
    linked = do("find links", linking, progress=part_of(progress, 0.78, 0.83))
    reached = do("measure connectedness", plan.reaching(scopes, settings), progress=part_of(progress, 0.83, 0.9))
    gridding = plan.gridding([*blocks], [int(key) for key in taken], settings)
    do("keep cells", gridding, progress=part_of(progress, 0.9, 0.91))
    drawn = do("draw", plan.drawing_of(scopes, habitats, settings), progress=part_of(progress, 0.91, 0.95))
    names = {int(key): found["facts"]["name"] for key, found in taken.items()}
    drawing.gather(draft, names, [*drawn], network.name)
    link_files.gather(draft, [*linked], names)
    _write_tables(draft, network, taken, met, laid, joined, reached)
    files = [name for name in draft.names() if not name.startswith(".work/") and name != sealing.FILE]
    hashed = do("seal", plan.sealing_of(files), progress=part_of(progress, 0.95, 1.0))
    record = sealing.sealed(_record(network, settings, taken, hashed))
    draft.write(sealing.FILE, sealing.to_bytes(record))
    draft.remove(PLAN)  # first: a build that finds workings without it begins anew
    draft.remove(".work")
    return record


def _begin(draft: Store, network: Network, settings: Settings) -> None:
    """Keep what an earlier build of the same left in the draft, and nothing else."""
    wanted = json.dumps(_signature(network, settings), sort_keys=True).encode()
    if not (draft.has(PLAN) and draft.read(PLAN) == wanted):
        draft.remove()
        draft.write(PLAN, wanted)


def _signature(network: Network, settings: Settings) -> dict[str, Any]:
    """All that the edition follows from."""
    tables = [network.settlements, *(network.crosswalk(source.lnrs_id) for source in network.sources)]
    tables += sorted((network.folder / conflict_files.FOLDER).glob("*.gpkg"))
    tables += [network.outlines] if network.outlines and network.outlines.is_file() else []
    return {
        "software": __version__,
        "code": code(),
        "name": network.name,
        "date": network.date.isoformat(),
        "settings": asdict(settings),
        "sources": _identities(network),
        "tables": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tables if path.exists()},
    }


def _identities(network: Network) -> dict[str, str]:
    """Of each source by area. Raises what is wrong with all that cannot be read: as one kind of error where it is one,
    else NetworkProblems."""
    found: dict[str, str] = {}
    errors: list[LnrsError] = []
    for source in network.sources:
        try:
            with open_source(source.path, lnrs_id=source.lnrs_id) as opened:
                found[str(source.lnrs_id)] = opened.facts.identity
        except LnrsError as error:
            errors.append(error)
    if errors:
        kinds = {type(error) for error in errors}
        kind = kinds.pop() if len(kinds) == 1 else NetworkProblems
        raise kind([problem for error in errors for problem in error.problems])
    return found


def _habitats(laid: Mapping[str, Found]) -> list[str]:
    return sorted({row[2] for found in laid.values() for row in found["extents"] if row[1] == "delivered"})


def _write_tables(
    draft: Store,
    network: Network,
    taken: Mapping[str, Found],
    met: Mapping[str, Found],
    laid: Mapping[str, Found],
    joined: Mapping[str, Found],
    reached: Mapping[str, Found],
) -> None:
    outlines = {int(key): pairing.outline_of(draft, int(key)) for key in taken}
    names = {ENGLAND: "England"} | {int(key): found["facts"]["name"] for key, found in taken.items()}
    area_ha = {scope: shape.area / HA_M2 for scope, shape in outlines.items()}
    area_ha[ENGLAND] = shapely.union_all([*outlines.values()], grid_size=0.001).area / HA_M2
    extent = figures.extents(laid.values(), names, area_ha)
    habitat = figures.habitats(extent, laid.values(), _by_scope(joined), _by_scope(reached), area_ha)
    draft.write("figures/extents.csv", figures.to_csv(extent))
    draft.write("figures/habitats.csv", figures.to_csv(habitat))
    along = [found for found in met.values() if found["border_m"]]
    borders = pd.DataFrame(along, columns=figures.BORDER_COLUMNS)
    areas = figures.areas([found["facts"] for found in taken.values()], extent, borders, area_ha)
    draft.write("figures/borders.csv", figures.to_csv(borders))
    draft.write("figures/areas.csv", figures.to_csv(areas))
    measures = [{"lnrs_id": int(key), **row} for key, found in taken.items() for row in found["described"]]
    draft.write("tables/measures.csv", figures.to_csv(pd.DataFrame(measures)))
    catalogue.write(draft, network, taken)
    for key, found in taken.items():
        draft.write(f"notes/{key}.json", json.dumps(found["notes"], indent=1, ensure_ascii=False).encode())


def _by_scope(found: Mapping[str, Found]) -> dict[int, list[Found]]:
    """What tasks found by scope; those of England have keys that are no number."""
    scopes: dict[int, list[Found]] = {}
    for key, one in found.items():
        scopes.setdefault(int(key) if key.isdigit() else ENGLAND, []).append(one)
    return scopes


def _record(network: Network, settings: Settings, taken: Mapping[str, Found], hashed: Mapping[str, Found]) -> England:
    counts: dict[str, int] = {
        layer: sum(sum(found["rows"][layer].values()) for found in taken.values()) for layer in LAYERS
    }
    files: Sequence[Mapping[str, Any]] = [entry for found in hashed.values() for entry in found["files"]]
    return England(
        schema=sealing.SCHEMA,
        identity="",
        name=network.name,
        date=network.date.isoformat(),
        software=f"lnrs {__version__}",
        settings=asdict(settings),
        sources=[found["facts"] for found in taken.values()],
        counts=counts,
        files=files,
    )
