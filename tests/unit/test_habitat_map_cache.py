"""What was worked out is kept by content, and not for ever."""

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.habitat_map.cache import Cache, frame_key, key_of


def test_the_same_question_is_worked_out_once(tmp_path: Path) -> None:
    asked = []

    def work() -> np.ndarray:
        asked.append(1)
        return np.arange(3)

    cache = Cache(tmp_path)
    assert cache.array("ab" * 32, work).tolist() == cache.array("ab" * 32, work).tolist() == [0, 1, 2]
    assert len(asked) == 1


def test_work_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        Cache(tmp_path).file("ab" * 32, fail)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_was_used_longest_ago_is_forgotten_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for age, name in enumerate(("aa", "bb", "cc")):
        path = cache.file(name * 32, lambda made: made.write_bytes(bytes(100)) and None)
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    cache.forget(beyond_bytes=250)
    assert sorted(path.name[:2] for path in tmp_path.glob("??/*")) == ["aa", "bb"]


def test_keys_tell_contents_apart() -> None:
    frame = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[shapely.Point(0, 0), shapely.Point(1, 1)], crs=27700)
    assert frame_key(frame) == frame_key(frame.copy())
    assert frame_key(frame) != frame_key(frame.iloc[::-1])
    assert frame_key(frame) != frame_key(frame.assign(name=["a", "c"]))
    assert key_of("a", "bc") != key_of("ab", "c")
