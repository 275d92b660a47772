"""The invented England: what its areas map, and how that meets at their borders."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
import shapely

from lnrs.model import areas
from lnrs.outlines import outline
from lnrs.sketch.england.area import AreaSketch, sketch_area
from lnrs.sketch.england.country import country
from lnrs.sketch.england.habitats import BY_METRIC, KINDS, MEADOW_RESTORED, WOOD_CREATED
from lnrs.sketch.england.shares import disputes, places_by_area

pytestmark = pytest.mark.xdist_group("sketch of england")

LONDON, KENT, SURREY, WIGHT, LANCASHIRE = 39, 40, 38, 46, 6
DRAWN = (LONDON, KENT, SURREY, WIGHT, LANCASHIRE)
EACH = pytest.mark.parametrize("lnrs_id", DRAWN, ids=["London", "Kent", "Surrey", "Isle of Wight", "Lancashire"])
FRAMES = ("measures", "important", "importance", "become", "habitats")
PLACES, SEED = 700, 1


@cache
def drawn(lnrs_id: int) -> AreaSketch:
    return sketch_area(lnrs_id, PLACES, SEED)


def of_kind(lnrs_id: int, kind: int) -> np.ndarray:
    """The places of a kind of measure in an area."""
    sketch = drawn(lnrs_id)
    return sketch.measures.geometry.to_numpy()[sketch.measures["measure"] == sketch.words.of_kind.get(kind)]


def meeting_m(ours: np.ndarray, theirs: np.ndarray) -> float:
    """How long the edges are that shapes of two sides have in common, to half a metre."""
    near = shapely.STRtree(theirs).query(ours, predicate="dwithin", distance=0.5)
    edges = shapely.intersection(shapely.boundary(ours[near[0]]), shapely.buffer(theirs[near[1]], 0.5))
    return float(shapely.length(edges).sum())


@EACH
def test_it_maps_just_as_many_places_as_asked(lnrs_id: int) -> None:
    assert len(drawn(lnrs_id).measures) == PLACES
    assert drawn(lnrs_id).measures["pm_loc_id"].is_unique


@EACH
def test_all_of_it_is_valid_land_inside_the_area(lnrs_id: int) -> None:
    land = shapely.buffer(outline(lnrs_id), 1e-6)
    for name in FRAMES:
        frame = getattr(drawn(lnrs_id), name)
        shapes = frame.geometry.to_numpy()
        assert len(frame), name
        assert frame.crs == 27700, name
        assert set(frame.geom_type) <= {"Polygon", "MultiPolygon"}, name
        assert shapely.is_valid(shapes).all(), name
        assert shapely.covers(land, shapes).all(), name
    assert np.median(shapely.get_num_coordinates(drawn(lnrs_id).measures.geometry)) > 8


@EACH
def test_a_piece_is_one_shape_and_a_measure_is_once_on_it(lnrs_id: int) -> None:
    measures = drawn(lnrs_id).measures
    assert not measures.duplicated(["measure", "piece"]).any()
    shapes = measures.assign(wkb=measures.geometry.to_wkb()).groupby("piece")["wkb"].nunique()
    assert (shapes == 1).all()
    assert np.allclose(measures["area_ha"], measures.area / 1e4, atol=1e-4)


@EACH
def test_what_could_become_important_is_what_is_mapped_less_what_is_important(lnrs_id: int) -> None:
    sketch = drawn(lnrs_id)
    mapped, important, become = (
        shapely.union_all(frame.geometry.to_numpy()) for frame in (sketch.measures, sketch.importance, sketch.become)
    )
    assert shapely.difference(mapped, important).symmetric_difference(become).area < 1.0
    assert sketch.become.area.sum() == pytest.approx(become.area)
    assert shapely.union_all(sketch.important.geometry.to_numpy()).symmetric_difference(important).area < 1.0


@EACH
def test_habitat_that_is_there_is_named_as_the_metric_names_it_and_none_lies_twice(lnrs_id: int) -> None:
    habitats = drawn(lnrs_id).habitats
    assert set(habitats["habitat"]) <= set(BY_METRIC)
    assert habitats.area.sum() == pytest.approx(shapely.union_all(habitats.geometry.to_numpy()).area)


def test_habitat_is_created_where_it_is_not_and_managed_where_it_is() -> None:
    for kind, share in ((WOOD_CREATED, 0.0), (KINDS.index(next(k for k in KINDS if k.action == "manage")), 1.0)):
        sketch = next(drawn(one) for one in DRAWN if len(of_kind(one, kind)))
        there = sketch.habitats[sketch.habitats["habitat"] == KINDS[kind].habitat].geometry.to_numpy()
        places = of_kind(sketch.area.lnrs_id, kind)
        shared = shapely.area(shapely.intersection(shapely.union_all(places), shapely.union_all(there)))
        assert shared / shapely.area(places).sum() == pytest.approx(share, abs=1e-6)


def test_every_measure_has_its_priority_its_theme_and_its_places() -> None:
    for lnrs_id in DRAWN:
        said, mapped = drawn(lnrs_id).words, set(drawn(lnrs_id).measures["measure"])
        assert {measure.ref for measure in said.measures if measure.mapped} == mapped
        assert any(not measure.mapped and measure.not_mapped_because for measure in said.measures)
        priorities = {priority.ref: priority for priority in said.priorities}
        for measure in said.measures:
            assert measure.ref.rpartition(".")[0] == measure.priorities[0]
            assert priorities[measure.priorities[0]].theme in {theme.prefix for theme in said.themes}
        refs = [*priorities, *(measure.ref for measure in said.measures)]
        assert len(refs) == len(set(refs))


def test_authorities_write_in_their_own_words() -> None:
    measure = {
        lnrs_id: next(one for one in drawn(lnrs_id).words.measures if one.ref == drawn(lnrs_id).words.of_kind[kind])
        for lnrs_id in DRAWN
        if (kind := WOOD_CREATED) in drawn(lnrs_id).words.of_kind
    }
    assert len(measure) > 2
    assert len({one.measure for one in measure.values()}) > 1
    assert len({one.ref for one in measure.values()}) > 1


def test_neighbours_measures_meet_at_the_border() -> None:
    ours, theirs = (drawn(one).measures.geometry.to_numpy() for one in (KENT, LONDON))
    assert meeting_m(ours, theirs) > 1_000


def test_neighbours_in_dispute_want_wood_and_meadow_on_adjoining_land() -> None:
    pairs = [pair for pair in disputes(SEED) if set(pair) <= set(DRAWN)]
    assert pairs
    for wood, meadow in pairs:
        assert meeting_m(of_kind(wood, WOOD_CREATED), of_kind(meadow, MEADOW_RESTORED)) > 100


def test_disputes_are_between_neighbours_each_once() -> None:
    neighbours = {area.lnrs_id: area.neighbours for area in areas()}
    found = disputes(SEED)
    assert 5 < len(found) < 60
    assert all(second in neighbours[first] for first, second in found)
    assert len({frozenset(pair) for pair in found}) == len(found)


def test_wetland_lies_low_and_bog_lies_high() -> None:
    ground = country(SEED)
    low, high = (
        pd.concat(
            [one for a in DRAWN if not (one := drawn(a).habitats).empty and (one := one[one["habitat"] == name]).size]
        )
        for name in ("Grassland - Floodplain wetland mosaic and CFGM", "Wetland - Blanket bog")
    )
    heights = [
        np.median(ground.at(*shapely.get_coordinates(shapely.centroid(one.geometry)).T).height_m) for one in (low, high)
    ]
    assert heights[0] < 100 < 250 < heights[1]


@pytest.mark.parametrize("places", [48, 49, 1_000, 10_000_000])
def test_places_are_shared_out_to_the_last_one(places: int) -> None:
    shares = places_by_area(places, SEED)
    assert len(shares) == 48
    assert sum(shares.values()) == places
    assert min(shares.values()) >= 1


def test_at_full_size_some_areas_map_more_than_150_000_places() -> None:
    shares = np.array(list(places_by_area(10_000_000, SEED).values()))
    assert (shares > 150_000).sum() >= 20
    assert shares.max() > 10 * shares.min()


@pytest.mark.parametrize("places", [1, 2, 30])
def test_a_few_places_are_enough(places: int) -> None:
    assert len(sketch_area(WIGHT, places, SEED).measures) == places


def test_the_same_numbers_give_the_same_and_another_seed_another() -> None:
    again, other = sketch_area(WIGHT, PLACES, SEED), sketch_area(WIGHT, PLACES, SEED + 1)
    for name in FRAMES:
        assert getattr(again, name).equals(getattr(drawn(WIGHT), name)), name
        assert not getattr(other, name).equals(getattr(drawn(WIGHT), name)), name
    assert again.words == drawn(WIGHT).words
