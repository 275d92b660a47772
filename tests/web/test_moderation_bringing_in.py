"""Letters, mails and tables are looked at, taken in whole or not at all, never twice, and taken back whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lnrs_web.engagement.models import Activity, Contribution, Numbers
from lnrs_web.moderation.actions import bringing_in, deciding
from lnrs_web.moderation.actions.taking_in import commit
from lnrs_web.moderation.models import Batch

from .heard import DESK, desk, worked
from .people import officer
from .published import publish
from .saying import activity

pytestmark = pytest.mark.django_db
FILES = f"{DESK}files/"
TABLE = (
    "name,mail,date,like,matters,publish\n"
    "Ann,ann@example.org,2020-01-01,The orchard,water; walks,yes\n"
    "Bob,bob@example.org,,The pond,,no\n"
    "Ann,ANN@example.org,2020-01-01,the orchard,water; walks,yes\n"
)


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def sent(asked: Activity, data: str = TABLE, name: str = "letters.csv", **more: str):
    file = SimpleUploadedFile(name, data.encode())
    form = {"activity": str(asked.public_id), "channel": "letter", "file": file} | more
    return desk().post(FILES, form, follow=True)


def test_a_table_is_looked_at_then_taken_in_whole(asked):
    page = sent(asked)
    assert page.status_code == 200
    assert "3\xa0rows, of which 1 are there already" in page.text
    assert "Rows 2, 4</strong>: sent before the activity opened." in page.text
    assert not Contribution.objects.exists()
    batch = Batch.objects.get()
    assert bytes(batch.data) == TABLE.encode()
    assert desk().get(f"{FILES}{batch.public_id}/as-it-came").content == TABLE.encode()
    page = desk().post(f"{FILES}{batch.public_id}/take-in/", follow=True).text
    assert "The file is being taken in" in page
    worked()
    page = desk().get(f"{FILES}{batch.public_id}/").text
    assert "2 contributions came of it." in page
    ann, bob = Contribution.objects.order_by("name")
    assert str(ann.reference) in page
    assert (ann.channel, ann.state, bob.state) == ("letter", "moderation", "received")
    assert [one.words for one in ann.answers.all()] == ["The orchard", "Clean water, Places to walk"]


def test_the_same_file_never_comes_in_twice(asked):
    sent(asked)
    batch = Batch.objects.get()
    again = sent(asked, name="other.csv").text
    assert "sent the same file, called letters.csv" in again
    for _ in range(2):
        desk().post(f"{FILES}{batch.public_id}/take-in/")
        worked()
    assert Contribution.objects.count() == 2
    assert "sent the same file" in sent(asked).text


def test_everything_that_is_wrong_is_in_one_list_and_nothing_is_taken_in(asked):
    page = sent(asked, "colour,like,matters\nred,,gold\n").text
    for words in ("Column colour", "matters is gold, which cannot be chosen", "nothing is answered"):
        assert words in page
    batch = Batch.objects.get()
    assert batch.state == "refused"
    assert desk().post(f"{FILES}{batch.public_id}/take-in/").status_code == 409
    assert desk().post(f"{FILES}{batch.public_id}/take-back/").status_code == 409
    assert not Contribution.objects.exists()


def test_what_was_taken_in_is_taken_back_whole(asked):
    sent(asked)
    batch = Batch.objects.get()
    commit(batch, by=officer())
    one = Contribution.objects.get(name="Ann")
    deciding.decide(one, "publish", by=officer())
    refused = desk().post(f"{FILES}{batch.public_id}/take-back/")
    assert refused.status_code == 409
    assert "it has been decided on" in refused.text
    assert Contribution.objects.count() == 2
    one.decisions.all().delete()
    assert (
        "What came of the file is being taken back"
        in desk().post(f"{FILES}{batch.public_id}/take-back/", follow=True).text
    )
    assert Contribution.objects.count() == 2
    worked()
    assert "Taken back" in desk().get(f"{FILES}{batch.public_id}/").text
    assert not Contribution.objects.exists()
    assert "3\xa0rows" in sent(asked).text  # the file may come in again


def test_numbers_of_formal_representations_are_given_back_without_a_gap(asked):  # noqa: ARG001
    formal = activity(slug="draft", title="The draft", kind="representations")
    first = Batch.objects.get(public_id=sent(formal).context["batch"].public_id)
    second = bringing_in.stage(formal, b"name,like\nEve,The marsh\n", "b.csv", channel="letter", by=officer())
    commit(first, by=officer())
    commit(second, by=officer())
    with pytest.raises(bringing_in.CannotBe, match="no number may be missing"):
        bringing_in.roll_back(first, by=officer())
    bringing_in.roll_back(second, by=officer())
    bringing_in.roll_back(first, by=officer())
    assert not any(one.last for one in Numbers.objects.all())


def test_a_mail_in_two_mailboxes_counts_once(asked):
    mail = "From: Ann <ann@example.org>\nDate: Mon, 02 Nov 2020 10:00:00 +0000\nMessage-ID: <1@x>\n\nThe orchard\n"
    other = mail.replace("<1@x>", "<2@x>").replace("orchard", "pond")
    for name, box in (("a.mbox", f"From x\n{mail}"), ("b.mbox", f"From x\n{mail}\nFrom x\n{other}")):
        commit(bringing_in.stage(asked, box.encode(), name, channel="mail", by=officer()), by=officer())
    assert sorted(one.answers.get().text for one in Contribution.objects.all()) == ["The orchard", "The pond"]
    skipped = Batch.objects.latest("id").rows.exclude(skipped="")
    assert [one.skipped for one in skipped] == ["The same mail has been brought in already."]


def test_a_letter_is_from_whom_the_officer_says(asked):
    batch = bringing_in.stage(
        asked,
        b"text\nThe orchard\n",
        "a.csv",
        channel="letter",
        by=officer(),
        also={"name": "Ann", "date": "1/11/2020"},
    )
    commit(batch, by=officer())
    one = Contribution.objects.get()
    assert (one.name, one.sent_at.year) == ("Ann", 2020)


def test_a_form_that_says_nothing_is_asked_again(asked):  # noqa: ARG001
    answer = desk().post(FILES, {"activity": "x"})
    assert answer.status_code == 400
    for words in ("Activity: none is chosen.", "File: none is chosen.", "How they came: nothing is chosen."):
        assert words in answer.text
