"""The layers of an edition, under the names of its files in `data/`, with the columns that those have."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

import shapely
from django.db.models import Max, Min, Model, Q, QuerySet

from lnrs_web.editions.models import Edition, Opportunity, Piece, Place, Site, Zone
from lnrs_web.england.models import EnglandArea, EnglandEdition
from lnrs_web.open_data.meets import meeting
from lnrs_web.strategy import here

OfWhat = Edition | EnglandEdition
"""What has layers."""


@dataclass(frozen=True)
class Field:
    """A property of a layer's features. `kind` is integer, number, string or date; `column` is where a query finds it,
    and nothing where it cannot be asked by."""

    name: str
    kind: str
    words: str
    column: str = ""
    unit: str = ""
    work_out: Callable[[Any], Any] | None = None

    def value(self, row: Model) -> Any:
        """The property of a row, as JSON has it."""
        if self.work_out:
            return self.work_out(row)
        found = attrgetter(self.column.replace("__", "."))(row)
        return found.isoformat() if self.kind == "date" else found


@dataclass(frozen=True)
class Layer:
    """A layer. The first of its fields is the id of a feature, and the order of features."""

    name: str
    title: str
    words: str
    file: str
    row: type[Model]
    kept: Callable[[Any], Q]
    fields: tuple[Field, ...]
    beside: tuple[str, ...] = ()
    """The row that each feature has beside its own."""
    shared: tuple[str, ...] = ()
    """Rows that many features have in common."""
    unread: tuple[str, ...] = ()
    """Columns that no feature needs."""
    located: type[Model] | None = None
    key: str = "pk"
    """Where a row names the row of `located` that has its shape."""

    @property
    def id_field(self) -> Field:
        """What names a feature."""
        return self.fields[0]

    @property
    def queryables(self) -> dict[str, Field]:
        """The fields that can be asked by, by name."""
        return {one.name: one for one in self.fields if one.column}

    def rows(self, edition: OfWhat) -> "QuerySet[Any]":
        """Its rows in an edition, in their order."""
        return self.row._default_manager.filter(self.kept(edition)).order_by(self.id_field.column)

    def whole_rows(self, edition: OfWhat) -> "QuerySet[Any]":
        """The same with everything that features are made from."""
        return self.rows(edition).select_related(*self.beside).prefetch_related(*self.shared).defer(*self.unread)

    def where(self, edition: OfWhat, shape: shapely.Geometry) -> Q:
        """The condition that a row meets a shape of EPSG:27700."""
        edges = bounds(edition, self)
        if edges and shape.covers(shapely.box(*edges)):
            return Q(pk__isnull=False)
        if self.located:
            return meeting(self.located, self.key, shape)
        assert isinstance(edition, Edition)  # only the outline of a strategy's own area is no row
        meets = shapely.intersects(here.area_shape(edition), shape)
        return Q(pk__isnull=not meets)

    def shape_wkb(self, row: Any) -> bytes:
        """The shape of a row."""
        if not self.located:
            return shapely.to_wkb(here.area_shape(row))
        return bytes(row.wkb if self.key == "pk" else getattr(row, self.key).wkb)


@lru_cache(maxsize=1024)
def _bounds(identity: str, name: str) -> tuple[float, float, float, float] | None:
    edition: OfWhat
    if name in OF_ENGLAND:
        edition, layer = EnglandEdition.objects.get(identity=identity), OF_ENGLAND[name]
    else:
        edition, layer = Edition.objects.get(identity=identity), LAYERS[name]
    if not layer.located:
        assert isinstance(edition, Edition)
        west, south, east, north = here.area_shape(edition).bounds
        return west, south, east, north
    rows = layer.located._default_manager.filter(edition=edition)
    if layer.located is Zone:
        rows = layer.rows(edition).order_by()
    found = rows.aggregate(west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north"))
    return None if found["west"] is None else (found["west"], found["south"], found["east"], found["north"])


def bounds(edition: OfWhat, layer: Layer) -> tuple[float, float, float, float] | None:
    """West, south, east and north of a layer in EPSG:27700; nothing where it has no features."""
    return _bounds(edition.identity, layer.name)


def in_edition(edition: Edition) -> list[Layer]:
    """The layers that an edition has: districts, parishes and the like only where their licence lets it carry them."""
    kinds = set(edition.zones.values_list("kind", flat=True).distinct())
    return [one for name, one in LAYERS.items() if name not in ZONES or ZONES[name] in kinds]


def _criteria(place: Place) -> str:
    """How a place does by each criterion, in a line."""
    parts = []
    for one in here.criteria_here(place, place.edition):
        points = "withheld" if one.points is None else f"{one.points:.2f} of 1 point"
        parts.append(f"{one.name}: {one.value}; {points}, {one.share_of_score:.0%} of the score")
    return "\n".join(parts).replace("\u00a0", " ")


def _priorities(place: Place) -> str:
    return "; ".join(place.measure.priorities)


def _dated(path: str = "edition__") -> tuple[Field, Field]:
    return (
        Field("edition", "string", "The edition that says so, by its identity", f"{path}identity"),
        Field("as_of", "date", "The day at which the edition's data and law were read", f"{path}as_of"),
    )


_AREA_HA = Field("area_ha", "number", "Its area in hectares", "area_ha", "ha")
_OF_EDITION: Callable[[OfWhat], Q] = lambda edition: Q(edition=edition)  # noqa: E731


ZONES = {
    "districts": Zone.Kind.DISTRICT,
    "parishes": Zone.Kind.PARISH,
    "wards": Zone.Kind.WARD,
    "constituencies": Zone.Kind.CONSTITUENCY,
}
"""The kind of zone that a layer holds, by the layer's name."""


