"""Representations that come fast are all there, once each and numbered without a gap, also where the site is killed in
the middle. `python -m benchmarks --only say_load` says how fast."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis
from benchmarks.say_load import environment_of, prepared, reckoned, say, send, serving

from ..migrated import with_tables
from ..unit.edition_case import case

COUNT, A_SECOND = 120, 40


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A site with an edition, in one database or the other."""
    told = {"LNRS_SITE": str(tmp_path / "site")}
    try:
        if request.param == "SQLite":
            yield environment_of(told)
        else:
            with throwaway_postgis() as database:
                address = f"postgresql://postgres@/postgres?host={database.socket}"
                yield environment_of(told | {"LNRS_DATABASE": address})
    except NoPostgis as reason:
        pytest.skip(str(reason))


def test_none_is_lost_and_none_is_there_twice_when_the_site_is_killed(environment: dict[str, str]) -> None:
    with_tables(environment)
    say(environment, "import_edition", str(case().edition), "--publish")
    cookies = prepared(environment, COUNT)
    with ThreadPoolExecutor(1) as beside:
        with serving(environment) as port:
            first = send(port, cookies[: COUNT // 2], A_SECOND)
            second = beside.submit(send, port, cookies[COUNT // 2 :], A_SECOND)
            time.sleep(COUNT / 4 / A_SECOND)  # then the site and its workers are killed, while more are being sent
        answered = first + second.result()
    assert all(one.taken for one in first)
    assert reckoned(environment, answered) == (0, 0)
    with serving(environment) as port:
        again = send(port, cookies, A_SECOND)
    assert all(one.taken for one in again)
    assert reckoned(environment, again) == (0, 0)
