"""Files that come with a contribution: who reads it saves them, and a moderator lets everyone see one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from lnrs_web.accounts.models import Role
from lnrs_web.audit.models import Event
from lnrs_web.engagement.evidence import read_file
from lnrs_web.engagement.models import Activity, Attachment, AttachmentFile, Contribution

from .heard import DESK, desk, entered
from .people import ELSEWHERE, holder, signed_in
from .published import publish
from .saying import SAY, activity

pytestmark = pytest.mark.django_db
HTML = b"<script>alert(1)</script> not a script"
NO_PICTURE = b"\x89PNG\r\n\x1a\n<html>"


def picture(kind: str = "PNG") -> bytes:
    """A picture that says where it was taken, and by which camera."""
    told, out = Image.Exif(), io.BytesIO()
    told[ExifTags.Base.Model] = "Camera of Mrs Oakes"
    told.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 12.0, 30.0)
    Image.new("RGB", (40, 30), "green").save(out, kind, exif=told)
    return out.getvalue()


PICTURE = picture()


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def attached(one: Contribution, name: str = "Mrs Oakes’ pond.png", data: bytes = PICTURE) -> Attachment:
    read = read_file(SimpleUploadedFile(name, data))
    file = Attachment.objects.create(
        contribution=one, name=read.name, media_type=read.media_type, size_bytes=len(read.data), sha256=read.sha256
    )
    AttachmentFile.objects.create(attachment=file, data=read.data)
    return file


def at(file: Attachment) -> str:
    return f"{DESK}{file.contribution_id}/evidence/{file.public_id}/"


def must_be_saved(answer: object) -> None:
    """A browser is told to save it, not to guess what it is, and to run nothing of it."""
    headers = answer.headers  # type: ignore[attr-defined]
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "allow-" not in policy


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MODERATOR, Role.ANALYST])
def test_who_reads_contributions_saves_their_files(asked, role):
    file = attached(entered(asked, "The pond"))
    client = signed_in(holder(role))
    assert at(file) in client.get(f"{DESK}{file.contribution_id}/").text
    answer = client.get(at(file))
    assert answer.content == PICTURE
    assert "no-store" in answer.headers["Cache-Control"]
    assert "%E2%80%99" in answer.headers["Content-Disposition"]
    must_be_saved(answer)


def test_nobody_else_gets_one_and_none_of_another_contribution(asked, client):
    file, other = attached(entered(asked, "The pond")), entered(asked, "The marsh")
    assert client.get(at(file)).status_code == 302
    assert signed_in(holder(Role.ANALYST, area=ELSEWHERE)).get(at(file)).status_code == 403
    assert desk().get(f"{DESK}{other.pk}/evidence/{file.public_id}/").status_code == 404
    analyst = signed_in(holder(Role.ANALYST))
    for answer in (analyst.get(f"{at(file)}show/"), analyst.post(f"{at(file)}show/", {"shown": "yes"})):
        assert answer.status_code == 403
    assert "Show it to everyone" not in analyst.get(f"{DESK}{file.contribution_id}/").text


def test_a_moderator_confirms_that_everyone_sees_one_and_then_it_is_offered(asked, client):
    one = entered(asked, "The pond")
    file, moderator = attached(one), signed_in(holder(Role.MODERATOR))
    page = moderator.get(f"{at(file)}show/").text
    assert "The contribution is not published." in page
    assert "with its name “Mrs Oakes’ pond.png”" in page
    assert not Attachment.objects.get().is_public
    Contribution.objects.filter(pk=one.pk).update(state="published")
    public_page = f"{SAY}what-you-value/contributions/{one.reference}/"
    public_file = f"{public_page}evidence/{file.public_id}/"
    assert client.get(public_file).status_code == 404
    for _ in range(2):  # pressed twice is pressed once
        assert moderator.post(f"{at(file)}show/", {"shown": "yes"}).status_code == 302
    assert public_file in client.get(public_page).text
    answer = client.get(public_file)
    assert (answer.content[:4], b"Mrs Oakes" in PICTURE, b"Mrs Oakes" in answer.content) == (b"\x89PNG", True, False)
    must_be_saved(answer)
    assert [event.became for event in Event.objects.filter(what="show evidence")] == ["public"]
    assert "everyone may see it" in moderator.get(f"{DESK}{one.pk}/").text
    assert "the desk alone again" in moderator.get(f"{at(file)}show/").text
    moderator.post(f"{at(file)}show/", {"shown": "no"})
    assert client.get(public_file).status_code == 404


def test_a_photograph_is_made_anew_before_everyone_saves_it(asked, client):
    """The desk keeps it as it was sent; where it was taken may be somebody's garden."""
    one = entered(asked, "The pond")
    sent = picture("JPEG")
    file = attached(one, "pond.jpg", sent)
    Contribution.objects.filter(pk=one.pk).update(state="published")
    assert "Where, when and with what it was taken is left out" in desk().get(f"{at(file)}show/").text
    desk().post(f"{at(file)}show/", {"shown": "yes"})
    public_page = f"{SAY}what-you-value/contributions/{one.reference}/"
    saved = client.get(f"{public_page}evidence/{file.public_id}/")
    seen = Image.open(io.BytesIO(saved.content))
    assert (saved.headers["Content-Type"], seen.format, seen.size) == ("image/jpeg", "JPEG", (40, 30))
    assert not seen.getexif()
    file.refresh_from_db()
    assert file.shown_bytes == len(saved.content)
    assert desk().get(at(file)).content == sent
    AttachmentFile.objects.update(shown=None)  # whatever the reason, the picture as it was sent is for the desk alone
    assert client.get(f"{public_page}evidence/{file.public_id}/").status_code == 404
    desk().post(f"{at(file)}show/", {"shown": "no"})
    assert AttachmentFile.objects.get().shown is None


