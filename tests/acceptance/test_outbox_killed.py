"""A worker that is killed in the middle of its mail: nothing is lost, and what comes twice has the same identity.

Real processes, a real mail server, SQLite and PostgreSQL.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

from ..mail_server import Letterbox, mail_server
from ..migrated import with_tables
from ..served_site import LONGEST_S, PROGRAM, environment_of, served, told

MAILS = 500
KILLS = 3

POST = f"""
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "lnrs_web.config.settings"
import django; django.setup()
from django.db import transaction
from lnrs_web.outbox.actions import post
with transaction.atomic():
    for number in range({MAILS}):
        words = {{"subject": "We have it", "text": "Thank you.", "by": "a test"}}
        post(to=f"reader-{{number}}@example.org", key=f"mail {{number}}", **words)
"""
COUNT = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "lnrs_web.config.settings"
import django; django.setup()
from lnrs_web.outbox.queries import how_many
print(*(f"{state}={count}" for state, count in sorted(how_many().items()) if count), sep=", ")
"""


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database, for LNRS_DATABASE."""
    if request.param == "SQLite":
        yield ""
        return
    try:
        with throwaway_postgis() as there:
            yield f"postgresql://postgres@/postgres?host={there.socket}"
    except NoPostgis as reason:
        pytest.skip(str(reason))


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with mail_server() as letterbox:
        letterbox.slow_s = 0.002
        yield letterbox


@pytest.fixture
def environment(tmp_path: Path, database: str, box: Letterbox) -> dict[str, str]:
    return environment_of(tmp_path / "site") | {"LNRS_DATABASE": database, "LNRS_MAIL": box.address}


def python(environment: dict[str, str], program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + LONGEST_S
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)


def must_be_whole(box: Letterbox, environment: dict[str, str], kills: int) -> None:
    """Every mail came; those that came twice are no more than the kills, and have the same identity."""
    by_address: dict[str, Counter[str]] = {}
    for mail in box.mails:
        by_address.setdefault(str(mail["To"]), Counter())[str(mail["Message-ID"])] += 1
    assert len(by_address) == MAILS
    assert all(len(identities) == 1 for identities in by_address.values())
    twice = [count for identities in by_address.values() for count in identities.values() if count > 1]
    assert len(twice) <= kills
    assert python(environment, COUNT) == f"sent={MAILS}"


def test_no_mail_is_lost_when_the_worker_is_killed(environment: dict[str, str], box: Letterbox) -> None:
    with_tables(environment)
    python(environment, POST)
    for kill in range(1, KILLS + 1):
        before = len(box.mails)
        worker = subprocess.Popen([*PROGRAM, "work"], env=environment, stdin=subprocess.DEVNULL)
        until(lambda before=before: len(box.mails) >= before + MAILS // (KILLS + 2))
        worker.send_signal(signal.SIGKILL)
        worker.wait(LONGEST_S)
        assert before < len(box.mails) < MAILS, kill
    told(environment, "work", "--until-done")
    must_be_whole(box, environment, KILLS)


def test_two_workers_send_each_mail_once(environment: dict[str, str], box: Letterbox) -> None:
    with_tables(environment)
    python(environment, POST)
    workers = [subprocess.Popen([*PROGRAM, "work"], env=environment, stdin=subprocess.DEVNULL) for _ in range(2)]
    try:
        until(lambda: len(box.mails) >= MAILS)
    finally:
        for worker in workers:
            worker.terminate()
            assert worker.wait(LONGEST_S) == 0
    must_be_whole(box, environment, 0)


def test_the_worker_of_a_served_site_is_begun_again_and_ends_with_it(
    environment: dict[str, str], box: Letterbox, tmp_path: Path
) -> None:
    with served(environment, [], tmp_path / "log"):
        python(environment, POST)
        until(lambda: len(box.mails) > MAILS // 4)
        killed = [pid for pid in workers_of(environment) if "work" in words_of(pid)]
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert killed
        until(lambda: len({str(mail["To"]) for mail in box.mails}) == MAILS)
        until(lambda: python(environment, COUNT) == f"sent={MAILS}")
        must_be_whole(box, environment, 1)
    until(lambda: not workers_of(environment))


def words_of(pid: int) -> list[str]:
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def workers_of(environment: dict[str, str]) -> list[int]:
    """The workers of this test's site and their keepers."""
    named = f"LNRS_SITE={environment['LNRS_SITE']}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if named in (folder / "environ").read_bytes().split(b"\0") and "--beside" in words_of(int(folder.name)):
                found.append(int(folder.name))
        except OSError:
            continue
    return found
