"""Acts that change the same rows at once wait for one another on PostgreSQL, and none for good."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

from ..migrated import with_tables

_SCRIPT = """
import threading

import django

django.setup()

from django.db import connections

from lnrs_web.accounts import actions as accounts
from lnrs_web.audit.queries import broken
from lnrs_web.desk import background_actions as desk
from lnrs_web.outbox import actions as outbox
from lnrs_web.outbox.models import Message, Suppression

accounts.add_officer("root@example.org", None, by="a test")
root = accounts.account_for("root@example.org")
for number in range(20):
    outbox.post(to=f"{number}@example.org", subject="a", text="a", key=str(number), by="a test")

failed = []

def doing(act):
    def done():
        try:
            act()
        except Exception as error:
            failed.append(repr(error))
        finally:
            connections.close_all()
    return threading.Thread(target=done)

def one_by_one():
    for message in Message.objects.order_by("id"):
        desk.send_again(message, by=root)

for turn in range(10):
    Message.objects.update(state="given up")
    held = outbox.suppress(f"{turn}@example.org", reason="asked for it", by="a test")
    acts = [lambda: desk.send_all_again(by=root), one_by_one, one_by_one, lambda: outbox.allow(held, by="a test")]
    threads = [doing(act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
assert not failed, failed
assert not list(broken())
assert Message.objects.filter(state="waiting").count() == 20
assert not Suppression.objects.exists()
print("none waited for good")
"""


def test_none_waits_for_good(tmp_path: Path) -> None:
    try:
        with throwaway_postgis() as database:
            environment = {
                **os.environ,
                "LNRS_SITE": str(tmp_path / "site"),
                "LNRS_DATABASE": f"postgresql://postgres@/postgres?host={database.socket}",
                "DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings",
            }
            with_tables(environment)
            command = [sys.executable, "-c", _SCRIPT]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    except NoPostgis as reason:
        pytest.skip(str(reason))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("none waited for good\n")
