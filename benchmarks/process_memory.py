"""The memory of a command and of the processes that it starts, all together."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.apart import peak_gb_of

EVERY_S = 0.2
PROC = Path("/proc")


def watched_gb(process: subprocess.Popen) -> float:
    """Wait for a process to end, and give the most memory that it and its descendants held at one time, in GB.

    Looked at five times a second, which costs little, and never less than what the operating system says of its largest
    process. Pages that processes share are counted in each. Where there is no /proc only the largest process is known.
    """
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_resident_bytes, _family(process.pid))))
        time.sleep(EVERY_S)
    return max(most / 1e9, peak_gb_of(resource.getrusage(resource.RUSAGE_CHILDREN)) if sys.platform != "linux" else 0.0)


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
