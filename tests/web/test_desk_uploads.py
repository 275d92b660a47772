"""An officer uploads an edition: it is taken in once, whole, and by those who may; what is wrong is one plain list."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from lnrs.edition.manifest import FILE, describe, entries, write
from lnrs.model import StrategyRecord, areas
from lnrs_web.audit.models import Event
from lnrs_web.config import background
from lnrs_web.desk import arriving, intake
from lnrs_web.desk.models import Upload
from lnrs_web.editions import reading
from lnrs_web.editions.models import Edition

from ..unit.edition_case import case, copied
from .people import ELSEWHERE, officer, person, signed_in, zipped

pytestmark = pytest.mark.django_db
State = Upload.State


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which commands were begun beside the server; a test gives them itself, in its own database."""
    commands: list[str] = []
    monkeypatch.setattr(background, "start", commands.append)
    return commands


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return zipped(case().edition, tmp_path / "edition.zip", within="kent/")


def send(client: Client, file: Path, name: str = "edition.zip") -> Any:
    return client.post("/desk/upload/", {"zip": SimpleUploadedFile(name, file.read_bytes(), "application/zip")})


def sent(client: Client, file: Path) -> Upload:
    """What became of an upload when it has been dealt with."""
    answer = send(client, file)
    assert answer.status_code == 302, answer.text
    intake.work()
    return Upload.objects.get(public_id=answer.headers["Location"].split("/")[3])


def page_of(client: Client, upload: Upload) -> str:
    return client.get(f"/desk/uploads/{upload.public_id}/").text


def test_an_edition_is_taken_in_and_not_published(whole: Path, begun: list[str], settings: Any) -> None:
    who = officer()
    client = signed_in(who)
    answer = send(client, whole, "kent draft.zip")
    place = answer.headers["Location"]
    waiting = client.get(place).text
    assert begun == ["take_in_uploads"]
    assert "Waiting its turn" in waiting
    assert "http-equiv" not in waiting, "a page looks again by itself only for those who ask for it"
    assert '<meta http-equiv="refresh" content="5">' in client.get(f"{place}?watch=yes").text
    call_command("take_in_uploads")
    done = client.get(place).text
    assert "The edition has been taken in" in done
    assert "http-equiv" not in client.get(f"{place}?watch=yes").text
    upload, edition = Upload.objects.get(), Edition.objects.get()
    assert (upload.state, upload.edition, upload.file_name) == (State.DONE, edition, "kent draft.zip")
    assert (edition.identity, edition.stage, edition.imported_by) == (case().manifest.identity, "imported", who.email)
    assert [(one.what, one.by) for one in Event.objects.exclude(what="add officer")] == [
        ("upload", who.email),
        ("import edition", who.email),
    ]
    assert [path.name for path in settings.UPLOADS.rglob("*") if path.is_file()] == ["worker.lock"]
    assert client.get("/kent-and-medway/").status_code == 404, "nobody else sees it"


def test_the_same_edition_twice_is_in_once(whole: Path) -> None:
    client = signed_in(officer())
    first, second = send(client, whole), send(client, whole)
    assert first.headers["Location"] != second.headers["Location"]
    assert intake.work() == 2
    assert Edition.objects.count() == 1
    assert [one.state for one in Upload.objects.all()] == [State.DONE, State.DONE]


def test_an_edition_may_come_in_parts_and_nothing_is_asked_for_again(tmp_path: Path) -> None:
    client, every = signed_in(officer()), [entry.path for entry in case().manifest.files]
    first = sent(client, zipped(case().edition, tmp_path / "1.zip", only={FILE, *every[:3]}))
    assert first.state == State.INCOMPLETE
    assert [one["where"] for one in first.problems] == every[3:]
    assert every[3] in page_of(client, first)
    assert not Edition.objects.exists()
    second = sent(client, zipped(case().edition, tmp_path / "2.zip", only={FILE, *every[3:]}))
    assert second.state == State.DONE
    assert Edition.objects.get().size_bytes == case().manifest.size_bytes


