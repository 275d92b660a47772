"""`lnrs network look`: what a person sees of what others published."""

import json
from pathlib import Path

from lnrs.network.published import Note
from lnrs.network.published.looking import alike

from ..unit.edition_case import case
from ..unit.published_case import greater_manchester
from .commands import lines_of, lnrs, refused


def test_an_edition_has_nothing_to_be_guessed() -> None:
    done = lnrs("network", "look", case().edition, cwd=case().edition.parent)
    lines = done.stdout.splitlines()
    assert lines[0] == "Kent and Medway (area 40): Example strategy for nature"
    assert lines[1] == "Kent County Council, as of 2026-10-01"
    assert lines[2] == f"{case().edition.name}, {case().manifest.identity}"
    assert lines[3].split("  ")[0] == "layer"
    assert lines[-1] == "Nothing had to be guessed, mended, refused or left out."


def test_a_careless_file_is_told_of_with_counts_and_rows(tmp_path: Path) -> None:
    greater_manchester(tmp_path / "gm.gpkg")
    before = lines_of(tmp_path)
    done = lnrs("network", "look", "gm.gpkg", cwd=tmp_path)
    assert done.returncode == 0
    cells = [line.split() for line in done.stdout.splitlines()]
    assert ["measures", "6", "3", "2", "1", "3.00"] in cells
    assert ["important", "4", "2", "2", "0", "4.50"] in cells
    assert ["become", "3", "2", "0", "1", "2.00"] in cells
    assert "4 measures, 3 of them with places." in done.stdout
    assert "  - gm.gpkg:apib, row 3: has no geometry. Tell its publisher." in done.stdout
    order = [done.stdout.index(title) for title in ("Refused:", "Mended:", "Guessed,", "Left out:")]
    assert order == sorted(order)
    assert lines_of(tmp_path) == before, "nothing is written"


def test_the_same_as_data(tmp_path: Path) -> None:
    greater_manchester(tmp_path / "gm.gpkg")
    told = json.loads(lnrs("network", "look", "gm.gpkg", "--json", cwd=tmp_path).stdout)
    assert told["facts"]["lnrs_id"] == 11
    layers = {one["layer"]: one for one in told["layers"]}
    assert all(one["rows_in"] == one["rows_out"] + one["refused"] + one["left_out"] for one in layers.values())
    assert layers["measures"]["area_ha"] == 3.0
    assert {note["kind"] for note in told["notes"]} == {"guess", "repair", "refusal", "left_out"}


def test_what_is_said_on_the_command_line_comes_first(tmp_path: Path) -> None:
    greater_manchester(tmp_path / "gm.gpkg")
    done = lnrs("network", "look", "gm.gpkg", "--area", "6", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert told["facts"]["name"] == "Lancashire"
    assert {one["layer"]: one["rows_out"] for one in told["layers"]} == {"measures": 1, "important": 0, "become": 0}
    told = json.loads(lnrs("network", "look", "gm.gpkg", "--layer", "become=roads", "--json", cwd=tmp_path).stdout)
    become = next(one for one in told["layers"] if one["layer"] == "become")
    assert become["rows_in"] == become["refused"] + become["rows_out"] + become["left_out"]
    assert any(note["file"] == "gm.gpkg:roads" and "is a LineString" in note["says"] for note in told["notes"])


def test_what_cannot_be_read_is_refused_and_told(tmp_path: Path) -> None:
    assert "nowhere.gpkg: is not there." in refused(12, "network", "look", "nowhere.gpkg", cwd=tmp_path)
    greater_manchester(tmp_path / "gm.gpkg")
    assert "should be LAYER=TABLE" in refused(2, "network", "look", "gm.gpkg", "--layer", "roads", cwd=tmp_path)
    assert "there is no table 'path'" in refused(
        11, "network", "look", "gm.gpkg", "--layer", "become=path", cwd=tmp_path
    )


def test_notes_that_differ_in_their_figures_alone_stand_together() -> None:
    notes = [Note("a.gpkg", row, "repair", f"self-intersection at {row}.5, 7: made valid") for row in range(1, 6)]
    other = Note("a.gpkg", 1, "refusal", "has no geometry", "Tell its publisher.")
    first, second = alike([*notes, other])
    assert (first.kind, first.count, first.rows) == ("refusal", 1, (1,))
    assert (second.says, second.count, second.rows) == ("self-intersection at 1.5, 7: made valid", 5, (1, 2, 3))
