"""What everyone may read: only what its writer and the moderators allow, and no place finer than its rule."""

import pytest
import shapely
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lnrs_web.editions.models import Zone
from lnrs_web.engagement.actions.activities import edit
from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.actions.events import keep_event
from lnrs_web.engagement.actions.returning import apply_change, change
from lnrs_web.engagement.actions.states import CannotBecome, become, show_evidence, show_instead
from lnrs_web.engagement.evidence import Read
from lnrs_web.engagement.models import Activity, Attachment, AttachmentFile, Contribution, Location
from lnrs_web.engagement.models.questions import AnsweredAlready
from lnrs_web.engagement.public import public_places
from lnrs_web.engagement.references import ALPHABET, LETTERS, new_reference, read_reference
from lnrs_web.engagement.sensitive import USUAL
from lnrs_web.engagement.shaping import shaped

from .people import officer
from .published import publish
from .saying import SAY, activity
from .test_briefings import contributions, facts_of

HERE = (605_337.0, 146_341.0)
PAGE = f"{SAY}what-you-value/contributions/"


@pytest.fixture
def edition():
    return publish()


def said(one: Activity, words: str, **more) -> Contribution:
    """A contribution about a point, published where it may be."""
    places = [shaped(shapely.Point(*HERE), one.edition, called="TR 053 463")]
    answers = {"like": words}
    fields = {"may_publish": True, "name": "Ann Writer", "mail": "ann@example.org", "postcode": "ZZ1 1AA"} | more
    given = take_in(one, Entered("letter", timezone.now(), answers, locations=places, **fields), by=officer())
    return become(given, "published", by=officer()) if fields["may_publish"] else given


@pytest.mark.django_db
def test_names_addresses_and_postcodes_are_on_no_page(edition) -> None:
    one = said(activity(edition), "Orchids on the bank")
    for page in (PAGE, f"{PAGE}{one.reference}/", f"{PAGE}map.svg", f"{PAGE}{one.reference}/map.svg"):
        answer = Client().get(page)
        assert answer.status_code == 200
        for secret in ("Ann", "example.org", "ZZ1 1AA"):
            assert secret not in answer.text
    assert "Orchids on the bank" in Client().get(PAGE).text


@pytest.mark.django_db
def test_a_name_is_shown_only_where_the_activity_and_its_writer_want_it(edition) -> None:
    named = activity(edition, publication="names")
    shown, hidden = said(named, "One", may_name=True), said(named, "Two")
    assert "Ann Writer" in Client().get(f"{PAGE}{shown.reference}/").text
    assert "Ann Writer" not in Client().get(f"{PAGE}{hidden.reference}/").text


@pytest.mark.django_db
def test_what_may_not_be_published_is_not_found(edition) -> None:
    one = activity(edition)
    private = said(one, "Private", may_publish=False)
    assert private.state == "received"
    with pytest.raises(CannotBecome):
        become(private, "published", by=officer())
    taken_down = become(said(one, "Taken down"), "not-published", by=officer())
    for each in (private, taken_down):
        assert Client().get(f"{PAGE}{each.reference}/").status_code == 404
    assert "Nothing has been published yet" in Client().get(PAGE).text


@pytest.mark.django_db
def test_redacted_words_are_neither_shown_nor_found_by_searching(edition) -> None:
    one = said(activity(edition), "Ask Mr Brown at the farm")
    show_instead(one.answers.get(question__code="like"), "Ask [name left out] at the farm", by=officer())
    for page in (PAGE, f"{PAGE}{one.reference}/"):
        assert "Brown" not in Client().get(page).text
    assert "0\xa0contributions as you asked" in Client().get(PAGE, {"q": "Brown"}).text
    assert "1\xa0contribution as you asked" in Client().get(PAGE, {"q": "left out"}).text
    assert one.revisions.get().content["answers"]["like"] == "Ask Mr Brown at the farm"


@pytest.mark.django_db
def test_a_place_of_a_sensitive_species_is_published_to_a_kilometre(edition) -> None:
    one = activity(edition, sensitive_species=list(USUAL))
    plain, badgers, asked = said(one, "Skylarks"), said(one, "Badgers live here"), said(one, "A", sensitive_place=True)
    assert [place.shape.geom_type for place in public_places(plain)] == ["Point"]
    for each in (badgers, asked):
        (place,) = public_places(each)
        assert place.shape.bounds == (605_000, 146_000, 606_000, 147_000)
        page = Client().get(f"{PAGE}{each.reference}/").text
        assert "TR 053 463" not in page
        assert "1 km square TR0546" in page
    parish = plain.locations.get().parish
    assert parish
    assert "1\xa0contribution as" in Client().get(PAGE, {"parish": parish}).text


@pytest.mark.django_db
def test_no_filter_tells_more_of_a_place_than_its_rule(edition) -> None:
    one = activity(edition, published_to_m=1000)
    given = said(one, "Skylarks")
    place = given.locations.get()
    Location.objects.filter(pk=place.pk).update(kind="polygon", ref="123")
    for asked in ({"parish": place.parish}, {"about": "polygon:123"}):
        page = Client().get(PAGE, asked).text
        assert "Skylarks" not in page
    assert place.parish_name not in Client().get(PAGE).text


