"""One strategy as somebody published it, in the same few columns whatever the form, read piece by piece."""

import shutil
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Literal, Self

import geopandas as gpd
import pandas as pd

from lnrs.layers.projection import NATIONAL_GRID
from lnrs.network.published.note import Log, Note

LayerName = Literal["area", "measures", "important", "become", "habitats"]

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "area": ("name",),
        "measures": ("place", "ref", "measure", "priorities"),
        "important": ("site", "kind", "name", "ref"),
        "become": ("place",),
        "habitats": ("habitat",),
    }
)
"""The columns of each layer besides `geometry`. `area` is the outline of the strategy area, where it was published."""

DESCRIBED = ("ref", "measure", "priorities", "mapped", "action", "habitat", "metric_habitats")
"""The columns of `Source.described`. The last three are filled where the publisher says them, as an edition does."""

ROWS = 20_000
"""Rows of a batch unless another number is asked for."""

Reader = Callable[[int, Log], Iterator[gpd.GeoDataFrame]]
"""From the most rows of a batch, and a log to write in, to batches of one layer."""


@dataclass(frozen=True)
class Facts:
    """Whose strategy it is, and which state of it."""

    lnrs_id: int
    """Number of the strategy area, 1 to 48."""
    name: str
    authority: str
    title: str
    source: str
    """Where it was read: an address, or the name of a file or folder without its path."""
    identity: str
    """The edition's identity, or `sha256-` and twelve figures of the content of what was read."""
    as_of: str
    """ISO date of the edition, or of the last change that the publisher tells; empty where nothing tells it."""
    status: str = ""
    """What an edition says of itself, `draft` or `published`; empty where nothing tells it."""
    invented: bool = False
    """Whether it says of itself that no place in it is real."""


class Source:
    """A strategy that can be read. Nothing of its geometry is kept in memory beyond one batch.

    Where something was brought from elsewhere for it, that is forgotten when the source is closed or no longer used.
    """

    def __init__(
        self,
        facts: Facts,
        layers: Mapping[str, Reader],
        described: Callable[[], tuple[pd.DataFrame, Sequence[Note]]],
        notes: Sequence[Note] = (),
        brought: Path | None = None,
    ) -> None:
        self.facts = facts
        self.logs: dict[str, Log] = {}
        """By layer, what the last reading of it did."""
        self._layers, self._describe, self._noted = dict(layers), described, list(notes)
        self._forget = None if brought is None else weakref.finalize(self, shutil.rmtree, brought, True)

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers that were published, in the order of `COLUMNS`."""
        return tuple(name for name in COLUMNS if name in self._layers)

    def batches(self, layer: LayerName, rows: int = ROWS) -> Iterator[gpd.GeoDataFrame]:
        """A layer in frames of at most so many rows, with the columns of `COLUMNS` and sound multipolygons in
        EPSG:27700; nothing where it was not published. What is noted on the way replaces the notes of the last reading.

        Raises LayerRefused where a file cannot be read to its end.
        """
        if layer not in self._layers:
            return
        log = self.logs[layer] = Log()
        for frame in self._layers[layer](rows, log):
            log.rows_out += len(frame)
            if len(frame):
                yield frame

    @cached_property
    def described(self) -> pd.DataFrame:
        """Every measure, wider ones too, a row each by its reference: the columns of `DESCRIBED`."""
        frame, notes = self._describe()
        self._noted += notes
        return frame

    @property
    def notes(self) -> list[Note]:
        """What was noted when it was opened and described, and by the last reading of each layer."""
        return [*self._noted, *(note for name in COLUMNS if name in self.logs for note in self.logs[name].notes)]

    def close(self) -> None:
        """Forget what was brought from elsewhere."""
        if self._forget is not None:
            self._forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True)
class Published:
    """All of a strategy in memory: a frame for each layer, empty where it was not published."""

    facts: Facts
    area: gpd.GeoDataFrame
    measures: gpd.GeoDataFrame
    important: gpd.GeoDataFrame
    become: gpd.GeoDataFrame
    habitats: gpd.GeoDataFrame
    described: pd.DataFrame
    notes: tuple[Note, ...]


def whole(source: Source) -> Published:
    """Read everything of a source."""
    frames = {name: _together([*source.batches(name)], name) for name in COLUMNS}  # type: ignore[arg-type]
    return Published(source.facts, **frames, described=source.described, notes=tuple(source.notes))


def _together(frames: Sequence[gpd.GeoDataFrame], layer: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True)) if frames else nothing(layer)


def nothing(layer: str) -> gpd.GeoDataFrame:
    """A layer without rows."""
    columns = {name: pd.Series(dtype="object" if name == "priorities" else "str") for name in COLUMNS[layer]}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=NATIONAL_GRID), crs=NATIONAL_GRID)
