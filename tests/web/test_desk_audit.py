"""The page of the record: officers look through what was done in their areas."""

import pytest

from lnrs_web.accounts.models import Role
from lnrs_web.audit.actions import record

from .people import ELSEWHERE, KENT, holder, officer, signed_in

pytestmark = pytest.mark.django_db


def test_officers_see_the_acts_of_their_areas_and_administrators_all() -> None:
    for area, which in ((KENT, "in-kent"), (ELSEWHERE, "up-north"), (None, "of-the-site")):
        record("try", which, by="ada@example.org", area=area)
    shown = {
        who: [one in signed_in(person).get("/desk/audit/").text for one in ("in-kent", "up-north", "of-the-site")]
        for who, person in {
            "officer": officer(),
            "data protection": holder(Role.DATA_PROTECTION),
            "administrator": officer(None, "root@example.org"),
        }.items()
    }
    assert shown == {
        "officer": [True, False, False],
        "data protection": [True, False, False],
        "administrator": [True, True, True],
    }
    assert signed_in(holder(Role.EDITOR)).get("/desk/audit/").status_code == 403


def test_acts_are_looked_for_by_who_what_which_and_day() -> None:
    client = signed_in(officer())
    record("try", "one", by="ada@example.org", area=KENT)
    record("fail", "two", by="grace@example.org", area=KENT)
    for asked, found in {
        "by=ADA": (True, False),
        "what=fail": (False, True),
        "which=on": (True, False),
        "since=2020-01-01&until=2020-01-02": (False, False),
        "since=2020-01-01": (True, True),
        "by=ada&what=fail": (False, False),
    }.items():
        page = client.get(f"/desk/audit/?{asked}").text
        assert ("<td>one</td>" in page, "<td>two</td>" in page) == found, asked
    assert "Nothing on record is like that." in client.get("/desk/audit/?by=nobody").text


@pytest.mark.parametrize("day", ["yesterday", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_that_is_none_or_that_nobody_means_is_told(field: str, day: str) -> None:
    answer = signed_in(officer()).get(f"/desk/audit/?{field}={day}&what=nothing")
    assert answer.status_code == 400
    assert "Write a day as 2026-11-26" in answer.text
    assert "Choose what was done from the list" in answer.text
    assert f'value="{day}"' in answer.text


def test_there_is_a_page_for_every_fifty_acts() -> None:
    for number in range(101):
        record("try", f"thing-{number}", by="ada@example.org", area=KENT)
    client = signed_in(officer())
    assert "thing-0<" not in client.get("/desk/audit/?by=ada").text
    last = client.get("/desk/audit/?by=ada&page=3").text
    assert "thing-0<" in last
    assert "?by=ada&amp;page=2" in last
