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

PEAK_UNITS_A_GB = 1e9 if sys.platform == "darwin" else 1e9 / 1024
"""`ru_maxrss` is in bytes on macOS and in KiB elsewhere."""


class Failed(Exception):
    """A contender ended with an error of its own."""


@dataclass(frozen=True)
class Run:
    """What a contender answered, its best time, and the most memory that its process held."""

    seconds: float
    peak_gb: float
    answer: Any


def peak_gb_of(usage: resource.struct_rusage) -> float:
    """Most memory held at once, from what the operating system says of a process, in GB."""
    return usage.ru_maxrss / PEAK_UNITS_A_GB


def best_of(repeats: int, load: Callable[[], tuple], work: Callable[..., Any]) -> tuple[float, Any]:
    """(least seconds, answer) of `work(*load())`; loading is not timed and is done afresh each time."""
    least = float("inf")
    for _ in range(repeats):
        loaded = load()
        began = time.perf_counter()
        answer = work(*loaded)
        least = min(least, time.perf_counter() - began)
    return least, answer


def run_apart(contender: Callable[..., tuple[float, Any]], *args: Any, limit_s: float | None = None) -> Run | None:
    """Run `contender(*args)`, which gives (seconds, answer), in a fresh process.

    None where it took longer than `limit_s`. Raises Failed, with the contender's own traceback, where it broke down.
    Keep the calling process small: a fresh process begins with its parent's peak of memory.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, contender, args), daemon=True)
    process.start()
    theirs.close()
    try:
        told = ours.recv() if ours.poll(limit_s) else None
    except EOFError:
        raise Failed(f"{contender.__name__} ended without an answer (out of memory?)") from None
    finally:
        process.terminate()
        process.join()
    if isinstance(told, str):
        raise Failed(told)
    return told


def answer_of(contender: Callable[..., tuple[float, Any]], *args: Any) -> Run:
    """`run_apart` without a limit of time."""
    run = run_apart(contender, *args)
    if run is None:
        raise Failed(f"{contender.__name__} gave no answer")
    return run


def _answer(to: Connection, contender: Callable[..., tuple[float, Any]], args: tuple) -> None:
    try:
        seconds, answer = contender(*args)
        to.send(Run(seconds, peak_gb_of(resource.getrusage(resource.RUSAGE_SELF)), answer))
    except Exception:
        to.send(traceback.format_exc())
