"""Signatures under a petition, so many a second: each is sent to the site on loopback, and as many that wait are proved
by the button of their mail, while others read the petition's page. None is lost and none is counted twice; SQLite
stands beside PostgreSQL, and the peer of both is the promise itself. Then the mail is sent, within its provider's
limit."""

import http.client
import json
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import cases
from benchmarks.apart import Failed
from benchmarks.postgis import NoPostgis, throwaway_postgis
from benchmarks.report import Table
from benchmarks.say_load import environment_of, say, serving
from benchmarks.site_questions import PARCELS

A_SECOND, SECONDS, PAGES_A_SECOND, SENDERS, PATIENCE_S = 100, 120, 10, 48, 60
HOME = "/kent-and-medway/petition/load/"
LONGEST_DRAIN_S = 900
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

PREPARE = """
import json
from datetime import timedelta
from django.core.signing import b62_encode
from django.utils import timezone
from lnrs_web.areas.models import StrategyArea
from lnrs_web.petition import links, watching
from lnrs_web.petition.mailboxes import mail_key
from lnrs_web.petition.models import Petition, Signature
now = timezone.now()
one = Petition.objects.create(area=StrategyArea.objects.get(), slug="load", title="Load", asks="A",
    eligible="live here", controller="A", controller_contact="A", state="open", opened_at=now, made_by="a benchmark",
    hourly_limit=30000)
rows = Signature.objects.bulk_create((Signature(petition=one, name=f"Waits {n}", mail=f"waits{n}@example.org",
    mail_key=mail_key(one.pk, f"waits{n}@example.org"), domain="example.org", postcode="ZZ1 1AA", state="waiting",
    consent_version=1) for n in range(COUNT)), batch_size=1000)
value = f"{one.pk}:{b62_encode(int(now.timestamp()) - 60)}"
tokens = []
for row in Signature.objects.order_by("pk"):
    row.petition = one
    tokens.append(links.token_of(row, links.SIGN))
print(json.dumps({"begun": f"{value}:{watching._signer.signature(value)}", "tokens": tokens}))
"""
COUNT_THEM = """
import json
from django.db.models import Sum
from lnrs_web.outbox.models import Message
from lnrs_web.petition.models import Petition, Signature
one = Petition.objects.get()
rows = Signature.objects.filter(petition=one)
print(json.dumps({
    "counted": one.counted,
    "marked": rows.filter(counted=True).count(),
    "proved": list(rows.filter(state="signed").values_list("pk", flat=True)),
    "names": list(rows.filter(name__startswith="Sends").values_list("name", flat=True)),
    "letters": Message.objects.count(),
    "letters_noted": rows.filter(name__startswith="Sends").aggregate(n=Sum("mails"))["n"] or 0,
    "sent": Message.objects.filter(state="sent").count(),
    "others": rows.exclude(state__in=("signed", "waiting")).count(),
    "most_in_a_minute": most(sorted(Message.objects.filter(state="sent").values_list("sent_at", flat=True))),
}))
"""
MOST = """
def most(times):
    first, found = 0, 0
    for last, at in enumerate(times):
        while (at - times[first]).total_seconds() >= 60:
            first += 1
        found = max(found, last - first + 1)
    return found
"""


@dataclass(frozen=True)
class Answer:
    """What came of one request: what it was about, whether the site took it, and seconds since it was due."""

    which: str
    taken: bool
    seconds: float


@dataclass(frozen=True)
class Spike:
    """Everything that was answered."""

    signed: list[Answer]
    proved: list[Answer]
    read: list[Answer]


def run(size: str) -> list[Table]:
    """The table of this benchmark."""
    edition = cases.edition(cases.sketch(PARCELS["small"]))
    seconds = SECONDS if size == "full" else 5
    rows, notes = [], []
    with tempfile.TemporaryDirectory(prefix="lnrs-bench-petition-") as name, ExitStack() as running:
        rows.append(_row("SQLite", {"LNRS_SITE": f"{name}/sqlite"}, edition, seconds))
        try:
            database = running.enter_context(throwaway_postgis())
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            there = {"LNRS_SITE": f"{name}/postgresql", "LNRS_DATABASE": address}
            rows.append(_row("PostgreSQL (fsync off)", there, edition, seconds))
        except NoPostgis as reason:
            notes.append(f"Without PostgreSQL: {reason}")
    columns = (
        *("database", "signed", "proved", "lost", "twice", "signing, 50 % and 99 % within, ms"),
        *("proving, 50 % and 99 % within, ms", "page, 50 % and 99 % within, ms"),
        *("mail sent, s after the spike", "most mails in a minute"),
    )
    title = (
        f"{A_SECOND} signatures and {A_SECOND} proofs a second for {seconds} s, and {PAGES_A_SECOND} readers a second"
    )
    return [Table(title, columns, tuple(rows), tuple(notes))]


