"""`lnrs network crosswalk` on the editions of two areas."""

import json
from pathlib import Path

import pytest
import shapely

from lnrs.cli import run
from lnrs.network import crosswalk
from lnrs.network.folder import read

from ..unit.network_case import CaseMeasure, write_edition, write_network


def publish(folder: Path, lnrs_id: int, measures: dict[str, str]) -> None:
    """An edition with these measures, by their words alone."""
    places = [shapely.box(500_000, 150_000, 500_100, 150_100)]
    described = {ref: CaseMeasure(words, places) for ref, words in measures.items()}
    write_edition(folder / str(lnrs_id), lnrs_id, shapely.box(500_000, 150_000, 510_000, 160_000), described)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A network of two areas."""
    publish(tmp_path, 40, {"1": "Restore lost hay meadows", "2": "Create new heathland"})
    publish(tmp_path, 38, {"7": "Plant new woodland"})
    write_network(tmp_path, 38, 40)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["network", *words]) == 0
    return capsys.readouterr().out


def test_every_area_gets_a_table_that_a_person_can_edit(folder, capsys):
    said = told(capsys, "crosswalk", str(folder))

    assert "38" in said
    assert [row.habitat for row in crosswalk.read(read(folder), 40)] == [
        "Grassland - Lowland meadows",
        "Heathland and shrub - Lowland heathland",
    ]
    assert (folder / "crosswalk" / "38.csv").exists()


def test_a_decision_is_kept_until_the_words_change(folder, capsys):
    for ref in ("1", "2"):
        told(capsys, "crosswalk", str(folder), "--area", "40", "--confirm", ref, "--by", "Ann")

    publish(folder, 40, {"1": "Restore lost hay meadows", "2": "Create new heathland and acid grassland"})
    (area,) = json.loads(told(capsys, "crosswalk", str(folder), "--area", "40", "--json"))

    assert (area["confirmed"], area["words changed"], area["proposed"]) == (1, 1, 0)
    assert [row["status"] for row in area["rows"]] == ["confirmed", "words changed", "confirmed"]


def test_one_list_of_what_is_wrong_in_all_tables_and_nothing_written(folder, capsys):
    told(capsys, "crosswalk", str(folder))
    for area in (38, 40):
        path = folder / "crosswalk" / f"{area}.csv"
        path.write_text(path.read_text("utf-8-sig").replace("proposed", "confirmed"), encoding="utf-8")
    before = [path.read_bytes() for path in sorted((folder / "crosswalk").iterdir())]

    assert run(["network", "crosswalk", str(folder)]) == 19

    said = capsys.readouterr().err
    assert "crosswalk/38.csv:2: 7 is confirmed, and by whom" in said
    assert "crosswalk/40.csv:3: 2 is confirmed, and by whom" in said
    assert [path.read_bytes() for path in sorted((folder / "crosswalk").iterdir())] == before


def test_a_measure_that_is_not_there_and_an_area_that_is_not_there(folder, capsys):
    assert run(["network", "crosswalk", str(folder), "--area", "40", "--confirm", "9", "--by", "Ann"]) == 12
    assert run(["network", "crosswalk", str(folder), "--area", "41"]) == 12
    assert "there is no source for strategy area 41" in capsys.readouterr().err


def test_a_decision_needs_one_area_and_one_answer(folder):
    assert run(["network", "crosswalk", str(folder), "--confirm", "1", "--by", "Ann"]) == 2
    assert run(["network", "crosswalk", str(folder), "--area", "40", "--confirm", "1", "--refuse", "2"]) == 2
