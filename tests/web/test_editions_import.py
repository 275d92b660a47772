"""An edition is taken in whole or not at all, once, and unchanged. The edition is that of `edition_case`."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from django.core.management import call_command

from lnrs.edition import read
from lnrs.edition.explain import explain_place
from lnrs.errors import EditionInvalid, NotFound
from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions import actions, located, reading
from lnrs_web.editions.located import at_point, meeting_box, touching
from lnrs_web.editions.models import Edition, Figure, Measure, Opportunity, Piece, Place, Priority, Site, Theme, Zone
from lnrs_web.editions.queries import seen_by_everyone, what_is_at

from ..unit.edition_case import case, copied, point

pytestmark = pytest.mark.django_db
ROWS = (Theme, Priority, Measure, Figure, Zone, Site, Opportunity, Piece, Place)


def imported(folder: Path | None = None) -> Edition:
    return actions.import_edition(folder or case().edition, by="a test")


def test_every_row_of_the_edition_is_there() -> None:
    edition = imported()
    folder, counts = case().edition, case().manifest.counts
    assert edition.identity == case().manifest.identity
    assert str(edition.area) == "Kent and Medway"
    assert Site.objects.count() == counts["APIB"]
    assert Opportunity.objects.count() == counts["ACB"]
    assert Place.objects.count() == counts["PM"]
    assert Priority.objects.count() == counts["priorities"]
    assert Measure.objects.count() == counts["measures"] + counts["wider_measures"]
    assert [theme.name for theme in Theme.objects.all()] == ["Grassland", "Woodland, trees and hedges"]
    assert Zone.objects.filter(kind="district").count() == 2
    assert {one.name for one in Figure.objects.all()} == {file.stem for file in (folder / "figures").glob("*.csv")}
    measure = Measure.objects.get(ref="GL1.1")
    assert (measure.priorities, measure.who, measure.mapped) == (["GL1", "WTH3"], ["farmers"], True)
    assert measure.because == "Meadow next to meadow is colonised soonest."
    assert Measure.objects.get(ref="GL1.2").rule == []


def test_its_files_are_kept_byte_for_byte_under_its_own_name() -> None:
    kept = actions.folder_of(imported())
    for file in (path for path in case().edition.rglob("*") if path.is_file()):
        assert (kept / file.relative_to(case().edition)).read_bytes() == file.read_bytes()
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_same_edition_again_changes_nothing() -> None:
    first = imported()
    before = [kind.objects.count() for kind in ROWS]
    assert imported() == first
    assert [kind.objects.count() for kind in ROWS] == before


def test_an_edition_with_one_byte_changed_is_refused_and_nothing_is_written(
    tmp_path: Path, editions_folder: Path
) -> None:
    spoilt = copied(case().edition, tmp_path / "spoilt")
    file = spoilt / "figures" / "summary.csv"
    file.write_bytes(file.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(EditionInvalid, match=r"figures/summary\.csv"):
        imported(spoilt)
    assert not Edition.objects.exists()
    assert not StrategyArea.objects.exists()
    assert list(editions_folder.iterdir()) == []


def test_an_import_that_breaks_off_leaves_no_row_and_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch, editions_folder: Path
) -> None:
    whole = reading.places

    def breaks_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "places", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        imported()
    assert not any(kind.objects.exists() for kind in (Edition, *ROWS))
    (part,) = editions_folder.iterdir()
    untouched = {path: path.stat().st_mtime_ns for path in part.rglob("*.parquet")}
    monkeypatch.setattr(reading, "places", whole)
    kept = actions.folder_of(imported())
    assert {part / path.relative_to(kept): path.stat().st_mtime_ns for path in kept.rglob("*.parquet")} == untouched
    assert [path.name for path in editions_folder.iterdir()] == [kept.name]


def test_a_published_edition_supersedes_the_one_before_which_stays_to_be_read() -> None:
    first, later = imported(), imported(case(edition="draft-2", meadow_ha=12).edition)
    assert not seen_by_everyone().exists()
    actions.publish(first, by="a test")
    actions.publish(later, by="a test")
    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.stage, later.stage) == (Edition.Stage.SUPERSEDED, Edition.Stage.PUBLISHED)
    assert set(seen_by_everyone()) == {first, later}
    with pytest.raises(NotFound, match="is published"):
        actions.publish(later, by="a test")
    assert Measure.objects.filter(edition=first).exists()


def test_to_go_back_an_edition_that_was_superseded_is_published_again() -> None:
    first, later = imported(), imported(case(edition="draft-2", meadow_ha=12).edition)
    for edition in (first, later):
        actions.publish(edition, by="a test")
    call_command("import_edition", case().edition, "--publish")
    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.stage, later.stage) == (Edition.Stage.PUBLISHED, Edition.Stage.SUPERSEDED)
    assert first.published_at > later.published_at


@pytest.mark.parametrize(("col", "row"), [(3.5, 1.5), (4.5, 2.5), (5.5, 7.5), (1.5, 2.5), (9.5, 3.5), (0.5, 0.5)])
def test_what_is_at_a_place_is_what_explain_says(col: float, row: float) -> None:
    edition, (east, north) = imported(), point(col, row)
    here, said = what_is_at(edition, east, north), explain_place(case().edition, (east, north))
    assert [(one.kind, one.name) for one in here.sites] == [(one.kind, one.name) for one in said.important]
    assert [(one.measure.ref, one.score, one.number) for one in here.places] == [
        (one.ref, one.score, one.place) for one in said.measures
    ]
    assert (here.opportunity.area_ha if here.opportunity else None) == pytest.approx(said.could_become_ha)
    assert {one.name for one in here.zones if one.kind in ("parish", "district")} == {said.district, said.parish}
    assert [one.kind for one in here.zones] == ["parish", "ward", "district", "constituency"]
    for place, explained in zip(here.places, said.measures, strict=True):
        assert [one["value"] for one in place.criteria] == [one.value for one in explained.criteria]
        assert [one["touching"] for one in place.joins] == [one.touching for one in explained.joins]


def test_the_index_finds_what_a_look_at_every_row_finds() -> None:
    edition, random = imported(), np.random.default_rng(2)
    pieces = list(Piece.objects.all())
    for _ in range(50):
        east, north = point(*random.uniform(-1, 16, 2))
        found = at_point(Piece.objects.filter(edition=edition), east, north)
        held = [one for one in pieces if one.shape.intersects(shapely.Point(east, north))]
        assert {one.pk for one in found} == {one.pk for one in held}
        box = (east, north, east + random.uniform(0, 500), north + random.uniform(0, 500))
        near = {one.pk for one in meeting_box(Piece.objects.all(), box)}
        assert near >= {one.pk for one in pieces if one.shape.intersects(shapely.box(*box))}


def test_rows_that_touch_a_shape_are_found_and_those_between_its_parts_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imported()
    pieces, random = list(Piece.objects.all()), np.random.default_rng(3)
    for many in (1, 2, 5, located.MOST_BOXES + 1):
        corners = [point(*random.uniform(-1, 16, 2)) for _ in range(many)]
        shape = shapely.union_all([shapely.box(x, y, x + 30, y + 30) for x, y in corners])
        found = touching(Piece.objects.all(), shape)
        assert {one.pk for one in found} == {one.pk for one in pieces if one.shape.intersects(shape)}
        assert len(found) == len({one.pk for one in found})
    ends = shapely.union_all([one.shape for one in (min(pieces, key=_west), max(pieces, key=_west))])
    asked: list[int] = []
    settle = shapely.intersects
    monkeypatch.setattr(
        located.shapely, "intersects", lambda shape, held: asked.append(len(held)) or settle(shape, held)
    )
    found = touching(Piece.objects.all(), ends)
    assert 2 <= len(found) <= asked[0] < len(pieces)


def _west(piece: Piece) -> float:
    return piece.west


def test_rows_that_go_leave_the_index_too() -> None:
    edition = imported()
    east, north = point(3.5, 1.5)
    assert at_point(Piece.objects.all(), east, north)
    edition.delete()
    assert not at_point(Piece.objects.all(), east, north)


def test_withheld_values_are_nothing_and_not_zero() -> None:
    imported(case(with_birds=True).edition)
    birds = Place.objects.filter(measure__ref="WTH3.1")
    assert birds.exists()
    assert all(one.score is None for one in birds)
    assert {one["value"] for place in birds for one in place.criteria if "dove" in one["criterion"]} == {None}


def test_the_command_imports_and_publishes(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_edition", str(case().edition), "--publish")
    assert capsys.readouterr().out == f"{case().manifest.identity} is published.\n"
    assert seen_by_everyone().count() == 1


def test_the_command_lists_what_is_wrong_and_leaves_with_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("import_edition", str(tmp_path))
    assert left.value.code == 12
    assert "Not found:\n  * " in capsys.readouterr().err


def test_an_edition_without_joins_is_taken_in_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "joins", lambda *_: __import__("pandas").DataFrame())
    imported()
    assert {len(place.joins) for place in Place.objects.all()} == {0}
