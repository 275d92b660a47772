"""What of an edition can be read or taken away as a file, and what each file is for."""

from dataclasses import dataclass

from lnrs.edition import manifest as manifests
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.formats.parcels import FORMATS, made_already, refused
from lnrs_web.editions.models import Edition


@dataclass(frozen=True)
class Document:
    """A file of an edition: its path, what it is called, what it is for, its size and its hash."""

    path: str
    title: str
    use: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class OtherFormat:
    """The map in another format. `size_bytes` and `sha256` are known once it has been made."""

    name: str
    title: str
    use: str
    size_bytes: int | None
    sha256: str
    refused: str
    """Why it cannot be had, in words; nothing where it can."""


PARTS = (
    (
        "To read",
        (
            ("statement/index.html", "Statement of biodiversity priorities", "The whole strategy in words, as a page"),
            ("statement/statement.pdf", "The same, to print", "PDF, tagged so that it can be read aloud"),
        ),
    ),
    (
        "For a GIS",
        (
            (
                "local-habitat-map.gpkg",
                "Local habitat map",
                "GeoPackage with the national layers and every table. For QGIS or ArcGIS take this",
            ),
            (
                "data/measures.parquet",
                "Mapped measures",
                "GeoParquet, a row for each measure on each piece of land. For Python, R and DuckDB",
            ),
            ("data/important.parquet", "Areas of particular importance", "GeoParquet, a row for each site and type"),
            ("data/become.parquet", "Areas that could become important", "GeoParquet"),
        ),
    ),
    (
        "For a spreadsheet",
        (
            ("tables/priorities.csv", "Priorities", "CSV"),
            ("tables/measures.csv", "Measures", "CSV, the mapped and the wider ones"),
            ("tables/species.csv", "Species", "CSV"),
            ("tables/funding.csv", "Funding routes", "CSV"),
            ("figures/by_measure.csv", "Hectares of each measure", "CSV, each hectare counted once"),
            ("figures/by_district.csv", "Hectares in each district", "CSV"),
            ("figures/by_parish.csv", "Hectares in each parish", "CSV"),
            ("figures/by_ward.csv", "Hectares in each ward", "CSV"),
            ("figures/by_constituency.csv", "Hectares in each constituency", "CSV"),
        ),
    ),
    (
        "To check it",
        (
            ("manifest.json", "Manifest", "Every file of the edition with its size and SHA-256"),
            ("findings.json", "Findings", "What the rules of law say of the strategy"),
            ("provenance.json", "Provenance", "Every source, rule and step, with its version"),
        ),
    ),
)
"""The files that most people want, under what they are for; `docs/reference/edition-folder.md` tells of all."""


def parts_of(edition: Edition) -> list[tuple[str, list[Document]]]:
    """Every file of an edition, under what it is for."""
    folder = folder_of(edition)
    files = {entry.path: (entry.size_bytes, entry.sha256) for entry in manifests.read(folder).files}
    manifest = folder / manifests.FILE
    files[manifests.FILE] = (manifest.stat().st_size, manifests.sha256_file(manifest))
    parts = [
        (heading, [Document(path, title, use, *files.pop(path)) for path, title, use in named if path in files])
        for heading, named in PARTS
    ]
    parts.append(("Everything else", [Document(path, path, "", *entry) for path, entry in sorted(files.items())]))
    return [(heading, named) for heading, named in parts if named]


def other_formats(edition: Edition) -> list[OtherFormat]:
    """The formats in which the map can be had beside those that the edition is made of."""
    found = []
    for one in FORMATS:
        known = made_already(edition, one.name)
        size_bytes, sha256 = (known.size_bytes, known.sha256) if known else (None, "")
        found.append(OtherFormat(one.name, one.title, one.use, size_bytes, sha256, refused(edition, one.name)))
    return found


def citation(edition: Edition, address: str) -> str:
    """How to name an edition in a report, with where it is and its identity."""
    day = f"{edition.as_of.day} {edition.as_of:%B %Y}"
    who = "An invented example" if edition.invented else edition.area.responsible_authority
    return (
        f"{who} ({edition.as_of.year}). {edition.title}. Edition {edition.name} ({edition.status}), data and law as at "
        f"{day}. Identity {edition.identity}. {address}"
    )
