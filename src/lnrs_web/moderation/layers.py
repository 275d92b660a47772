"""What people said, back into the map: layers that `lnrs add` reads into a strategy folder, and a table of it all."""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely

from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.public import PublicPlace, change_shown, public_places
from lnrs_web.exports.tables import csv_lines

AROUND_POINT_M = 50.0
AROUND_LINE_M = 10.0
LAYERS = {"nominations": "nominations", "corrections": "corrections"}
"""The layer of each kind of activity; of all others it is `public_comments`."""
COLUMNS = {
    "nominations": ("ref", "name", "nominated_by", "reason"),
    "corrections": ("ref", "about", "said"),
    "public_comments": ("ref", "about", "said"),
}
UNPUBLISHED = "What it says is not published."


@dataclass(frozen=True)
class Place:
    """A row of a layer."""

    columns: Mapping[str, str]
    shape: shapely.Geometry
    """Metres of EPSG:27700."""


def layer_of(activity: Activity) -> str:
    """The layer that an activity's contributions become."""
    return LAYERS.get(activity.kind, "public_comments")


def places_of(activity: Activity) -> list[Place]:
    """Every place that contributions which stand are about, those that were not published left out; words that
    moderators left out are not in it, nor those of what nobody may read, and no mail address, postcode or name of a
    person. A place is never finer than everyone may know it. Points and lines become
    areas where the layer has areas: 50 m around a point, 10 m around a line."""
    rows = Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED).exclude(
        state=Contribution.State.NOT_PUBLISHED
    )
    rows = rows.select_related("activity").prefetch_related("locations", "answers__question").order_by("reference")
    return [place for one in rows for place in _places(one, layer_of(activity))]


def geopackage_of(places: Iterable[Place], layer: str) -> bytes:
    """A layer as a GeoPackage, in EPSG:27700."""
    places, names = list(places), COLUMNS[layer]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{layer}.gpkg"
        pyogrio.raw.write(
            path,
            np.array([shapely.to_wkb(one.shape) for one in places], dtype=object),
            [np.array([one.columns[name] for one in places], dtype=object) for name in names],
            list(names),
            layer=layer,
            driver="GPKG",
            geometry_type="Point" if layer == "public_comments" else "MultiPolygon",
            crs="EPSG:27700",
        )
        return path.read_bytes()


def zip_of(activity: Activity) -> bytes:
    """The layer, where anything has a place, and a table of every contribution that stands."""
    layer, places, out = layer_of(activity), places_of(activity), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if places:
            archive.writestr(f"{layer}.gpkg", geopackage_of(places, layer))
        archive.writestr("contributions.csv", table_of(activity))
    return out.getvalue()


def table_of(activity: Activity) -> str:
    """Reference, state, kind of respondent, what it is about, words as they may be published, themes and points."""
    rows = Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED).order_by("reference")
    rows = rows.prefetch_related("locations", "answers__question", "codings__code", "scores__criterion")
    columns = ("ref", "state", "late", "respondent", "about", "said", "themes", "points")
    return b"".join(csv_lines(columns, map(_row, rows))).decode()


def _row(one: Contribution) -> tuple[object, ...]:
    points = sum(score.criterion.points for score in one.scores.all() if score.met)
    about = "; ".join(map(_about, public_places(one)))
    themes = "; ".join(coding.code.name for coding in one.codings.all())
    late = "late" if one.late else ""
    return one.reference, one.state, late, one.respondent, about, _said(one), themes, points


def _about(place: PublicPlace) -> str:
    quote = f": “{' '.join(place.quote.split())}”" if place.quote else ""
    return f"{place.kind} {place.ref} {place.words}{quote}".strip()


def _places(one: Contribution, layer: str) -> Iterator[Place]:
    both = zip(one.locations.all(), public_places(one), strict=True)
    located = [(where, public) for where, public in both if where.wkb]
    for at, (where, public) in enumerate(located, start=1):
        shape = _as_layer(public.shape if public.shape is not None else where.shape, layer)  # of a zone its own
        ref = str(one.reference) if len(located) == 1 else f"{one.reference}-{at}"
        said = _said(one)
        about = public.words if layer != "corrections" else f"{public.kind} {public.ref} {public.words}".strip()
        by = one.organisation if one.may_name and one.organisation else one.get_respondent_display()
        known = {"ref": ref, "name": about, "about": about, "nominated_by": by, "reason": said, "said": said}
        yield Place({name: known[name] for name in COLUMNS[layer]}, shape)


def _as_layer(shape: shapely.Geometry | None, layer: str) -> shapely.Geometry:
    assert shape is not None
    if layer == "public_comments":
        return shapely.point_on_surface(shape)
    if shape.area == 0:
        shape = shape.buffer(AROUND_POINT_M if shape.length == 0 else AROUND_LINE_M)
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons([part for part in parts if part.geom_type == "Polygon"])


def _said(one: Contribution) -> str:
    """What it says in words, as everyone may read it."""
    if one.state != Contribution.State.PUBLISHED or not one.may_publish:
        return UNPUBLISHED
    return "\n".join(filter(None, [change_shown(one), *(answer.public_words for answer in one.answers.all())]))
