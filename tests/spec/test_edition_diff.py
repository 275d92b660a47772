"""`lnrs diff`: what changed between two editions, in hectares and in words."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some

from lnrs.edition import diff as differences
from lnrs.edition.diff import diff, in_words, to_json
from lnrs.edition.difference import Difference
from lnrs.edition.land_change import land_change, natural_order
from lnrs.errors import NotFound

from ..unit.edition_case import case, write_edition, write_folder


@pytest.fixture(scope="module")
def smaller_meadow() -> Difference:
    return diff(case().edition, case(meadow_ha=14).edition)


CONTACT = """
[strategy.contact]
name = "Nature team"
email = "nature@example.org"

[procedure]
preparation_published = 2026-02-20
"""


@pytest.fixture(scope="module")
def reworded(tmp_path_factory: pytest.TempPathFactory) -> Difference:
    """Another chapter, another aim of a theme, a contact, and another date of the procedure; the map is the same."""
    folder = write_folder(tmp_path_factory.mktemp("reworded") / "strategy")
    chapter, settings = folder / "prose" / "area.md", folder / "strategy.toml"
    chapter.write_text(chapter.read_text().replace("a wood and a meadow", "a wood, a meadow and a bog"))
    text = settings.read_text().replace("Woods that join.", "Woods that meet.")
    settings.write_text(text.replace("\n[procedure]\npreparation_published = 2026-01-15\n", CONTACT))
    write_edition(folder, folder.with_name("edition"), case().cache)
    return diff(case().edition, folder.with_name("edition"))


def test_an_edition_does_not_differ_from_itself() -> None:
    found = diff(case().edition, case().edition)
    assert not any((found.sites, found.tables, found.sources, found.rules, found.findings, found.settings))
    assert not any((found.prose, found.files))
    assert not any(change.is_changed for change in (found.importance, found.could_become, *found.measures))
    assert "unchanged" in in_words(found)


def test_one_rule_changed_shows_exactly_that(smaller_meadow: Difference) -> None:
    (rule,) = smaller_meadow.rules
    assert (rule.measure, rule.what) == ("GL1.1", "changed")
    assert [line for line in rule.lines if line[0] in "+-"][2:] == ["-area_ha = 20", "+area_ha = 14"]
    changed = [change for change in smaller_meadow.measures if change.is_changed]
    assert [change.name for change in changed] == ["GL1.1"]
    assert (changed[0].before_ha, changed[0].after_ha) == (20, 14)
    assert (changed[0].gained_ha, changed[0].lost_ha, changed[0].kept_ha) == (0, 6, 14)
    assert (smaller_meadow.could_become.lost_ha, smaller_meadow.could_become.gained_ha) == (6, 0)
    assert not smaller_meadow.importance.is_changed
    assert not any((smaller_meadow.sites, smaller_meadow.tables, smaller_meadow.sources, smaller_meadow.settings))


def test_the_words_say_it_in_hectares(smaller_meadow: Difference) -> None:
    text = in_words(smaller_meadow)
    assert "GL1.1: 20.0 ha before, 14.0 ha now; 0.0 ha gained, 6.0 ha lost, 14.0 ha kept." in text
    assert "Areas of particular importance: 13.0 ha, unchanged." in text
    assert "1 other mapped measure is where it was." in text
    assert "-area_ha = 20" in text
    assert "Sites of importance" not in text


def test_a_new_measure_its_words_its_rule_and_its_source_are_found() -> None:
    found = diff(case().edition, case(with_birds=True).edition)
    assert [(change.name, change.before_ha, change.after_ha) for change in found.measures if change.is_changed] == [
        ("WTH3.1", 0, 6)
    ]
    (table,) = found.tables
    assert (table.table, table.added, table.removed, table.reworded) == ("measures", ("WTH3.1",), (), ())
    assert [(rule.measure, rule.what) for rule in found.rules] == [("WTH3.1", "added")]
    assert [(source.layer, source.what) for source in found.sources] == [("species_records", "added")]
    text = in_words(found)
    assert "WTH3.1: new, 6.0 ha." in text
    assert "measures added: WTH3.1" in text


def test_what_came_in_one_direction_went_in_the_other() -> None:
    there = diff(case().edition, case(with_birds=True).edition)
    back = diff(case(with_birds=True).edition, case().edition)
    assert back.tables[0].removed == there.tables[0].added
    for one, other in zip(there.measures, back.measures, strict=True):
        assert (one.gained_ha, one.lost_ha, one.kept_ha) == (other.lost_ha, other.gained_ha, other.kept_ha)
    assert "WTH3.1: gone; it was 6.0 ha." in in_words(back)


def test_a_reworded_cell_is_shown_before_and_after() -> None:
    old, new = {"ref": "GL1", "why": "Few are left."}, {"ref": "GL1", "why": "Very few are left."}
    words = list(differences._rewordings("GL1", old, new))
    assert [(one.field, one.before, one.after) for one in words] == [("why", "Few are left.", "Very few are left.")]


def test_another_name_for_the_edition_is_a_setting() -> None:
    found = diff(case(meadow_ha=14).edition, case(meadow_ha=14, edition="draft-2").edition)
    assert [(one.field, one.before, one.after) for one in found.settings] == [("edition", "draft-1", "draft-2")]
    assert "edition, edition: 'draft-1' is now 'draft-2'" in in_words(found)


def test_a_changed_chapter_is_shown_line_by_line(reworded: Difference) -> None:
    (chapter,) = reworded.prose
    assert (chapter.chapter, chapter.what) == ("area", "changed")
    assert [line for line in chapter.lines if line[0] in "+-"][2:] == [
        "-Fields, a wood and a meadow.",
        "+Fields, a wood, a meadow and a bog.",
    ]
    text = in_words(reworded)
    assert "Chapters\n  area: chapter changed\n" in text
    assert "+Fields, a wood, a meadow and a bog." in text


def test_changed_themes_contact_and_dates_of_the_procedure_are_settings(reworded: Difference) -> None:
    assert {(one.ref, one.field, one.before, one.after) for one in reworded.settings} == {
        ("theme WTH", "aim", "Woods that join.", "Woods that meet."),
        ("contact", "name", "", "Nature team"),
        ("contact", "email", "", "nature@example.org"),
        ("procedure", "preparation_published", "2026-01-15", "2026-02-20"),
    }
    text = in_words(reworded)
    assert "theme WTH, aim: 'Woods that join.' is now 'Woods that meet.'" in text
    assert "contact, email: now 'nature@example.org'" in text


def test_every_file_that_is_not_the_same_is_named_in_words_and_in_json(reworded: Difference) -> None:
    named = [(one["file"], one["what"]) for one in to_json(reworded)["files"]]
    assert named == [("prose/area.md", "changed"), ("strategy.toml", "changed")]
    assert "Files of the strategy folder\n  prose/area.md: changed\n  strategy.toml: changed" in in_words(reworded)
    assert not any((reworded.tables, reworded.rules, reworded.sources))


def test_files_that_came_and_went_are_named_so() -> None:
    found = list(differences._file_changes({"a.csv": "1", "b.csv": "2"}, {"b.csv": "2", "c.csv": "3"}))
    assert [(one.file, one.what) for one in found] == [("a.csv", "removed"), ("c.csv", "added")]


def test_a_sketch_that_is_passed_off_as_real_is_found_out(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "strategy")
    settings = folder / "strategy.toml"
    settings.write_text(settings.read_text().replace("invented = true", "invented = false"))
    write_edition(folder, tmp_path / "edition", case().cache)
    assert "edition, invented: 'True' is now 'False'" in in_words(diff(case().edition, tmp_path / "edition"))


def test_a_difference_is_plain_json() -> None:
    found = to_json(diff(case().edition, case(meadow_ha=14).edition))
    assert json.loads(json.dumps(found))["could_become"]["lost_ha"] == 6


def test_a_folder_that_is_no_edition_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        diff(case().edition, tmp_path)


def wkb(*boxes: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.to_wkb(shapely.box(*one)) for one in boxes], dtype=object)


def test_land_cut_in_another_way_is_kept_and_counted_once() -> None:
    whole, halves = wkb((0, 0, 200, 100)), wkb((0, 0, 100, 100), (100, 0, 200, 100))
    change = land_change("x", whole, halves)
    assert (change.before_ha, change.after_ha, change.gained_ha, change.lost_ha, change.kept_ha) == (2, 2, 0, 0, 2)
    assert not change.is_changed


def test_land_that_moved_is_gained_and_lost_in_part() -> None:
    change = land_change("x", wkb((0, 0, 100, 100), (500, 0, 600, 100)), wkb((50, 0, 150, 100), (500, 0, 600, 100)))
    assert (change.gained_ha, change.lost_ha, change.kept_ha) == (0.5, 0.5, 1.5)


def test_from_nothing_to_nothing_nothing_changes() -> None:
    none = np.empty(0, dtype=object)
    assert land_change("x", none, none).kept_ha == 0
    assert land_change("x", none, wkb((0, 0, 100, 100))).gained_ha == 1


cells = some.sets(some.tuples(some.integers(0, 5), some.integers(0, 5)), max_size=20)


@given(cells, cells)
@settings(deadline=None)
def test_gained_lost_and_kept_are_those_of_a_plain_count_of_cells(before: set, after: set) -> None:
    ones, others = (wkb(*((x * 100, y * 100, x * 100 + 100, y * 100 + 100) for x, y in one)) for one in (before, after))
    change = land_change("x", ones, others)
    assert (change.gained_ha, change.lost_ha, change.kept_ha) == (
        len(after - before),
        len(before - after),
        len(before & after),
    )


def test_references_are_in_the_order_of_their_numbers() -> None:
    assert natural_order({"GL1.10", "GL1.2", "WTH1.1", "GL10.1", "GL2.1"}) == [
        "GL1.2",
        "GL1.10",
        "GL2.1",
        "GL10.1",
        "WTH1.1",
    ]
