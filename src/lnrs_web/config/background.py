"""Work that goes on after the answer has been given: a command of the site's own, in a process of its own.

Run as a program, `python -m lnrs_web.config.background COMMAND`, it is the keeper of a command: begins it again when it
dies, and stops it when the process that began the keeper has ended.
"""

import os
import subprocess
import sys
import time

STEADY_S, LONGEST_REST_S, TO_STOP_S, LOOK_EVERY_S = 60, 30, 10, 0.5
"""A command that ran for so long has its next death forgiven; between deaths the keeper rests, ever longer."""

_started: list[subprocess.Popen[bytes]] = []


def start(command: str) -> None:
    """Begin `lnrs-web COMMAND`; it lives on when the server that began it is stopped."""
    _started[:] = [one for one in _started if one.poll() is None]
    line = [sys.executable, "-m", "lnrs_web", command]
    _started.append(subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True))


def start_beside(command: str) -> None:
    """Keep `lnrs-web COMMAND --beside PID` running for as long as this process does, whatever program it becomes."""
    line = [sys.executable, "-m", "lnrs_web.config.background", command, str(os.getpid())]
    _started.append(subprocess.Popen(line, stdin=subprocess.DEVNULL, start_new_session=True))


def keep(command: str, parent: int) -> None:
    """Keep a command running until its parent has ended."""
    line = [sys.executable, "-m", "lnrs_web", command, "--beside", str(os.getpid())]
    rest_s = 0.0
    while os.getppid() == parent:
        begun = time.monotonic()
        with subprocess.Popen(line, stdin=subprocess.DEVNULL) as kept:
            while kept.poll() is None and os.getppid() == parent:
                time.sleep(LOOK_EVERY_S)
            if kept.poll() is None:
                _stop(kept)
        rest_s = 0.0 if time.monotonic() - begun > STEADY_S else min(2 * rest_s + 1, LONGEST_REST_S)
        until = time.monotonic() + rest_s
        while os.getppid() == parent and time.monotonic() < until:
            time.sleep(LOOK_EVERY_S)


def _stop(kept: "subprocess.Popen[bytes]") -> None:
    kept.terminate()
    try:
        kept.wait(TO_STOP_S)
    except subprocess.TimeoutExpired:
        kept.kill()


if __name__ == "__main__":
    keep(sys.argv[1], int(sys.argv[2]))
