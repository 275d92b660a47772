"""What every answer forbids, what readers are never asked for, and what is never written down."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lnrs_web.config.doors import number_in, over_https, yes_in
from lnrs_web.config.logs import WithoutWords
from lnrs_web.config.mail import mail_at
from lnrs_web.desk.models import Upload
from lnrs_web.status import queries

from .people import officer, person, signed_in
from .published import AREA, crawl, publish

PRIVATE = ("/account/", "/desk/")


@pytest.mark.django_db
@pytest.mark.whole_site
def test_no_page_of_the_public_sets_a_cookie_or_differs_by_one() -> None:
    """Every page that links lead to, first as anybody, then as somebody who has signed in: the same, byte for byte."""
    publish()
    client = signed_in(person())
    pages = crawl(Client(), "/")
    assert AREA in pages
    for path in pages:
        if path.startswith(PRIVATE):
            continue
        anybody, somebody = Client().get(path), client.get(path)
        for answer in (anybody, somebody):
            assert "Cookie" not in answer.headers.get("Vary", ""), path
            assert not answer.cookies, path
        if path not in ("/status/", "/status.json") and not anybody.streaming:
            assert anybody.content == somebody.content, path


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/nowhere/", "/healthz", "/status.json", "/account/sign-in/", "/desk/"])
def test_every_answer_says_what_a_browser_must_never_do(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "script" not in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers, "only over https"


@pytest.mark.django_db
def test_over_https_it_is_promised_for_a_year_and_a_plain_request_is_sent_there(client: Client, settings: Any) -> None:
    for name, value in over_https(True, 1).items():
        setattr(settings, name, value)
    client = Client()  # as it is set up now
    assert client.get("/privacy/").headers["Location"] == "https://testserver/privacy/"
    assert client.get("/healthz").status_code == 200, "a probe on the machine itself is answered"
    sealed = client.get("/privacy/", HTTP_X_FORWARDED_PROTO="https")
    assert sealed.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.django_db
def test_a_request_too_large_for_its_address_is_refused_before_it_is_read(client: Client, settings: Any) -> None:
    settings.MAX_REQUEST_BYTES = 1_000
    answer = client.post("/account/sign-in/", {"email": "x" * 2_000})
    assert answer.status_code == 413
    assert "That is too large" in answer.text
    for length in ("-1", "1e3", "x"):
        assert client.get("/privacy/", CONTENT_LENGTH=length).status_code == 413


@pytest.mark.django_db
def test_nothing_about_anybody_is_written_to_the_log(
    client: Client, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.LIMITS = 1.0
    here = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "a browser of mine"}
    client.post("/account/sign-in/", {"email": "reader@example.org"}, **here)
    client.post("/account/sign-in/", {"email": "nonsense"}, **here)
    client.post("/account/sign-in/code/", {"code": "SECRET-CODE"}, **here)
    client.get(f"{AREA}at/?place=TR150579", **here)
    client.get("/desk/", **here)
    signed_in(person("other@example.org")).get("/desk/", **here)
    written = next(one.format for one in logging.getLogger().handlers if isinstance(one.formatter, WithoutWords))
    kept = "\n".join(written(record) for record in caplog.records if not record.name.startswith("django.db"))
    for private in ("203.0.113.77", "reader@example.org", "other@example.org", "SECRET-CODE", "TR150579", "of mine"):
        assert private not in kept
    assert b"203.0.113" not in Path(settings.COUNTERS).read_bytes()


@pytest.mark.django_db
def test_where_to_tell_of_a_weakness_is_said(client: Client, settings: Any) -> None:
    settings.CONTACT = ""
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "http://testserver/contact/"
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
    assert lines["Expires"].endswith("T00:00:00Z")
    settings.CONTACT = "site@example.org"
    assert "Contact: mailto:site@example.org" in client.get("/.well-known/security.txt").text


@pytest.mark.django_db
def test_the_pages_about_the_site_say_who_runs_it(client: Client, settings: Any) -> None:
    settings.OPERATOR, settings.CONTACT = "Wessex Example Council", "site@example.org"
    for page in ("accessibility", "contact", "privacy"):
        text = client.get(f"/{page}/").text
        assert "Wessex Example Council" in text
        assert "mailto:site@example.org" in text
    statement = client.get("/accessibility/").text
    for part in ("Compliance status", "Enforcement procedure", "Preparation of this statement", "partially compliant"):
        assert part in statement
    settings.OPERATOR = settings.CONTACT = ""
    assert "has not said yet how to be reached" in client.get("/contact/").text


@pytest.mark.django_db
def test_the_status_says_what_is_published_what_waits_and_how_much_room_there_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = publish()
    said = client.get("/status.json").json()
    assert said["well"] is True
    assert said["editions"][0]["identity"] == edition.identity
    assert said["queue_age_s"] is None
    assert 0 < said["disk_free_share"] < 1
    assert "Everything is well." in client.get("/status/").text
    Upload.objects.create(by=officer(), file_name="private-name.zip", size_bytes=1)
    monkeypatch.setattr(queries, "LONG_WAIT_S", -1)
    monkeypatch.setattr(queries, "LITTLE_ROOM_SHARE", 2)
    page = client.get("/status/").text
    assert "An upload has waited at the desk for more than an hour." in page
    assert "The disk has little room left." in page
    assert "private-name" not in page


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://a%40b:p%3Ad@mail.example.org", ("mail.example.org", 587, "a@b", "p:d", True, False)),
        ("smtps://u:p@mail.example.org", ("mail.example.org", 465, "u", "p", False, True)),
        ("smtp://localhost:2525", ("localhost", 2525, "", "", False, False)),
    ],
)
def test_the_mail_server_is_read_from_its_address(address: str, expected: tuple[object, ...]) -> None:
    read = mail_at(address, Path("."))
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(read[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_an_address_that_is_no_mail_servers_is_told(address: str) -> None:
    with pytest.raises(ValueError, match="LNRS_MAIL must be as smtp://"):
        mail_at(address, Path("."))


def test_settings_that_cannot_be_are_told() -> None:
    for given in ("x", "-1", "nan", "inf"):
        with pytest.raises(ValueError, match=f"LNRS_PROXY must be a number from 0 on, not {given}"):
            number_in({"LNRS_PROXY": given}, "LNRS_PROXY", 0)
    with pytest.raises(ValueError, match="LNRS_HTTPS must be yes or no, not 1"):
        yes_in({"LNRS_HTTPS": "1"}, "LNRS_HTTPS")
    with pytest.raises(ValueError, match="LNRS_HTTPS=yes needs LNRS_PROXY"):
        over_https(True, 0)


def test_nothing_speaks_against_running_it_for_the_public(tmp_path: Path) -> None:
    """Django's own list of what a public site needs, with warnings as failures."""
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    public = {"LNRS_SITE": str(tmp_path), "LNRS_HTTPS": "yes", "LNRS_PROXY": "1", "LNRS_HOSTS": "nature.example.org"}
    command = [sys.executable, "-m", "lnrs_web", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=ours | public, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr
