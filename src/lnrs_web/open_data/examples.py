"""How to use open data from the tools that people have; each that can be run is run by the tests."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A few lines for a tool: `language` is shell, python, sql or words. `{ogc}` is the address of OGC API - Features,
    `{name}` a collection, `{files}` that of the edition's files, `{api}` that of the JSON interface."""

    tool: str
    words: str
    language: str
    text: str

    def of(self, places: dict[str, str]) -> str:
        """The lines with addresses in them."""
        fill: Callable[..., str] = self.text.format
        return fill(**places)


EXAMPLES = (
    Example(
        "QGIS",
        "Layer, Add layer, Add WFS / OGC API - Features layer, New: give it a name and this address, choose OGC API - "
        "Features as the version, and connect. QGIS asks only for the part of the map that it shows.",
        "words",
        "{ogc}",
    ),
    Example(
        "GDAL",
        "A layer to a GeoPackage; from version 3.8 on exact in the National Grid, before that in degrees:",
        "shell",
        "ogr2ogr measures.gpkg OAPIF:{ogc} {name}",
    ),
    Example(
        "GeoPandas",
        "The places of one measure:",
        "python",
        """import geopandas

places = geopandas.read_file("{ogc}/collections/{name}/items?limit=1000&measure={measure}")
print(places[["measure", "score", "area_ha"]].head())""",
    ),
    Example(
        "DuckDB",
        "Hectares of each measure, from the file itself, of which DuckDB reads only the columns that it needs:",
        "sql",
        """SELECT measure, round(sum(area_ha)) AS area_ha
FROM read_parquet('{files}data/measures.parquet')
GROUP BY measure ORDER BY area_ha DESC LIMIT 10;""",
    ),
    Example(
        "curl",
        "What the strategy says of a place:",
        "shell",
        'curl "{api}at?place=TR+150+579"',
    ),
)
