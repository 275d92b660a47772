"""Fifty people reserve, give up and allocate units at once, on both databases: never more than a site offers, and what
it says it holds is what people hold."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

from ..migrated import with_tables

SETTINGS = {"DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings"}
WRITERS, TRIES = 50, 4
SCRIPT = f"""
import random
import threading

import django

django.setup()

from django.db import connections
from django.db.models import Sum

from lnrs.model import areas
from lnrs_web.accounts import actions as accounts
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import broken
from lnrs_web.gain_sites.actions import holding
from lnrs_web.gain_sites.actions.holding import Wanted
from lnrs_web.gain_sites.models import GainSite, Holding, Stock, Version
from lnrs_web.gain_sites.refused import ListingRefused

kent = next(one for one in areas() if one.lnrs_id == 40)
accounts.add_officer("officer@example.org", kent, by="a test")
clerk = accounts.account_for("officer@example.org")
area = StrategyArea.objects.create(lnrs_id=40, slug="kent-and-medway", name=kent.name)
site = GainSite.objects.create(reference="GS-1", area=area)
site.shown = Version.objects.create(site=site, number=1, state="shown", name="A field")
site.save()
habitats = ("Grassland - Lowland meadows", "Grassland - Other neutral grassland")
stocks = [
    Stock.objects.create(site=site, module="area", habitat=one, condition="Good", work="created", offered=100_003)
    for one in habitats
]
buyers = [accounts.account_for(f"{{number}}@example.org") for number in range({WRITERS})]
started, wrong, refused = threading.Barrier({WRITERS}), [], []

def buying(number):
    chance = random.Random(number)
    try:
        started.wait()
        for turn in range({TRIES}):
            wanted = Wanted(chance.randint(2_000, 6_000), f"development {{number}} {{turn}}", "Ashford")
            try:
                held = holding.reserve(stocks[(number + turn) % 2], wanted, by=buyers[number])
            except ListingRefused as error:
                refused.append(str(error))
                continue
            if number % 5 == 0:
                holding.give_up(held, "", by=buyers[number])
            elif number % 5 == 1:
                holding.allocate(held, "26/1", "a contract", by=clerk)
    except Exception as error:
        wrong.append(repr(error))
    finally:
        connections.close_all()

threads = [threading.Thread(target=buying, args=(number,)) for number in range({WRITERS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not wrong, wrong
for stock in Stock.objects.all():
    sums = dict(Holding.objects.filter(stock=stock).order_by().values_list("state").annotate(Sum("units")))
    assert stock.reserved == sums.get("reserved", 0)
    assert stock.allocated == sums.get("allocated", 0)
    assert 0 <= stock.available < 6_000, stock.available
assert refused
codes = Holding.objects.filter(state="allocated").values_list("code", flat=True)
assert len(codes) == len(set(codes)) > 0
assert not list(broken())
print("never more than there is")
"""


def held_by_many(environment: dict[str, str]) -> None:
    with_tables(environment)
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=480)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("never more than there is\n")


def test_fifty_at_once_never_hold_more_than_there_is_in_sqlite(tmp_path: Path) -> None:
    held_by_many({**os.environ, **SETTINGS, "LNRS_SITE": str(tmp_path)})


def test_fifty_at_once_never_hold_more_than_there_is_in_postgresql(tmp_path: Path) -> None:
    try:
        with throwaway_postgis() as database:
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            held_by_many({**os.environ, **SETTINGS, "LNRS_SITE": str(tmp_path), "LNRS_DATABASE": address})
    except NoPostgis as reason:
        pytest.skip(str(reason))
