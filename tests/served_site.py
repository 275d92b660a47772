"""The site as it is run: its own programs, its own server, a real port of this machine."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from .migrated import with_tables

LONGEST_S = 180
PROGRAM = (sys.executable, "-m", "lnrs_web")


def environment_of(site: Path) -> dict[str, str]:
    """What the site's programs are told: to keep all that they keep in this folder, and to let one reader ask as often
    as all the tests of a file do."""
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return ours | {"LNRS_SITE": str(site), "LNRS_LIMITS": "100"}


@contextmanager
def served(environment: Mapping[str, str], editions: Path | Sequence[Path], log: Path) -> Iterator[str]:
    """The address of a site with these editions published on it, one after another, up until it is left.

    What it says is in the log.
    """
    in_order = (editions,) if isinstance(editions, Path) else tuple(editions)
    site = Path(environment["LNRS_SITE"])
    if "LNRS_DATABASE" in environment or site.exists():
        _made_ready(environment, in_order)
    else:
        shutil.copytree(_ready(in_order), site)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("w") as said:
        server = subprocess.Popen([*PROGRAM, "serve", "--port", str(port)], env=environment, stdout=said, stderr=said)
        try:
            yield _when_up(f"http://127.0.0.1:{port}", server)
        finally:
            server.send_signal(signal.SIGINT)
            try:
                assert server.wait(LONGEST_S) in (0, -signal.SIGINT)
            finally:
                server.kill()  # so that a site which does not stop fails one test, and no other
                server.wait()


def told(environment: Mapping[str, str], *words: str) -> str:
    """What a command of the site's says."""
    return subprocess.run([*PROGRAM, *words], env=environment, check=True, capture_output=True, text=True).stdout


@cache
def _ready(editions: tuple[Path, ...]) -> Path:
    """A site's folder with these editions published on it, made once for all the tests that begin so."""
    room = Path(tempfile.mkdtemp(prefix="lnrs-site-ready-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    _made_ready(environment_of(room / "site"), editions)
    return room / "site"


def _made_ready(environment: Mapping[str, str], editions: tuple[Path, ...]) -> None:
    with_tables(environment)
    for edition in editions:
        told(environment, "import_edition", str(edition), "--publish")


def _when_up(address: str, server: "subprocess.Popen[bytes]") -> str:
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        assert server.poll() is None, "the server has ended"
        try:
            with urlopen(f"{address}/healthz") as answer:
                assert answer.read() == b"ok"
                return address
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the server did not come up")
