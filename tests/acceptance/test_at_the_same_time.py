"""What two do at the same moment, each over a connection of its own, on the kind of database where it may go wrong."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

from ..migrated import migrated

BEGIN = """
import threading
import time
from datetime import date, timedelta

import django

django.setup()

from django.db import connection, connections, transaction
from django.utils import timezone

from lnrs.model import areas
from lnrs_web.areas.models import StrategyArea

def all_at_once(*acts):
    wrong, together = [], threading.Barrier(len(acts))
    def doing(act):
        try:
            connection.ensure_connection()
            together.wait()
            act()
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()
    threads = [threading.Thread(target=doing, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
"""
LETTERS = """
from lnrs_web.briefings.actions import subscribing
from lnrs_web.briefings.models import Briefing, Run
from lnrs_web.editions.models import Edition
from lnrs_web.newsletter import actions as newsletter
from lnrs_web.outbox.mailboxes import MOST_LETTERS
from lnrs_web.outbox.models import Message

made = [StrategyArea.objects.create(lnrs_id=one.lnrs_id, slug=f"a{one.lnrs_id}", name=one.name) for one in areas()[:12]]
briefings = []
for area in made:
    facts = {"title": "x", "name": "1", "status": "draft", "software": "x", "size_bytes": 1, "imported_by": "a test"}
    edition = Edition.objects.create(area=area, identity=area.slug, as_of=date(2027, 1, 1), invented=True, **facts)
    run = Run.objects.create(area=area, edition=edition, on=date(2027, 1, 1), state="done", asked_by="a test")
    briefings.append(Briefing.objects.create(run=run, kind="ward", code="W1", name="A ward", facts={}))

def slow(post):
    def done(**said):
        time.sleep(0.05)  # so that others come in between
        return post(**said)
    return done

newsletter.post, subscribing.post = slow(newsletter.post), slow(subscribing.post)
now = timezone.now()
for mail, ask in (
    ("a.da+{}@gmail.com", lambda at, mail: newsletter.ask(made[at], mail, now)),
    ("b.o+{}@gmail.com", lambda at, mail: subscribing.ask(briefings[at], mail)),
):
    acts = [lambda at=at: ask(at, mail.format(at)) for at in range(12)]
    all_at_once(*acts)
    sent = Message.objects.filter(to__startswith=mail[:2]).count()
    assert sent == MOST_LETTERS == 5, f"{mail}: {sent}"
print("no mailbox was asked too often")
"""
SCHEDULED = """
from wagtail.models import Page, Revision

from lnrs_web.newsroom.access import section_of
from lnrs_web.newsroom.models import NewsPiece
from lnrs_web.newsroom.scheduled import publish_due

kent = next(one for one in areas() if one.lnrs_id == 40)
area, _ = StrategyArea.objects.get_or_create(lnrs_id=40, defaults={"slug": "kent", "name": kent.name})
past = timezone.now() - timedelta(minutes=5)

def piece(slug, **more):
    one = NewsPiece(title=slug, slug=slug, summary="x", body=[], **more)
    section_of(area).add_child(instance=one)
    return one

def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return cursor.fetchone()[0]

def changes_her_mind(change):
    with transaction.atomic():
        change()
        held.set()
        until = time.monotonic() + 60
        while not waiting():
            assert time.monotonic() < until, "nobody waits for the editor"
            time.sleep(0.02)

def publishes():
    assert held.wait(60)
    done.append(publish_due(timezone.now(), by="a test"))

def overlap(change):
    global held, done
    held, done = threading.Event(), []
    all_at_once(lambda: changes_her_mind(change), publishes)
    assert done == [1], done  # the other page, of which nobody said anything

stays, _ = (piece(slug, live=True, expire_at=past) for slug in ("stays", "goes"))
overlap(lambda: Page.objects.filter(pk=stays.pk).update(expire_at=None))
hidden, shown = (piece(slug, live=False) for slug in ("hidden", "shown"))
revisions = [one.save_revision().pk for one in (hidden, shown)]
Revision.objects.filter(pk__in=revisions).update(approved_go_live_at=past)
overlap(lambda: Revision.objects.filter(pk=revisions[0]).update(approved_go_live_at=None))
live = dict(Page.objects.filter(slug__in=("stays", "goes", "hidden", "shown")).values_list("slug", "live"))
assert live == {"stays": True, "goes": False, "hidden": False, "shown": True}, live
print("what an editor said meanwhile holds")
"""


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What the programs of a site on PostgreSQL are told."""
    try:
        with throwaway_postgis() as database:
            told = _told(tmp_path_factory.mktemp("site"))
            told["LNRS_DATABASE"] = f"postgresql://postgres@/postgres?host={database.socket}"
            command = [sys.executable, "-m", "lnrs_web", "migrate", "--verbosity", "0"]
            subprocess.run(command, env=told, check=True, timeout=300)
            yield told
    except NoPostgis as reason:
        pytest.skip(str(reason))


def _told(site: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LNRS_")}
    return {**ours, "DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings", "LNRS_SITE": str(site)}


def runs(script: str, told: dict[str, str]) -> str:
    command = [sys.executable, "-c", BEGIN + script]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_mailbox_is_asked_five_times_a_day_by_all_areas_together_on_postgresql(on_postgresql: dict[str, str]) -> None:
    assert runs(LETTERS, on_postgresql) == "no mailbox was asked too often\n"


def test_a_mailbox_is_asked_five_times_a_day_by_all_areas_together_on_sqlite(tmp_path: Path) -> None:
    shutil.copy(migrated(), tmp_path / "site.sqlite3")
    assert runs(LETTERS, _told(tmp_path)) == "no mailbox was asked too often\n"


def test_what_an_editor_says_while_a_scheduled_page_waits_its_turn_holds(on_postgresql: dict[str, str]) -> None:
    assert runs(SCHEDULED, on_postgresql).endswith("what an editor said meanwhile holds\n")
