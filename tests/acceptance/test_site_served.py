"""The site as it is run: its own programs, its own server, a real port."""

import os
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from ..unit.edition_case import case

LONGEST_S = 60
PROGRAM = Path(sysconfig.get_path("scripts")) / "lnrs-web"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return ours | {"LNRS_SITE": str(tmp_path / "site")}


@pytest.fixture
def address(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """A site with an edition in it, up until the test ends."""
    for words in (["migrate", "--verbosity", "0"], ["import_edition", str(case().edition), "--publish"]):
        subprocess.run([PROGRAM, *words], env=environment, cwd=tmp_path, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [PROGRAM, "serve", "--port", str(port)], env=environment, cwd=tmp_path, stdout=log, stderr=log
    )
    try:
        yield _when_up(f"http://127.0.0.1:{port}", server)
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(LONGEST_S) in (0, -signal.SIGINT)
        log.close()


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


def test_the_site_is_served_with_its_style_its_pages_and_parts_of_its_files(address: str) -> None:
    with urlopen(f"{address}/kent-and-medway/strategy/measures/GL1.1/") as answer:
        page = answer.read().decode()
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Make lowland meadow" in page
    style = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
    with urlopen(address + style) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"--green" in answer.read()
    tiles = f"/kent-and-medway/editions/{case().manifest.identity}/tiles/measures.pmtiles"
    with urlopen(Request(address + tiles, headers={"Range": "bytes=0-6"})) as answer:
        assert (answer.status, answer.read()) == (206, b"PMTiles")
