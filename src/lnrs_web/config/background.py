"""Work that goes on after the answer has been given: a command of the site's own, in a process of its own."""

import subprocess
import sys

_started: list[subprocess.Popen[bytes]] = []


def start(command: str) -> None:
    """Begin `lnrs-web COMMAND`; it lives on when the server that began it is stopped."""
    _started[:] = [one for one in _started if one.poll() is None]
    line = [sys.executable, "-m", "lnrs_web", command]
    _started.append(subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True))
