"""The main job: a strategy folder in, its edition out."""

from collections.abc import Callable, Iterator
from pathlib import Path

from lnrs import strategy
from lnrs.edition import read, write
from lnrs.edition.findings import findings
from lnrs.edition.manifest import Manifest
from lnrs.edition.manifest import read as read_manifest
from lnrs.edition.provenance import provenance
from lnrs.habitat_map.build import build
from lnrs.habitat_map.cache import Cache
from lnrs.law.finding import Outcome

Progress = Callable[[str, float], None]

CACHE = ".cache"
RESULTS_KEPT = 600
"""About six builds' worth of results; what was used longest ago is forgotten."""

MAP_SHARE = 0.6
"""Of the time of a first build, how much goes into the map."""


def make(folder: Path, edition: Path, *, progress: Progress) -> Manifest:
    """Read a strategy folder, make its local habitat map and write the edition.

    What an earlier build worked out from the same content is reused, from `.cache` in the strategy folder, which may be
    deleted at any time. Raises StrategyProblems, NotFound, CannotBuild, LayerRefused or CannotWrite; the edition that
    was there before is then as it was.
    """
    progress("Reading the strategy", 0.0)
    found = strategy.read(folder)
    cache = Cache(folder / CACHE)
    made = build(found, cache, lambda task, share: progress(task, MAP_SHARE * share))
    manifest = write.write(
        found,
        made,
        findings(found, made),
        provenance(found),
        edition,
        cache=cache,
        progress=lambda task, share: progress(task, MAP_SHARE + (1 - MAP_SHARE) * share),
    )
    cache.forget(except_newest=RESULTS_KEPT)
    return manifest


def summary_lines(edition: Path) -> Iterator[str]:
    """What an edition holds and where to look, in a few lines."""
    manifest = read_manifest(edition)
    value = {row["key"]: float(row["value"]) for row in read.figure(edition, "summary")}
    yield f"{manifest.title}{' - an invented example' if manifest.invented else ''}"
    yield f"  edition                        {manifest.identity}"
    yield f"  of particular importance       {value['important']:>10,.0f} ha  {value['important_share']:>6.1%}"
    yield f"  could become so                {value['could_become']:>10,.0f} ha  {value['could_become_share']:>6.1%}"
    yield f"  mapped for a measure           {value['mapped']:>10,.0f} ha  {value['mapped_share']:>6.1%}"
    yield f"  mapped measures and places     {manifest.counts['measures']:>10,}     {manifest.counts['PM']:,}"
    yield f"  findings against the law       {_findings_in_words(edition)}"
    yield "Look at"
    for path, what in (
        ("statement/index.html", "the statement of biodiversity priorities"),
        ("statement/statement.pdf", "the same as a tagged PDF"),
        ("local-habitat-map.gpkg", "the local habitat map, for any GIS"),
        ("tiles", "the map as vector tiles"),
        ("manifest.json", f"every file with its hash; check with `lnrs verify {edition}`"),
    ):
        yield f"  {edition / path}  {what}"


def _findings_in_words(edition: Path) -> str:
    outcomes = [finding["outcome"] for finding in read.findings(edition)]
    return ", ".join(f"{count} {one.value}" for one in Outcome if (count := outcomes.count(one.value)))
