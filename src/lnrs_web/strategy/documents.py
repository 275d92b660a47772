"""What of an edition can be read or taken away as a file, and what each file is for."""

from dataclasses import dataclass

from lnrs.edition import manifest as manifests
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition


@dataclass(frozen=True)
class Document:
    """A file of an edition: its path, what it is called, what it is for, and its size."""

    path: str
    title: str
    use: str
    size_bytes: int


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
            ("local-habitat-map.gpkg", "Local habitat map", "GeoPackage with the national layers and every table"),
            ("data/measures.parquet", "Mapped measures", "GeoParquet, a row for each measure on each piece of land"),
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
    sizes = {entry.path: entry.size_bytes for entry in manifests.read(folder).files}
    sizes[manifests.FILE] = (folder / manifests.FILE).stat().st_size
    parts = [
        (heading, [Document(path, title, use, sizes.pop(path)) for path, title, use in files if path in sizes])
        for heading, files in PARTS
    ]
    parts.append(("Everything else", [Document(path, path, "", size) for path, size in sorted(sizes.items())]))
    return [(heading, files) for heading, files in parts if files]
