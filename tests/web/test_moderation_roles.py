"""A moderator decides, an analyst sorts and drafts, an officer shows: for their area, or one activity of it."""

import pytest

from lnrs_web.accounts.models import Membership, Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.engagement.models import Activity
from lnrs_web.moderation.actions import analysing, bringing_in, deciding, looking
from lnrs_web.moderation.models import Response

from .heard import DESK, entered
from .people import ELSEWHERE, KENT, holder, officer, signed_in
from .published import publish
from .saying import activity

pytestmark = pytest.mark.django_db
SAID = {"said": "More owls.", "did": "We added boxes.", "change": "GL1.2"}


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def test_a_moderator_decides_and_sorts_nothing(asked):
    one, moderator = entered(asked, "The orchard"), holder(Role.MODERATOR)
    assert deciding.decide(one, "publish", by=moderator).by == moderator.email
    assert bringing_in.stage(asked, b"like\nThe pond\n", "a.csv", channel="letter", by=moderator).by == moderator.email
    for act in (
        lambda: looking.look(asked, by=moderator),
        lambda: analysing.make_code(asked, "Hedges", by=moderator),
        lambda: analysing.answer(asked, {"contribution": one}, **SAID, shown=False, by=moderator),
    ):
        with pytest.raises(NotAllowed, match="not an officer or an analyst of Kent and Medway"):
            act()
    page = signed_in(moderator).get(f"{DESK}{one.pk}/").text
    assert "Keep the themes" not in page
    assert "The orchard" in page


def test_an_analyst_sorts_and_decides_nothing(asked):
    one, analyst = entered(asked, "The orchard"), holder(Role.ANALYST)
    analysing.code_as(one, [analysing.make_code(asked, "Orchards", by=analyst)], by=analyst)
    for act in (
        lambda: deciding.decide(one, "publish", by=analyst),
        lambda: deciding.take(one, by=analyst),
        lambda: bringing_in.stage(asked, b"like\nThe pond\n", "a.csv", channel="letter", by=analyst),
    ):
        with pytest.raises(NotAllowed, match="not an officer or a moderator of Kent and Medway"):
            act()
    client = signed_in(analyst)
    page = client.get(f"{DESK}{one.pk}/").text
    assert "Take it to decide" not in page
    assert "Keep the themes" in page
    queue = client.get(DESK).text
    assert str(one.reference) in queue
    assert "Take the next one" not in queue
    assert "Decide on many" not in queue


def test_an_analyst_drafts_an_answer_that_an_officer_shows_and_then_nobody_else_changes(asked):
    one, analyst = entered(asked, "The orchard"), holder(Role.ANALYST)
    to = {"code": analysing.make_code(asked, "Orchards", by=analyst)}
    analysing.code_as(one, [to["code"]], by=analyst)
    at = f"{DESK}analysis/{asked.public_id}/themes/orchards/"
    client = signed_in(analyst)
    assert "An officer reads it and shows it to everyone" in client.get(at).text
    assert client.post(at, SAID).status_code == 302
    assert client.post(at, SAID | {"shown": "yes"}).status_code == 403
    assert not Response.objects.get().shown
    analysing.answer(asked, to, **SAID, shown=True, by=officer())
    page = client.get(at).text
    assert "Everyone sees it, so only an officer changes it." in page
    assert "We added boxes." in page
    assert "<textarea" not in page
    assert client.post(at, SAID).status_code == 403
    assert Response.objects.get().shown


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ANALYST])
def test_a_role_for_one_activity_shows_that_activity_alone(asked, role):
    other = activity(asked.edition, slug="other", title="Quite another")
    mine, theirs = entered(asked, "The orchard"), entered(other, "The pond")
    client = signed_in(holder(role, activity=asked.slug))
    for page in (DESK, f"{DESK}analysis/", "/desk/have-your-say/"):
        text = client.get(page).text
        assert "Quite another" not in text
        assert asked.title in text or str(mine.reference) in text
    assert client.get(f"{DESK}{mine.pk}/").status_code == 200
    assert client.get(f"{DESK}{theirs.pk}/").status_code == 403
    assert client.get(f"{DESK}analysis/{other.public_id}/").status_code == 403
    assert client.post(f"{DESK}bulk/", {"chosen": [theirs.pk], "what": "publish"}).status_code == 400


def test_the_next_one_is_of_an_activity_that_its_taker_moderates(asked):
    other = activity(asked.edition, slug="other", title="Quite another")
    entered(other, "The pond")
    mine = entered(asked, "The orchard")
    who = holder(Role.MODERATOR, activity=asked.slug)
    Membership.objects.create(person=who, role=Role.ANALYST, area=KENT, activity=other.slug, added_by="a test")
    assert signed_in(who).post(f"{DESK}next/").url == f"{DESK}{mine.pk}/"


def test_the_same_activity_of_another_area_is_not_theirs(asked):
    entered(asked, "The orchard")
    client = signed_in(holder(Role.MODERATOR, area=ELSEWHERE, activity=asked.slug))
    assert asked.title not in client.get(DESK).text


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        (Role.MODERATOR, ["Responses", "Bring in letters and mails", "Have your say"], ["Editions", "Mail", "People"]),
        (Role.ANALYST, ["Responses", "Analysis"], ["Bring in letters and mails", "Jobs", "Record"]),
        (Role.DATA_PROTECTION, ["Record"], ["Responses", "Upload an edition"]),
        (Role.EDITOR, ["Editions", "Upload an edition"], ["Responses", "Record"]),
        (Role.OFFICER, ["Editions", "Procedure", "Responses", "People", "Record", "Mail", "Jobs"], []),
    ],
)
def test_the_menu_of_the_desk_has_what_is_for_who_looks(role, seen, unseen):
    publish()
    menu = signed_in(holder(role)).get("/desk/").text.split('aria-label="The desk"')[1].split("</nav>")[0]
    assert all(f">{words}</a>" in menu for words in seen)
    assert not any(f">{words}</a>" in menu for words in unseen)


def test_who_only_moderates_is_not_offered_what_officers_do(asked):
    page = signed_in(holder(Role.MODERATOR)).get(f"/desk/have-your-say/{asked.public_id}/").text
    assert "Type in what came on paper" in page
    assert not any(words in page for words in ("Close now", "Add a question", "Take out", ">Edit<"))
    assert "Open another activity" not in signed_in(holder(Role.MODERATOR)).get("/desk/have-your-say/").text
