"""What counts of an area is worked out once for all who ask, and again after every change."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lnrs.thirty_by_thirty.pieces import pieces
from lnrs_web.config.clock import today
from lnrs_web.thirty_by_thirty import account, actions
from lnrs_web.thirty_by_thirty.account import counted, summary_of

from .people import officer
from .published import AREA, publish
from .thirty import MEADOW, passed, taken

pytestmark = pytest.mark.django_db

PUBLIC = AREA + "30-by-30/"


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The day of each time that land is laid over itself, which is what takes long."""
    asked: list[date] = []

    def counted(given: Any, on: date) -> Any:
        asked.append(on)
        return pieces(given, on)

    for module in ("trajectory", "scenario"):
        monkeypatch.setattr(f"lnrs.thirty_by_thirty.{module}.pieces", counted)
    monkeypatch.setattr("lnrs_web.thirty_by_thirty.account.pieces", counted)
    return asked


def test_land_is_laid_over_itself_once_for_all_pages_and_tables_of_a_day(laid: list[date]) -> None:
    edition = publish()
    one = taken(edition)[MEADOW]
    passed(one)
    assert Client().get(PUBLIC).status_code == 200
    assert sum(on >= today() for on in laid) == 1
    laid.clear()
    for address in ("places.csv", "candidates.csv", "land.geojson"):
        assert Client().get(f"{PUBLIC}{address}").status_code == 200
    assert summary_of(edition) is not None
    assert laid == []
    assert Client().get(f"{PUBLIC}what-if/?suppose={one.ref}").status_code == 200
    assert laid == [today()], "for what would be; what is was known"


def test_what_was_counted_is_counted_anew_after_every_change(laid: list[date]) -> None:
    edition = publish()
    one = taken(edition)[MEADOW]

    def now_ha() -> float:
        laid.clear()
        found = counted(edition, today())
        again = counted(edition, today())
        assert (again.land.total, again.sea.total) == (found.land.total, found.sea.total)
        assert laid == [today()]
        return found.land.total.counts_ha

    assert now_ha() == 0
    passed(one)
    assert now_ha() == pytest.approx(4)
    actions.describe(one, actions.Facts(MEADOW, "LNR", "charity", "sea"), by=officer())
    assert now_ha() == 0
    actions.describe(one, actions.Facts(MEADOW, "LNR", "charity"), by=officer())
    assert now_ha() == pytest.approx(4)
    actions.withdraw(one, by=officer())
    assert now_ha() == 0


def test_what_changed_while_it_was_counted_is_not_kept(laid: list[date], monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish()
    one = taken(edition)[MEADOW]
    then = account.held

    def changing(*asked: Any) -> Any:
        monkeypatch.setattr(account, "held", then)
        passed(one)
        return then(*asked)

    monkeypatch.setattr(account, "held", changing)
    before = account.changed(edition)
    counted(edition, today())
    monkeypatch.setattr(account, "changed", lambda _: before)  # as another, who asked before the change
    laid.clear()
    counted(edition, today())
    assert laid == [today()]
