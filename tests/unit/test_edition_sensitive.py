"""Nothing in an edition leads back to where a sensitive species was seen."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest

from lnrs.edition import content, explain, make, read, sensitive
from lnrs.edition.explanation import MeasureExplained, PlaceExplained
from lnrs.edition.findings import findings
from lnrs.edition.sources import read_records
from lnrs.habitat_map.build import HabitatMap
from lnrs.law.finding import Finding, Outcome

from .edition_case import Case, case

WITHHELD = {"WTH3.1": ("near a turtle dove",)}


@pytest.fixture(scope="module")
def birds() -> Case:
    return case(with_birds=True)


def test_a_criterion_on_a_sensitive_layer_is_withheld_and_no_other(birds: Case) -> None:
    assert sensitive.sensitive_criteria(birds.strategy.rules, read_records(birds.strategy.layers)) == WITHHELD
    assert sensitive.sensitive_criteria(case().strategy.rules, read_records(case().strategy.layers)) == {}


def test_the_value_the_points_and_the_score_made_with_them_are_in_no_table(birds: Case) -> None:
    criteria = read.criteria(birds.edition)
    hidden = (criteria["criterion"] == "near a turtle dove").to_numpy()
    assert hidden.sum() == 6
    assert criteria.loc[hidden, ["value", "points"]].isna().all(axis=None)
    assert (criteria.loc[hidden, "weight"] == 2).all()
    assert criteria.loc[~hidden, ["value", "points"]].notna().all(axis=None)
    measures = read.frame(birds.edition, "measures")
    assert measures["score"].isna().tolist() == (measures["measure"] == "WTH3.1").tolist()


def test_the_mean_score_is_withheld_too_since_of_one_piece_it_is_the_score(birds: Case, tmp_path: Path) -> None:
    means = {row["measure"]: row["mean_score"] for row in read.figure(birds.edition, "by_measure")}
    assert [ref for ref, mean in means.items() if not mean] == ["WTH3.1"]
    path = shutil.copy(birds.edition / "local-habitat-map.gpkg", tmp_path)
    figures = pyogrio.read_dataframe(path, layer="figures", where="quantity = 'mean_score'")
    assert figures.set_index("about")["value"].isna().to_dict() == {ref: ref == "WTH3.1" for ref in means}


def test_a_measure_whose_scores_are_withheld_is_explained_without_a_mean(birds: Case) -> None:
    found = explain.explain(birds.edition, measure="WTH3.1")
    assert isinstance(found, MeasureExplained)
    assert (found.pieces, found.mean_score, found.best_places) == (6, None, ())
    assert "Its scores are withheld." in explain.in_words(found)
    told = explain.explain(birds.edition, measure="GL1.1")
    assert "Mean score 0." in explain.in_words(told)


def test_the_geopackage_withholds_them_too(birds: Case, tmp_path: Path) -> None:
    path = Path(shutil.copy(birds.edition / "local-habitat-map.gpkg", tmp_path))
    places = pyogrio.read_dataframe(path, layer="PM", where="pm_ref = 'WTH3.1'")
    assert len(places) == 6
    assert places["score"].isna().all()
    criteria = pyogrio.read_dataframe(path, layer="pm_criteria", where="criterion = 'near a turtle dove'")
    assert criteria["value"].isna().all()


def test_the_records_themselves_are_in_no_file(birds: Case) -> None:
    names = [path.name for path in birds.edition.rglob("*")]
    assert not any("species_records" in name for name in names)
    for path in (birds.edition / "findings.json", birds.edition / "statement" / "index.html"):
        text = path.read_text(encoding="utf-8")
        assert "606050" not in text
        assert "146150" not in text


def test_an_explanation_says_that_they_are_withheld(birds: Case) -> None:
    told = read.criteria(birds.edition).query("criterion == 'near a turtle dove'")["pm_loc_id"].iloc[0]
    places = read.frame(birds.edition, "measures").set_index("pm_loc_id")
    place = places.geometry[told].representative_point()
    found = explain.explain(birds.edition, at=(place.x, place.y))
    assert isinstance(found, PlaceExplained)
    (measure,) = (one for one in found.measures if one.place == told)
    assert measure.score is None
    assert [(one.value, one.points) for one in measure.criteria if one.name == "near a turtle dove"] == [(None, None)]
    text = explain.in_words(found)
    assert (
        "near a turtle dove: withheld, because it is measured from records of sensitive species; 67% of the score"
        in text
    )
    assert "Its score is withheld" in text


def test_a_map_that_would_tell_is_found_out(birds: Case) -> None:
    assert sensitive.told(birds.habitat_map, WITHHELD) == 13, "six values, six scores and their mean"
    assert sensitive.told(sensitive.published(birds.habitat_map, WITHHELD), WITHHELD) == 0


def test_the_finding_looks_at_the_map_that_it_is_given_and_not_at_another(birds: Case) -> None:
    def no_places(habitat_map: HabitatMap) -> Finding:
        found = findings(birds.strategy, habitat_map)
        return next(one for one in found if one.rule == "no_sensitive_places_published")

    assert no_places(sensitive.published(birds.habitat_map, WITHHELD)).outcome is Outcome.MET
    telling = no_places(birds.habitat_map)
    assert telling.outcome is Outcome.NOT_MET
    assert telling.because == "13 values, points and scores on the map lead back to them"


def test_an_edition_in_which_nothing_was_withheld_says_so_itself(
    birds: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(birds.folder, tmp_path / "strategy"))
    monkeypatch.setattr(content, "published", lambda habitat_map, _withheld: habitat_map)
    make.make(folder, tmp_path / "edition")
    outcomes = {row["rule"]: row["outcome"] for row in read.findings(tmp_path / "edition")}
    assert outcomes["no_sensitive_places_published"] == "not met"
    outcomes = {row["rule"]: row["outcome"] for row in read.findings(birds.edition)}
    assert outcomes["no_sensitive_places_published"] == "met"


def test_the_map_that_the_finding_looks_at_is_the_one_that_is_written(birds: Case) -> None:
    sheet = content.sheet_of(birds.strategy, birds.habitat_map.area, birds.cache)
    shown = content.content_of(sheet, birds.habitat_map).habitat_map
    assert shown is not birds.habitat_map
    assert content.content_of(sheet, shown).habitat_map is shown


def test_a_map_with_nothing_to_withhold_is_published_as_it_is() -> None:
    assert sensitive.published(case().habitat_map, {}) is case().habitat_map


def test_a_published_map_has_another_key_than_the_one_it_was_made_from(birds: Case) -> None:
    shown = sensitive.published(birds.habitat_map, WITHHELD)
    for name in ("measures", "criteria"):
        assert shown.keys[name] != birds.habitat_map.keys[name]
    assert shown.keys["become"] == birds.habitat_map.keys["become"]


def test_criteria_of_one_name_are_withheld_only_for_the_measure_that_it_concerns() -> None:
    criteria = pd.DataFrame(
        {"pm_loc_id": [1, 2], "criterion": ["near", "near"], "value": [1.0, 2.0], "points": [1.0, 0.5]}
    )
    mapped = pd.DataFrame({"pm_loc_id": [1, 2], "measure": ["A1.1", "A1.2"]})
    assert sensitive.rows_of(criteria, mapped, {"A1.2": ("near",)}).tolist() == [False, True]
    assert not np.any(sensitive.rows_of(criteria, mapped, {}))


def test_the_provenance_marks_the_criterion(birds: Case) -> None:
    rule = read.provenance(birds.edition)["rules"]["WTH3.1"]
    assert [(one["name"], one["withheld"]) for one in rule["criteria"]] == [
        ("near a turtle dove", True),
        ("near woodland", False),
    ]
    assert Path(rule["file"]).name == "WTH3.1.toml"
