"""A site as it is run, with an edition in it: its own programs, its own server, a real port."""

import os
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

LONGEST_S = 60
PROGRAM = Path(sysconfig.get_path("scripts")) / "lnrs-web"


@contextmanager
def served(edition: Path, folder: Path) -> Iterator[str]:
    """The address of a site in a folder that shows an edition, up until the block ends."""
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = ours | {"LNRS_SITE": str(folder / "site")}
    for words in (["migrate", "--verbosity", "0"], ["import_edition", str(edition), "--publish"]):
        subprocess.run([PROGRAM, *words], env=environment, cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("w") as log:
        command = [PROGRAM, "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            yield _when_up(f"http://127.0.0.1:{port}", server)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(LONGEST_S)


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
