"""`lnrs network build` as a user runs it: its times, its memory and what it made."""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.apart import Failed
from benchmarks.process_memory import Memory, watched


@dataclass(frozen=True)
class Joined:
    """A build from the shell's point of view, and the edition that it made."""

    seconds: float
    cpu_s: float
    """Of the command and of its workers."""
    memory: Memory
    """Its largest process is a worker."""
    places: int
    identity: str


def join(network: Path, target: Path, *, workers: int, cell_m: int) -> Joined:
    """Build an England edition from nothing, and remove it again once it has been read."""
    for old in (target, target.with_name(target.name + ".part")):
        shutil.rmtree(old, ignore_errors=True)
    command = [sys.executable, "-m", "lnrs.cli", "network", "build", str(network), "--to", str(target)]
    command += ["--workers", str(workers), "--cell-m", str(cell_m)]
    began, worked = time.perf_counter(), _children_cpu_s()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        memory = watched(process)
        seconds, cpu_s = time.perf_counter() - began, _children_cpu_s() - worked
        if process.returncode:
            said.seek(0)
            raise Failed(f"lnrs network build ended with {process.returncode}: {said.read()[-1000:]}")
    record = json.loads((target / "england.json").read_text(encoding="utf-8"))
    shutil.rmtree(target)
    return Joined(seconds, cpu_s, memory, record["counts"]["measures"], record["identity"])


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
