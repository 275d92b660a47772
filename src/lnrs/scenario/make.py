"""From a strategy folder to its scenarios side by side: worked out, drawn, written."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyogrio

from lnrs.document.html import render_html
from lnrs.document.pdf import render_pdf
from lnrs.edition.geopackage import writing
from lnrs.edition.make import CACHE, KEPT_BYTES
from lnrs.edition.place import taking_the_place_of
from lnrs.edition.provenance import attribution
from lnrs.edition.sensitive import sensitive_criteria
from lnrs.edition.sources import read_records
from lnrs.edition.tables import write_csv
from lnrs.errors import CannotWrite, Problem
from lnrs.habitat_map.cache import Cache
from lnrs.layers.progress import Progress, part_of, silence
from lnrs.scenario import maps
from lnrs.scenario.figures import everything
from lnrs.scenario.outcome import Outcome, Setting, outcome
from lnrs.scenario.page import document
from lnrs.scenario.summary import as_data
from lnrs.strategy.folder import read as read_strategy
from lnrs.strategy.scenario_files import AS_IT_STANDS, chosen_scenarios, read_scenarios
from lnrs.strategy.wording import listed

PAGE, PRINTED, FIGURES, DATA = "index.html", "comparison.pdf", "figures.csv", "comparison.json"
PLACES, MAPS = "scenarios.gpkg", "maps"
WRITTEN = frozenset({PAGE, PRINTED, FIGURES, DATA, PLACES, MAPS})


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
    setting = Setting(strategy, scenarios.costs, sensitive_criteria(strategy.rules, records), cache)
    for number, (name, scenario) in enumerate(wanted.items()):
        part = part_of(progress, 0.8 * number / len(wanted), 0.8 * (number + 1) / len(wanted))
        title = scenario.title if scenario else "As it stands"
        found.append(outcome(setting, name, scenario, _named(part, title)))
    write(setting, found, attribution(records), target, part_of(progress, 0.8, 1.0))
    cache.forget(beyond_bytes=KEPT_BYTES)
    return found


def _named(progress: Progress, title: str) -> Progress:
    return lambda task, share: progress(f"{title}: {task[:1].lower()}{task[1:]}", share)


def _refuse_unless_ours(target: Path) -> None:
    """Whatever is in the folder is replaced, so there must be nothing in it but what a comparison writes."""
    if target.is_file():
        raise CannotWrite([Problem(str(target), "is a file.", "Name a folder; nothing was changed.")])
    others = [path.name for path in sorted(target.iterdir()) if not _is_ours(path)] if target.exists() else []
    if others:
        what = f"holds {listed(others[:3])}, which no comparison of scenarios writes."
        raise CannotWrite([Problem(str(target), what, "Take it out, or name another folder; nothing was changed.")])


def _is_ours(path: Path) -> bool:
    """Whether a comparison writes a file or folder of this name, or a GIS leaves it beside what one writes."""
    return path.name in WRITTEN or path.name.startswith(f"{PLACES}-") or path.name == f"{PLACES}.aux.xml"


def write(setting: Setting, outcomes: Sequence[Outcome], credit: str, target: Path, progress: Progress) -> None:
    """Write the comparison whole, or leave what was there. `credit` are the words that the layers' licences ask for."""
    strategy = setting.strategy
    pictures = maps.draw(outcomes, setting.cache, progress)
    page = document(setting, outcomes, [picture.figure for picture in pictures], credit)
    progress("Writing the comparison", 0.9)
    with taking_the_place_of(target) as draft:
        (draft / MAPS).mkdir()
        for picture in pictures:
            (draft / MAPS / picture.figure.image).write_bytes(picture.png)
        (draft / PAGE).write_text(render_html(page), encoding="utf-8", newline="\n")
        (draft / PRINTED).write_bytes(render_pdf(page, draft))
        write_csv(everything(outcomes), draft / FIGURES)
        said = json.dumps(as_data(setting, outcomes, credit), indent=2, ensure_ascii=False)
        (draft / DATA).write_text(said + "\n", encoding="utf-8", newline="\n")
        with writing(draft / PLACES, strategy.record.as_of):
            for number, one in enumerate(outcomes):
                _write_places(one, draft / PLACES, append=number > 0)


def _write_places(one: Outcome, file: Path, *, append: bool) -> None:
    """The places of a scenario as a layer of its name: measure, score, area_ha, parcel_id."""
    shown = one.habitat_map.measures[["measure", "score", "area_ha", "parcel_id", "geometry"]]
    pyogrio.write_dataframe(shown, file, layer=one.name, driver="GPKG", geometry_type="Polygon", append=append)
