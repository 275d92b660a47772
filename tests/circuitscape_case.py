"""Reads a case of Circuitscape - an .ini file with the rasters and lists it names - and runs it with our functions.

Point `Case.read` at an .ini file; `inputs` is the folder that its paths are relative to. Paths that are not there are
looked for by their name beside the .ini and in the folder above, so that a copied case works wherever it is.
"""

import configparser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from lnrs.ecology import circuits

NODATA = -9999.0


@dataclass(frozen=True)
class Grid:
    """A raster, with NaN for no data, and where its south-west corner is."""

    values: np.ndarray
    west: float
    south: float
    cell: float


def read_grid(path: Path) -> Grid:
    """An Arc/Info ASCII grid, plain or compressed, or a GeoTIFF."""
    where = f"/vsigzip/{path}" if path.suffix == ".gz" else str(path)
    if path.suffix != ".asc":
        with rasterio.open(where) as raster:
            values = raster.read(1).astype(float)
            values[(values == raster.nodata) | (values == NODATA)] = np.nan
            return Grid(
                values, raster.transform.c, raster.transform.f + raster.transform.e * raster.height, raster.transform.a
            )
    tokens = path.read_text().split()
    header: dict[str, float] = {}
    while tokens[0][0].isalpha() and len(tokens[0]) > 3:
        header[tokens[0].lower()] = float(tokens[1])
        tokens = tokens[2:]
    values = np.array(tokens, float).reshape(int(header["nrows"]), int(header["ncols"]))
    values[(values == header.get("nodata_value", NODATA)) | (values == NODATA)] = np.nan
    return Grid(values, header["xllcorner"], header["yllcorner"], header["cellsize"])


