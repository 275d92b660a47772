"""GRASS `r.cost` on the same rasters, where GRASS is on this machine. Only the module itself is timed."""

import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.apart import Timed, peak_gb_of

MEMORY_MB = 4_000
NO_COST = -9_999.0


def is_here() -> bool:
    """Whether GRASS is on the PATH."""
    return shutil.which("grass") is not None


def r_cost(resistance: npt.NDArray, sources: npt.NDArray, cell_m: float, to: Path, repeats: int) -> Timed:
    """The quickest of several runs of `r.cost`; its costs are left in the file `to`, and the answer is the most memory
    that the module held, in GB.

    `r.cost` counts in cells, so costs are multiplied by their width. It may use `MEMORY_MB`, in which all of these
    rasters fit, so that it does not have to swap them with the disk.
    """
    with tempfile.TemporaryDirectory(dir=to.parent) as room:
        run = _session(Path(room))
        rows, cols = resistance.shape
        _read(run, room, "resistance", np.where(np.isnan(resistance), NO_COST, resistance).astype(np.float32), NO_COST)
        _read(run, room, "sources", sources.astype(np.float32), 0.0)
        run("g.region", "raster=resistance")
        runs = [_timed(run) for _ in range(repeats)]
        run("r.out.bin", "input=cost", f"output={room}/cost", f"null={NO_COST}", "bytes=8")
        cost = np.fromfile(f"{room}/cost").reshape(rows, cols)
        np.save(to, np.where(cost == NO_COST, np.inf, cost * cell_m))
    peak_gb = peak_gb_of(resource.getrusage(resource.RUSAGE_CHILDREN))
    seconds, cpu_s = min(runs)
    return Timed(seconds, cpu_s, peak_gb)


def _session(room: Path):
    """A function that gives commands to GRASS, in a project of its own."""
    subprocess.run(["grass", "-c", "EPSG:27700", "-e", str(room / "project")], check=True, capture_output=True)
    base = subprocess.run(["grass", "--config", "path"], check=True, capture_output=True, text=True).stdout.strip()
    (room / "gisrc").write_text(f"GISDBASE: {room}\nLOCATION_NAME: project\nMAPSET: PERMANENT\n")
    environment = os.environ | {
        "GISBASE": base,
        "GISRC": str(room / "gisrc"),
        "LD_LIBRARY_PATH": f"{base}/lib",
        "PATH": f"{base}/bin:{base}/scripts:{os.environ['PATH']}",
        "GRASS_VERBOSE": "0",
    }

    def run(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True, env=environment)

    return run


def _read(run, room: str, name: str, raster: npt.NDArray, null: float) -> None:
    file, (rows, cols) = f"{room}/{name}.bin", raster.shape
    raster.tofile(file)
    edges = (f"north={rows}", "south=0", f"east={cols}", "west=0", f"rows={rows}", f"cols={cols}")
    run("r.in.bin", "-f", f"input={file}", f"output={name}", "bytes=4", f"anull={null}", *edges)


def _timed(run) -> tuple[float, float]:
    """Seconds, and seconds of processor, of one run."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run("r.cost", "--overwrite", "input=resistance", "start_raster=sources", "output=cost", f"memory={MEMORY_MB}")
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