def _zones(name: str, title: str, noun: str) -> Layer:
    return Layer(
        *(name, title, f"Each {noun} in the strategy area, as its publisher draws it.", f"data/{name}.parquet"),
        Zone,
        lambda edition: Q(edition=edition, kind=ZONES[name]),
        (
            Field("code", "string", f"Code of the {noun}", "code"),
            Field("name", "string", "Its name", "name"),
            *_dated(),
        ),
        located=Zone,
    )


LAYERS = {
    layer.name: layer
    for layer in (
        Layer(
            "important",
            "Areas of particular importance for biodiversity",
            "National conservation sites, local nature reserves, local wildlife sites and irreplaceable habitat, a "
            "feature for each site and type. Sites of different types overlap, so do not add their areas up.",
            "data/important.parquet",
            Site,
            _OF_EDITION,
            (
                Field("apib_id", "integer", "Number of the feature in this edition", "number"),
                Field("apib_type", "string", "Its type: SSSI, SAC, SPA, RAMSAR, NNR, MCZ, LNR, LWS or IRREP", "kind"),
                Field("apib_name", "string", "The name of the site", "name"),
                Field("apib_site_id", "string", "The reference of the site", "ref"),
                _AREA_HA,
                *_dated(),
            ),
            located=Site,
        ),
        Layer(
            "become",
            "Areas that could become of particular importance",
            "Land on which a measure is mapped and that is not yet of particular importance. No two overlap.",
            "data/become.parquet",
            Opportunity,
            _OF_EDITION,
            (
                Field("acb_id", "integer", "Number of the feature in this edition", "number"),
                _AREA_HA,
                *_dated(),
            ),
            located=Opportunity,
        ),
        Layer(
            "measures",
            "Where potential measures are mapped",
            "A feature for each measure on each piece of land, with its score and the reasons. Measures are proposals: "
            "they oblige nobody. Several measures may be mapped on one piece.",
            "data/measures.parquet",
            Place,
            _OF_EDITION,
            (
                Field("pm_loc_id", "integer", "Number of the place in this edition", "number"),
                Field("measure", "string", "Reference of the measure", "measure__ref"),
                Field("measure_name", "string", "The action proposed", "measure__measure"),
                Field("priorities", "string", "References of the priorities it serves", work_out=_priorities),
                Field("score", "number", "0 to 1, how well the place does by the rule; none if withheld", "score"),
                Field("area_ha", "number", "Area of the piece of land in hectares", "piece__area_ha", "ha"),
                Field("parcel_id", "string", "The land parcel, or square, that the piece belongs to", "piece__parcel"),
                Field("district", "string", "Code of the district in which a point on it lies", "piece__district"),
                Field("parish", "string", "Code of the parish in which a point on it lies", "piece__parish"),
                Field("ward", "string", "Code of the ward in which a point on it lies", "piece__ward"),
                Field("constituency", "string", "Code of the constituency likewise", "piece__constituency"),
                Field("because", "string", "Why the measure belongs where it is mapped", "measure__because"),
                Field("criteria", "string", "How the place does by each criterion, a line each", work_out=_criteria),
                *_dated(),
            ),
            beside=("piece",),
            shared=("measure",),
            unread=("joins",),
            located=Piece,
            key="piece",
        ),
        _zones("districts", "Local authority districts", "district"),
        _zones("parishes", "Parishes", "parish"),
        _zones("wards", "Wards", "ward"),
        _zones("constituencies", "Constituencies", "constituency"),
        Layer(
            "area",
            "The strategy area",
            "The outline of the area that the strategy is for, as one feature.",
            "data/area.parquet",
            Edition,
            lambda edition: Q(pk=edition.pk),
            (
                Field("lnrs_id", "integer", "Number of the strategy area, 1 to 48", "area__lnrs_id"),
                Field("name", "string", "Its name", "area__name"),
                Field("responsible_authority", "string", "Who is responsible", "area__responsible_authority"),
                *_dated(""),
            ),
            beside=("area",),
        ),
    )
}
"""Every layer there is, by name."""