def test_a_picture_that_cannot_be_read_stays_with_the_desk(asked):
    file = attached(entered(asked, "The pond"), data=NO_PICTURE)
    answer = desk().post(f"{at(file)}show/", {"shown": "yes"})
    assert answer.status_code == 400
    assert "It is not a picture that can be read" in answer.text
    assert not Attachment.objects.get().is_public
    assert not Event.objects.filter(what="show evidence").exists()


def test_a_document_is_saved_as_it_was_sent(asked, client):
    one = entered(asked, "The pond")
    file = attached(one, "a.txt", b"Newts, 1998.")
    Contribution.objects.filter(pk=one.pk).update(state="published")
    assert "A document may say itself who wrote it." in desk().get(f"{at(file)}show/").text
    desk().post(f"{at(file)}show/", {"shown": "yes"})
    saved = client.get(f"{SAY}what-you-value/contributions/{one.reference}/evidence/{file.public_id}/")
    assert saved.content == b"Newts, 1998."
    assert "12\xa0bytes" in client.get(f"{SAY}what-you-value/contributions/{one.reference}/").text


def test_what_its_writer_took_out_is_never_shown(asked):
    file = attached(entered(asked, "The pond"))
    Attachment.objects.update(removed_at="2026-11-01T12:00:00Z")
    assert "taken out by its writer" in desk().get(f"{DESK}{file.contribution_id}/").text
    assert desk().get(at(file)).status_code == 200
    assert desk().post(f"{at(file)}show/", {"shown": "yes"}).status_code == 409
    assert not Attachment.objects.get().is_public


def test_a_text_that_is_a_page_is_saved_and_not_shown(asked):
    with pytest.raises(ValueError, match=r"a\.html is not a file that we can take"):
        read_file(SimpleUploadedFile("a.html", HTML))
    answer = desk().get(at(attached(entered(asked, "The pond"), "a.txt", HTML)))
    assert answer.headers["Content-Type"] == "text/plain"
    must_be_saved(answer)
