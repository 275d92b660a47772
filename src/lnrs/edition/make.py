"""From a strategy folder to its edition in one call: read, map, findings, provenance, write."""

from collections import Counter
from pathlib import Path

from lnrs.edition import manifest as manifests
from lnrs.edition import read
from lnrs.edition.content import content_of, sheet_of
from lnrs.edition.findings import findings
from lnrs.edition.manifest import Manifest
from lnrs.edition.outputs import become_tiles, measure_tiles
from lnrs.edition.provenance import provenance
from lnrs.edition.second import Second
from lnrs.edition.write import write
from lnrs.habitat_map.build import HabitatMap, counted, place
from lnrs.habitat_map.cache import Cache
from lnrs.habitat_map.workings import Workings
from lnrs.layers.progress import Progress, part_of, silence
from lnrs.strategy.folder import Strategy
from lnrs.strategy.folder import read as read_strategy

CACHE = ".cache"
"""Folder in the strategy folder where results are kept; it may be deleted at any time."""

KEPT_BYTES = 2_000_000_000
"""Enough to go back and forth between a dozen ideas for a county."""


def make(folder: Path, target: Path, *, progress: Progress = silence, second: Second | None = None) -> Manifest:
    """Make the edition of a strategy folder at `target` and return its manifest; tiles meanwhile in a `second` process.

    Raises StrategyProblems, CannotBuild, NotFound or LayerRefused for what is wrong in the folder, CannotWrite where
    the edition cannot be written; what was at `target` is then as it was.
    """
    strategy, cache = read_strategy(folder), Cache(folder / CACHE)
    habitat_map = _map(strategy, cache, second, part_of(progress, 0.0, 0.4))
    progress("Putting the law's questions", 0.4)
    shown = content_of(sheet_of(strategy, habitat_map.area, cache), habitat_map).habitat_map
    manifest = write(
        strategy,
        shown,
        findings(strategy, shown, cache),
        provenance(strategy),
        target,
        cache=cache,
        progress=part_of(progress, 0.45, 1.0),
        **({"wait": second.wait} if second else {}),
    )
    cache.forget(beyond_bytes=KEPT_BYTES)
    return manifest


def _map(strategy: Strategy, cache: Cache, second: Second | None, progress: Progress) -> HabitatMap:
    """The local habitat map; the second process begins on its tiles as soon as there is land for them."""
    work = Workings(strategy, cache)
    places = place(work, progress)
    if second is None:
        return counted(work, places, progress)
    sheet = sheet_of(strategy, work.area, cache)
    second.hand_over(measure_tiles(sheet, places.mapped, places.key, work.keys["pieces"]), cache)
    habitat_map = counted(work, places, progress)
    second.hand_over(become_tiles(sheet, habitat_map.become, habitat_map.keys["become"]), cache)
    return habitat_map


def summary_lines(edition: Path) -> list[str]:
    """A short summary of an edition, and where to look in it."""
    manifest = manifests.read(edition)
    figure = {row["key"]: float(row["value"]) for row in read.figure(edition, "summary")}
    outcomes = Counter(str(row["outcome"]) for row in read.findings(edition))
    counts = manifest.counts
    return [
        f"{manifest.area_name}: {manifest.title}, {manifest.edition}, as of {manifest.as_of}",
        *(["An invented example: no place, site or plan in it is real."] if manifest.invented else []),
        "",
        _land("Of particular importance", figure, "important") + f" in {counts['APIB']:,} sites",
        _land("Could become important", figure, "could_become") + f" in {counts['ACB']:,} areas",
        _land("Potential measures mapped", figure, "mapped")
        + f": {counts['measures']} measures on {counts['PM']:,} places, {counts['wider_measures']} wider measures",
        "Findings                   " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())),
        "",
        f"Statement                  {edition / 'statement' / 'index.html'}",
        f"                           {edition / 'statement' / 'statement.pdf'}",
        f"Map for a GIS              {edition / 'local-habitat-map.gpkg'}",
        f"Map tiles                  {edition / 'tiles'}",
        f"Edition                    {manifest.identity}, {manifest.size_bytes / 1e6:,.0f} MB",
    ]


def _land(title: str, figure: dict[str, float], key: str) -> str:
    return f"{title:<26} {figure[key]:>9,.0f} ha ({figure[f'{key}_share']:.1%})"
