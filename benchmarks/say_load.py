"""Representations sent to the site on loopback, so many a second: every one answered is there, once, and their numbers
have no gap. The peer of it is the promise itself; SQLite stands beside PostgreSQL."""

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import cases
from benchmarks.apart import Failed
from benchmarks.postgis import NoPostgis, throwaway_postgis
from benchmarks.report import Table
from benchmarks.site_questions import PARCELS

A_SECOND, SECONDS, SENDERS, PATIENCE_S = 50, 60, 32, 180
CHECK = "/kent-and-medway/have-your-say/draft/take-part/check/"
PROGRAM = (sys.executable, "-m", "lnrs_web")

PREPARE = """
import json
from datetime import timedelta
from django.core import signing
from django.utils import timezone
from lnrs.model import areas
from lnrs_web.accounts import actions as accounts
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.engagement.actions.activities import Asked, make, release
from lnrs_web.engagement.models import Answer, Contribution
accounts.add_officer("officer@example.org", next(one for one in areas() if one.lnrs_id == 40), by="a benchmark")
who, now = Person.objects.get(email="officer@example.org"), timezone.now()
activity = make(
    StrategyArea.objects.get(), [Asked("say", "long", "What do you want to say?", required=True)], by=who,
    kind="representations", slug="draft", title="The draft", opens_at=now - timedelta(days=1),
    closes_at=now + timedelta(days=9), asks_mail="may",
)
release(activity, by=who)
questions = activity.question_sets.get()
drafts = Contribution.objects.bulk_create(
    Contribution(activity=activity, question_set=questions, stance="object", begun_at=now - timedelta(hours=1),
        done=["everything"])
    for _ in range(COUNT)
)
asked = questions.questions.get()
Answer.objects.bulk_create(
    Answer(contribution=one, question=asked, text=f"Representation {number}") for number, one in enumerate(drafts)
)
signer = signing.TimestampSigner(salt="lnrs_web.engagement.draft")
print(json.dumps([signer.sign(str(one.id)) for one in drafts]))
"""
COUNT_THEM = """
import json
from lnrs_web.engagement.models import Contribution, Revision
from lnrs_web.audit.models import Event
held = Contribution.objects.exclude(state="draft")
print(json.dumps({
    "ids": [str(one) for one in held.values_list("id", flat=True)],
    "numbers": sorted(int(one[-5:]) for one in held.values_list("reference", flat=True)),
    "revisions": Revision.objects.count(),
    "recorded": Event.objects.filter(what="receive contribution").count(),
}))
"""


@dataclass(frozen=True)
class Sent:
    """What came of one: which draft, whether the site said that it has it, and seconds since it was due."""

    cookie: str
    taken: bool
    seconds: float


def run(size: str) -> list[Table]:
    """The table of this benchmark."""
    edition = cases.edition(cases.sketch(PARCELS["small"]))
    seconds = SECONDS if size == "full" else 10
    rows, notes = [], []
    with tempfile.TemporaryDirectory(prefix="lnrs-bench-say-") as name, ExitStack() as running:
        rows.append(_row("SQLite", {"LNRS_SITE": f"{name}/sqlite"}, edition, seconds))
        try:
            database = running.enter_context(throwaway_postgis())
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            there = {"LNRS_SITE": f"{name}/postgresql", "LNRS_DATABASE": address}
            rows.append(_row("PostgreSQL (fsync off)", there, edition, seconds))
        except NoPostgis as reason:
            notes.append(f"Without PostgreSQL: {reason}")
    columns = ("database", "due a second", "sent", "received", "lost", "twice", "half within, ms", "99 % within, ms")
    title = f"{A_SECOND} representations a second for {seconds} s, each numbered, recorded and with its first revision"
    return [Table(title, columns, tuple(rows), tuple(notes))]


def _row(what: str, told: Mapping[str, str], edition: Path, seconds: int) -> tuple[str, ...]:
    environment = environment_of(told)
    say(environment, "migrate", "--verbosity", "0")
    say(environment, "import_edition", str(edition), "--publish")
    cookies = prepared(environment, A_SECOND * seconds)
    with serving(environment) as port:
        sent = send(port, cookies, A_SECOND)
    lost, twice = reckoned(environment, sent)
    took = sorted(one.seconds * 1000 for one in sent)
    p99 = took[int(len(took) * 0.99)]
    taken = sum(one.taken for one in sent)
    if lost or twice:
        raise Failed(f"{what}: {lost} lost, {twice} twice")
    return (what, str(A_SECOND), str(len(sent)), str(taken), "0", "0", f"{statistics.median(took):.0f}", f"{p99:.0f}")


def environment_of(told: Mapping[str, str]) -> dict[str, str]:
    """What the site's programs are told: no limits for one reader, who here is everybody."""
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return ours | {"LNRS_LIMITS": "0"} | dict(told)


def say(environment: Mapping[str, str], *words: str) -> str:
    """What a command of the site's says."""
    return subprocess.run([*PROGRAM, *words], env=environment, check=True, capture_output=True, text=True).stdout


def prepared(environment: Mapping[str, str], count: int) -> list[str]:
    """The cookies of so many drafts that are complete and wait to be sent."""
    code = PREPARE.replace("COUNT", str(count))
    cookies: list[str] = json.loads(say(environment, "shell", "-v", "0", "-c", code))
    return cookies


def send(port: int, cookies: Sequence[str], a_second: float) -> list[Sent]:
    """Send each when it is due, whether those before have been answered or not."""
    began = time.monotonic()
    with ThreadPoolExecutor(SENDERS) as senders:
        due = (began + number / a_second for number in range(len(cookies)))
        return list(senders.map(lambda one: _send(port, *one), zip(cookies, due, strict=True)))


def _send(port: int, cookie: str, due: float) -> Sent:
    time.sleep(max(0.0, due - time.monotonic()))
    headers = {"Cookie": f"say-draft={cookie}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as site:
            site.request("POST", CHECK, "", headers)
            answer = site.getresponse()
            answer.read()
            taken = answer.status == 302 and answer.headers["Location"].endswith("/sent/")
    except (OSError, http.client.HTTPException):
        taken = False
    return Sent(cookie, taken, time.monotonic() - due)


def reckoned(environment: Mapping[str, str], sent: Sequence[Sent]) -> tuple[int, int]:
    """How many the site said it has and has not, and how many numbers, revisions or records there are too many.

    Raises Failed where numbers have a gap.
    """
    there = json.loads(say(environment, "shell", "-v", "0", "-c", COUNT_THEM))
    held = set(there["ids"])
    if there["numbers"] != list(range(1, len(held) + 1)):
        raise Failed("the numbers have a gap, or one is there twice")
    lost = sum(one.taken and one.cookie.partition(":")[0] not in held for one in sent)
    return lost, abs(there["revisions"] - len(held)) + abs(there["recorded"] - len(held))


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """The port of a site that is up until it is left; then it and its workers are killed where they stand."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [*PROGRAM, "serve", "--port", str(port)]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        until = time.monotonic() + PATIENCE_S
        while not _is_up(port):
            if server.poll() is not None or time.monotonic() > until:
                raise Failed("the site did not come up")
            time.sleep(0.2)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _is_up(port: int) -> bool:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as site:
            site.request("GET", "/healthz")
            answer = site.getresponse()
            answer.read()
            return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False
