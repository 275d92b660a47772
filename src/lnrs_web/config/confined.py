"""What somebody sent is read by a process of its own, with bounded time and memory, and no file or connection that it
could open: a pipe leads to it, and a pipe back."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer


def answer_of(
    program: str,
    told: Mapping[str, object],
    data: bytes,
    *,
    wait_s: float,
    most_bytes: int,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What a program in Python says of data: what cannot be read where it was stopped.

    It is given `told` as a line of JSON on standard input, and then the data. After `wait_s` seconds it is stopped, and
    of an answer longer than `most_bytes` one byte more is read.
    """
    own = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ.get("PATH", "")}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", **(environment or {}), **own},
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        clock = Timer(wait_s, worker.kill)
        clock.start()
        try:
            with suppress(BrokenPipeError):
                worker.stdin.write(json.dumps(told).encode() + b"\n")
                worker.stdin.write(data)
            with suppress(BrokenPipeError):
                worker.stdin.close()
            return worker.stdout.read(most_bytes + 1)
        finally:
            clock.cancel()
            worker.kill()


def bound(*, cpu_s: int, memory_bytes: int) -> None:
    """Bound this process, once everything that it needs is open: processor time, memory, and no new file at all."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
