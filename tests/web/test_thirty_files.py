"""Files of candidates and of the sea that come into an account: what they do, what is refused, what is undone."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.test import Client

from lnrs_web.audit.models import Event
from lnrs_web.config.clock import today
from lnrs_web.editions.models import Edition, Site
from lnrs_web.thirty_by_thirty import actions
from lnrs_web.thirty_by_thirty.account import account_of, changed
from lnrs_web.thirty_by_thirty.models import Candidate, Intake, Sea

from ..unit.edition_case import box
from .people import officer
from .published import AREA, publish
from .test_land_answer import words_of
from .thirty import MEADOW, passed, taken

pytestmark = pytest.mark.django_db

SOURCE = "The county's layer of reserves"
SITES = {
    "R1": ("North Fen", box(0, 0, 2, 2)),
    "R2": ("South Fen", box(4, 0, 6, 3)),
    "R3": ("Next county's wood", box(40, 40, 44, 44)),
}


def layer(folder: Path, sites: dict[str, tuple[str, Any]] = SITES, name: str = "reserves.gpkg", **more: Any) -> Path:
    """A file of sites by their references."""
    rows = {"ref": list(sites), "name": [one for one, _ in sites.values()], **more}
    file = folder / name
    file.unlink(missing_ok=True)
    gpd.GeoDataFrame(rows, geometry=[shape for _, shape in sites.values()], crs=27700).to_file(file)
    return file


def bring(file: Path, *more: str, source: str = SOURCE, designation: str = "LNR") -> None:
    given = ["--area", "kent-and-medway", "--source", source, "--designation", designation]
    call_command("import_candidates", str(file), *given, *more)


def undo(source: str = SOURCE) -> None:
    call_command("undo_candidates", "--area", "kent-and-medway", "--source", source)


def counted() -> "QuerySet[Candidate]":
    return Candidate.objects.filter(withdrawn_at=None)


def state() -> list[tuple[object, ...]]:
    """Everything that a file may change of those that are on the account."""
    columns = ("number", "site", "name", "designation", "owner", "realm", "source", "size_ha", "withdrawn_at")
    return [(*row, bytes(wkb)) for *row, wkb in counted().values_list(*columns, "wkb")]


def exit_code(*words: str, command: str = "import_candidates") -> int:
    with pytest.raises(SystemExit) as left:
        call_command(command, *words)
    assert isinstance(left.value.code, int)
    return left.value.code


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish()
    bring(layer(tmp_path), "--dry-run")
    told = capsys.readouterr().out
    assert "added: North Fen (LNR:R1), land, 4.0 ha" in told
    assert "It would be: 2 added, 0 changed, 0 gone, 0 the same; 1 outside the area." in told
    assert not Candidate.objects.exists()
    assert not Event.objects.filter(what__contains="30 by 30").exists()


def test_a_file_comes_in_and_counts_by_its_areas(tmp_path: Path) -> None:
    edition = publish()
    bring(layer(tmp_path, owner=["charity", "", ""]))
    found = {one.site: one for one in counted()}
    assert {site: (one.name, one.owner, one.size_ha) for site, one in found.items()} == {
        "LNR:R1": ("North Fen", "charity", pytest.approx(4)),
        "LNR:R2": ("South Fen", "unknown", pytest.approx(6)),
    }
    passed(found["LNR:R1"])
    assert account_of(edition, today()).whole.total.counts_ha == pytest.approx(4)
    [event] = Event.objects.filter(what="take in candidates for 30 by 30")
    assert event.area == edition.area_id
    assert "2 added" in event.became
    assert Intake.objects.get().sha256 in event.became


def test_a_later_file_adds_changes_and_takes_away_and_each_is_undone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish()
    bring(layer(tmp_path))
    passed(counted().get(site="LNR:R1"))
    before = state()
    later = {"R1": ("North Fen", box(0, 0, 3, 2)), "R4": ("Long Mere", box(8, 8, 9, 9))}
    bring(layer(tmp_path, later))
    told = capsys.readouterr().out
    assert "changed: T0001 North Fen: shape, 4.0 ha becomes 6.0 ha" in told
    assert "gone: T0002 South Fen" in told
    assert "added: Long Mere (LNR:R4)" in told
    assert {one.site: one.size_ha for one in counted()} == {"LNR:R1": pytest.approx(6), "LNR:R4": pytest.approx(1)}
    assert counted().get(site="LNR:R1").stands.status == "counts", "answers stay"
    bring(layer(tmp_path, later))
    assert "0 added, 0 changed, 0 gone, 2 the same" in capsys.readouterr().out
    undo()  # the file that changed nothing
    undo()
    assert state() == before
    undo()
    assert not counted().exists()
    with pytest.raises(SystemExit):
        undo()
    bring(layer(tmp_path))
    assert state() == before, "what was undone is put back with its number and its answers"
    assert counted().get(site="LNR:R1").assessments.count() == 3


def test_what_was_changed_at_the_desk_since_is_left_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish()
    bring(layer(tmp_path))
    later = {"R1": ("North Fen and Carr", box(0, 0, 3, 2)), "R2": SITES["R2"]}
    bring(layer(tmp_path, later))
    one = Candidate.objects.get(site="LNR:R1")
    actions.describe(one, actions.Facts("The Great Fen", "LNR", "charity"), by=officer())
    undo()
    assert "changed since, and left as it is: T0001 The Great Fen" in capsys.readouterr().out
    assert counted().get(site="LNR:R1").name == "The Great Fen"
    bring(layer(tmp_path))
    assert counted().get(site="LNR:R1").owner == "charity", "a file that says no owner takes none away"


def test_what_an_officer_withdrew_is_not_put_back_by_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish()
    bring(layer(tmp_path))
    actions.withdraw(Candidate.objects.get(site="LNR:R1"), by=officer())
    bring(layer(tmp_path))
    assert "withdrawn at the desk, and stays so: T0001 North Fen" in capsys.readouterr().out
    assert [one.site for one in counted()] == ["LNR:R2"]


def test_a_site_of_the_edition_is_the_same_candidate_in_a_file(tmp_path: Path) -> None:
    edition = publish()
    held = taken(edition)[MEADOW]
    passed(held)
    site = Site.objects.get(edition=edition, kind="LNR")
    ref = site.ref or str(site.number)
    bring(layer(tmp_path, {ref: ("The Meadow", box(0, 0, 1, 1))}))
    found = Candidate.objects.get(pk=held.pk)
    assert (found.name, found.source, found.stands.status) == ("The Meadow", SOURCE, "counts")
    undo()
    found.refresh_from_db()
    assert (found.name, found.source) == (MEADOW, held.source)
    assert found.shape.equals(held.shape)


def test_parts_of_one_site_are_one_candidate(tmp_path: Path) -> None:
    publish()
    rows = {"code": ["R1", "R1"], "title": ["Fen", "Fen"]}
    file = tmp_path / "parts.geojson"
    gpd.GeoDataFrame(rows, geometry=[box(0, 0, 1, 1), box(3, 3, 4, 5)], crs=27700).to_file(file)
    bring(file, "--ref", "CODE", "--name", "Title")
    assert [(one.name, one.size_ha) for one in counted()] == [("Fen", pytest.approx(3))]


def test_every_problem_of_a_file_is_told_and_nothing_comes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish()
    sites = {"R1": SITES["R1"], "": ("Nameless", box(4, 0, 6, 3)), "R5": ("Far", box(7, 0, 8, 1))}
    file = layer(tmp_path, sites, owner=["crown", "", ""], realm=["land", "land", "air"])
    given = ("--area", "kent-and-medway", "--source", SOURCE)
    assert exit_code(str(file), *given) == 26
    told = capsys.readouterr().err
    assert "owner is 'crown'" in told
    assert "reserves.gpkg:2: has no reference" in told
    assert "realm is 'air'" in told
    assert not Candidate.objects.exists()
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        ("nowhere.gpkg", 12, "is not there"),
        ("words.gpkg", 11, "cannot be read as areas"),
        ("points.gpkg", 11, "has no area in row 1"),
        ("two.gpkg", 11, "has 2 layers with areas; say which"),
        ("no-ref.gpkg", 26, "has no column ref"),
        ("no-system.geojson", 11, "lies outside Great Britain"),
    ],
)
def test_a_file_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, code: int, says: str
) -> None:
    publish()
    (tmp_path / "words.gpkg").write_text("These are words.")
    layer(tmp_path, {"R1": ("A tree", shapely.Point(600_000, 150_000))}, "points.gpkg")
    layer(tmp_path, name="two.gpkg")
    frame = gpd.GeoDataFrame({"called": ["North Fen"]}, geometry=[box(0, 0, 1, 1)], crs=27700)
    frame.to_file(tmp_path / "two.gpkg", layer="more")
    frame.to_file(tmp_path / "no-ref.gpkg")
    (tmp_path / "no-system.geojson").write_text(
        '{"type":"Feature","properties":{"ref":"1"},'
        '"geometry":{"type":"Polygon","coordinates":[[[60,10],[61,10],[61,11],[60,10]]]}}'
    )
    assert exit_code(str(tmp_path / wrong), "--area", "kent-and-medway", "--source", SOURCE) == code
    assert says in capsys.readouterr().err
    assert not Candidate.objects.exists()


def test_one_reference_in_two_sources_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish()
    bring(layer(tmp_path))
    given = ("--area", "kent-and-medway", "--source", "Another layer", "--designation", "LNR")
    assert exit_code(str(layer(tmp_path)), *given) == 26
    assert "LNR:R1: is T0001 from" in capsys.readouterr().err


def test_without_an_edition_or_with_another_area_it_is_refused(tmp_path: Path) -> None:
    edition = publish()
    file = str(layer(tmp_path))
    assert exit_code(file, "--area", "atlantis", "--source", SOURCE) == 12
    Edition.objects.filter(pk=edition.pk).update(stage=Edition.Stage.IMPORTED)
    assert exit_code(file, "--area", "kent-and-medway", "--source", SOURCE) == 12


# --- the sea


def sea(folder: Path, *more: str) -> None:
    file = folder / "sea.geojson"
    gpd.GeoDataFrame({"name": ["The bay"]}, geometry=[box(15, 0, 25, 10)], crs=27700).to_file(file)
    call_command("import_sea", str(file), "--area", "kent-and-medway", "--source", "The harbour's chart", *more)


def page() -> str:
    return words_of(Client().get(AREA + "30-by-30/"))


def test_the_share_of_the_sea_is_of_the_outline_that_was_brought_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = publish()
    assert "nobody has brought in the outline" in page()
    first = changed(edition)
    sea(tmp_path)
    assert "The sea of Kent and Medway is 100 ha, by the outline of The harbour's chart." in capsys.readouterr().out
    assert changed(edition) != first
    assert "by the outline of The harbour" in page()
    bring(layer(tmp_path, {"B1": ("The Bank", box(15, 0, 20, 10))}), designation="MCZ")
    passed(counted().get(site="MCZ:B1"))
    found = account_of(edition, today())
    assert found.sea is not None
    assert found.sea.share == pytest.approx(0.5)
    assert found.sea.missing_ha == 0
    assert found.whole.total.counts_ha == 0
    told = page()
    assert "50 ha of 100 ha" in told
    assert "50.0%" in words_of(Client().get("/england/30-by-30/"))
    call_command("import_sea", "--area", "kent-and-medway", "--remove")
    assert not Sea.objects.exists()
    assert "50 ha of sea counts" in page()
    whats = [one.what for one in Event.objects.filter(which__endswith="the sea")]
    assert whats == ["bring in the sea for 30 by 30", "take away the sea for 30 by 30"]


def test_sites_of_the_sea_need_its_outline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish()
    file = str(layer(tmp_path, {"B1": ("The Bank", box(15, 0, 20, 10))}))
    given = ("--area", "kent-and-medway", "--source", SOURCE, "--designation", "MCZ")
    assert exit_code(file, *given) == 26
    assert "has no outline of its sea" in capsys.readouterr().err


def test_a_site_across_the_shore_is_counted_on_both_sides(tmp_path: Path) -> None:
    edition = publish()
    sea(tmp_path)
    bring(layer(tmp_path, {"A1": ("The Saltings", box(13, 0, 17, 5))}), "--realm", "both", designation="SAC")
    assert sorted(counted().values_list("site", "realm")) == [("SAC:A1", "land"), ("SAC:A1:sea", "sea")]
    for one in counted():
        assert one.size_ha == pytest.approx(10), "each has its own side alone"
        passed(one)
    found = account_of(edition, today())
    assert found.sea is not None
    assert found.whole.total.counts_ha == pytest.approx(10)
    assert found.sea.total.counts_ha == pytest.approx(10)


def test_supposing_a_site_of_the_sea_says_so_of_the_sea(tmp_path: Path) -> None:
    publish()
    sea(tmp_path)
    bring(layer(tmp_path, {"B1": ("The Bank", box(15, 0, 20, 10))}), designation="MCZ")
    told = words_of(Client().get(AREA + "30-by-30/what-if/?suppose=T0001"))
    assert "In the sea 50 ha more would count: 50.0% of it, beside 0% now." in told


@pytest.mark.parametrize("words", [(), ("--remove", "sea.gpkg"), ("sea.gpkg",)])
def test_what_is_asked_of_the_sea_has_to_be_whole(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="Give FILE and --source") as refused:
        call_command("import_sea", *words, "--area", "kent-and-medway")
    assert refused.value.returncode == 2


def test_there_is_no_sea_to_take_away_where_there_is_none() -> None:
    publish()
    assert exit_code("--area", "kent-and-medway", "--remove", command="import_sea") == 12


def test_sites_far_out_at_sea_are_left_out_of_a_national_layer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish()
    bring(layer(tmp_path, {**SITES, "R9": ("Far banks", shapely.box(-90_000, 0, -80_000, 9_000))}))
    told = capsys.readouterr().out
    assert "not all on the National Grid, and left as it is: LNR:R9" in told
    assert "2 added" in told


def test_a_site_that_reaches_over_the_edge_of_the_grid_stays_as_it_was(tmp_path: Path) -> None:
    publish()
    bring(layer(tmp_path))
    before = state()
    bring(layer(tmp_path, {**SITES, "R2": ("South Fen", shapely.box(-1_000, 0, 606_000, 147_000))}))
    assert state() == before


def test_a_site_that_is_on_the_grid_by_half_of_its_rows_is_refused(tmp_path: Path) -> None:
    publish()
    rows = ["R1", "R1"]
    file = tmp_path / "halves.gpkg"
    shapes = [box(0, 0, 2, 2), shapely.box(-90_000, 0, -80_000, 9_000)]
    gpd.GeoDataFrame({"ref": rows, "name": rows}, geometry=shapes, crs=27700).to_file(file)
    assert exit_code(str(file), "--area", "kent-and-medway", "--source", SOURCE, "--designation", "LNR") == 26
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("source", [" ", "edition 2026 of the layer", "an invented example of ours"])
def test_a_source_that_would_be_taken_for_another_is_refused(tmp_path: Path, source: str) -> None:
    publish()
    words = ("--area", "kent-and-medway", "--source", source, "--designation", "LNR")
    assert exit_code(str(layer(tmp_path)), *words) == 26
    assert not Candidate.objects.exists()


def test_a_source_that_was_mistyped_and_undone_can_be_given_right(tmp_path: Path) -> None:
    publish()
    bring(layer(tmp_path), source="Natrual England")
    undo("Natrual England")
    bring(layer(tmp_path), source="Natural England")
    assert {one.source for one in counted()} == {"Natural England"}
    assert counted().count() == 2
    undo("Natural England")
    assert not counted().exists()


def test_an_outline_of_the_sea_that_leaves_the_grid_is_refused_and_a_moved_one_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish()
    file = tmp_path / "sea.gpkg"
    shapes = [box(10, 0, 20, 10), shapely.box(-90_000, 0, -80_000, 9_000)]
    gpd.GeoDataFrame(geometry=shapes, crs=27700).to_file(file)
    words = (str(file), "--area", "kent-and-medway", "--source", "A chart")
    assert exit_code(*words, command="import_sea") == 11
    assert not Sea.objects.exists()
    gpd.GeoDataFrame(geometry=shapes[:1], crs=27700).to_crs(4326).to_file(file)
    call_command("import_sea", *words)
    assert "moved to the National Grid" in capsys.readouterr().out


def test_rows_without_an_area_are_left_out_where_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish()
    sites = {"R0": ("A tree", shapely.Point(600_000, 150_000)), **SITES}
    file = tmp_path / "mixed.geojson"
    gpd.GeoDataFrame(
        {"ref": list(sites), "name": [name for name, _ in sites.values()]},
        geometry=[shape for _, shape in sites.values()],
        crs=27700,
    ).to_file(file)
    bring(file, "--leave-out-empty")
    told = capsys.readouterr().out
    assert "Left out, as they have no area: 1\u00a0row." in told
    assert [one.name for one in counted()] == ["North Fen", "South Fen"]
