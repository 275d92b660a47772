"""Work cut into tasks that are done once: by any number of workers, and not again after a build was cut off.

What a task found out is written, as JSON, when all its files are. A worker that dies leaves a task without that file,
and the task is done again by another; its files are then written over with the same bytes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from socket import gethostname
from typing import Any

import numba
from distributed import Client, as_completed

from lnrs.errors import LnrsError, NotFound, Problem
from lnrs.layers.progress import Progress
from lnrs.network.engine_code import code
from lnrs.network.storage import Store

Found = dict[str, Any]
"""What a task found out: plain data that JSON holds."""

RETRIES = 3
"""How often a task that raised is tried again: storage may not answer for a moment. One whose worker died is given to
another by Dask itself."""


@dataclass(frozen=True)
class Task:
    """One piece of work: a function of a store and plain arguments that writes its files and says what it found."""

    key: str
    act: Callable[..., Found]
    arguments: Mapping[str, Any]


def perform(step: str, tasks: Sequence[Task], store: Store, client: Client, progress: Progress) -> dict[str, Found]:
    """Do all tasks of a step that were not done before; what each found, by key, in the order of `tasks`.

    Raises what a task raised: what a user has to mend at once, all else after `RETRIES`; NotFound where a worker's
    code is not this one, since an edition is the work of one code.
    """
    done = {name.rpartition("/")[2].removesuffix(".json") for name in store.names(_folder(step))}
    wanted = [task for task in tasks if task.key not in done]
    progress(step, 0.0)
    own = code()
    futures = [
        client.submit(_do, step, task, store, own, key=f"{step}-{task.key}", retries=RETRIES, pure=False)
        for task in wanted
    ]
    try:
        for count, future in enumerate(as_completed(futures), len(tasks) - len(wanted) + 1):
            if refused := future.result():
                raise refused
            progress(f"{step}: {count:,} of {len(tasks):,}", count / len(tasks))
            future.release()
    finally:
        client.cancel(futures)
    return {task.key: json.loads(store.read(_record(step, task.key))) for task in tasks}


def _do(step: str, task: Task, store: Store, wanted_code: str) -> LnrsError | None:
    if code() != wanted_code:
        advice = "Install the same version there, and start its workers again."
        return NotFound([Problem(gethostname(), "a worker there has another lnrs than this command.", advice)])
    numba.set_num_threads(1)  # a worker has one core: the others are for other workers
    try:
        found = task.act(store, **task.arguments)
    except LnrsError as refused:
        return refused  # what is raised would be tried again, and a source that is refused stays so
    store.write(_record(step, task.key), json.dumps(found, sort_keys=True).encode())
    return None


def _folder(step: str) -> str:
    return f".work/done/{step.replace(' ', '_')}"


def _record(step: str, key: str) -> str:
    return f"{_folder(step)}/{key}.json"
