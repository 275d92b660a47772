"""Write an edition: every file into a neighbour folder, which then takes the edition's place in one step."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import lnrs
from lnrs import statement
from lnrs.edition import findings as finding
from lnrs.edition import manifest, outputs, tables
from lnrs.edition.content import Content, content_of, sheet_of
from lnrs.edition.manifest import FileEntry, Manifest
from lnrs.edition.output import Output, kept
from lnrs.edition.place import taking_the_place_of, to_disk
from lnrs.habitat_map.build import HabitatMap
from lnrs.habitat_map.cache import Cache
from lnrs.law.finding import Finding
from lnrs.layers.progress import Progress, part_of, silence
from lnrs.strategy.folder import Strategy


def _at_once() -> None:
    """Wait for nobody."""


def write(
    strategy: Strategy,
    habitat_map: HabitatMap,
    findings: Sequence[Finding],
    provenance: Mapping[str, Any],
    folder: Path,
    *,
    cache: Cache,
    progress: Progress = silence,
    wait: Callable[[], None] = _at_once,
) -> Manifest:
    """Write the whole edition to `folder` and return its manifest. The same inputs give the same bytes.

    An edition that is there stays whole until the new one is finished. Files whose inputs have not changed are copied
    from the cache: copied, never linked, so that nobody who opens one can change another. `wait` is called before what
    is `outputs.slow` is taken from the cache: a second process may be making it. Raises CannotWrite where the disk is
    full, NotFound or LayerRefused where a layer or its record cannot be read.
    """
    content = content_of(sheet_of(strategy, habitat_map.area, cache), habitat_map)
    with taking_the_place_of(folder) as draft, ThreadPoolExecutor(2) as beside:
        room, said = draft / "statement", part_of(progress, 0.0, 0.3)
        page = statement.write_page(strategy, content.habitat_map, findings, room, progress=said, cache=cache)
        pdf = beside.submit(statement.write_pdf, page, room)
        put = _put(outputs.quick(content), draft, cache, beside, part_of(progress, 0.3, 0.8, "Writing the map"))
        pdf.result()
        progress("Making tiles", 0.8)
        wait()
        put += _put(outputs.slow(content), draft, cache, beside, part_of(progress, 0.8, 0.95, "Making tiles"))
        progress("Writing the manifest", 0.95)
        _write_small(content, findings, provenance, draft)
        software, files = f"lnrs {lnrs.__version__}", manifest.entries(draft, (one.result() for one in put))
        found = manifest.describe(
            strategy.record, strategy.area, software, counts(strategy, content.habitat_map), files
        )
        manifest.write(found, draft)
    progress("The edition is written", 1.0)
    return found


def counts(strategy: Strategy, found: HabitatMap) -> dict[str, int]:
    """How many rows each layer and table of the GeoPackage has."""
    mapped = sum(measure.mapped for measure in strategy.measures)
    return {
        "strategy_area": 1,
        "APIB": len(found.important),
        "ACB": len(found.become),
        "PM": len(found.measures),
        "priorities": len(strategy.priorities),
        "measures": mapped,
        "wider_measures": len(strategy.measures) - mapped,
        "species": len(strategy.species),
        "funding": len(strategy.funding),
        "metric_habitats": len(strategy.metric_habitats),
        "pm_criteria": len(found.criteria),
        "figures": len(tables.stacked(found.figures)),
    }


def _put(
    made: Sequence[Output], draft: Path, cache: Cache, beside: Executor, progress: Progress
) -> list[Future[FileEntry]]:
    """Copy finished files into the edition; one with nothing in it is left out. Returns their entries to come: files
    are hashed and put on the disk beside the rest of the work, which lets go of the interpreter.
    """
    entries = []
    for place, output in enumerate(made):
        progress("", place / len(made))
        path, file = draft / output.path, kept(output, cache)
        if file.stat().st_size:
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, path)
            entries.append(beside.submit(_settled, path, draft))
    return entries


def _settled(path: Path, draft: Path) -> FileEntry:
    to_disk(path)
    return manifest.entry_of(draft, path)


def _write_small(content: Content, findings: Sequence[Finding], provenance: Mapping[str, Any], draft: Path) -> None:
    _write_tables(tables.records_of(content.strategy).items(), draft / "tables")
    _write_tables(content.habitat_map.figures.items(), draft / "figures")
    _write_json(finding.as_records(findings), draft / "findings.json")
    _write_json(dict(provenance), draft / "provenance.json")


def _write_tables(named: Iterable[tuple[str, Any]], folder: Path) -> None:
    folder.mkdir()
    for name, table in named:
        tables.write_csv(table, folder / f"{name}.csv")


def _write_json(content: Any, path: Path) -> None:
    path.write_text(manifest.to_json(content), encoding="utf-8", newline="\n")
