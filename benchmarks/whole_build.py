"""`lnrs build` as a user runs it: time and memory of the whole of it, beside the targets."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.apart import Failed, told
from benchmarks.cases import BENCH, KENT, WIGHT, one_rule_changed, sketch
from benchmarks.process_memory import watched_gb
from benchmarks.report import Table

SIZES = {"small": (WIGHT, 4_000), "full": (KENT, 160_000)}
EMPTY_CACHE_S, ONE_RULE_S, MEMORY_GB = 180.0, 15.0, 6.0
"""The targets, for 150,000 parcels and more on two cores."""


@dataclass(frozen=True)
class Built:
    """How long a build took from the shell's point of view, and the most memory its processes held together."""

    seconds: float
    cpu_s: float
    peak_gb: float


def run(size: str) -> list[Table]:
    """A first build, one from an empty cache, one after a rule changed, and one with nothing changed."""
    area, parcels = SIZES[size]
    folder: Path = told(sketch, parcels, area)
    edition = BENCH / f"edition-{folder.name}"
    shutil.rmtree(edition, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="lnrs-kernels-") as kernels:
        _forget(folder)
        first = _build(folder, edition, {"NUMBA_CACHE_DIR": kernels})
        _forget(folder)
        cold = _build(folder, edition, {"NUMBA_CACHE_DIR": kernels})
        with one_rule_changed(folder) as ref:
            changed = _build(folder, edition, {"NUMBA_CACHE_DIR": kernels})
        _build(folder, edition, {"NUMBA_CACHE_DIR": kernels})
        again = _build(folder, edition, {"NUMBA_CACHE_DIR": kernels})
    shutil.rmtree(edition)
    target = (EMPTY_CACHE_S, ONE_RULE_S, MEMORY_GB) if size == "full" else (None, None, None)
    rows = (
        (
            "the first on this machine, kernels compiled on the way",
            first.seconds,
            None,
            first.cpu_s,
            first.peak_gb,
            target[2],
        ),
        ("from an empty cache", cold.seconds, target[0], cold.cpu_s, cold.peak_gb, target[2]),
        (f"after the rule of {ref} changed", changed.seconds, target[1], changed.cpu_s, changed.peak_gb, target[2]),
        ("with nothing changed", again.seconds, None, again.cpu_s, again.peak_gb, target[2]),
    )
    notes = (
        f"{parcels:,} parcels; targets are set for Kent and Medway with 150,000 or more, on two cores. One run each.",
        "Time is that of the command, start to end; memory that of all its processes, shared pages counted in each.",
    )
    return [Table("lnrs build, whole", ("build", "time, s", "target", "CPU, s", "memory, GB", "target"), rows, notes)]


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _build(folder: Path, edition: Path, environment: Mapping[str, str]) -> Built:
    command = [sys.executable, "-m", "lnrs.cli", "build", str(folder), "--to", str(edition)]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began, worked = time.perf_counter(), _children_cpu_s()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=inherited | environment)
        peak_gb = watched_gb(process)
        seconds = time.perf_counter() - began
        if process.returncode:
            said.seek(0)
            raise Failed(f"lnrs build ended with {process.returncode}: {said.read()[-1000:]}")
    return Built(seconds, _children_cpu_s() - worked, peak_gb)


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
