"""Rows first, the record last: after an act is recorded it waits for no row that somebody else could hold."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import lnrs_web
from lnrs_web.accounts.actions import delete_account
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.editions import actions as editions
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.actions import activities
from lnrs_web.gain_sites.actions import holding
from lnrs_web.land import actions as land
from lnrs_web.land import consent, waiting
from lnrs_web.land.models import KeptLand
from lnrs_web.outbox import actions as outbox

from ..unit.edition_case import box
from . import gains
from .people import holder, officer, person
from .published import publish, publish_later
from .saying import activity

pytestmark = pytest.mark.django_db


def kept_land() -> KeptLand:
    edition = Edition.objects.first() or publish()
    what = ("Home Farm", "kent-and-medway", edition.identity, consent.VERSION, [parcel("a", box(0, 0, 2, 2))])
    return land.keep(waiting.wanted(*what), by=person())


def an_address_is_written_to_again() -> Callable[[], object]:
    held = outbox.suppress("eve@example.org", reason="asked for it", by="a test")
    return lambda: outbox.allow(held, by="a test")


def an_account_goes() -> Callable[[], object]:
    kept_land()
    who = person()
    holder("editor", email=who.email)
    return lambda: delete_account(who, by=who)


def land_is_deleted() -> Callable[[], object]:
    one = kept_land()
    return lambda: land.delete(one, by=one.owner)


def land_that_nobody_opened_goes() -> Callable[[], object]:
    kept_land()
    kept_land()
    return lambda: land.delete_unopened(KeptLand.objects.all(), "a test")


def an_edition_takes_the_place_of_another() -> Callable[[], object]:
    first = publish()
    publish_later()
    return lambda: editions.publish(first, by="a test")


def an_activity_is_extended() -> Callable[[], object]:
    one = activity(publish())
    later = one.closes_at + timedelta(days=9)
    return lambda: activities.extend(one, later, by=officer())


def units_are_allocated() -> Callable[[], object]:
    held = gains.reserved(gains.stock_of(gains.public(publish())))
    return lambda: holding.allocate(held, "26/1", "a contract", by=officer())


@pytest.mark.parametrize(
    "prepared",
    [
        an_address_is_written_to_again,
        an_account_goes,
        land_is_deleted,
        land_that_nobody_opened_goes,
        an_edition_takes_the_place_of_another,
        an_activity_is_extended,
        units_are_allocated,
    ],
)
def test_nothing_is_changed_or_locked_after_an_act_is_recorded(prepared: Callable[[], Callable[[], object]]) -> None:
    act = prepared()
    with CaptureQueriesContext(connection) as asked:
        act()
    said = [one["sql"].upper() for one in asked.captured_queries]
    recorded = next(place for place, one in enumerate(said) if 'INSERT INTO "AUDIT_EVENT"' in one)
    after = [one for one in said[recorded:] if one.startswith(("UPDATE", "DELETE")) or "FOR NO KEY UPDATE" in one]
    assert after == []
    assert any(one.startswith(("UPDATE", "DELETE")) for one in said[:recorded])


def test_no_row_is_locked_so_that_what_refers_to_it_has_to_wait() -> None:
    """A row that refers to a locked one takes its lock as the transaction ends, when the act is recorded already."""
    source = Path(lnrs_web.__file__).parent
    locks = [
        (file.name, text)
        for file in source.rglob("*.py")
        for text in re.findall(r"select_for_update\((.{0,40})", file.read_text(encoding="utf-8"))
    ]
    assert len(locks) > 30
    assert [one for one in locks if "no_key=True" not in one[1]] == []
