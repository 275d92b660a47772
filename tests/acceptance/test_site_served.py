"""The site as it is run: its own programs, its own server, a real port."""

import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ..served_site import environment_of, served
from ..unit.edition_case import case

PROGRAM = Path(sysconfig.get_path("scripts")) / "lnrs-web"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return environment_of(tmp_path / "site")


@pytest.fixture
def address(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """A site with an edition in it, up until the test ends."""
    with served(environment, case().edition, tmp_path / "log") as at:
        yield at


def test_the_site_is_served_with_its_style_its_pages_and_parts_of_its_files(address: str) -> None:
    with urlopen(f"{address}/kent-and-medway/strategy/measures/GL1.1/") as answer:
        page = answer.read().decode()
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Make lowland meadow" in page
    style = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
    with urlopen(address + style) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"--green" in answer.read()
    with pytest.raises(HTTPError, match="400"):
        urlopen(Request(f"{address}/", headers={"Host": "elsewhere.example"}))
    tiles = f"/kent-and-medway/editions/{case().manifest.identity}/tiles/measures.pmtiles"
    with urlopen(Request(address + tiles, headers={"Range": "bytes=0-6"})) as answer:
        assert (answer.status, answer.read()) == (206, b"PMTiles")


def test_what_breaks_is_written_down_without_what_was_asked(address: str, environment: dict[str, str]) -> None:
    site = Path(environment["LNRS_SITE"])
    (site / "editions" / case().manifest.identity / "manifest.json").unlink()
    with pytest.raises(HTTPError, match="500"):
        urlopen(f"{address}/kent-and-medway/strategy/downloads/?place=TR150579")
    log = (site.parent / "log").read_text()
    assert "500 Internal Server Error: /<slug:area>/strategy/downloads/\n" in log
    assert "lnrs.errors.NotFound\n" in log
    assert "TR150579" not in log


def test_a_port_that_is_taken_is_told_before_anything_is_served(address: str, environment: dict[str, str]) -> None:
    port = address.rpartition(":")[2]
    for given, why in ((port, "Address already in use. Stop what is there"), ("70000", "a number from 1 to 65535")):
        done = subprocess.run([PROGRAM, "serve", "--port", given], env=environment, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (1, "")
        assert why in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("LNRS_DATABASE", "nonsense", "LNRS_DATABASE must be as postgresql://user:password@host/name"),
        ("LNRS_DATABASE", "postgresql://lnrs@127.0.0.1:1/lnrs", "The database does not do what is asked of it"),
        ("LNRS_SITE", "/dev/null/site", "The site cannot be set up"),
        ("LNRS_SITE", "site", "`lnrs-web migrate` makes the tables of a new site"),
    ],
)
def test_settings_that_cannot_be_are_told_in_words(
    environment: dict[str, str], tmp_path: Path, setting: str, value: str, why: str
) -> None:
    command = [PROGRAM, "import_edition", str(case().edition)]
    done = subprocess.run(command, env=environment | {setting: value}, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert why in done.stderr
    assert "Traceback" not in done.stderr
