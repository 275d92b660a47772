"""Lists are taken away as tables: restricted ones for a purpose that is on record, public ones by everyone."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from lnrs_web.accounts.models import Role
from lnrs_web.audit.models import Event
from lnrs_web.engagement.actions.events import keep_event
from lnrs_web.engagement.actions.states import show_instead
from lnrs_web.engagement.locating import shaped
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.moderation.actions import analysing, bringing_in, deciding
from lnrs_web.moderation.tables import TABLES

from ..unit.edition_case import box
from .heard import DESK, desk, entered
from .people import ELSEWHERE, holder, officer, signed_in
from .published import publish
from .saying import SAY, activity

pytestmark = pytest.mark.django_db
AT = f"{DESK}tables/"
WHY = "report to the steering group"
PUBLIC = f"{SAY}what-you-value/contributions"


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def taken(asked: Activity, name: str, client: Any = None, **more: str) -> list[dict[str, str]]:
    """The rows of a table as CSV."""
    form = {"list": name, "activity": str(asked.pk), "purpose": WHY, **more}
    answer = (client or desk()).post(AT, form)
    assert answer.status_code == 200, answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"{name}-{asked.slug}-" in answer.headers["Content-Disposition"]
    return rows_of(answer)


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_contributions_are_given_in_full_and_that_is_on_record(asked):
    one = entered(
        asked, "=HYPERLINK(1)", mail="ann@example.org", name="Ann", locations=[shaped(box(1, 1, 2, 2), asked.edition)]
    )
    show_instead(one.answers.get(), "left out", by=officer())
    [row] = taken(asked, "contributions")
    assert row["like"] == "'=HYPERLINK(1)"
    assert (row["reference"], row["name"], row["mail"]) == (one.reference, "Ann", "ann@example.org")
    assert (row["mail proved"], row["parish"], row["may be published"]) == ("yes", "Wyeham", "yes")
    event = Event.objects.get(what="export restricted table")
    assert (event.which, event.area) == (f"contributions-{asked.slug}", asked.area_id)
    assert event.became == f"csv, for: {WHY}"


def test_of_a_queue_only_what_is_in_it(asked):
    entered(asked, "The orchard")
    entered(asked, "The pond", may_publish=False)
    page = desk().get(f"{DESK}?queue=received&activity={asked.pk}").text
    assert f"tables/?queue=received&amp;activity={asked.pk}" in page
    assert "Of contributions only those" in desk().get(f"{AT}?queue=received").text
    assert [row["like"] for row in taken(asked, "contributions", queue="received")] == ["The pond"]
    assert [row["like"] for row in taken(asked, "contributions", find="orchard")] == ["The orchard"]
    assert len(taken(asked, "contributions")) == 2


@pytest.mark.parametrize("missing", ["purpose", "activity", "list"])
def test_what_is_missing_is_asked_for_and_nothing_is_given(asked, missing):
    form = {"list": "contributions", "activity": str(asked.pk), "purpose": WHY} | {missing: "x"}
    answer = desk().post(AT, form)
    assert answer.status_code == 400
    assert f'<a href="#{missing}">' in answer.text
    assert not Event.objects.filter(what="export restricted table").exists()
    if missing != "purpose":
        assert WHY in answer.text


def test_an_analyst_gets_no_mail_address_and_a_moderator_the_files(asked):
    entered(asked, "The orchard", mail="ann@example.org", postcode="ME14 1XQ")
    analyst, moderator = signed_in(holder(Role.ANALYST)), signed_in(holder(Role.MODERATOR))
    [row] = taken(asked, "contributions", analyst)
    assert "mail" not in row
    assert "ann@" not in str(row)
    assert "ME14" not in str(row)
    assert taken(asked, "contributions", moderator)[0]["mail"] == "ann@example.org"
    form = {"list": "files", "activity": str(asked.pk), "purpose": WHY}
    assert analyst.post(AT, form).status_code == 403
    assert moderator.post(AT, form).status_code == 200
    elsewhere = signed_in(holder(Role.ANALYST, area=ELSEWHERE))
    assert elsewhere.post(AT, form).status_code == 400


def test_themes_codings_points_events_and_files_are_given(asked):
    one = entered(asked, "The orchard")
    code = analysing.make_code(asked, "Orchards", by=officer())
    analysing.code_as(one, [code], by=officer())
    analysing.answer(asked, {"code": code}, said="Keep it.", did="We do.", change="", shown=True, by=officer())
    analysing.set_criteria(asked, [("Is it old?", 2)], by=officer())
    analysing.score(one, {asked.criteria.get(): True}, by=officer())
    facts = {"title": "Walk", "place": "Elmley", "held_on": one.sent_at.date(), "attendance": 3, "is_public": False}
    keep_event(asked.area, [(605300, 146300, "Owls")], by=officer(), **facts)
    bringing_in.stage(asked, b"like\nThe pond\n", "a.csv", channel="letter", by=officer())
    found = {name: taken(asked, name) for name in TABLES}
    assert [(row["theme"], row["contributions"], row["we did"]) for row in found["themes"]] == [
        ("Orchards", "1", "We do.")
    ]
    assert [(row["reference"], row["theme"]) for row in found["codings"]] == [(one.reference, "Orchards")]
    assert [(row["Is it old? (2)"], row["points"]) for row in found["sift"]] == [("yes", "2")]
    assert [(row["event"], row["pins"]) for row in found["events"]] == [("Walk", "605300 146300: Owls")]
    assert [(row["file"], row["rows"]) for row in found["files"]] == [("a.csv", "1")]
    assert found["campaigns"] == []
    assert found["contributions"][0]["points"] == "2"
    assert taken(asked, "events", signed_in(holder(Role.ANALYST))) == []


def test_everyone_takes_away_what_is_published_and_nothing_else(asked, client):
    one = entered(
        asked,
        "Ask Mrs Oakes, =1",
        mail="ann@example.org",
        name="Ann",
        sensitive_place=True,
        locations=[shaped(box(1, 1, 2, 2), asked.edition)],
    )
    entered(asked, "The pond", may_publish=False)
    waits = entered(asked, "The marsh")
    Contribution.objects.filter(pk=waits.pk).update(state="moderation")
    deciding.decide(one, "publish", by=officer())
    show_instead(one.answers.get(), "=1 [a name taken out]", by=officer())
    page = client.get(f"{PUBLIC}/").text
    assert "contributions.csv" in page
    answer = client.get(f"{PUBLIC}.csv")
    [row] = rows_of(answer)
    assert row["What do you value here?"].startswith("'=1")
    assert "1 km square" in row["about"]
    assert row["by"] == ""
    for words in ("Oakes", "Ann", "example.org", "Wyeham"):
        assert words not in str(row)
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{PUBLIC}.xlsx").streaming_content)))
    assert book.active.max_row == 2
    assert rows_of(client.get(f"{PUBLIC}.csv?q=nothing")) == []
    assert client.get(f"{SAY}none/contributions.csv").status_code == 404
    assert client.post(f"{PUBLIC}.csv").status_code == 405
    assert not client.cookies
