"""The procedure at the desk: forms for every act, mistakes that are withdrawn, judgements, and who may."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from lnrs.law.acts import TABLE, Kind
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.audit.queries import done_to
from lnrs_web.outbox.models import Message
from lnrs_web.procedure import actions
from lnrs_web.procedure.actions import Entry
from lnrs_web.procedure.models import Act, Authority, Document, Judgement
from lnrs_web.procedure.queries import Known

from .people import ELSEWHERE, officer, signed_in
from .procedure import AREA, DESK, PUBLIC, Desk, authorities, it_is, kinds, link_of, replies
from .published import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    it_is(monkeypatch, 2025, 1, 15)
    return Desk()


def test_an_empty_procedure_says_what_to_begin_with(desk: Desk) -> None:
    page = desk.page()
    assert "Nothing is recorded yet." in page
    assert "No supporting authority is named yet." in page
    assert "Responsible authority appointed" in page
    assert desk.client.get("/desk/procedure/").status_code == 200


def test_there_is_a_form_for_every_kind_of_act(desk: Desk) -> None:
    authorities(desk.who)
    for row in TABLE:
        if row.kind is not Kind.PUBLISHED:
            page = desk.page(f"enter/{row.kind}/")
            assert Page(page).count("h1") == 1
            assert desk.client.post(f"{DESK}enter/{row.kind}/").status_code == 400
    assert desk.client.get(f"{DESK}enter/published/").headers["Location"] == f"{DESK}publish/"
    assert desk.client.get(f"{DESK}enter/nothing/").status_code == 404
    assert kinds() == []


def test_every_problem_is_told_at_once_and_what_was_typed_is_kept(desk: Desk) -> None:
    who = authorities(desk.who)
    Authority.objects.filter(name="Swale").update(email="")
    swale = str(who["Swale"].public_id)
    page = desk.sends("enter/draft-given/", {"authority": swale, "how": "mail", "words": "Kept"}, status=400)
    assert "There is no mail address of Swale." in page
    assert ">Kept</textarea>" in page
    page = desk.sends("enter/draft-given/", {"how": "hand", "on": "15 May"}, status=400)
    for words in ("No authority is chosen.", "15 May is not a date.", "Nothing proves that it was given."):
        assert words in page
    for end in ("9999-12-31", "0001-01-01"):
        told = desk.sends("enter/appointed/", {"on": end}, status=400)
        assert f"{end} is not a date." in told
    assert "has not come yet" in desk.sends("enter/appointed/", {"on": "2025-01-16"}, status=400)
    assert "the law was not in force" in desk.sends(
        "enter/sites-sought/", {"on": "2022-01-01", "words": "a"}, status=400
    )
    assert kinds() == []


def test_a_draft_given_by_hand_has_proof_in_words_and_its_own_day(desk: Desk) -> None:
    who = authorities(desk.who)
    page = desk.records(
        "draft-given",
        date(2025, 1, 10),
        authority=str(who["Swale"].public_id),
        how="hand",
        proof="Handed to the clerk, receipt 7.",
    )
    assert "Handed to the clerk, receipt 7." in page
    assert "6 February 2025" in desk.page()


def test_a_notice_by_mail_is_proved_by_the_outbox(desk: Desk) -> None:
    who = authorities(desk.who)
    page = desk.gives("draft-given", [who["Swale"]])
    assert "Mail to swale@example.org, posted" in page
    act = Act.objects.get()
    assert act.on == date(2025, 1, 15), "it is given on the day it is mailed"
    for sent, state, told in (
        (datetime(2025, 1, 15, 20, tzinfo=UTC), "sent", "and nobody could read it before"),
        (datetime(2025, 1, 16, 0, 5, tzinfo=UTC), "sent", "and nobody could read it before"),
        (None, "given up", "The mail was not delivered."),
    ):
        Message.objects.update(sent_at=sent, state=state)
        assert (told in desk.page(f"acts/{act.public_id}/")) == (sent is None or sent.day == 16)


def test_by_a_mail_that_never_went_out_nothing_is_given_and_no_time_runs(desk: Desk) -> None:
    who = authorities(desk.who)
    desk.gives("draft-given", [who["Swale"]])
    assert "Stage: <strong>Pre-consultation</strong>" in desk.page()
    assert len(Known(AREA).in_law) == 1
    Message.objects.update(state="given up", sent_at=None)
    page = desk.page(f"acts/{Act.objects.get().public_id}/")
    assert "Nothing was given by it, and no time runs" in page
    assert "From which day its time counts" not in page
    assert Known(AREA).in_law == []
    assert "Stage: <strong>Pre-consultation</strong>" not in desk.page()


def test_a_button_pressed_twice_gives_a_draft_once(desk: Desk) -> None:
    who = authorities(desk.who)
    typed = {"authority": [str(one.public_id) for one in who.values()], "how": "mail"}
    checked = Page(desk.sends("enter/draft-given/", typed)).tags
    once = next(attrs["value"] for _, attrs in checked if attrs.get("name") == "once")
    for _ in range(2):
        desk.sends("enter/draft-given/", typed | {"once": once, "step": "record"})
    assert kinds() == ["draft-given"] * 4
    assert Message.objects.count() == 4


def test_opening_consultation_too_soon_is_recorded_with_a_reason_and_the_finding(desk: Desk) -> None:
    authorities(desk.who)
    page = desk.sends("enter/consultation-opened/", {"on": "2025-01-15"}, status=400)
    assert "The law does not say that it may be done" in page
    page = desk.records("consultation-opened", date(2025, 1, 15), words="It had been announced.")
    assert '<span class="tag plain">not yet</span>' in page
    assert "Not yet:" in Client().get(PUBLIC).text


def test_an_act_is_on_record_with_who_what_and_the_hash_of_its_documents(desk: Desk) -> None:
    file = SimpleUploadedFile("minutes.pdf", b"%PDF minutes")
    typed = {"on": "2025-01-10", "words": "Asked all districts."}
    checked = desk.sends("enter/sites-sought/", typed | {"files": file})
    assert "minutes.pdf" in checked
    document = Document.objects.get()
    page = desk.sends("enter/sites-sought/", typed | {"document": str(document.public_id), "step": "record"})
    assert document.sha256 in page
    act = Act.objects.get()
    event = done_to(str(act.public_id)).get()
    assert (event.what, event.by) == ("record act", desk.who.email)
    assert document.sha256 in event.became
    public = Client().get(PUBLIC).text
    assert document.sha256 in public
    answer = Client().get(f"{PUBLIC}documents/{document.public_id}/")
    assert b"".join(answer.streaming_content) == b"%PDF minutes"
    desk.sends(f"acts/{act.public_id}/withdraw/", {"because": "Twice."})
    assert Client().get(f"{PUBLIC}documents/{document.public_id}/").status_code == 404


def test_what_an_officer_enters_for_an_authority_says_on_whose_behalf(desk: Desk) -> None:
    swale = authorities(desk.who)["Swale"]
    typed = {"authority": str(swale.public_id), "how": "hand", "proof": "To the clerk"}
    given = desk.records("draft-given", date(2025, 1, 15), **typed)
    assert "on behalf of" not in given
    assert "the mail server took it" not in given
    form = {"authority": str(swale.public_id), "words": "The ponds are missing."}
    assert "You enter it on behalf of Swale" in desk.sends("enter/objection/", form | {"on": "2025-01-15"})
    page = desk.records("objection", date(2025, 1, 15), **form)
    assert "by officer@example.org, on behalf of Swale" in page
    act = Act.objects.get(kind="objection")
    assert [one.became for one in done_to(str(act.public_id))] == [
        "Kent and Medway: objection Swale, entered on its behalf, 2025-01-15"
    ]
    desk.gives("draft-given", [swale])
    replies(link_of("Swale"), "object", grounds=["the strategy is materially deficient"], words="The fens too.")
    own = Act.objects.get(words="The fens too.")
    assert own.entered_for is None
    assert "on behalf of" not in desk.page(f"acts/{own.public_id}/")


def test_a_file_that_comes_twice_is_kept_once(desk: Desk) -> None:
    for _ in range(2):
        file = SimpleUploadedFile("minutes.pdf", b"%PDF minutes")
        desk.sends("enter/sites-sought/", {"on": "2025-01-10", "words": "a", "files": file})
    assert Document.objects.count() == 1


def test_a_mistake_is_withdrawn_with_a_reason_and_stays(desk: Desk) -> None:
    desk.records("preparation-announced", date(2025, 1, 2))
    act = Act.objects.get()
    assert desk.page(f"acts/{act.public_id}/withdraw/")
    assert "No reason is given." in desk.sends(f"acts/{act.public_id}/withdraw/", {"because": " "}, status=400)
    page = desk.sends(f"acts/{act.public_id}/withdraw/", {"because": "It was the other page."})
    assert "It was the other page." in page
    assert "Stage: <strong>Appointed</strong>" in desk.page()
    assert "withdrawn" in desk.page()
    assert "This was entered by mistake" in Client().get(PUBLIC).text
    assert "It is withdrawn already." in desk.sends(f"acts/{act.public_id}/withdraw/", {"because": "a"}, status=400)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(withdrawn_because="")


def test_what_is_left_to_judgement_asks_a_person_and_keeps_who_when_and_why(desk: Desk) -> None:
    desk.records("sites-sought", date(2025, 1, 2), words="Asked all districts.")
    path = "judge/sites_sought/"
    assert "Say how this stands" in desk.page()
    assert "Asked all districts." in desk.page(path)
    page = desk.sends(path, {}, status=400)
    assert "You have not said how it stands." in page
    assert "No reason is given." in page
    desk.sends(path, {"outcome": "met", "why": "All thirteen answered."})
    judgement = Judgement.objects.get()
    assert (judgement.by, judgement.outcome) == (desk.who.email, "met")
    assert "All thirteen answered." in desk.page("findings/")
    assert Event.objects.filter(what="judge", which=str(judgement.public_id)).exists()
    desk.records("sites-sought", date(2025, 1, 3), words="Walked the coast.")
    assert "All thirteen answered." not in desk.page("findings/"), "on other facts the question is open again"
    assert desk.client.get(f"{DESK}judge/nothing/").status_code == 404
    assert desk.sends("judge/strategy_published/", {"outcome": "met", "why": "a"}, status=400)


def test_authorities_are_proposed_corrected_and_taken_off_with_a_reason(desk: Desk) -> None:
    page = desk.page("authorities/")
    assert "Natural England" in page
    assert "Surrey County Council" in page
    desk.sends("authorities/", {"name": ["Natural England", "Surrey County Council", "Nobody"]})
    assert set(Authority.objects.values_list("name", "role")) == {
        ("Natural England", "supporting"),
        ("Surrey County Council", "neighbouring"),
    }
    page = desk.sends("authorities/add/", {"name": "", "role": "none", "email": "a", "kind": "b"}, status=400)
    for words in ("It has no name.", "You have not said what it is here.", "a is not a mail address."):
        assert words in page
    desk.sends("authorities/add/", {"name": "Swale", "role": "supporting", "email": "lnrs@swale.example"})
    again = desk.sends("authorities/add/", {"name": "Swale", "role": "supporting"}, status=400)
    assert "Swale is on the list already." in again
    swale = Authority.objects.get(name="Swale")
    at = f"authorities/{swale.public_id}/"
    assert "lnrs@swale.example" in desk.page(at)
    desk.sends(at, {"role": "supporting", "email": "notices@swale.example"})
    assert "notices@swale.example" in desk.page("authorities/")
    assert "No reason is given." in desk.sends(at, {"step": "withdraw"}, status=400)
    desk.sends(at, {"step": "withdraw", "because": "It merged."})
    assert "It merged." in desk.page("authorities/")
    desk.sends("authorities/add/", {"name": "Swale", "role": "supporting"})
    assert Authority.objects.get(name="Swale").withdrawn_at is None, "it comes back"


def test_officers_of_other_areas_and_readers_may_do_nothing_here(desk: Desk) -> None:
    desk.records("preparation-announced", date(2025, 1, 2))
    act = Act.objects.get()
    other = officer(ELSEWHERE, "elsewhere@example.org")
    client = signed_in(other)
    paths = ("", "findings/", "enter/appointed/", f"acts/{act.public_id}/", f"acts/{act.public_id}/withdraw/")
    for path in (*paths, "authorities/", "authorities/add/", "publish/", "judge/sites_sought/"):
        assert client.get(DESK + path).status_code == 403, path
        assert client.post(DESK + path).status_code in (403, 405), path
        assert Client().get(DESK + path).status_code == 302, path
    with pytest.raises(NotAllowed):
        actions.enter(AREA, Entry(kind=Kind.APPOINTED, on=date(2025, 1, 1)), by=other)
    with pytest.raises(NotAllowed):
        actions.withdraw(act, "a", by=other)
    assert desk.client.get("/desk/procedure/nowhere/").status_code == 404
