"""Local servers that speak the public services' protocols over real sockets, and a line to them that does not wait;
and one small sketch with its edition, made once for all by following the tutorial.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from lnrs.layers.fetch.session import Line
from lnrs.network.sketching import write_england

from . import network_builds
from .commands import copied
from .pages import follow

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "first-edition.md"


@dataclass(frozen=True)
class Ask:
    """A request as it came."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]


Answering = Callable[[Ask], dict]
"""From a request to {body, status, headers, cut}; `cut` breaks the connection after so many bytes of the body."""


def _handler(answer: Answering) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._reply(dict(parse_qsl(body)))

        def _reply(self, params: dict) -> None:
            reply = answer(Ask(urlsplit(self.path).path, params, dict(self.headers)))
            body = reply.get("body", b"")
            self.send_response(reply.get("status", 200))
            for name, value in {"Content-Length": len(body), **reply.get("headers", {})}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body[: reply["cut"]] if "cut" in reply else body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def serve() -> Iterator[Callable[[Answering], str]]:
    """`serve(answer)`: a server on this machine that answers so; returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answering) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answer))
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def waits() -> list[float]:
    """Every pause, in seconds, that the line asked for."""
    return []


@pytest.fixture
def line(waits: list[float]) -> Iterator[Line]:
    """A line that notes its pauses instead of making them."""
    with requests.Session() as session:
        yield Line(sleep=waits.append, session=session)


@dataclass(frozen=True)
class Tutorial:
    """What became of following the tutorial."""

    folder: Path
    wrong: list[str]
    """What did not go as the page says."""


@pytest.fixture(scope="session")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Tutorial:
    """The tutorial, followed in an empty folder; whoever changes anything in the folder copies it first.

    It takes a while, so whatever uses it is of the xdist group "tutorial": then it is followed once.
    """
    folder = tmp_path_factory.mktemp("tutorial")
    return Tutorial(folder, follow(TUTORIAL, folder))


@pytest.fixture(scope="session")
def home(tutorial: Tutorial, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tutorial's sketch as it is at the end, `wight`, and its edition, `wight-edition`."""
    folder = tmp_path_factory.mktemp("home")
    copied(tutorial.folder / "wight", folder / "wight")
    copied(tutorial.folder / "wight-edition-2", folder / "wight-edition")
    return folder


@pytest.fixture
def here(home: Path, tmp_path: Path) -> Path:
    """A folder of the test's own, with a copy of the sketch, of what its build kept, and of the edition."""
    for name in ("wight", "wight-edition"):
        copied(home / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="session")
def corner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network folder of four invented strategies side by side; nobody changes it.

    Whatever uses it is of the xdist group "network corner": then it is made once.
    """
    folder = tmp_path_factory.mktemp("corner") / "network"
    write_england(folder, places=network_builds.PLACES, lnrs_ids=network_builds.CORNER, processes=1)
    return folder


@pytest.fixture(scope="session")
def corner_edition(corner: Path) -> Path:
    """The edition that one worker made of the corner."""
    network_builds.built(corner, corner.parent / "edition", "--workers", "1")
    return corner.parent / "edition"