def test_an_edition_that_was_changed_is_refused_with_every_problem_and_nothing_is_kept(
    tmp_path: Path, settings: Any
) -> None:
    edition = copied(case().edition, tmp_path / "spoilt")
    for name in ("findings.json", "figures/summary.csv"):
        (edition / name).write_bytes((edition / name).read_bytes() + b" ")
    (edition / "more.txt").write_text("x")
    client = signed_in(officer())
    upload = sent(client, zipped(edition, tmp_path / "z.zip"))
    assert upload.state == State.REFUSED
    assert {one["where"] for one in upload.problems} == {"findings.json", "figures/summary.csv", "more.txt"}
    page = page_of(client, upload)
    assert "This was not taken in" in page
    assert "Nothing of it was kept" in page
    assert "more.txt</strong> is not in the manifest." in page
    assert not Edition.objects.exists()
    assert not list(settings.EDITIONS.iterdir())


def test_a_file_of_the_same_size_with_another_content_is_refused_and_the_page_says_what_waits(tmp_path: Path) -> None:
    edition = copied(case().edition, tmp_path / "spoilt")
    spoilt = edition / "findings.json"
    spoilt.write_bytes(spoilt.read_bytes()[:-1] + b" ")
    every = [entry.path for entry in case().manifest.files]
    client = signed_in(officer())
    upload = sent(client, zipped(edition, tmp_path / "z.zip"))
    assert upload.state == State.REFUSED
    assert [one["where"] for one in upload.problems] == ["findings.json"]
    page = page_of(client, upload).replace("\xa0", " ").replace("&#x27;", "'")
    assert "was changed: its SHA-256 is not the manifest's." in page
    assert f"{len(every) - 1} files of the edition that are as the manifest says wait here for the rest" in page
    assert "for 28 days" in page
    assert "Nothing of it was kept" not in page
    again = sent(client, zipped(case().edition, tmp_path / "2.zip", only={FILE, "findings.json"}))
    assert again.state == State.DONE, "what was right need not be sent again"
    assert "Nothing of it was kept" in page_of(client, upload), "the parts became the edition"


def test_an_officer_of_another_area_is_refused(whole: Path) -> None:
    client = signed_in(officer(ELSEWHERE))
    upload = sent(client, whole)
    assert upload.state == State.REFUSED
    assert "You are not an officer or an editor of Kent and Medway." in page_of(client, upload)
    assert not Edition.objects.exists()


def test_who_is_an_officer_no_more_when_its_turn_comes_is_refused(whole: Path) -> None:
    who = officer()
    send(signed_in(who), whole)
    who.memberships.all().delete()
    intake.work()
    assert Upload.objects.get().state == State.REFUSED
    send(signed_in(officer()), whole)
    who.delete()
    intake.work()
    assert {one.state for one in Upload.objects.all()} == {State.REFUSED}
    assert not Edition.objects.exists()


def test_an_area_cannot_take_the_name_of_another(tmp_path: Path) -> None:
    edition = tmp_path / "edition"
    edition.mkdir()
    (edition / "a.txt").write_text("x")
    false = replace(next(one for one in areas() if one.lnrs_id == ELSEWHERE), name="Kent and Medway")
    record = StrategyRecord(area=ELSEWHERE, title="T", edition="1", status="draft", as_of=date(2026, 1, 1))
    write(describe(record, false, "lnrs", {}, entries(edition)), edition)
    upload = sent(signed_in(officer(None)), zipped(edition, tmp_path / "z.zip"))
    assert upload.state == State.REFUSED
    assert "says that area 1 is 'Kent and Medway', which it is not." in upload.problems[0]["what"]


def test_a_manifest_that_was_changed_is_refused(tmp_path: Path) -> None:
    edition = copied(case().edition, tmp_path / "spoilt")
    said = json.loads((edition / FILE).read_text())
    (edition / FILE).write_text(json.dumps(said | {"title": "Another"}))
    upload = sent(signed_in(officer()), zipped(edition, tmp_path / "z.zip"))
    assert (upload.state, upload.problems[0]["where"]) == (State.REFUSED, FILE)


