"""One reader can ask for what costs the site work only so often, whichever worker is asked, and is told when again."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from lnrs_web.pages import counters
from lnrs_web.pages.counters import Counters
from lnrs_web.pages.limits import client_of, limited

from .petitions import Signer, bare
from .published import AREA, publish


@limited("try", times=3, seconds=60)
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"answered {request.method}")


@pytest.fixture(autouse=True)
def counted(settings: Any) -> None:
    settings.LIMITS = 1.0


def ask(address: str = "192.0.2.1", **headers: str) -> HttpResponse:
    return view(RequestFactory().get("/x/", REMOTE_ADDR=address, **headers))


def test_the_fourth_within_the_time_is_refused_in_words_with_when_to_ask_again() -> None:
    assert [ask().status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(HTTP_ACCEPT="text/html")
    assert "That was too often in too short a time" in refused.text
    assert 1 <= int(refused.headers["Retry-After"]) <= 120
    assert refused.headers["Cache-Control"] == "no-store"
    assert ask("192.0.2.2").status_code == 200, "another reader is answered"


def test_a_program_is_told_in_json() -> None:
    for _ in range(3):
        ask()
    refused = ask(HTTP_ACCEPT="application/json")
    assert refused.headers["Content-Type"] == "application/json"
    assert '"status": 429' in refused.text


def test_the_settings_make_limits_wider_or_lift_them(settings: Any) -> None:
    settings.LIMITS = 2.0
    assert [ask().status_code for _ in range(7)] == [200] * 6 + [429]
    settings.LIMITS = 0.0
    assert ask().status_code == 200


def test_only_the_methods_that_are_named_count() -> None:
    posts = limited("post", times=1, seconds=60, methods=("POST",))(lambda request: HttpResponse(request.method))
    factory = RequestFactory()
    assert [posts(factory.get("/x/")).status_code for _ in range(3)] == [200] * 3
    assert [posts(factory.post("/x/")).status_code for _ in range(2)] == [200, 429]


def test_the_window_slides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten in any minute: what was asked at the end of one minute still counts at the start of the next."""
    counts, now = Counters(tmp_path / "c.sqlite3"), 6_000.0
    monkeypatch.setattr(counters.time, "time", lambda: now)

    def allowed() -> bool:
        return counts.wait_s("a", "who", 10, 60) == 0

    now = 6_055.0
    assert all(allowed() for _ in range(10))
    assert not allowed()
    now = 6_061.0
    assert not allowed(), "a plain window would have begun anew"
    now = 6_067.0
    assert [allowed() for _ in range(3)] == [True, False, False]
    now = 6_300.0
    assert all(allowed() for _ in range(10))


def test_who_waits_as_long_as_told_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts, now = Counters(tmp_path / "c.sqlite3"), 0.0
    monkeypatch.setattr(counters.time, "time", lambda: now)
    for start in (12.0, 119.0, 240.0, 371.5, 372.0, 430.0):
        now = max(now, start)
        while not (wait := counts.wait_s("a", "who", 5, 60)):
            now += 0.25
        now += wait - 0.01
        assert counts.wait_s("a", "who", 5, 60) > 0, "and no sooner"
        now += 0.02
        assert counts.wait_s("a", "who", 5, 60) == 0


def test_what_is_counted_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts, now = Counters(tmp_path / "c.sqlite3"), 0.0
    monkeypatch.setattr(counters.time, "time", lambda: now)
    for number in range(50):
        counts.wait_s("a", f"who {number}", 10, 600)
    now = 1_300.0
    counts.wait_s("a", "another", 10, 600)
    assert counts._database().execute("SELECT who FROM asked").fetchall() == [("another",)]


@pytest.mark.django_db
def test_the_code_of_a_network_address_is_kept_as_long_as_the_privacy_notice_says(settings: Any) -> None:
    """What counts for an hour, signatures and suggestions, is kept longer than all else."""
    publish()
    bare(opened_at=timezone.now())
    Signer().sends()
    Client().post(f"{AREA}30-by-30/suggest/", {})
    kept = counters.counters_in(settings.COUNTERS)._database().execute("SELECT what, until FROM asked").fetchall()
    assert {what.split()[0] for what, _ in kept} >= {"petition", "suggest"}
    assert 3_600 < max(until for _, until in kept) - time.time() <= 7_200
    assert "two hours at most" in Client().get("/privacy/").text


def test_every_worker_counts_in_the_same_place(tmp_path: Path) -> None:
    """Four processes at once, fifty each: not one is lost."""
    file = tmp_path / "c.sqlite3"
    code = (
        "import sys; from pathlib import Path; from lnrs_web.pages.counters import Counters;"
        "c = Counters(Path(sys.argv[1])); print(sum(c.wait_s('a', 'who', 120, 86400) == 0 for _ in range(50)))"
    )
    workers = [
        subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert sum(int(worker.communicate(timeout=100)[0]) for worker in workers) == 120


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_a_network_of_ipv6_is_one_reader(one: str, other: str, same: bool) -> None:
    first, second = (client_of(RequestFactory().get("/", REMOTE_ADDR=address)) for address in (one, other))
    assert (first == second) == same
    assert one not in first


@pytest.mark.parametrize(
    ("proxies", "passed", "counted_as"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_behind_proxies_the_address_is_what_ours_saw_and_never_what_was_written_before_it(
    settings: Any, proxies: int, passed: str, counted_as: str
) -> None:
    settings.PROXIES = proxies
    behind = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=passed)
    settings_free = RequestFactory().get("/", REMOTE_ADDR=counted_as)
    settings.PROXIES, seen = 0, client_of(behind)
    assert seen == client_of(settings_free)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/areas", "/ogc/collections/kent-and-medway.area/items"])
def test_programs_that_ask_for_data_too_often_are_told_when_to_ask_again(client, settings, tmp_path, address) -> None:
    publish()
    settings.COUNTERS, settings.LIMITS = tmp_path / "counters.sqlite3", 1 / 600  # one a minute
    assert client.get(address, headers={"Accept": "application/json"}).status_code == 200
    refused = client.get(address, headers={"Accept": "application/json"})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert refused.json()["title"] == "Too many requests"
