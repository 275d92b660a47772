"""People sign, change their minds and leave while letters to all are being posted, on PostgreSQL, where many write at
once: nothing that waits is for anybody who has left, no mailbox signs twice, and the count is that of signatures."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

SETTINGS = {"DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings", "LNRS_MAIL_A_MINUTE": "120"}
SCRIPT = """
import threading
import time

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from lnrs.model import areas
from lnrs_web.accounts import actions as accounts
from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsletter import actions as newsletter
from lnrs_web.newsletter.models import Letter, Subscription
from lnrs_web.outbox.models import Message
from lnrs_web.petition import letters
from lnrs_web.petition.actions import counting, removing, signing, writing
from lnrs_web.petition.models import Petition, Signature

call_command("migrate", verbosity=0)
kent = next(one for one in areas() if one.lnrs_id == 40)
accounts.add_officer("officer@example.org", kent, by="a test")
officer = accounts.account_for("officer@example.org")
area = StrategyArea.objects.create(lnrs_id=40, slug="kent-and-medway", name=kent.name)
petition = Petition.objects.create(area=area, slug="x", title="x", state="open", opened_at=timezone.now())

def sign(mail):
    signing.sign(petition, signing.Details("Ada", "ZZ1 1AA", mail, True))

for number in range(60):
    sign(f"ada.{number}@gmail.com")
signed = list(Signature.objects.select_related("petition").order_by("pk"))
for one in signed:
    signing.prove(one)
counting.count_all(timezone.now())
writing.send(writing.write(petition, "News", "News", by=officer), by=officer)
letter = Letter.objects.create(area=area, subject="x", text="x")
readers = [
    Subscription.objects.create(area=area, email=f"{number}@example.org", words="x", confirmed_at=letter.sent_at)
    for number in range(40)
]
written, linked, wrong = letters.news, newsletter.link, []

def slow(right):
    def done(*given):
        time.sleep(0.01)  # so that others come in between
        return right(*given)
    return done

letters.news, newsletter.link = slow(written), slow(linked)

def doing(act):
    def done():
        try:
            act()
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()
    return threading.Thread(target=done)

def post_all():
    while writing.post_some(timezone.now()):
        pass

def count():
    for _ in range(10):
        counting.count_all(timezone.now())

def take_out():
    for _ in range(5):
        rule = removing.count_first(petition, removing.Rule(domain="gmail.com"), "x", by=officer)
        removing.remove(rule, by=officer)
        removing.restore(rule, by=officer)

def in_turn(act, of):
    def done():
        for one in of:
            act(one)
            time.sleep(0.005)
    return done

threads = [doing(act) for act in (
    post_all,
    count,
    take_out,
    lambda: newsletter.deliver.call(letter.pk),
    in_turn(signing.take_back, signed[::3]),
    in_turn(signing.stop_updates, signed[1::3]),
    in_turn(newsletter.leave, readers[::2]),
    *[in_turn(sign, [f"b.o{number}@gmail.com", f"bo{number}@googlemail.com"]) for number in (1, 1, 2, 2)],
)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not wrong, wrong
counting.count_all(timezone.now())

gone = {f"ada.{number}@gmail.com" for number in range(60) if number % 3 != 2}
gone |= {f"{number}@example.org" for number in range(0, 40, 2)}
named = set(Message.objects.exclude(to="").values_list("to", flat=True)) & gone
proofs = set(Message.objects.filter(key__contains=" signature ", state="waiting").values_list("to", flat=True))
assert named <= proofs, named - proofs  # whoever ended news has the letter that proves it still to come
news = Message.objects.filter(key__contains=" update ") | Message.objects.filter(key__startswith="newsletter")
assert not set(news.values_list("to", flat=True)) & gone
assert news.exclude(to="").count() >= 20, news.count()
assert not Message.objects.filter(to="", state="waiting").exists()
taken_back = signed[::3]
assert not proofs & {f"ada.{number}@gmail.com" for number in range(0, 60, 3)}
assert Signature.objects.filter(state="withdrawn", name="", mail="", domain="").count() == len(taken_back)
assert Signature.objects.count() == 62
petition.refresh_from_db()
assert petition.counted == Signature.objects.filter(state="signed").count() == 40
assert counting.recount(petition).is_right
print("whoever has left is written to no more")
"""


def test_whoever_leaves_while_letters_are_posted_gets_none(tmp_path: Path) -> None:
    try:
        with throwaway_postgis() as database:
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            told = {**os.environ, **SETTINGS, "LNRS_SITE": str(tmp_path / "site"), "LNRS_DATABASE": address}
            command = [sys.executable, "-c", SCRIPT]
            done = subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=300)
    except NoPostgis as reason:
        pytest.skip(str(reason))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("whoever has left is written to no more\n")
