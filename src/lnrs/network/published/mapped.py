"""Tables that somebody published as one source: sorted out, placed, and read layer by layer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from lnrs.network.published.describing import described, served_by
from lnrs.network.published.mending import Land, Seen, sound
from lnrs.network.published.note import Log, Note
from lnrs.network.published.placing import Placing, placing_of
from lnrs.network.published.recognise import Part, sort_out
from lnrs.network.published.rows import Served, in_our_columns, of_area, of_layer
from lnrs.network.published.source import COLUMNS, Facts, Reader, Source
from lnrs.network.published.tables import Piece, Table, pieces
from lnrs.network.published.whose import Whose, whose
from lnrs.outlines import outline


@dataclass(frozen=True)
class Said:
    """What somebody says of a source who knows it."""

    lnrs_id: int | None = None
    outline: BaseGeometry | None = None
    """The outline of the area in EPSG:27700."""
    layers: Mapping[str, str] = field(default_factory=dict)
    """{table: layer} where names do not tell."""

    @property
    def outline_or_generalised(self) -> BaseGeometry | None:
        """The outline that was given, or the generalised one of the area, if that is known."""
        if self.outline is not None or self.lnrs_id is None:
            return self.outline
        return outline(self.lnrs_id)


def open_tables(
    found: Sequence[Table],
    said: Said,
    *,
    name: str,
    identity: str,
    as_of: str,
    notes: Sequence[Note] = (),
    brought: Path | None = None,
) -> Source:
    """A source of tables; `name` is what to call it.

    Raises LayerRefused where no table is a layer, one does not say where it lies, or nothing tells whose it is.
    """
    plan = sort_out(found, said.layers)
    placings = {part.table.label: placing_of(part.table, said.outline) for part in plan.every_part}
    owner = whose(plan.every_part, placings, said.lnrs_id, name)
    served = served_by(plan.priorities)
    facts = Facts(
        lnrs_id=owner.area.lnrs_id,
        name=owner.area.name,
        authority=owner.area.responsible_authority,
        title=f"Local habitat map of {owner.area.name}",
        source=name,
        identity=identity,
        as_of=as_of,
    )
    layers = {
        layer: _reader(parts, placings, owner, served, Land(owner.area.lnrs_id, said.outline))
        for layer, parts in plan.parts.items()
    }
    placed = (note for placing in placings.values() for note in placing.notes)
    noted = [*notes, *plan.notes, *placed, *owner.notes]
    return Source(facts, layers, lambda: described(plan, owner, served), noted, brought)


def _remarked(piece: Piece, part: Part, log: Log) -> list[Note]:
    """What GDAL remarked, each once for a table."""
    told = [Note(part.table.label, None, "guess", f"GDAL remarks: {text}") for text in piece.remarks]
    return [note for note in told if note not in log.notes]


def _reader(
    parts: Sequence[Part],
    placings: Mapping[str, Placing],
    owner: Whose,
    served: Served,
    land: Land,
) -> Reader:
    def batches(rows: int, log: Log) -> Iterator[gpd.GeoDataFrame]:
        seen = Seen()
        for part in parts:
            placing = placings[part.table.label]
            fields = list(dict.fromkeys([*part.fields.used, *([part.category] if part.category else [])]))
            for piece in pieces(part.table, fields, rows):
                log.rows_in += len(piece.cells)
                log.notes += _remarked(piece, part, log)
                own = of_area(of_layer(piece.cells, part, log), part, owner, log)
                frame = in_our_columns(own, part, served, log)
                log.notes += [
                    Note(part.table.label, row, "repair", says)
                    for row, says in piece.mended.items()
                    if row in frame.index
                ]
                near = sound(frame, piece.shapes.loc[frame.index], placing, part.table.label, log, land, seen)
                yield near[[*COLUMNS[part.layer], "geometry"]].reset_index(drop=True)

    return batches