def _row(what: str, told: Mapping[str, str], edition: Path, seconds: int) -> tuple[str, ...]:
    environment = environment_of(told)
    say(environment, "migrate", "--verbosity", "0")
    say(environment, "import_edition", str(edition), "--publish")
    made = prepared(environment, A_SECOND * seconds)
    with serving(environment) as port:
        spike = send(port, made, range(A_SECOND * seconds), A_SECOND, PAGES_A_SECOND)
        drained_s = drained(environment, A_SECOND * seconds)
    lost, twice, there = reckoned(environment, spike)
    if lost or twice:
        raise Failed(f"{what}: {lost} lost, {twice} twice")
    return (
        *(what, str(sum(one.taken for one in spike.signed)), str(sum(one.taken for one in spike.proved)), "0", "0"),
        *(within(spike.signed), within(spike.proved), within(spike.read)),
        *(f"{drained_s:.0f}", str(there["most_in_a_minute"])),
    )


def within(answers: Sequence[Answer]) -> str:
    """The half and the 99 of 100 quickest, in milliseconds."""
    took = sorted(one.seconds * 1000 for one in answers)
    return f"{statistics.median(took):.0f}, {took[int(len(took) * 0.99)]:.0f}"


def prepared(environment: Mapping[str, str], count: int) -> dict[str, Any]:
    """A petition that is open, with so many signatures that wait to be proved; what their links hold."""
    code = PREPARE.replace("COUNT", str(count))
    made: dict[str, Any] = json.loads(say(environment, "shell", "-v", "0", "-c", code))
    return made


def send(port: int, made: Mapping[str, Any], numbers: range, a_second: float, pages_a_second: float) -> Spike:
    """Send those of some numbers when they are due, whether what came before has been answered or not."""
    tokens: list[str] = made["tokens"]
    began = time.monotonic() + 0.5
    with ThreadPoolExecutor(SENDERS) as senders, ThreadPoolExecutor(8) as readers:
        signed, proved, read = [], [], []
        pages = round(len(numbers) / a_second * pages_a_second)
        for number in range(pages):
            read.append(readers.submit(_read, port, began + number / pages_a_second))
        for place, number in enumerate(numbers):
            due = began + place / a_second
            signed.append(senders.submit(_sign, port, number, str(made["begun"]), due))
            proved.append(senders.submit(_prove, port, tokens[number], due))
        return Spike(_all(signed), _all(proved), _all(read))


def together(*spikes: Spike) -> Spike:
    """Several as one."""
    return Spike(*([one for each in spikes for one in getattr(each, name)] for name in ("signed", "proved", "read")))


def _all(asked: "Sequence[Future[Answer]]") -> list[Answer]:
    return [one.result() for one in asked]


def _sign(port: int, number: int, begun: str, due: float) -> Answer:
    typed = {"name": f"Sends {number}", "postcode": "ZZ1 1AA", "mail": f"sends{number}@example.org", "step": "sign"}
    body = urlencode(typed | {"eligible": "yes", "agree": "yes", "begun": begun})
    return _asked(port, "POST", f"{HOME}sign/", body, due, typed["name"], "/sent/")


def _prove(port: int, token: str, due: float) -> Answer:
    address = f"/kent-and-medway/petition/link/{token}/"
    return _asked(port, "POST", address, "step=prove", due, token.partition("-")[0], "/thanks/")


def _read(port: int, due: float) -> Answer:
    return _asked(port, "GET", HOME, "", due, "page", "")


def _asked(port: int, method: str, address: str, body: str, due: float, which: str, leads_to: str) -> Answer:
    time.sleep(max(0.0, due - time.monotonic()))
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as site:
            site.request(method, address, body, FORM if body else {})
            answer = site.getresponse()
            answer.read()
            led = answer.status == 302 and answer.headers["Location"].endswith(leads_to)
            taken = led if leads_to else answer.status == 200
    except (OSError, http.client.HTTPException):
        taken = False
    return Answer(which, taken, time.monotonic() - due)


def drained(environment: Mapping[str, str], letters: int) -> float:
    """Seconds until every letter is sent. Raises Failed where that takes too long."""
    began = time.monotonic()
    while time.monotonic() - began < LONGEST_DRAIN_S:
        if _there(environment)["sent"] >= letters:
            return time.monotonic() - began
        time.sleep(5)
    raise Failed("the mail was not sent")


def reckoned(environment: Mapping[str, str], spike: Spike) -> tuple[int, int, dict[str, Any]]:
    """How many signatures and proofs that the site said it has it has not, and how many are there twice; what is there.

    Raises Failed where the count is not that of the proved signatures, or a letter is missing or too many.
    """
    say(environment, "count_signatures")
    there = _there(environment)
    names, proved = there["names"], set(there["proved"])
    held = set(names)
    lost = sum(one.taken and one.which not in held for one in spike.signed)
    lost += sum(one.taken and int(one.which) not in proved for one in spike.proved)
    twice = len(names) - len(held)
    if not there["counted"] == there["marked"] == len(proved):
        raise Failed(f"{there['counted']} are shown, {there['marked']} are marked and {len(proved)} are proved")
    if there["letters"] != there["letters_noted"] or there["others"]:
        raise Failed(f"{there['letters']} letters of {there['letters_noted']}, and {there['others']} set aside")
    return lost, twice, there


def _there(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(say(environment, "shell", "-v", "0", "-c", MOST + COUNT_THEM))
    return found
