"""What a layer has to be: its columns, its geometry, who publishes it, under which licence, and where from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lnrs.layers.licences import LICENCES, Licence

ColumnKind = Literal["text", "number", "int", "date", "bool"]
GeometryKind = Literal["Point", "Polygon", "MultiPolygon", "MultiLineString", "Raster"]
Protocol = Literal["arcgis", "ogc-api", "wfs", "planning-data", "file"]


@dataclass(frozen=True)
class Column:
    """One column of a layer."""

    name: str
    kind: ColumnKind = "text"
    required: bool = True
    """Required: the column has to be there and filled in on every row. Otherwise it may be left out or blank."""
    unique: bool = False
    oneof: tuple[str, ...] = ()
    """The only values allowed; empty where the list is not closed."""


@dataclass(frozen=True)
class Source:
    """A public place that a layer can be fetched from."""

    type: Protocol
    url: str
    layer: str = ""
    """The WFS feature type, the planning data set, or the table in a file."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Our column: their field."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Our column: {their value: our value}; an empty value leaves the row out."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Our column: the value that every row has."""
    where: str = ""
    """A condition that an ArcGIS service is asked to apply; `{lnrs_id}` stands for the strategy area's number."""
    verified: bool = False
    """True where the address and fields have been seen in a published description of the service itself."""
    note: str = ""


@dataclass(frozen=True)
class Layer:
    """The contract of a layer, checked at the door."""

    id: str
    title: str
    geometry: GeometryKind
    publisher: str
    licence: Licence
    attribution: str
    columns: tuple[Column, ...] = ()
    class_column: str = ""
    """The column that `value` in a rule matches."""
    coverage: bool = False
    """True where features may not share land: it would be counted twice, so that it does is told."""
    parted: bool = False
    """True where what two features of a coverage claim is cut out of the larger; no official outline is changed so."""
    rows: int | None = None
    """How many rows there have to be, where that is fixed."""
    optional: bool = True
    sensitive: bool = False
    """True where features are published only as coarsely as their own rule says (`lnrs.layers.sensitive`)."""
    sources: tuple[Source, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in their order, without the geometry."""
        return tuple(column.name for column in self.columns)


def layer_of(layer_id: str, table: Mapping) -> Layer:
    """A layer from its table in catalogue.toml; an unknown key is a TypeError, an unknown licence a KeyError."""
    written = dict(table)
    columns = tuple(column_of(one) for one in written.pop("columns", ()))
    sources = tuple(Source(**one) for one in written.pop("sources", ()))
    licence = LICENCES[written.pop("licence")]
    return Layer(id=layer_id, columns=columns, sources=sources, licence=licence, **written)


def column_of(table: Mapping) -> Column:
    """A column from its inline table in catalogue.toml."""
    return Column(**{**table, "oneof": tuple(table.get("oneof", ()))})
