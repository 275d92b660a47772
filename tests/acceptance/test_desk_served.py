"""Officers at the desk of a site that is really served: its own server, and a worker beside it that is killed."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from ..served_site import LONGEST_S, told
from ..unit.edition_case import case
from ..web.people import app_code, zipped
from . import test_site_served as served

address, environment = served.address, served.environment
OFFICER = "officer@example.org"


def token(page: requests.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found, page.text
    return found[1]


def send(browser: requests.Session, page: requests.Response, **fields: str) -> requests.Response:
    """Fill in the form of a page."""
    return browser.post(page.url, {"csrfmiddlewaretoken": token(page), **fields})


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + LONGEST_S
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.2)


@pytest.fixture
def officer(address: str, environment: dict[str, str]) -> requests.Session:
    """A browser in which an officer has signed in, with the mail and the app."""
    told(environment, "add_officer", OFFICER, "--area", "kent-and-medway")
    browser = requests.Session()
    asked = send(browser, browser.get(f"{address}/account/sign-in/"), email=OFFICER)
    (mail,) = Path(environment["LNRS_SITE"], "mail").iterdir()
    code = re.search(r"^    (\S+)$", mail.read_text(), re.MULTILINE)
    assert code
    send(browser, asked, code=code[1])
    page = browser.get(f"{address}/account/second-factor/app/")
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page.text)
    assert secret
    send(browser, page, code=app_code(secret[1]))
    return browser


def upload(browser: requests.Session, address: str, file: Path) -> str:
    """Send a zip, and say where to follow it."""
    page = browser.get(f"{address}/desk/upload/")
    with file.open("rb") as stream:
        done = browser.post(page.url, {"csrfmiddlewaretoken": token(page)}, files={"zip": ("e.zip", stream)})
    assert done.status_code == 200, done.text
    return done.url


def test_two_uploads_at_once_are_taken_in_one_after_the_other_and_once(
    officer: requests.Session,
    address: str,
    tmp_path: Path,
) -> None:
    later = case(edition="draft-2", meadow_ha=12)
    file, places = zipped(later.edition, tmp_path / "later.zip"), []
    browsers = [requests.Session(), requests.Session()]
    for browser in browsers:
        browser.cookies.update(officer.cookies)
    both = [threading.Thread(target=lambda one=one: places.append(upload(one, address, file))) for one in browsers]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(set(places)) == 2
    until(lambda: all("The edition has been taken in" in officer.get(place).text for place in places))
    desk = officer.get(f"{address}/desk/").text
    assert desk.count(f"/desk/editions/{later.manifest.identity}/") == 1
    page = officer.get(f"{address}/desk/editions/{later.manifest.identity}/publish/")
    assert "It takes the place of edition draft-1" in page.text


def test_a_worker_that_is_killed_is_followed_by_the_next(
    officer: requests.Session,
    address: str,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    """The first worker is stopped in the middle (a second one waits behind it), and killed."""
    later = case(edition="draft-2", meadow_ha=12)
    slow = [sys.executable, "-c", _SLOW]
    with subprocess.Popen(slow, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout
        assert held.stdout.readline() == "holds the lock\n"
        place = upload(officer, address, zipped(later.edition, tmp_path / "later.zip"))
        assert held.stdout.readline() == "has begun\n"
        assert "is being taken in" in officer.get(place).text
        held.send_signal(signal.SIGKILL)
    until(lambda: "The edition has been taken in" in officer.get(place).text)


_SLOW = """
import os, time
os.environ["DJANGO_SETTINGS_MODULE"] = "lnrs_web.config.settings"
import django; django.setup()
from lnrs_web.desk import intake
from lnrs_web.desk.models import Upload
def begins(upload):
    upload.state = Upload.State.WORKING
    upload.save()
    print("has begun", flush=True)
    time.sleep(600)
intake.take_in = begins
with intake._lock(wait=True):
    print("holds the lock", flush=True)
    while not (upload := Upload.objects.filter(state="waiting").first()):
        time.sleep(0.1)
    begins(upload)
"""


def test_a_large_upload_is_never_whole_in_memory(
    officer: requests.Session,
    address: str,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    """Three hundred megabytes go through a server that grows by a fraction of that."""
    large = tmp_path / "large.zip"
    with large.open("wb") as sink:
        for _ in range(300):
            sink.write(os.urandom(1_000_000))
    port = address.rpartition(":")[2]
    before = _memory_mb(port)
    place = upload(officer, address, large)
    assert _memory_mb(port) - before < 150
    until(lambda: "is not a zip file that can be read" in officer.get(place).text)
    assert not list(Path(environment["LNRS_SITE"], "uploads").glob("*.zip"))


def _memory_mb(port: str) -> float:
    """The most memory that any process of the server has had."""
    peaks = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"--port\0{port}\0".encode() in (process / "cmdline").read_bytes():
                status = (process / "status").read_text()
                peaks.append(int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1_000)
        except (OSError, IndexError):
            continue
    return max(peaks)
