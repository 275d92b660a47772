"""An invented England on the disk: a network folder with an edition for each of the 48 areas.

Editions are written one by one, by several processes. One that is there, verifies, and is of the same sketch is kept as
it is, so that work that was stopped goes on where it was. The same numbers give the same bytes.
"""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import lnrs
from lnrs.document.slug import slug
from lnrs.edition import read
from lnrs.edition.place import taking_the_place_of
from lnrs.edition.verify import verify
from lnrs.errors import CannotWrite, EditionInvalid, NotFound, Problem
from lnrs.layers.progress import Progress, silence
from lnrs.model import Area, Status, StrategyRecord, areas
from lnrs.network import folder as folders
from lnrs.network.folder import NetworkFile, NetworkSource
from lnrs.network.sketch_files import write_files
from lnrs.sketch.england.area import sketch_area
from lnrs.sketch.england.chance import one_chance, one_of
from lnrs.sketch.england.shares import places_by_area

NAME = "England (invented)"
AS_OF = date(2026, 10, 1)
STATUSES: tuple[Status, ...] = ("published", "published", "published", "published", "consultation draft", "draft")
"""Each as likely as the others."""


@dataclass(frozen=True)
class Task:
    """One edition to be written: where, of which area, with how many places of how many in all."""

    folder: Path
    lnrs_id: int
    places: int
    of: int
    seed: int


def write_england(
    folder: Path,
    *,
    places: int,
    seed: int = 1,
    lnrs_ids: tuple[int, ...] = (),
    processes: int | None = None,
    progress: Progress = silence,
) -> int:
    """Make or finish an invented England in a folder; returns how many editions were written (the rest was there).

    `places` is the number of places in all 48 areas, at least one each. Where `lnrs_ids` names some of the areas, each
    is as it would be among all. Raises CannotWrite.
    """
    tasks = _tasks(folder, places, seed, lnrs_ids)
    written = 0
    for done, (task, made) in enumerate(_each(tasks, processes or os.cpu_count() or 1), 1):
        written += made
        progress(f"{task.folder.name}: {task.places:,} places{'' if made else ', there already'}", done / len(tasks))
    sources = (NetworkSource(task.lnrs_id, f"editions/{task.folder.name}") for task in tasks)
    by_area = sorted(sources, key=lambda source: source.lnrs_id)
    folders.write(folder, NetworkFile(NAME, AS_OF, tuple(by_area)))
    return written


def write_edition(task: Task) -> bool:
    """Write one edition, unless it is there; says whether it was written. Raises CannotWrite."""
    if _is_there(task):
        return False
    sketch = sketch_area(task.lnrs_id, task.places, task.seed)
    with taking_the_place_of(task.folder) as draft:
        record = record_of(sketch.area, task.seed)
        write_files(sketch, record, _parameters(task), draft)
    return True


def _tasks(folder: Path, places: int, seed: int, lnrs_ids: tuple[int, ...]) -> list[Task]:
    """The editions to be written, the largest first, so that no process is left with a large one at the end."""
    shares = places_by_area(places, seed)
    wanted = [area for area in areas() if not lnrs_ids or area.lnrs_id in lnrs_ids]
    tasks = [Task(_place(folder, area), area.lnrs_id, shares[area.lnrs_id], places, seed) for area in wanted]
    return sorted(tasks, key=lambda task: (-task.places, task.lnrs_id))


def _each(tasks: list[Task], processes: int) -> Iterator[tuple[Task, bool]]:
    """Every task when it is done, and whether its edition had to be written."""
    if min(processes, len(tasks)) == 1:
        yield from ((task, write_edition(task)) for task in tasks)
        return
    pool = ProcessPoolExecutor(min(processes, len(tasks)), mp_context=multiprocessing.get_context("spawn"))
    try:
        futures = {pool.submit(write_edition, task): task for task in tasks}
        yield from ((futures[future], future.result()) for future in as_completed(futures))
    except BrokenProcessPool as error:
        what = "a process that wrote an edition was ended from outside, as when memory runs out."
        do = "Give the command again, with fewer --processes: what is there already is kept."
        raise CannotWrite([Problem(str(tasks[0].folder.parent), what, do)]) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _is_there(task: Task) -> bool:
    try:
        verify(task.folder)
        return read.provenance(task.folder)["parameters"] == _parameters(task)
    except (EditionInvalid, NotFound):
        return False


def _parameters(task: Task) -> dict[str, Any]:
    """What an edition of the sketch is made from; its provenance says so, and another sketch's is not taken for it."""
    made_of = {"seed": task.seed, "places": task.places, "of": task.of}
    return {"crs": "EPSG:27700", "sketch": "england", "software": lnrs.__version__, **made_of}


def _place(folder: Path, area: Area) -> Path:
    return folder / "editions" / f"{area.lnrs_id:02}-{slug(area.name)}"


def record_of(area: Area, seed: int) -> StrategyRecord:
    """What the edition of an area says of itself: two in three are published, the others still being made."""
    status = one_of(STATUSES, seed, "status", area.lnrs_id)
    days = int(one_chance(seed, "day", area.lnrs_id) * 300)
    return StrategyRecord(
        area=area.lnrs_id,
        title=f"Local Nature Recovery Strategy for {area.name} (invented)",
        edition=f"sketch-{seed}",
        as_of=AS_OF - timedelta(days=days),
        status=status,
        invented=True,
    )
