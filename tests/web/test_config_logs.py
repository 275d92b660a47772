"""What the log says of what breaks, as its handler writes it: never what anybody gave, and no path with a secret."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from lnrs_web.config import logs
from lnrs_web.desk import intake
from lnrs_web.desk.models import Upload
from lnrs_web.engagement.views import links
from lnrs_web.procedure import reply_views
from lnrs_web.retention import due

from .people import officer
from .published import publish

GIVEN = "Key (email)=(ada@example.org) already exists."
SECRETS = ("ada@example.org", "already exists", "SECRET-TOKEN")


class Breaks:
    """Stands in for anything, and breaks with what somebody gave."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        try:
            int("@".join(("ada", "example.org")))  # the line itself is in the frames
        except ValueError as why:
            raise IntegrityError(GIVEN) from why

    __name__ = "breaks"


@pytest.fixture
def written(settings: Any) -> Iterator[StringIO]:
    """What the handler of the settings writes."""
    ours = [one for one in logging.getLogger("django").handlers if isinstance(one.formatter, logs.WithoutWords)]
    (handler,) = ours  # pytest adds its own
    assert isinstance(handler, logging.StreamHandler)
    assert handler in logging.getLogger().handlers
    assert settings.LOGGING["loggers"]["django"]["handlers"] == ["stderr"]
    stream = StringIO()
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


def is_safe(text: str, *told: str) -> None:
    for secret in SECRETS:
        assert secret not in text
    for one in told:
        assert one in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "breaks", "route"),
    [
        ("/kent-and-medway/have-your-say/back/SECRET-TOKEN/", (links, "area_or_404"), "have-your-say/back/<"),
        ("/reply/SECRET-TOKEN/", (reply_views, "_serving"), "/reply/<"),
    ],
)
def test_a_page_that_breaks_is_told_by_its_route(
    path: str, breaks: tuple[Any, str], route: str, written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    monkeypatch.setattr(*breaks, Breaks())
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 500
    is_safe(written.getvalue(), route, "500 Internal Server Error", "IntegrityError", "ValueError", "in __call__")


@pytest.mark.django_db
def test_an_upload_that_breaks_off_is_told_without_its_words(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = Upload.objects.create(by=officer(), file_name="edition.zip", size_bytes=1)
    monkeypatch.setattr(intake, "_taken", Breaks())
    intake.take_in(upload)
    is_safe(written.getvalue(), "An upload broke off", "django.db.utils.IntegrityError", "in take_in")


def test_what_is_due_and_breaks_is_told_without_its_words(written: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(now: datetime, by: str) -> str:  # noqa: ARG001
        raise ValueError(GIVEN)

    monkeypatch.setattr(due, "ALL", (breaks,))
    assert due.run_due(datetime.now(UTC), by="a test") == (["breaks: ValueError"], False)
    is_safe(written.getvalue(), "What is due was not done", "ValueError", "in run_due")


def test_what_a_library_fills_in_is_not_written(written: StringIO) -> None:
    logging.getLogger("a.library").warning("Cannot send to %s", "ada@example.org")
    is_safe(written.getvalue(), "WARNING: a.library: Cannot send to %s")


def test_a_page_without_a_route_is_told_without_its_path(written: StringIO) -> None:
    request = SimpleNamespace(path="/reply/SECRET-TOKEN/", resolver_match=None)
    logging.getLogger("django.request").error("%s", request.path, extra={"request": request, "status_code": 599})
    is_safe(written.getvalue(), "599: no page")


def test_errors_that_led_to_one_another_end_and_one_that_was_set_aside_is_left_out(written: StringIO) -> None:
    first, second = ValueError(GIVEN), TypeError(GIVEN)
    first.__cause__, second.__cause__ = second, first
    logging.getLogger("lnrs_web.desk").error("Round", exc_info=first)
    is_safe(written.getvalue(), "ValueError", "TypeError")
    try:
        try:
            raise KeyError(GIVEN)
        except KeyError:
            raise TypeError(GIVEN) from None
    except TypeError:
        logging.getLogger("lnrs_web.desk").exception("Aside")
    is_safe(written.getvalue().split("Aside")[1], "TypeError")
    assert "KeyError" not in written.getvalue()


def test_a_program_that_ends_by_an_error_tells_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        Breaks()()
    except IntegrityError as error:
        logs.told_when_it_ends(type(error), error, error.__traceback__)
    is_safe(capsys.readouterr().err, "IntegrityError", "in __call__")
    logs.told_when_it_ends(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