OF_ENGLAND = {
    "areas": Layer(
        "areas",
        "The 48 strategy areas",
        "Each of England's strategy areas with the status of its strategy and its land in the England edition, counted "
        "once. Outlines are generalised: fit to look at, and not to measure by.",
        "figures/extents.csv",
        EnglandArea,
        _OF_EDITION,
        (
            Field("lnrs_id", "integer", "Number of the strategy area, 1 to 48", "lnrs_id"),
            Field("name", "string", "Its name", "name"),
            Field("responsible_authority", "string", "Who is responsible", "responsible_authority"),
            Field("status", "string", "Of its strategy: published, draft, unknown or none", "status"),
            Field("strategy", "string", "The edition of its strategy that was joined", "source_identity"),
            Field("measures", "integer", "Measures that its strategy describes", "measures"),
            Field("area_ha", "number", "Its area in hectares, as published", "area_ha", "ha"),
            Field("important_ha", "number", "Hectares of particular importance already", "important_ha", "ha"),
            Field("become_ha", "number", "Hectares that could become so", "become_ha", "ha"),
            Field("measures_ha", "number", "Hectares mapped for at least one measure", "measures_ha", "ha"),
            *_dated(),
        ),
        located=EnglandArea,
    )
}
"""The layers of an England edition, by name."""


def schema_of(layer: Layer) -> dict[str, Any]:
    """What can be asked of a layer, as the properties of a JSON Schema."""
    kinds = {"date": {"type": "string", "format": "date", "x-ogc-role": "primary-instant"}}
    found: dict[str, Any] = {"geometry": {"x-ogc-role": "primary-geometry", "format": "geometry-any"}}
    for field in layer.queryables.values():
        unit = {"x-ogc-unit": field.unit} if field.unit else {}
        found[field.name] = {"title": field.words, **kinds.get(field.kind, {"type": field.kind}), **unit}
    return found
