"""The second process makes the same files as the first would, and whatever becomes of it, the edition is made."""

import signal
from pathlib import Path

from lnrs.edition.content import Content, content_of, sheet_of
from lnrs.edition.findings import findings
from lnrs.edition.output import kept
from lnrs.edition.outputs import slow
from lnrs.edition.provenance import provenance
from lnrs.edition.second import Second, second_process
from lnrs.edition.write import write
from lnrs.habitat_map.cache import Cache

from .edition_case import case


def content(cache: Cache) -> Content:
    return content_of(sheet_of(case().strategy, case().habitat_map.area, cache), case().habitat_map)


def handed_over(second: Second, cache: Cache) -> None:
    for output in slow(content(cache)):
        second.hand_over(output, cache)


def test_an_edition_written_with_its_help_is_the_same(tmp_path: Path) -> None:
    strategy, habitat_map, cache = case().strategy, case().habitat_map, Cache(tmp_path / "cache")
    found, origin = findings(strategy, habitat_map), provenance(strategy)
    with second_process() as second:
        handed_over(second, cache)
        second.wait()
        assert second.process.returncode == 0
        made = [cache.folder / one.key[:2] / one.key for one in slow(content(cache))]
        assert all(path.stat().st_size for path in made), "it made them, not the first process"
        manifest = write(strategy, habitat_map, found, origin, tmp_path / "edition", cache=cache, wait=second.wait)
    assert manifest == case().manifest


def test_where_it_dies_its_work_is_done_by_the_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    with second_process() as second:
        second.process.send_signal(signal.SIGKILL)
        second.process.wait()
        handed_over(second, cache)
        second.wait()
    for output in slow(content(cache)):
        assert kept(output, cache).read_bytes() == (case().edition / output.path).read_bytes()


def test_without_work_it_ends_when_it_is_no_longer_needed() -> None:
    with second_process() as second:
        room = second.room
    assert second.process.returncode is not None
    assert not room.exists()
