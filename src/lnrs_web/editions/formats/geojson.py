"""The map as GeoJSON (RFC 7946): latitudes and longitudes of WGS 84, a file for each layer."""

from collections.abc import Iterator
from pathlib import Path

from lnrs_web.editions.formats import layers
from lnrs_web.editions.formats.about import About

NOTE = (
    "Longitudes and latitudes are of WGS 84, written to 7 decimals as RFC 7946 asks. They were worked out from the "
    "National Grid, to about 5 m. Measure areas on the GeoPackage, never on these."
)


def write(folder: Path, room: Path, about: About) -> Iterator[str]:  # noqa: ARG001
    """Write the files into `room`; gives what is to be said of them."""
    for name in layers.LAYERS:
        with layers.opened(folder, name) as layer:
            layers.write(layer, room / f"{name}.geojson", "GeoJSON", lambda rows: rows, layer.schema, RFC7946="YES")
    yield NOTE
