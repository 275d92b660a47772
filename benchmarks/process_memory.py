"""The memory of a command and of the processes that it starts, all together."""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.apart import peak_gb_of

EVERY_S = 0.2
PROC = Path("/proc")


@dataclass(frozen=True)
class Memory:
    """The most memory in GB that processes held: all at one time, and any one of them."""

    together_gb: float
    largest_gb: float


def watched(process: subprocess.Popen) -> Memory:
    """Wait for a process to end, and give the most memory that it and its descendants held.

    Looked at five times a second, which costs little, and never less than what the operating system says of its largest
    process. Pages that processes share are counted in each. Where there is no /proc only the largest process is known.
    """
    most = largest = 0
    while process.poll() is None:
        held = [_resident_bytes(pid) for pid in _family(process.pid)]
        most, largest = max(most, sum(held)), max(largest, *held)
        time.sleep(EVERY_S)
    said_gb = peak_gb_of(resource.getrusage(resource.RUSAGE_CHILDREN)) if sys.platform != "linux" else 0.0
    return Memory(max(most / 1e9, said_gb), max(largest / 1e9, said_gb))


def watched_gb(process: subprocess.Popen) -> float:
    """The most memory that a process and its descendants held at one time, as `watched` finds it."""
    return watched(process).together_gb


def _family(pid: int) -> list[int]:
    """A process and all its descendants, as far as they still run."""
    found = [pid]
    for one in found:
        found += _children(one)
    return found


def _children(pid: int) -> list[int]:
    try:
        tasks = list((PROC / str(pid) / "task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _resident_bytes(pid: int) -> int:
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