def test_what_a_worker_left_unfinished_is_taken_up_by_the_next(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, client = reading.places, signed_in(officer())
    send(client, whole)

    def killed(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(reading, "places", killed)
    with pytest.raises(SystemExit):
        intake.work()
    upload = Upload.objects.get()
    assert (upload.state, Edition.objects.count()) == (State.WORKING, 0)
    monkeypatch.setattr(intake, "TO_BEGIN", intake.TO_BEGIN * 0)
    assert "The work broke off" in page_of(client, upload)
    monkeypatch.setattr(reading, "places", read)
    assert intake.work() == 1
    upload.refresh_from_db()
    assert (upload.state, Edition.objects.count()) == (State.DONE, 1)


def test_what_breaks_the_worker_again_and_again_is_put_aside(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send(signed_in(officer()), whole)
    monkeypatch.setattr(reading, "places", lambda *_: exit())
    for _ in range(3):
        with pytest.raises(SystemExit):
            intake.work()
    assert intake.work() == 1
    assert Upload.objects.get().state == State.BROKEN


def test_a_fault_of_ours_stops_one_upload_and_not_the_queue(
    whole: Path, monkeypatch: pytest.MonkeyPatch, begun: list[str]
) -> None:
    read, client = reading.places, signed_in(officer())

    def faulty(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(reading, "places", faulty)
    upload = sent(client, whole)
    assert upload.state == State.BROKEN
    assert "The fault is on our side" in page_of(client, upload)
    monkeypatch.setattr(reading, "places", read)
    client.post(f"/desk/uploads/{upload.public_id}/again/")
    assert begun == ["take_in_uploads", "take_in_uploads"]
    intake.work()
    upload.refresh_from_db()
    assert upload.state == State.DONE


@pytest.mark.parametrize("file", [b"not a zip", b""])
def test_what_is_no_zip_is_told(tmp_path: Path, file: bytes) -> None:
    (tmp_path / "z.zip").write_bytes(file)
    client = signed_in(officer())
    answer = send(client, tmp_path / "z.zip")
    if answer.status_code == 302:
        intake.work()
        assert "is not a zip file that can be read" in page_of(client, Upload.objects.get())
    else:
        assert answer.status_code == 400


def test_no_file_is_told_beside_the_field() -> None:
    answer = signed_in(officer()).post("/desk/upload/", {})
    assert answer.status_code == 400
    assert "The zip file: none was chosen." in answer.text
    assert "<title>Error: " in answer.text


def test_a_disk_without_room_is_told_before_anything_is_read(
    whole: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(arriving, "SPARE_BYTES", 10**18)
    answer = send(signed_in(officer()), whole)
    assert answer.status_code == 507
    assert "Ask whoever runs the site to make room." in answer.text
    assert not list(settings.UPLOADS.iterdir())


def test_an_upload_larger_than_the_setting_is_refused_before_any_of_it_is_read(whole: Path, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000
    answer = send(signed_in(officer()), whole)
    assert answer.status_code == 413
    assert "Nothing was read" in answer.text
    assert not list(settings.UPLOADS.iterdir())


def test_an_edition_that_lists_more_than_the_site_takes_is_refused(whole: Path, settings: Any) -> None:
    settings.MAX_EDITION_BYTES = 1_000
    upload = sent(signed_in(officer()), whole)
    assert "LNRS_UPLOAD_MB" in upload.problems[0]["do"]


def test_who_may_not_upload_has_nothing_read_or_written(whole: Path, settings: Any) -> None:
    for client, status in ((Client(), 302), (signed_in(person()), 403), (signed_in(officer(second_factor=False)), 302)):
        assert send(client, whole).status_code == status
    assert not list(settings.UPLOADS.iterdir())
    assert not Upload.objects.exists()


def test_an_upload_from_another_site_is_refused_and_nothing_is_queued(whole: Path) -> None:
    who = officer()
    client = Client(enforce_csrf_checks=True)
    client.force_login(who)
    assert send(client, whole).status_code == 403
    assert not Upload.objects.exists()


def test_an_upload_is_seen_by_its_sender_and_the_officers_of_its_area(whole: Path) -> None:
    upload = sent(signed_in(officer()), whole)
    colleague, other = officer(email="colleague@example.org"), officer(ELSEWHERE, "other@example.org")
    address = f"/desk/uploads/{upload.public_id}/"
    assert signed_in(colleague).get(address).status_code == 200
    assert signed_in(other).get(address).status_code == 403
    assert upload.file_name not in signed_in(other).get("/desk/").text


def test_old_parts_and_strays_are_forgotten(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    old = settings.UPLOADS / "parts" / "old"
    old.mkdir(parents=True)
    stray = settings.UPLOADS / "00000000-0000-0000-0000-000000000000.zip"
    stray.write_bytes(b"x")
    intake.work()
    assert old.exists()
    assert stray.exists()
    monkeypatch.setattr(intake, "PARTS_KEPT_S", -1)
    monkeypatch.setattr(intake, "STRAYS_KEPT_S", -1)
    intake.work()
    assert not old.exists()
    assert not stray.exists()
