"""Fifty mails a second that people cause, beside sending them from within the request as Django's `send_mail` does.

A mail server on loopback takes 30 ms over each. The worker of the outbox is killed in the middle and begun again; then
it is counted what came. Each mail's time is from when it was due to be posted, so that waiting in line counts.
"""

import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any

from benchmarks.apart import Failed
from benchmarks.postgis import NoPostgis, throwaway_postgis
from benchmarks.report import Cell, Table

A_SECOND, TAKES_S, PATIENCE_S = 50, 0.03, 900
SECONDS = {"small": 10, "full": 60}
PROGRAM = (sys.executable, "-m", "lnrs_web")

CAUSE = """
import json, os, sys, time
from concurrent.futures import ThreadPoolExecutor
os.environ["DJANGO_SETTINGS_MODULE"] = "lnrs_web.config.settings"
import django; django.setup()
from django.core.mail import send_mail
from django.db import transaction
from lnrs_web.outbox.actions import post
how, count, a_second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
begin = time.monotonic() + 0.5
def cause(number):
    due = begin + number / a_second
    time.sleep(max(0, due - time.monotonic()))
    to = f"reader-{number}@example.org"
    if how == "outbox":
        with transaction.atomic():
            post(to=to, subject="We have it", text="Thank you.", key=f"mail {number}", by="a benchmark")
    else:
        send_mail("We have it", "Thank you.", None, [to])
    return time.monotonic() - due
with ThreadPoolExecutor(8) as people:
    print(json.dumps(list(people.map(cause, range(count)))))
"""


@dataclass(frozen=True)
class Caused:
    """What a contender did: seconds for each mail, seconds until all had come, and how often each mail came."""

    times_s: list[float]
    all_after_s: float
    came: Counter[tuple[str, str]]


class Box:
    """What the mail server has taken: whom each mail is to, and its identity."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str]] = []
        self.address = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        """Take a mail."""
        await asyncio.sleep(TAKES_S)
        mail = message_from_bytes(envelope.content)
        self.came.append((str(mail["To"]), str(mail["Message-ID"])))
        return "250 taken"


def run(size: str) -> list[Table]:
    """The table of this benchmark."""
    count, rows, notes = SECONDS[size] * A_SECOND, [], []
    with ExitStack() as running:
        databases = {"SQLite": ""}
        try:
            there = running.enter_context(throwaway_postgis())
            databases["PostgreSQL"] = f"postgresql://postgres@/postgres?host={there.socket}"
        except NoPostgis as reason:
            notes.append(f"Without PostgreSQL: {reason}")
        for name, database in databases.items():
            ours, theirs = (_caused(how, count, database) for how in ("outbox", "send_mail"))
            rows += [_row(name, "outbox, worker killed once", ours, theirs), _row(name, "send_mail", theirs, theirs)]
    columns = (
        "database",
        "how",
        "mails",
        "lost",
        "twice",
        "50 % within, ms",
        "99 % within, ms",
        "all came after, s",
        "send_mail / this, 99 %",
    )
    notes.append(f"{A_SECOND} mails a second; the mail server takes {TAKES_S * 1000:.0f} ms over each.")
    return [Table("Mail that people cause", columns, tuple(rows), tuple(notes))]


def _row(database: str, how: str, one: Caused, peer: Caused) -> tuple[Cell, ...]:
    people = {to for to, _ in one.came}
    twice = sum(one.came.values()) - len(people)
    if len(one.came) != len(people):
        raise Failed("A mail came twice with two identities.")
    half, most = statistics.median(one.times_s) * 1000, _p99(one) * 1000
    lost = len(one.times_s) - len(people)
    figures = (len(one.times_s), lost, twice, half, most, one.all_after_s)
    return (database, how, *figures, _p99(peer) / _p99(one))


def _p99(one: Caused) -> float:
    return statistics.quantiles(one.times_s, n=100)[98]


def _caused(how: str, count: int, database: str) -> Caused:
    with tempfile.TemporaryDirectory(prefix="lnrs-bench-outbox-") as folder, _mail_server() as box:
        environment = os.environ | {"LNRS_SITE": folder, "LNRS_DATABASE": database, "LNRS_MAIL": box.address}
        subprocess.run([*PROGRAM, "migrate", "--verbosity", "0"], env=environment, check=True)
        with _worker(environment) as begin_again:
            begun = time.monotonic()
            told = [sys.executable, "-c", CAUSE, how, str(count), str(A_SECOND)]
            with subprocess.Popen(told, env=environment, stdout=subprocess.PIPE, text=True) as people:
                if how == "outbox":
                    time.sleep(count / A_SECOND / 2)
                    begin_again()
                said, _ = people.communicate(timeout=PATIENCE_S)
            while len({to for to, _ in box.came}) < count and time.monotonic() - begun < PATIENCE_S:
                time.sleep(0.1)
            after_s = time.monotonic() - begun
        return Caused(json.loads(said), after_s, Counter(box.came))


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[Any]:
    """A worker, and a way to kill it and begin another."""
    working = [subprocess.Popen([*PROGRAM, "work"], env=environment)]

    def begin_again() -> None:
        working[-1].send_signal(signal.SIGKILL)
        working[-1].wait()
        working.append(subprocess.Popen([*PROGRAM, "work"], env=environment))

    try:
        yield begin_again
    finally:
        working[-1].terminate()
        working[-1].wait()


@contextmanager
def _mail_server() -> Iterator[Box]:
    from aiosmtpd.controller import Controller

    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    box.address = f"smtp://127.0.0.1:{port}"
    try:
        yield box
    finally:
        server.stop()
