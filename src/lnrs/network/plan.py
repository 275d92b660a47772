"""The tasks of a build: which area, block of squares, scope and tile each is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lnrs.ecology.kernel import exponential
from lnrs.network import drawing, gridded, grids, link_files, patches, reach, sealing, squares
from lnrs.network.cells import FINE_M
from lnrs.network.covered import ENGLAND
from lnrs.network.folder import Network
from lnrs.network.land import lay
from lnrs.network.pairing import near_pairs, pair
from lnrs.network.taking_in import take_in
from lnrs.network.tasks import Found, Task

BLOCK_M = 20_000
"""Side of the blocks of squares that are measured by one task."""

FILES_A_TASK = 500
HABITATS_A_TASK = 4


@dataclass(frozen=True)
class Settings:
    """How the network is measured."""

    cell_m: int = 100
    """Side of the cells that connectedness is worked out on: a multiple of 10 m that divides 10 km."""
    dispersal_m: float = 1_000.0
    """Mean distance in metres that is dispersed over."""

    def __post_init__(self) -> None:
        """Raises ValueError for cells that do not fit: the kernels that count them look over no bounds."""
        if self.cell_m < FINE_M or self.cell_m % FINE_M or squares.SIDE_M % self.cell_m or self.dispersal_m <= 0:
            raise ValueError(f"no network is measured on cells of {self.cell_m} m with {self.dispersal_m} m")


Blocks = Mapping[str, Mapping[str, Sequence[str]]]
"""By block and area (as text), the squares in which the area has anything."""


def taking_in(network: Network) -> list[Task]:
    """One task a strategy."""
    return [
        Task(
            f"{source.lnrs_id:02d}",
            take_in,
            {
                "network": str(network.folder),
                "lnrs_id": source.lnrs_id,
                "source": source.path,
                "block_m": BLOCK_M,
            },
        )
        for source in network.sources
    ]


def blocks_of(taken: Mapping[str, Found]) -> Blocks:
    """The blocks in which any strategy has anything, from what `take_in` said of each."""
    found: dict[str, dict[str, list[str]]] = {}
    for key, area in taken.items():
        names = {name for layer in area["rows"].values() for name in layer}
        names |= {name for crossed in area["crossing"].values() for name in crossed}
        for name in sorted(names):
            found.setdefault(squares.block_of(name, BLOCK_M), {}).setdefault(str(int(key)), []).append(name)
    return dict(sorted(found.items()))


def pairing(network: Network, taken: Mapping[str, Found]) -> list[Task]:
    """One task for each two areas that may be neighbours."""
    near = near_pairs({int(key): found["bounds_m"] for key, found in taken.items()})
    folder = str(network.folder)
    return [Task(f"{a:02d}-{b:02d}", pair, {"network": folder, "a": a, "b": b, "block_m": BLOCK_M}) for a, b in near]


def laying(blocks: Blocks, settings: Settings) -> list[Task]:
    """One task a block."""
    return [
        Task(block, lay, {"block": block, "squares_of_area": areas, "cell_m": settings.cell_m})
        for block, areas in blocks.items()
    ]


def of_scope(blocks: Blocks) -> dict[int, list[str]]:
    """The blocks of each scope: of an area by its number, of England all."""
    scopes: dict[int, list[str]] = {ENGLAND: list(blocks)}
    for block, areas in blocks.items():
        for area in areas:
            scopes.setdefault(int(area), []).append(block)
    return dict(sorted(scopes.items()))


def joining(scopes: Mapping[int, Sequence[str]], habitats: Sequence[str]) -> list[Task]:
    """One task an area; for England one for every few habitats."""
    tasks = [
        Task(f"{scope:02d}", patches.over_seams, {"scope": scope, "blocks": blocks})
        for scope, blocks in scopes.items()
        if scope != ENGLAND
    ]
    for number, first in enumerate(range(0, len(habitats), HABITATS_A_TASK)):
        chosen = list(habitats[first : first + HABITATS_A_TASK])
        arguments = {"scope": ENGLAND, "blocks": scopes[ENGLAND], "habitats": chosen, "number": number}
        tasks.append(Task(f"england-{first:03d}", patches.over_seams, arguments))
    return tasks


def drawing_of(scopes: Mapping[int, Sequence[str]], habitats: Sequence[str], settings: Settings) -> list[Task]:
    """Tasks that draw every few habitats of England, and one that draws its land."""
    land = {"blocks": scopes[ENGLAND], "cell_m": gridded.side_m(settings.cell_m)}
    tasks = [Task(drawing.LAND, drawing.draw_land, land)]
    for number, first in enumerate(range(0, len(habitats), HABITATS_A_TASK)):
        chosen = list(habitats[first : first + HABITATS_A_TASK])
        arguments = {"number": number, "habitats": chosen, "blocks": scopes[ENGLAND], "cell_m": settings.cell_m}
        tasks.append(Task(f"{number:03d}", drawing.draw, arguments))
    return tasks


def reaching(scopes: Mapping[int, Sequence[str]], settings: Settings) -> list[Task]:
    """One task an area, and one for each tile of England."""
    measure = {"cell_m": settings.cell_m, "dispersal_m": settings.dispersal_m}
    tasks = [
        Task(f"{scope:02d}", reach.of_area, {"scope": scope, "blocks": blocks, **measure})
        for scope, blocks in scopes.items()
        if scope != ENGLAND
    ]
    corners = {block: _corner(block) for block in scopes[ENGLAND]}
    halo_m = (exponential(settings.dispersal_m, settings.cell_m).reach + 1) * settings.cell_m
    tiles = {(east // reach.TILE_M, north // reach.TILE_M) for east, north in corners.values()}
    for east, north in sorted((east * reach.TILE_M, north * reach.TILE_M) for east, north in tiles):
        near = [
            block
            for block, (west, south) in corners.items()
            if east - halo_m - BLOCK_M < west < east + reach.TILE_M + halo_m
            and north - halo_m - BLOCK_M < south < north + reach.TILE_M + halo_m
        ]
        tasks.append(Task(f"tile-{east}-{north}", reach.of_tile, {"tile": [east, north], "blocks": near, **measure}))
    return tasks


def linking(blocks: Sequence[str], groups: int, settings: Settings) -> list[Task]:
    """One task for each tile of England: links from what lies in it to what lies in it or near. `groups` is how many
    tasks joined England's patches."""
    corners = {block: _corner(block) for block in blocks}
    within_m = link_files.REACH * settings.dispersal_m
    side = link_files.TILE_M
    tasks = []
    for east, north in sorted({(east // side * side, north // side * side) for east, north in corners.values()}):
        near = [
            block
            for block, (west, south) in corners.items()
            if east - within_m - BLOCK_M < west < east + side + within_m
            and north - within_m - BLOCK_M < south < north + side + within_m
        ]
        arguments = {"tile": [east, north], "blocks": near, "groups": groups, "dispersal_m": settings.dispersal_m}
        tasks.append(Task(f"tile-{east}-{north}", link_files.find, arguments))
    return tasks


def gridding(blocks: Sequence[str], areas: Sequence[int], settings: Settings) -> list[Task]:
    """One task for each 100 km square: how much of each cell is network."""
    tiles: dict[tuple[int, int], list[str]] = {}
    for block in blocks:
        east, north = (value // gridded.TILE_M * gridded.TILE_M for value in _corner(block))
        tiles.setdefault((east, north), []).append(block)
    same = {"areas": list(areas), "cell_m": settings.cell_m}
    return [
        Task(f"tile-{east}-{north}", grids.gather_tile, {"tile": [east, north], "blocks": within, **same})
        for (east, north), within in sorted(tiles.items())
    ]


def sealing_of(names: Sequence[str]) -> list[Task]:
    """Tasks that take the SHA-256 of every file."""
    chunks = [list(names[first : first + FILES_A_TASK]) for first in range(0, len(names), FILES_A_TASK)]
    return [Task(f"{number:04d}", sealing.hash_files, {"names": chunk}) for number, chunk in enumerate(chunks)]


def _corner(block: str) -> tuple[int, int]:
    east, _, north = block[1:].partition("N")
    return int(east) * 1000, int(north) * 1000
