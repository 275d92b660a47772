"""Pages and map tiles under load, on loopback: the site beside nginx that serves the same bytes as plain files, and
tipg that makes the same tiles from PostGIS. wrk asks, bounded in time; it shares the cores with whoever answers."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from benchmarks import cases
from benchmarks.apart import Failed
from benchmarks.postgis import Database, NoPostgis, throwaway_postgis
from benchmarks.postgis import run as sql
from benchmarks.report import Table
from benchmarks.site_questions import PARCELS
from lnrs.edition import manifest

SECONDS, CONNECTIONS, PATIENCE_S = 6, 16, 20
AREA = "/kent-and-medway/"
PAGES = {
    "first page of an area": AREA,
    "a measure": f"{AREA}strategy/measures/GL1.2/",
    "what is at a place": f"{AREA}at/?place=TR+150+579",
}
TILE = (10, 515, 341)
"""A tile of the mapped measures over east Kent: zoom, column, row."""

Figures = tuple[float, float]
"""Answers a second, and milliseconds within which 99 in 100 came."""


@dataclass(frozen=True)
class Served:
    """One thing that is asked for: what it is, its bytes as the site gives them, and what each contender did."""

    what: str
    size: int
    by: Mapping[str, Figures]


def run(size: str) -> list[Table]:
    """The tables of this benchmark."""
    if missing := [name for name in ("wrk", "nginx") if not shutil.which(name)]:
        return [Table("Pages and tiles under load", ("left out",), ((f"{' and '.join(missing)} not installed",),))]
    edition = cases.edition(cases.sketch(PARCELS[size]))
    with tempfile.TemporaryDirectory(prefix="lnrs-bench-load-") as name, ExitStack() as running:
        room, notes = Path(name), []
        site = running.enter_context(the_site(edition, room / "site"))
        tile = "/".join(map(str, TILE))
        asked = PAGES | {"a tile of the measures": f"/tiles/{manifest.read(edition).identity}/measures/{tile}.mvt"}
        answers = {what: _get(site + path) for what, path in asked.items()}
        plain = running.enter_context(nginx(answers, room / "nginx"))
        found = [
            Served(what, len(answers[what]), {"site": wrk(site + path), "nginx": wrk(f"{plain}/{place}")})
            for place, (what, path) in enumerate(asked.items())
        ]
        try:
            database = running.enter_context(throwaway_postgis())
            theirs = running.enter_context(tipg(edition, database, room / "tipg"))
            address = f"{theirs}/collections/public.places/tiles/WebMercatorQuad/{tile}"
            found[-1] = Served(found[-1].what, found[-1].size, {**found[-1].by, "tipg": wrk(address)})
        except NoPostgis as reason:
            notes.append(f"Without tipg: {reason}")
    return [_table(found, notes)]


def _table(found: Sequence[Served], notes: Sequence[str]) -> Table:
    columns = ("what", "bytes sent", "who", "answers a second", "99 % within, ms", "nginx / this")
    rows = tuple(
        (one.what, one.size, who, a_second, p99_ms, one.by["nginx"][0] / a_second)
        for one in found
        for who, (a_second, p99_ms) in one.by.items()
    )
    told = (
        f"wrk, {CONNECTIONS} connections for {SECONDS} s each, on the same two cores. nginx serves the bytes as files."
    )
    return Table("Pages and tiles under load", columns, rows, (told, *notes))


def wrk(address: str) -> Figures:
    """Ask as fast as it answers, after a second to warm every worker up. Raises Failed where an answer is not good."""
    _ask(address, 1)
    said = _ask(address, SECONDS)
    a_second = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]  # or wrk has changed
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]
    return a_second, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _ask(address: str, seconds: int) -> str:
    load = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", f"{PATIENCE_S}s", "--latency"]
    command = ["wrk", *load, "-H", "Accept-Encoding: gzip", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    if wrong := re.search(r"Non-2xx.*|Socket errors.*", said):
        raise Failed(f"{address}: {wrong[0]}")
    return said


@contextmanager
def the_site(edition: Path, room: Path, database: str = "") -> Iterator[str]:
    """The site with one edition, as `lnrs-web serve` runs it; gives its address."""
    web, port = [sys.executable, "-m", "lnrs_web"], _free_port()
    environment = {**os.environ, "LNRS_SITE": str(room), "LNRS_DATABASE": database, "LNRS_LIMITS": "0"}
    _import(edition, environment)
    with _running([*web, "serve", "--port", str(port)], f"http://127.0.0.1:{port}/healthz", environment):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def nginx(answers: Mapping[str, bytes], room: Path) -> Iterator[str]:
    """nginx with each answer as a plain file that is named by its place; gives its address."""
    files, port = room / "files", _free_port()
    files.mkdir(parents=True)
    for place, answer in enumerate(answers.values()):
        (files / str(place)).write_bytes(answer)
    temporary = "".join(
        f"{kind}_temp_path {room}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (room / "nginx.conf").write_text(
        f"daemon off; pid {room}/pid; error_log {room}/log; worker_processes 2; events {{}} "
        f"http {{ access_log off; sendfile on; {temporary} "
        f"server {{ listen 127.0.0.1:{port}; root {files}; }} }}"
    )
    room.chmod(0o755)
    room.parent.chmod(0o755)  # its workers are nobody, and have to come to the files
    with _running(["nginx", "-c", str(room / "nginx.conf")], f"http://127.0.0.1:{port}/0", {**os.environ}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def tipg(edition: Path, database: Database, room: Path) -> Iterator[str]:
    """tipg over the site's own tables in PostGIS, measures beside their land; gives its address."""
    if find_spec("tipg") is None:
        raise NoPostgis("it is not installed; `make bench` installs it.")
    room.mkdir()
    address = f"postgresql://postgres@/postgres?host={database.socket}"
    _import(edition, {**os.environ, "LNRS_SITE": str(room), "LNRS_DATABASE": address})
    sql(
        database,
        "create table places as select one.number, measure.ref, piece.place as geom from editions_place one "
        "join editions_piece piece on piece.id = one.piece_id "
        "join editions_measure measure on measure.id = one.measure_id;"
        "alter table places add primary key (number); create index on places using gist (geom); vacuum analyze places;",
    )
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://postgres@{quote(str(database.socket), safe='')}/postgres",
        "TIPG_DB_TABLES": '["public.places"]',
    }
    command = [sys.executable, "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--workers", "2"]
    with _running(
        [*command, "--log-level", "warning"], f"http://127.0.0.1:{port}/collections/public.places", environment
    ):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(
    command: Sequence[str], answers_at: str, environment: Mapping[str, str], limit_s: float = 60
) -> Iterator[None]:
    """A server, from when it answers to the end of the block. Raises Failed where it does not."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            until = time.monotonic() + limit_s
            while not _answers(answers_at):
                if process.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    raise Failed(f"{command[0]} did not answer: {said.read()[-1000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _answers(address: str) -> bool:
    try:
        return bool(_get(address))
    except (URLError, OSError):
        return False


def _get(address: str) -> bytes:
    """The bytes of an answer as they are sent, compressed where the server does."""
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"}), timeout=20) as answer:
        return answer.read()


def _import(edition: Path, environment: Mapping[str, str]) -> None:
    web = [sys.executable, "-m", "lnrs_web"]
    subprocess.run([*web, "migrate", "--verbosity", "0"], env=environment, check=True)
    subprocess.run(
        [*web, "import_edition", str(edition), "--publish"], env=environment, check=True, capture_output=True
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
