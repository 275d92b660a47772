"""The metric's tables beside those that two others published: where they agree, and what exactly differs."""

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from lnrs.bng.parcels import State
from lnrs.bng.paths import enhancement_path
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import CONDITIONS, OVER_30, in_years

pytestmark = pytest.mark.real_data

TABLES = rule_set_on(date(2026, 11, 27)).tables
AREA = TABLES.habitats["area"]


@pytest.fixture
def kwt(shared_data: Path) -> Path:
    return shared_data / "bng" / "kwt_metric_tables"


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))


def names(folder: Path, table: str, thing: str) -> dict[str, str]:
    return {row[f"{thing}_id"]: row[f"{thing}_name"] for row in rows(folder / f"{table}.csv")}


def years_of(folder: Path) -> dict[str, int]:
    known = names(folder, "years_to_target", "years_to_target")
    return {key: OVER_30 if text == "30+" else int(float(text)) for key, text in known.items()}


def test_kent_wildlife_trusts_560_creations_are_ours(kwt: Path) -> None:
    conditions = names(kwt, "conditions", "condition")
    habitats = {row["habitat_type_id"]: row["habitat_name"] for row in rows(kwt / "habitat_types.csv")}
    bands, hard = names(kwt, "distinctivenesses", "distinctiveness"), names(kwt, "difficulties", "difficulty")
    years = years_of(kwt)
    found = {
        (habitats[row["habitat_type_id"]], conditions[row["condition_id"]]): (
            years[row["years_to_target_id"]],
            hard[row["difficulty_id"]],
        )
        for row in rows(kwt / "creation.csv")
    }
    assert len(found) == 560
    assert found == {
        (name, condition): (time, habitat.creation_difficulty)
        for name, habitat in AREA.items()
        for condition, time in habitat.years.items()
    }
    assert {name: habitat.band for name, habitat in AREA.items()} == {
        row["habitat_name"]: bands[row["distinctiveness_id"]] for row in rows(kwt / "habitat_types.csv")
    }


def test_every_enhancement_of_ours_takes_the_years_it_takes_there(kwt: Path) -> None:
    """It lists 55,724 more, which the official tool refuses: condition going down, or one High habitat for another."""
    habitats = {row["habitat_type_id"]: row["habitat_name"] for row in rows(kwt / "habitat_types.csv")}
    conditions, years = names(kwt, "conditions", "condition"), years_of(kwt)
    counted: Counter[str] = Counter()
    with gzip.open(kwt / "enhancement.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            before = State(habitats[row["base_habitat_type_id"]], conditions[row["base_condition_id"]])
            after = State(habitats[row["post_habitat_type_id"]], conditions[row["post_condition_id"]])
            found = enhancement_path("area", before, after, TABLES, irreplaceable=False)
            if isinstance(found, int):
                counted["agree" if found == years[row["years_to_target_id"]] else "differ"] += 1
            else:
                down, stays = "condition would go down" in found, "stays what it is" in found
                counted["down or other high" if down or stays else found] += 1
    assert counted == {"agree": 54_177, "down or other high": 55_724}


def test_where_a_third_table_has_other_years(shared_data: Path) -> None:
    """Years of thirteen habitats are others than in the official workbook."""
    differ, seen = set(), 0
    for row in rows(shared_data / "bng" / "btf_reference" / "BNG-Habitat-Data.csv"):
        habitat = AREA.get(f"{row['Habitat Group']} - {row['Habitat Type']}")
        if habitat is None:
            continue
        seen += 1
        theirs = {one: row[f"{one} Time To Target"] for one in CONDITIONS}
        if {one: in_years(text) for one, text in theirs.items() if text[0].isdigit()} != habitat.years:
            differ.add(habitat.name)
        assert row["Distinctiveness Category"].lower() == habitat.band.lower()
        assert row["Technical Difficulty Creation"] == habitat.creation_difficulty
        assert row["Technical Difficulty Enhancement"] == habitat.enhancement_difficulty
    assert seen > 120
    assert differ == {
        "Intertidal sediment - Littoral coarse sediment",
        "Lakes - Aquifer fed naturally fluctuating water bodies",
        "Lakes - Moderate alkalinity lakes",
        "Lakes - Peat lakes",
        "Lakes - Ponds (priority habitat)",
        "Lakes - Reservoirs",
        "Lakes - Temporary lakes ponds and pools (H3170)",
        "Sparsely vegetated land - Calaminarian grasslands",
        "Sparsely vegetated land - Coastal vegetated shingle",
        "Sparsely vegetated land - Inland rock outcrop and scree habitats",
        "Sparsely vegetated land - Limestone pavement",
        "Sparsely vegetated land - Other inland rock and scree",
        "Sparsely vegetated land - Tall forbs",
    }
