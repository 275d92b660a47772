"""Builds of a network as a person gives them, in processes of their own; and Dask clusters of separate processes."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from .commands import Done

LNRS = Path(sysconfig.get_path("scripts")) / "lnrs"
LONGEST_S = 600
"""A command that takes longer than this hangs."""

CORNER = (8, 10, 11, 12)
"""West Yorkshire, Liverpool, Manchester and South Yorkshire: they lie side by side."""
PLACES = 2_000
"""Of all England; the corner has some 60."""
COARSE = ("--cell-m", "1000", "--dispersal-m", "2000")


def executed(*words: str | Path, environment: Mapping[str, str] | None = None) -> Done:
    """Give a command to the executable; whatever it is, nobody ever sees a traceback."""
    command = [LNRS, *map(str, words)]
    ours = {**os.environ, **(environment or {})}
    done = subprocess.run(command, env=ours, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def built(network: Path | str, target: Path | str, *words: str, environment: Mapping[str, str] | None = None) -> Done:
    """Build a network, which has to succeed."""
    done = executed("network", "build", network, "--to", target, *COARSE, *words, environment=environment)
    assert done.returncode == 0, done.stderr
    return done


@contextmanager
def building(network: Path, target: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A build under way in a process group of its own, which is gone afterwards."""
    command = [LNRS, "network", "build", str(network), "--to", str(target), *COARSE, *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def wait_for(stream: IO[str] | None, words: str) -> None:
    """Read what a process says until a line begins so."""
    assert stream is not None
    said = []
    for line in stream:
        said.append(line)
        if line.startswith(words):
            return
    raise AssertionError(f"it never said {words!r}: {''.join(said)}")


def hashes(edition: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    return {
        str(path.relative_to(edition)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(edition.rglob("*"))
        if path.is_file()
    }


def record(edition: Path) -> dict[str, Any]:
    """What an England edition says of itself."""
    said: dict[str, Any] = json.loads((edition / "england.json").read_bytes())
    return said


@contextmanager
def dask_cluster(room: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a Dask scheduler of this machine, and the processes of its workers, one thread each."""
    told = room / "scheduler.json"
    here = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    with ExitStack() as stack, (room / "dask.log").open("wb") as log:

        def start(*words: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "dask", *words, *here]
            process = stack.enter_context(subprocess.Popen(command, cwd=room, stdout=log, stderr=log))
            stack.callback(process.kill)
            return process

        start("scheduler", "--port", "0")
        end = time.monotonic() + LONGEST_S
        while not told.exists():
            assert time.monotonic() < end, "the scheduler never came up"
            time.sleep(0.05)
        one = ("--nthreads", "1", "--nworkers", "1", "--no-nanny", "--local-directory", str(room))
        yield (
            json.loads(told.read_bytes())["address"],
            [start("worker", *one, "--name", str(number)) for number in range(workers)],
        )