@dataclass(frozen=True)
class Case:
    """The settings of an .ini file, all in one, and where it is."""

    path: Path
    settings: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Case":
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(path.read_text())
        return cls(path, {key: value for section in parser.sections() for key, value in parser[section].items()})

    def says(self, name: str) -> bool:
        return self.settings.get(name, "false").strip().lower() in ("true", "1")

    def file(self, name: str) -> Path:
        """The file that a setting names, wherever it has been copied to."""
        named = Path(self.settings[name].strip())
        folders = [self.path.parent, *self.path.parents]
        tried = [folder / named for folder in folders] + [self.path.parent / named.name]
        tried += [self.path.parents[1] / Path(*named.parts[-back:]) for back in (2, 3)]
        return next(path for path in tried if path.is_file())

    @property
    def is_network(self) -> bool:
        return self.settings["data_type"].strip() == "network"

    @property
    def conflict(self) -> str:
        rule = self.settings.get("remove_src_or_gnd", "keepall").strip()
        return {"rmvsrc": "remove_source", "rmvgnd": "remove_ground", "rmvall": "remove_both"}.get(rule, "keep_all")

    # Rasters -------------------------------------------------------------------------------------------------------

    def habitat(self) -> Grid:
        return read_grid(self.file("habitat_file"))

    def landscape(self) -> circuits.Landscape:
        values = self.habitat().values
        conductance = (
            circuits.conductance_of(values) if self.says("habitat_map_is_resistances") else np.nan_to_num(values)
        )
        if self.says("use_mask"):
            conductance = np.where(np.nan_to_num(read_grid(self.file("mask_file")).values) > 0, conductance, 0.0)
        regions = None
        if self.says("use_polygons"):
            regions = np.nan_to_num(read_grid(self.file("polygon_file")).values).astype(int)
        return circuits.Landscape(
            np.maximum(conductance, 0.0),
            regions,
            neighbours=4 if self.says("connect_four_neighbors_only") else 8,
            average="resistance" if self.says("connect_using_avg_resistances") else "conductance",
        )

    def focal(self) -> np.ndarray:
        cells = self._cells("point_file")
        found = cells[cells[:, 0] > 0].astype(int)
        if (listed := self.pairs_file()) is not None:
            found = found[np.isin(found[:, 0], listed[0])]
        return found[np.lexsort((found[:, 1], found[:, 2], found[:, 0]))]

    def _cells(self, name: str) -> np.ndarray:
        """(m, 3): value, row and column, from a raster or from a list of values and coordinates."""
        path, grid = self.file(name), self.habitat()
        if path.suffix == ".txt":
            value, x, y = np.loadtxt(path, ndmin=2).T
            row = np.ceil(len(grid.values) - (y - grid.south) / grid.cell) - 1
            return np.stack([value, row, np.ceil((x - grid.west) / grid.cell) - 1], axis=1)
        values = read_grid(path).values
        row, col = np.nonzero(~np.isnan(values))
        return np.stack([values[row, col], row, col], axis=1)

    def pairs_file(self) -> tuple[np.ndarray, np.ndarray] | None:
        """(numbers in the file, which pairs are included), or None where all are."""
        if not self.says("use_included_pairs"):
            return None
        lines = [line.split() for line in self.file("included_pairs_file").read_text().splitlines() if line.strip()]
        if lines[0][0] == "mode":
            listed = np.array(lines[1:], float).astype(int)
            numbers = np.unique(listed[listed > 0])
            named = np.zeros((len(numbers), len(numbers)), bool)
            for one, other in listed:
                if one in numbers and other in numbers:
                    j, k = np.searchsorted(numbers, [one, other])
                    named[j, k] = named[k, j] = True
            return numbers, named if lines[0][1] == "include" else ~named
        least, most = float(lines[0][1]), float(lines[1][1])
        matrix = np.array(lines[2:], float)
        order = np.argsort(matrix[1:, 0])
        within = (matrix[1:, 1:] >= least) & (matrix[1:, 1:] <= most)
        within = within[np.ix_(order, order)]
        return matrix[1:, 0].astype(int)[order], within | within.T

    def pairs(self) -> list[tuple[int, int]] | None:
        if (listed := self.pairs_file()) is None:
            return None
        numbers, included = listed
        there = np.isin(numbers, self.focal()[:, 0])
        return [(numbers[j], numbers[k]) for j, k in np.argwhere(np.triu(included, 1)) if there[j] and there[k]]

    def strengths(self) -> dict[int, float] | None:
        if not self.says("use_variable_source_strengths"):
            return None
        listed = np.loadtxt(self.file("variable_source_file"), ndmin=2)
        return {int(number): strength for number, strength in listed[::-1]}

    def source(self) -> np.ndarray:
        found = self._raster("source_file")
        return np.where(np.nan_to_num(found) != 0, 1.0, 0.0) if self.says("use_unit_currents") else found

    def ground(self) -> np.ndarray:
        found = self._raster("ground_file")
        return np.where(np.isnan(found), 0.0, self._to_conductance(found))

    def _to_conductance(self, ground: np.ndarray) -> np.ndarray:
        if self.says("use_direct_grounds"):
            return np.full_like(ground, np.inf)
        with np.errstate(divide="ignore"):
            return 1.0 / ground if self.says("ground_file_is_resistances") else ground

    def _raster(self, name: str) -> np.ndarray:
        values = np.full(self.habitat().values.shape, np.nan)
        for value, row, col in self._cells(name):
            values[int(row), int(col)] = value
        return values

    # Results -------------------------------------------------------------------------------------------------------

    def resistances(self) -> circuits.Resistances:
        return circuits.resistances(self.landscape(), self.focal(), pairs=self.pairs())

    def pair_maps(self) -> Iterator[circuits.PairMap]:
        return circuits.pair_maps(self.landscape(), self.focal(), pairs=self.pairs())

    def cumulative(self) -> circuits.Cumulative:
        return circuits.cumulative_current(self.landscape(), self.focal(), pairs=self.pairs())

    def turns(self) -> Iterator[circuits.Turn]:
        mode = circuits.one_to_all if self.settings["scenario"].strip() == "one-to-all" else circuits.all_to_one
        return mode(self.landscape(), self.focal(), pairs=self.pairs(), strength_a=self.strengths())

    def flow(self) -> circuits.Flow:
        if self.is_network:
            graph = self.network()
            source, ground = np.zeros(graph.nodes), np.zeros(graph.nodes)
            for node, amperes in np.loadtxt(self.file("source_file"), ndmin=2):
                source[int(node)] = amperes
            listed = np.loadtxt(self.file("ground_file"), ndmin=2)
            ground[listed[:, 0].astype(int)] = self._to_conductance(listed[:, 1])
            return circuits.network_flow(graph, source, ground, conflict=self.conflict)
        return circuits.flow(self.landscape(), self.source(), self.ground(), conflict=self.conflict)

    # Networks ------------------------------------------------------------------------------------------------------

    def network(self) -> circuits.Graph:
        one, other, value = np.loadtxt(self.file("habitat_file"), ndmin=2).T
        conductance = 1.0 / value if self.says("habitat_map_is_resistances") else value
        nodes = int(max(one.max(), other.max())) + 1
        return circuits.graph_of_links(one.astype(int), other.astype(int), conductance, nodes)

    def focal_nodes(self) -> np.ndarray:
        return np.loadtxt(self.file("point_file"), ndmin=1).astype(int)
