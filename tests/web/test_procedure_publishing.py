"""Publishing needs two people. It makes the edition the published one, and its hash is on record."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lnrs.edition.manifest import FILE, sha256_file
from lnrs_web.audit.queries import done_to
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.procedure.models import Act, Publication

from .procedure import PUBLIC, Desk, authorities, it_is, kinds
from .published import publish, publish_later

pytestmark = pytest.mark.django_db

WHY = "Every authority has told us that it is content."


@pytest.fixture
def edition(monkeypatch: pytest.MonkeyPatch) -> Edition:
    it_is(monkeypatch, 2025, 11, 28)
    return publish(stop_at_import=True)


@pytest.fixture
def asked(edition: Edition) -> Publication:
    Desk().sends("publish/", {"edition": edition.identity, "as": "strategy", "reason": WHY})
    return Publication.objects.get()


def test_whoever_asked_cannot_agree(asked: Publication, edition: Edition) -> None:
    desk = Desk()
    assert "A second person has to agree" in desk.page(f"publish/{asked.public_id}/")
    page = desk.sends(f"publish/{asked.public_id}/", {"answer": "agree"}, status=400)
    assert "You asked for this yourself." in page
    edition.refresh_from_db()
    assert edition.stage == Edition.Stage.IMPORTED
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(decided_by=asked.asked_by)


def test_a_second_officer_publishes_it_and_its_hash_is_on_record(asked: Publication, edition: Edition) -> None:
    second = Desk("second@example.org")
    sha256 = sha256_file(folder_of(edition) / FILE)
    assert sha256 in second.page(f"publish/{asked.public_id}/")
    second.sends(f"publish/{asked.public_id}/", {"answer": "agree"})
    edition.refresh_from_db()
    act = Act.objects.get(kind="published")
    assert edition.stage == Edition.Stage.PUBLISHED
    assert (act.on, act.edition_sha256, act.words) == (date(2025, 11, 28), sha256, WHY)
    assert act.by == "officer@example.org and second@example.org"
    event = done_to(str(act.public_id)).get()
    assert sha256 in event.became
    assert done_to(edition.identity).filter(what="publish edition", by="second@example.org").exists()
    public = Client().get(PUBLIC).text
    assert sha256 in public
    assert "second@example.org" not in public
    page = second.sends(f"publish/{asked.public_id}/", {"answer": "agree"}, status=400)
    assert "It is decided already." in page
    assert kinds() == ["published"]


def test_a_refusal_has_a_reason_and_publishes_nothing(asked: Publication, edition: Edition) -> None:
    second = Desk("second@example.org")
    at = f"publish/{asked.public_id}/"
    assert "Say why you refuse." in second.sends(at, {"answer": "refuse"}, status=400)
    assert "You have not said what to do." in second.sends(at, {}, status=400)
    assert "The map is not the last one." in second.sends(
        at, {"answer": "refuse", "because": "The map is not the last one."}
    )
    edition.refresh_from_db()
    assert (edition.stage, kinds()) == (Edition.Stage.IMPORTED, [])
    assert second.page("publish/"), "it can be asked for again"


def test_one_publication_is_asked_for_at_a_time(asked: Publication, edition: Edition) -> None:  # noqa: ARG001
    answer = Desk().client.get("/desk/procedure/kent-and-medway/publish/")
    assert answer.headers["Location"].endswith(f"/publish/{asked.public_id}/")
    assert "A publication waits for a second person." in Desk().page()


def test_where_the_law_does_not_say_that_it_may_be_done_a_reason_is_asked(edition: Edition) -> None:
    page = Desk().sends("publish/", {"edition": edition.identity, "as": "strategy"}, status=400)
    assert "The law does not say that it may be done" in page
    assert "No edition is chosen." in Desk().sends("publish/", {}, status=400)
    assert "You have not said as what." in Desk().sends("publish/", {"edition": edition.identity}, status=400)
    elsewhere = {"edition": "elsewhere", "as": "strategy", "reason": WHY}
    assert "No day is given." in Desk().sends("publish/", elsewhere, status=400)
    page = Desk().sends("publish/", elsewhere | {"on": "2025-11-29"}, status=400)
    assert "That day has not come yet." in page


def test_bytes_that_are_not_the_editions_are_never_published(asked: Publication, edition: Edition) -> None:
    (folder_of(edition) / "findings.json").write_text("{}")
    second = Desk("second@example.org")
    page = second.sends(f"publish/{asked.public_id}/", {"answer": "agree"}, status=400)
    assert "findings.json" in page
    edition.refresh_from_db()
    asked.refresh_from_db()
    assert (edition.stage, asked.state, kinds()) == (Edition.Stage.IMPORTED, "asked", [])


def test_what_was_published_before_is_recorded_with_its_own_day(edition: Edition) -> None:
    publish_later()
    current = Edition.objects.exclude(pk=edition.pk).get()
    asks = {"edition": current.identity, "instead_of": current.identity, "as": "strategy"}
    Desk().sends("publish/", {**asks, "on": "2025-06-01", "reason": WHY})
    Desk("second@example.org").sends(f"publish/{Publication.objects.get().public_id}/", {"answer": "agree"})
    assert Act.objects.get().on == date(2025, 6, 1)


def test_a_strategy_that_is_published_elsewhere_has_a_timeline_here(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 11, 28)
    authorities(Desk().who)
    assert "How this strategy is made" in Client().get(PUBLIC).text
    Desk().sends("publish/", {"edition": "elsewhere", "as": "strategy", "on": "2025-11-28", "reason": WHY})
    Desk("second@example.org").sends(f"publish/{Publication.objects.get().public_id}/", {"answer": "agree"})
    answer = Client().get(PUBLIC)
    assert answer.status_code == 200
    assert "The strategy is published." in answer.text
