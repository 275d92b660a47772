"""The statement written again, or from very little: the same bytes, whatever was kept, and nothing made up."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
from pypdf import PdfReader

from lnrs import statement
from lnrs.habitat_map.build import build
from lnrs.habitat_map.cache import Cache
from lnrs.statement.assemble import INVENTED
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule import Eligible, Rule, Select

Draw = Callable[[str], gpd.GeoDataFrame]

LAND = "M M . . W\nM . . g W\n. . . g g\n# # . . ."

MEADOW = Rule("Meadow spreads.", Eligible(land_cover=("arable",)))


@pytest.fixture
def drawn(strategy_of: Callable[..., Strategy], draw: Draw) -> Strategy:
    """A strategy with one mapped measure and only the layers it must have."""
    return strategy_of(draw(LAND), {"GL1.1": MEADOW})


@pytest.fixture
def bare(strategy_of: Callable[..., Strategy], draw: Draw) -> Strategy:
    """A strategy in which nothing is mapped: one priority, one wider measure."""
    mapped = strategy_of(draw(LAND), {"GL1.1": MEADOW})
    wider = tuple(replace(one, mapped=False, not_mapped_because="Anywhere will do.") for one in mapped.measures)
    return replace(mapped, measures=wider, rules={})


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """Maps that these tests share, where it does not matter that they are drawn."""
    return Cache(tmp_path_factory.mktemp("kept"))


def written(strategy: Strategy, folder: Path, **options: object) -> dict[str, bytes]:
    """The statement's files by their names."""
    cache = Cache(folder.parent / "map cache")
    page = statement.write_page(strategy, build(strategy, cache), (), folder, **options)  # type: ignore[arg-type]
    statement.write_pdf(page, folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_inputs_give_the_same_bytes(drawn: Strategy, tmp_path: Path) -> None:
    once, again = written(drawn, tmp_path / "a"), written(drawn, tmp_path / "b")
    assert list(once) == [
        "index.html",
        "maps/could-become.png",
        "maps/land-cover.png",
        "maps/theme-GL.png",
        "statement.pdf",
    ]
    assert once == again


def test_maps_from_the_cache_are_the_maps_that_would_be_drawn(drawn: Strategy, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = written(drawn, tmp_path / "first", cache=cache)
    assert first == written(drawn, tmp_path / "second", cache=cache) == written(drawn, tmp_path / "fresh")


def test_a_measure_that_moves_changes_its_map_though_the_rest_is_kept(drawn: Strategy, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    before = written(drawn, tmp_path / "before", cache=cache)
    moved = replace(drawn, rules={"GL1.1": replace(MEADOW, select=Select(area_ha=3))})
    after = written(moved, tmp_path / "after", cache=cache)
    assert after == written(moved, tmp_path / "fresh")
    changed = {name for name in before if before[name] != after[name] and name.endswith(".png")}
    assert changed == {"maps/could-become.png", "maps/theme-GL.png"}


def test_writing_over_an_older_statement_leaves_only_whole_files(drawn: Strategy, kept: Cache, tmp_path: Path) -> None:
    once = written(drawn, tmp_path / "out", cache=kept)
    assert written(drawn, tmp_path / "out", cache=kept) == once


def test_progress_is_told_from_nothing_to_all(drawn: Strategy, kept: Cache, tmp_path: Path) -> None:
    told: list[float] = []
    written(drawn, tmp_path / "out", cache=kept, progress=lambda _, share: told.append(share))
    assert (told[0], told[-1]) == (0, 1)
    assert told == sorted(told)


def test_a_strategy_with_no_mapped_measures_is_still_a_statement(bare: Strategy, kept: Cache, tmp_path: Path) -> None:
    files = written(bare, tmp_path / "out", cache=kept)
    page = files["index.html"].decode()
    assert [name for name in files if name.endswith(".png")] == ["maps/land-cover.png"]
    assert "No measure of this theme is mapped." in page
    assert "Anywhere will do." in page
    assert re.search(r'class="value">0\u00a0ha', page)
    assert len(PdfReader(tmp_path / "out" / "statement.pdf").pages) > 5


def test_tables_of_places_are_left_out_where_there_are_no_districts_or_parishes(
    bare: Strategy, kept: Cache, tmp_path: Path
) -> None:
    page = written(bare, tmp_path / "out", cache=kept)["index.html"].decode()
    assert "table-land-cover" in page
    assert "table-parishes" not in page
    assert "table-by-district" not in page


def test_a_strategy_that_is_not_invented_is_not_said_to_be(bare: Strategy, kept: Cache, tmp_path: Path) -> None:
    assert INVENTED not in written(bare, tmp_path / "out", cache=kept)["index.html"].decode()


def test_nothing_is_said_to_be_found_where_no_rule_was_checked(bare: Strategy, kept: Cache, tmp_path: Path) -> None:
    page = written(bare, tmp_path / "out", cache=kept)["index.html"].decode()
    assert "No findings against the law were recorded for this edition." in page
