"""Run a contender in a process of its own, so that its time and its memory are nobody else's."""

import resource
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

CONTEXT = get_context("spawn")

PEAK_UNITS_A_GB = 1e9 if sys.platform == "darwin" else 1e9 / 1024
"""`ru_maxrss` is in bytes on macOS and in KiB elsewhere."""


class Failed(Exception):
    """A contender ended with an error of its own."""


@dataclass(frozen=True)
class Timed:
    """An answer, the seconds until it was there, and the seconds that all cores together worked on it."""

    seconds: float
    cpu_s: float
    answer: Any


@dataclass(frozen=True)
class Run:
    """A contender's answer, its times as in `Timed`, and the most memory that its process held."""

    seconds: float
    cpu_s: float | None
    peak_gb: float
    answer: Any


def peak_gb_of(usage: resource.struct_rusage) -> float:
    """Most memory held at once, from what the operating system says of a process, in GB."""
    return usage.ru_maxrss / PEAK_UNITS_A_GB


def timed(work: Callable[..., Any], *args: Any) -> Timed:
    """Do the work once and time it."""
    began, worked = time.perf_counter(), time.process_time()
    answer = work(*args)
    return Timed(time.perf_counter() - began, time.process_time() - worked, answer)


def best_of(repeats: int, load: Callable[[], tuple], work: Callable[..., Any]) -> Timed:
    """The quickest of several runs of `work(*load())`; loading is not timed and is done afresh each time."""
    return min((timed(work, *load()) for _ in range(repeats)), key=lambda one: one.seconds)


def compete(contender: Callable[..., Timed], *args: Any, limit_s: float | None = None) -> Run | None:
    """Run a contender in a fresh process; None where it took longer than `limit_s`.

    Raises Failed, with the contender's own traceback, where it broke down.
    """
    found = _apart(contender, args, limit_s)
    return found and Run(found[0].seconds, found[0].cpu_s, found[1], found[0].answer)


def finish(contender: Callable[..., Timed], *args: Any) -> Run:
    """`compete` without a limit of time."""
    run = compete(contender, *args)
    if run is None:
        raise Failed(f"{contender.__name__} gave no answer")
    return run


def told(work: Callable[..., Any], *args: Any) -> Any:
    """What `work(*args)` gives in a fresh process: whatever needs memory is kept out of this one.

    A fresh process begins with its parent's peak of memory, so the process that starts contenders has to stay small.
    """
    found = _apart(work, args, None)
    return found and found[0]


def _apart(work: Callable[..., Any], args: tuple, limit_s: float | None) -> tuple[Any, float] | None:
    """(what the work gave, peak of its memory in GB), or None where it took too long."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_tell, args=(theirs, work, args), daemon=True)
    process.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(limit_s) else None
    except EOFError:
        raise Failed(f"{work.__name__} ended without an answer (out of memory?)") from None
    finally:
        process.terminate()
        process.join()
    if isinstance(found, str):
        raise Failed(found)
    return found


def _tell(to: Connection, work: Callable[..., Any], args: tuple) -> None:
    try:
        gave = work(*args)
        to.send((gave, peak_gb_of(resource.getrusage(resource.RUSAGE_SELF))))
    except Exception:
        to.send(traceback.format_exc())
