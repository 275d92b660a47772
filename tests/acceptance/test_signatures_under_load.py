"""Signatures that come fast are all there, once each, and counted once, also where the site is killed in the middle.
`python -m benchmarks --only petition_load` says how fast."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from benchmarks.petition_load import prepared, reckoned, send, together
from benchmarks.postgis import NoPostgis, throwaway_postgis
from benchmarks.say_load import environment_of, say, serving

from ..migrated import with_tables
from ..unit.edition_case import case

COUNT, A_SECOND, PAGES_A_SECOND = 120, 40, 4


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


def test_none_is_lost_and_none_counts_twice_when_the_site_is_killed(environment: dict[str, str]) -> None:
    with_tables(environment)
    say(environment, "import_edition", str(case().edition), "--publish")
    made = prepared(environment, COUNT)
    with ThreadPoolExecutor(1) as beside:
        with serving(environment) as port:
            first = send(port, made, range(COUNT // 2), A_SECOND, PAGES_A_SECOND)
            second = beside.submit(send, port, made, range(COUNT // 2, COUNT), A_SECOND, PAGES_A_SECOND)
            time.sleep(COUNT / 4 / A_SECOND)  # then the site and its workers are killed, while more are being sent
        answered = together(first, second.result())
    assert all(one.taken for one in (*first.signed, *first.proved, *first.read))
    assert reckoned(environment, answered)[:2] == (0, 0)
    with serving(environment) as port:
        again = send(port, made, range(COUNT), A_SECOND, PAGES_A_SECOND)
    assert all(one.taken for one in (*again.signed, *again.proved, *again.read))
    lost, twice, there = reckoned(environment, again)
    assert (lost, twice, there["counted"]) == (0, 0, COUNT)
