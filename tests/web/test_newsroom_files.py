"""What editors send: pictures are made anew, files are what their names say, and nothing else is kept."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from lnrs_web.newsroom.models import Download, Picture

from .newsroom import PLACE, section, with_place
from .people import holder, signed_in
from .published import publish


def sent(name: str, file: SimpleUploadedFile, **said: object) -> int:
    """What an editor's form is answered."""
    folder = section().get_root().pk and Picture._meta.get_field("collection").related_model.objects.get(depth=2).pk
    client = signed_in(holder("editor"))
    return client.post(reverse(name), {"title": "A", "file": file, "collection": folder} | said).status_code


@pytest.mark.django_db
def test_a_picture_without_words_or_that_is_none_is_not_kept() -> None:
    publish()
    add = "wagtailimages:add"
    sent(add, SimpleUploadedFile("a.jpg", with_place()))
    sent(add, SimpleUploadedFile("a.jpg", b"no picture"), description="A hedge.")
    sent(add, SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), description="A hedge.")
    assert not Picture.objects.exists()
    assert sent(add, SimpleUploadedFile("a.jpg", with_place()), description="A hedge.") == 302
    with Picture.objects.get().file.open() as kept:
        assert dict(Image.open(kept).getexif()) == {}


def places_kept() -> list[str]:
    """The files of the site that say where they were taken, whatever they are kept for; there are some."""
    kept = [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
    assert kept
    data = {one.name: one.read_bytes() for one in kept}
    return [name for name, one in data.items() if PLACE in Image.open(io.BytesIO(one)).getexif() or b"garden" in one]


def section_folder() -> int:
    """Where the pictures of an area are kept."""
    return Collection.objects.get(name=section().area.name).pk


@pytest.mark.django_db
def test_no_way_by_which_a_picture_comes_in_keeps_its_place() -> None:
    publish()
    client, folder = signed_in(holder("editor")), section_folder()
    said = {"title": "A", "description": "A hedge.", "collection": folder}

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("a.jpg", with_place())

    many = client.post(reverse("wagtailimages:add_multiple"), {"title": "A", "collection": folder, "files[]": file()})
    assert (many.status_code, many["Location"]) == (302, reverse("wagtailimages:add"))
    assert client.post(reverse("wagtailimages:add_multiple"), said | {"files[]": file()}).status_code == 302
    assert not Picture.objects.exists()
    assert not UploadedFile.objects.exists()
    create = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[1])
    assert client.post(create, said | {"file": file()}).status_code == 404
    chooser = {f"image-chooser-upload-{name}": value for name, value in (said | {"file": file()}).items()}
    assert client.post(reverse("wagtailimages_chooser:create"), chooser).status_code == 200
    chosen = Picture.objects.get()
    assert places_kept() == []
    before = chosen.file.name
    edit = reverse("wagtailimages:edit", args=[chosen.pk])
    other = SimpleUploadedFile("b.jpg", with_place(turned=6))
    assert client.post(edit, said | {"file": other}).status_code == 302
    chosen.refresh_from_db()
    assert chosen.file.name != before
    words = {f"image-{chosen.pk}-{name}": value for name, value in (said | {"file": file()}).items()}
    assert client.post(reverse("wagtailimages:edit_multiple", args=[chosen.pk]), words).json()["success"]
    assert client.post(reverse("wagtailimages:add"), said | {"file": file()}).status_code == 302
    assert Picture.objects.count() == 2
    assert places_kept() == []


@pytest.mark.django_db
def test_files_are_sent_one_at_a_time() -> None:
    publish()
    client = signed_in(holder("editor"))
    sent_raw = {"title": "x" * 300, "files[]": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    answer = client.post(reverse("wagtaildocs:add_multiple"), sent_raw)
    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtaildocs:add"))
    assert client.post(reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[1])).status_code == 404
    assert not UploadedFile.objects.exists()
    assert not Download.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "is_kept"),
    [
        ("a.pdf", b"%PDF-1.7", True),
        ("a.csv", b"a,b\n", True),
        ("a.docx", b"PK\x03\x04", True),
        ("a.pdf", b"<html>", False),
        ("a.txt", b"\x00\x01", False),
        ("a.html", b"<script>alert(1)</script>", False),
        ("a.svg", b"<svg/>", False),
    ],
)
def test_a_file_is_what_its_name_says_or_is_not_kept(name: str, data: bytes, is_kept: bool) -> None:
    publish()
    sent("wagtaildocs:add", SimpleUploadedFile(name, data))
    assert Download.objects.exists() is is_kept