@pytest.mark.django_db
def test_pins_of_an_event_that_name_a_sensitive_species_are_told_to_a_kilometre(edition) -> None:
    area = activity(edition).area
    facts = {"title": "Walk", "place": "Elmley", "held_on": timezone.localdate(), "attendance": 3, "is_public": True}
    event = keep_event(area, [(605321, 146321, "A badger's sett"), (605350, 146350, "Owls")], by=officer(), **facts)
    page = Client().get(f"{SAY}events/{event.public_id}/").text
    assert "1 km square TR0546</strong>: A badger" in page
    assert "TR 053 463" in page


@pytest.mark.django_db
def test_a_change_of_what_moderators_kept_back_is_read_before_everyone_reads_it(edition) -> None:
    one = activity(edition, moderation="after")
    given = said(one, "Ask Mrs Oakes about the orchard")
    show_instead(given.answers.get(), "Ask [a name taken out] about the orchard", by=officer())
    draft = change(Contribution.objects.get(pk=given.pk))
    draft.answers.update(text="Ask Mrs Oakes about the old orchard")
    assert apply_change(draft).state == "moderation"
    assert "Oakes" not in Client().get(PAGE).text


@pytest.mark.django_db
def test_a_species_that_is_added_later_makes_what_is_published_coarser(edition) -> None:
    one = activity(edition)
    given = said(one, "Newts")
    edit(one, by=officer(), sensitive_species=["newt"])
    given.refresh_from_db()
    assert public_places(Contribution.objects.get(pk=given.pk))[0].shape.area == 1_000_000


@pytest.mark.django_db
def test_evidence_is_for_officers_until_a_moderator_makes_it_public(edition) -> None:
    one = said(activity(edition), "See the letter")
    file = Read("letter.txt", "text/plain", b"Owls!\r\n\n")
    kept = Attachment.objects.create(
        contribution=one, name=file.name, media_type=file.media_type, size_bytes=8, sha256=file.sha256
    )
    AttachmentFile.objects.create(attachment=kept, data=file.data)
    address = f"{PAGE}{one.reference}/evidence/{kept.public_id}/"
    assert Client().get(address).status_code == 404
    show_evidence(kept, True, by=officer())
    assert Client().get(address).content == file.data


@pytest.mark.django_db
def test_the_list_is_searched_and_a_reference_is_found_however_it_is_written(edition) -> None:
    one = activity(edition)
    first = said(one, "Owls", respondent="land")
    said(one, "Bees", respondent="resident")
    assert "1\xa0contribution as" in Client().get(PAGE, {"by": "land"}).text
    assert "0\xa0contributions as" in Client().get(PAGE, {"about": "measure:GL1.1"}).text
    typed = str(first.reference).replace("-", " ").lower()
    assert Client().get(PAGE, {"reference": typed}).url == f"{PAGE}{first.reference}/"
    assert Client().get(PAGE, {"reference": "KM-0000-000"}).status_code == 400
    assert Client().get(PAGE, {"q": "\x00'\"", "p": "99", "parish": "x"}).status_code == 200


@pytest.mark.django_db
def test_questions_that_were_answered_cannot_be_changed(edition) -> None:
    question = said(activity(edition), "Owls").answers.get().question
    question.text = "Something else"
    for alter in (question.save, question.delete, lambda: type(question).objects.all().delete()):
        with pytest.raises(AnsweredAlready):
            alter()


def test_every_area_has_letters_of_its_own() -> None:
    assert len(LETTERS.split()) == len(set(LETTERS.split())) == 48


@given(st.integers(1, 48), st.integers(0, 5), st.sampled_from(ALPHABET))
def test_one_letter_mistaken_is_noticed(area: int, place: int, letter: str) -> None:
    reference = new_reference(area)
    assert read_reference(reference.lower().replace("-", " ")) == reference
    plain = reference.replace("-", "")
    mistaken = plain[: place + 2] + letter + plain[place + 3 :]
    if mistaken != plain:
        with pytest.raises(ValueError, match="not right"):
            read_reference(mistaken)


@pytest.mark.django_db
def test_where_something_sensitive_really_is_cannot_be_counted_out_of_a_briefing(edition) -> None:
    contributions(edition, 5, at=(6.5, 2.0))  # in W2, within a square of 1 km whose middle is in W1
    exactly = facts_of(edition)
    assert (exactly["ward W1"]["said"]["count"], exactly["ward W2"]["said"]["count"]) == (0, 5)
    Contribution.objects.update(is_coarse=True, received_at=timezone.now())
    coarse = facts_of(edition)
    [square] = {place.shape for one in Contribution.objects.all() for place in public_places(one)}
    inside = [one.code for one in Zone.objects.filter(kind="ward") if one.shape.covers(square.representative_point())]
    assert inside == ["W1"]
    assert (coarse["ward W1"]["said"]["count"], coarse["ward W2"]["said"]["count"]) == (5, 0)
