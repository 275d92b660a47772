"""What was worked out is kept by content, and not for ever."""

import os
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
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


@dataclass(frozen=True)
class Found:
    where: np.ndarray
    area_ha: float


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    found = Found(np.array([3, 5]), 1.5)
    for _ in range(2):
        again = Cache(tmp_path).record("ab" * 32, Found, lambda: found)
        assert again.where.tolist() == [3, 5]
        assert again.area_ha == 1.5


def test_a_table_grows_by_the_rows_that_are_new(tmp_path: Path) -> None:
    asked: list[list[int]] = []

    def squares(ids: np.ndarray) -> pd.DataFrame:
        asked.append(ids.tolist())
        return pd.DataFrame({"square": ids**2}, index=ids)

    cache = Cache(tmp_path)
    assert cache.grown("ab" * 32, np.array([2, 1]), squares)["square"].tolist() == [4, 1]
    assert cache.grown("ab" * 32, np.array([3, 2]), squares)["square"].tolist() == [9, 4]
    assert cache.grown("ab" * 32, np.array([1, 3]), squares)["square"].tolist() == [1, 9]
    assert [ids for ids in asked if ids] == [[1, 2], [3]]


def test_keys_tell_contents_apart() -> None:
    frame = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[shapely.Point(0, 0), shapely.Point(1, 1)], crs=27700)
    assert frame_key(frame) == frame_key(frame.copy())
    assert frame_key(frame) != frame_key(frame.iloc[::-1])
    assert frame_key(frame) != frame_key(frame.assign(name=["a", "c"]))
    assert key_of("a", "bc") != key_of("ab", "c")
