"""`lnrs explain`: why the map is as it is, at a place and for a measure."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lnrs.edition import read
from lnrs.edition.explain import explain, explain_measure, explain_place, in_words, place_of, to_json
from lnrs.edition.explain_words import criterion_words, value_words
from lnrs.edition.explanation import CriterionHere
from lnrs.errors import NotFound

from ..unit.edition_case import case, copied, point

EDITION = case


def at(col: float, row: float) -> tuple[float, float]:
    return point(col, row)


def test_a_place_is_explained_by_its_measure_score_criteria_rule_and_sources() -> None:
    found = explain_place(case().edition, at(3.5, 1.5))
    (measure,) = found.measures
    assert measure.ref == "GL1.1"
    assert measure.because == "Meadow next to meadow is colonised soonest."
    near, soil = measure.criteria
    assert (near.name, near.unit, near.weight, near.share_of_score) == ("near lowland meadow", "m", 3.0, 0.75)
    assert near.value is not None
    assert near.value <= 50
    assert (soil.value, soil.points, soil.share_of_score) == (1.0, 1.0, 0.25)
    assert measure.score == pytest.approx((3 * near.points + soil.points) / 4, abs=2e-4)
    assert any("It must not" in line or "left out" in line for line in measure.rule)
    assert measure.priorities == ("GL1 More and better meadows", "WTH3 Turtle doves return")
    assert {one.layer for one in found.sources} >= {"land_parcels", "soils", "ancient_woodland"}
    assert (found.district, found.parish) == ("West", "Wyeham")
    assert found.could_become_ha is not None
    assert found.edition == case().manifest.identity


def test_a_grid_reference_names_the_middle_of_its_square() -> None:
    assert explain_place(case().edition, "TR 053 461").measures == explain_place(case().edition, at(3.5, 1.5)).measures
    assert place_of("605350,146150") == (605_350, 146_150)


def test_a_place_of_importance_names_its_sites_and_has_no_measure() -> None:
    found = explain_place(case().edition, at(5.5, 7.5))
    assert [(site.kind, site.name) for site in found.important] == [("SSSI", "Example Wood"), ("IRREP", "Example Wood")]
    assert found.measures == ()
    assert found.could_become_ha is None
    assert {one.layer for one in found.sources} >= {"sites_of_special_scientific_interest", "ancient_woodland"}
    assert "Of particular importance: Example Wood, Site of Special Scientific Interest S1, 9.0 ha." in in_words(found)


def test_a_place_with_nothing_says_so_and_that_a_measure_may_still_be_welcome() -> None:
    text = in_words(explain(case().edition, at=at(9.5, 3.5)))
    assert "In no area of particular importance" in text
    assert "No potential measure is mapped here." in text


def test_the_words_name_the_criterion_with_its_unit_and_the_edition() -> None:
    text = in_words(explain(case().edition, at=at(3.5, 1.5)))
    assert "TR 053 461 (605350, 146150), Wyeham, West" in text
    assert "on shallow lime-rich soil: 100%; 1.00 of 1 point, 25% of the score" in text
    assert f"Edition {case().manifest.identity}, as of 2026-10-01." in text
    assert "invented example" in text


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1234.4, "m", "1,234 m"),
        (0.456, "share", "46%"),
        (3.25, "deg", "3.2 degrees"),
        (1.256, "times expected", "1.26 times expected"),
        (1840.2, "people", "1,840 people"),
        (0.3, "ha per ha", "0.30 ha of connected habitat gained with each hectare"),
        (7, "", "7"),
    ],
)
def test_a_value_is_said_with_its_unit(value: float, unit: str, words: str) -> None:
    assert value_words(value, unit) == words


@pytest.mark.parametrize(
    ("value", "limit_m", "words"),
    [(2000.0, 2000.0, "2,000 m or more;"), (1990.0, 2000.0, "1,990 m;"), (2000.0, None, "2,000 m;")],
)
def test_a_distance_at_the_limit_of_what_was_measured_is_so_much_or_more(
    value: float, limit_m: float | None, words: str
) -> None:
    assert words in criterion_words(CriterionHere("near a wood", value, "m", limit_m, 0.0, 1.0, 1.0))


def test_connected_habitat_is_told_for_the_whole_piece_too() -> None:
    joins = CriterionHere("joins up meadows", 0.31, "ha per ha", None, 0.93, 1.0, 0.5)
    words = "0.31 ha of connected habitat gained with each hectare, 1.2 ha with the whole piece; 0.93 of 1 point"
    assert words in criterion_words(joins, 4.0)


def test_how_far_a_distance_was_measured_is_read_from_the_edition() -> None:
    (measure,) = explain_place(case().edition, at(3.5, 1.5)).measures
    assert [(one.name, one.limit_m) for one in measure.criteria] == [
        ("near lowland meadow", 2000.0),
        ("on shallow lime-rich soil", None),
    ]


def test_a_place_far_from_what_its_rule_looks_for_is_so_much_or_more_away(tmp_path: Path) -> None:
    edition = copied(case().edition, tmp_path / "edition")
    criteria = read.criteria(edition)
    near = (criteria["criterion"] == "near lowland meadow").to_numpy()
    criteria.assign(value=criteria["value"].where(~near, 2000.0)).to_parquet(edition / "data" / "criteria.parquet")
    assert "near lowland meadow: 2,000 m or more;" in in_words(explain_place(edition, at(3.5, 1.5)))


def test_a_mapped_measure_is_explained_by_its_rule_its_area_and_its_best_places() -> None:
    found = explain_measure(case().edition, "GL1.1")
    assert found.mapped
    assert (found.pieces, found.area_ha) == (20, 20)
    assert found.eligible_ha > found.area_ha
    assert found.rule_text.strip().startswith("because = ")
    scores = [place.score for place in found.best_places]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    best = explain_place(case().edition, found.best_places[0].grid_reference)
    assert best.measures[0].place == found.best_places[0].place
    text = in_words(found)
    assert "Mapped on 20 pieces of land, 20.0 ha" in text
    assert "Would do most at:" in text


def test_a_wider_measure_says_why_it_has_no_place() -> None:
    found = explain_measure(case().edition, "GL1.2")
    assert not found.mapped
    assert found.best_places == ()
    assert "It has no place on the map: Verges are everywhere." in in_words(found)


def test_an_explanation_is_plain_json() -> None:
    for found in (explain(case().edition, at="TR 053 461"), explain(case().edition, measure="WTH2.1")):
        assert json.loads(json.dumps(to_json(found)))["edition"] == case().manifest.identity


@pytest.mark.parametrize("place", ["TR 153 461", "500000,500000"])
def test_a_place_outside_the_area_is_not_found(place: str) -> None:
    with pytest.raises(NotFound, match="lies outside Kent and Medway"):
        explain(case().edition, at=place)


@pytest.mark.parametrize("nonsense", ["Wye", "TR 05 4", "1,2,3", "east,north"])
def test_words_that_are_no_place_are_refused_with_an_example(nonsense: str) -> None:
    with pytest.raises(NotFound, match="TR 054 469"):
        explain(case().edition, at=nonsense)


def test_a_measure_that_is_not_in_the_edition_is_not_found() -> None:
    with pytest.raises(NotFound, match=r"GL9\.9: is not a potential measure .* GL1\.1"):
        explain(case().edition, measure="GL9.9")


def test_one_of_the_two_has_to_be_asked(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one of the two"):
        explain(case().edition)
    with pytest.raises(NotFound, match="no edition here"):
        explain(tmp_path, at="TR 053 461")


def test_words_that_end_with_a_full_stop_are_given_no_second() -> None:
    found = explain_measure(case().edition, "GL1.1")
    served = ("HS1 Its pieces are growing towards one another.",)
    text = in_words(
        replace(found, measure="Make meadow.", detail="Sow it.", priorities=served, rule=("It can go on arable.",))
    )
    assert "one another.\n" in text
    assert ".." not in text


# --- what a place would join


def test_a_place_beside_the_meadow_touches_it_and_one_farther_off_has_it_within_reach() -> None:
    (beside,) = explain_place(case().edition, at(3.5, 1.5)).measures[0].joins
    assert (beside.habitat, beside.within_m) == ("lowland meadow", 1000)
    assert (beside.touching, beside.touching_ha, beside.others, beside.part_of_ha) == (1, 4.0, 0, 0.0)
    assert (beside.nearest_m, beside.nearest_at) == (None, "")
    (off,) = explain_place(case().edition, at(4.5, 2.5)).measures[0].joins
    assert (off.touching, off.others, off.others_ha) == (0, 1, 4.0)
    assert (off.nearest_ha, off.nearest_m) == (4.0, 100.0)


def test_what_is_joined_is_said_in_words() -> None:
    beside = in_words(explain_place(case().edition, at(3.5, 1.5)))
    assert "  Lowland meadow around it, within 1 km:\n  - it touches 1 patch, 4.0 ha\n  - none farther off\n" in beside
    off = in_words(explain_place(case().edition, at(4.5, 2.5)))
    assert "  - it touches none\n  - farther off 1 patch, 4.0 ha; the nearest is 100 m away at TR 053 463 and" in off
