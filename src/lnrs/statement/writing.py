"""Write the statement: one page of HTML, a PDF, and their maps."""

from collections.abc import Sequence
from pathlib import Path

from lnrs.document.html import render_html
from lnrs.document.pdf import render_pdf
from lnrs.document.tree import Document
from lnrs.habitat_map.build import HabitatMap
from lnrs.habitat_map.cache import Cache
from lnrs.law.finding import Finding
from lnrs.layers import store
from lnrs.layers.progress import Progress, silence
from lnrs.layers.record import LayerRecord, read_record
from lnrs.layers.writing import write_bytes
from lnrs.statement.assemble import statement
from lnrs.statement.draw import Picture, draw_maps
from lnrs.statement.material import Material, districts_of_measures
from lnrs.strategy.folder import Strategy

TASK = "Writing the statement"


def write_page(
    strategy: Strategy,
    habitat_map: HabitatMap,
    findings: Sequence[Finding],
    folder: Path,
    *,
    progress: Progress = silence,
    cache: Cache | None = None,
) -> Document:
    """Write `index.html` and `maps/*.png` into the folder, which is made where it is not there, and return the document
    for `write_pdf`.

    The same inputs give the same bytes. With a cache, maps whose content has not changed are not drawn again. Raises
    CannotWrite where the disk is full, NotFound or LayerRefused where a layer cannot be read.
    """
    progress(TASK, 0.0)
    material = gather(strategy, habitat_map, findings)
    pictures = draw_maps(material, cache, lambda share: progress(TASK, 0.1 + 0.7 * share))
    _write_pictures(pictures, folder)
    document = statement(material, {picture.key: picture.figure for picture in pictures})
    write_bytes(folder / "index.html", render_html(document).encode())
    progress(TASK, 1.0)
    return document


def write_pdf(document: Document, folder: Path) -> None:
    """Write `statement.pdf`; its maps are those in the folder. The typesetter lets go of the interpreter."""
    write_bytes(folder / "statement.pdf", render_pdf(document, folder))


def gather(strategy: Strategy, habitat_map: HabitatMap, findings: Sequence[Finding]) -> Material:
    """Everything that the statement is written from."""
    districts = store.read(strategy.layers["districts"]) if "districts" in strategy.layers else None
    return Material(
        strategy=strategy,
        habitat_map=habitat_map,
        findings=tuple(findings),
        records=_records(strategy),
        districts_of=districts_of_measures(habitat_map.measures, districts),
    )


def _records(strategy: Strategy) -> dict[str, LayerRecord]:
    """The records beside the layers, in the order of their names."""
    files = ((layer, path.with_suffix(".toml")) for layer, path in sorted(strategy.layers.items()))
    return {layer: read_record(file) for layer, file in files if file.exists()}


def _write_pictures(pictures: Sequence[Picture], folder: Path) -> None:
    (folder / "maps").mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        write_bytes(folder / "maps" / picture.figure.image, picture.png)
