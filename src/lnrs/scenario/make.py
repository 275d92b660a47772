"""From a strategy folder to its scenarios side by side: worked out, drawn, written."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyogrio

from lnrs.edition.geopackage import writing
from lnrs.edition.make import CACHE, KEPT_BYTES
from lnrs.edition.place import taking_the_place_of
from lnrs.edition.sources import read_records
from lnrs.edition.tables import write_csv
from lnrs.errors import CannotWrite, Problem
from lnrs.habitat_map.cache import Cache
from lnrs.layers.progress import Progress, part_of, silence
from lnrs.scenario import maps
from lnrs.scenario.figures import everything
from lnrs.scenario.outcome import Outcome, as_told, outcome
from lnrs.scenario.page import document
from lnrs.scenario.summary import as_data
from lnrs.statement.html import render_html
from lnrs.statement.pdf import render_pdf
from lnrs.strategy.folder import Strategy
from lnrs.strategy.folder import read as read_strategy
from lnrs.strategy.scenario_files import AS_IT_STANDS, chosen_scenarios, read_scenarios

MARK = "comparison.json"
"""The file by which a folder is known to hold a comparison, which a new one may replace."""


def compare(folder: Path, target: Path, names: tuple[str, ...] = (), *, progress: Progress = silence) -> list[Outcome]:
    """Work out the scenarios of a strategy folder, all or those named, and write them side by side to `target`:
    `index.html`, `comparison.pdf`, maps, figures as CSV and JSON, and the places of each as a GeoPackage.

    Raises StrategyProblems, NotFound or CannotBuild for what is wrong in the folder, CannotWrite where `target` holds
    anything but a comparison or the disk is full; what was there is then as it was.
    """
    strategy, cache = read_strategy(folder), Cache(folder / CACHE)
    scenarios = read_scenarios(strategy)
    wanted = {AS_IT_STANDS: None, **chosen_scenarios(scenarios, names)}
    _refuse_unless_ours(target)
    records, found = read_records(strategy.layers), []
    for number, (name, scenario) in enumerate(wanted.items()):
        part = part_of(progress, 0.8 * number / len(wanted), 0.8 * (number + 1) / len(wanted))
        title = scenario.title if scenario else "As it stands"
        made = outcome(strategy, name, scenario, scenarios.cost_gbp_per_ha, cache, _named(part, title))
        found.append(as_told(made, records))
    write(strategy, found, target, cache, part_of(progress, 0.8, 1.0))
    cache.forget(beyond_bytes=KEPT_BYTES)
    return found


def _named(progress: Progress, title: str) -> Progress:
    return lambda task, share: progress(f"{title}: {task[:1].lower()}{task[1:]}", share)


def _refuse_unless_ours(target: Path) -> None:
    if target.exists() and not (target / MARK).is_file() and (target.is_file() or any(target.iterdir())):
        what = "holds something that is no comparison of scenarios."
        raise CannotWrite([Problem(str(target), what, "Name another folder; nothing was changed.")])


def write(strategy: Strategy, outcomes: Sequence[Outcome], target: Path, cache: Cache, progress: Progress) -> None:
    """Write the comparison whole, or leave what was there."""
    pictures = maps.draw(outcomes, cache, progress)
    page = document(strategy, outcomes, [picture.figure for picture in pictures])
    progress("Writing the comparison", 0.9)
    with taking_the_place_of(target) as draft:
        (draft / "maps").mkdir()
        for picture in pictures:
            (draft / "maps" / picture.figure.image).write_bytes(picture.png)
        (draft / "index.html").write_text(render_html(page), encoding="utf-8", newline="\n")
        (draft / "comparison.pdf").write_bytes(render_pdf(page, draft))
        write_csv(everything(outcomes), draft / "figures.csv")
        said = json.dumps(as_data(outcomes), indent=2, ensure_ascii=False)
        (draft / MARK).write_text(said + "\n", encoding="utf-8", newline="\n")
        with writing(draft / "scenarios.gpkg", strategy.record.as_of):
            for number, one in enumerate(outcomes):
                _write_places(one, draft / "scenarios.gpkg", append=number > 0)


def _write_places(one: Outcome, file: Path, *, append: bool) -> None:
    """The places of a scenario as a layer of its name: measure, score, area_ha, parcel_id."""
    shown = one.habitat_map.measures[["measure", "score", "area_ha", "parcel_id", "geometry"]]
    pyogrio.write_dataframe(shown, file, layer=one.name, driver="GPKG", geometry_type="Polygon", append=append)
