"""An edition is read as what an authority published: every row, in the few columns that the network needs."""

import json
import shutil
from pathlib import Path

import fsspec
import geopandas as gpd
import pytest

from lnrs.edition import read as edition
from lnrs.errors import EditionInvalid, NotFound
from lnrs.network.published import Note, open_source, read

from ..unit.edition_case import box, case, copied


def test_an_edition_says_whose_it_is() -> None:
    facts = open_source(case().edition).facts
    assert (facts.lnrs_id, facts.name, facts.authority) == (40, "Kent and Medway", "Kent County Council")
    assert (facts.title, facts.as_of) == ("Example strategy for nature", "2026-10-01")
    assert facts.source == case().edition.name, "its own name, and no path of this machine"
    assert facts.identity == json.loads((case().edition / "manifest.json").read_text())["identity"]


def test_every_place_is_there_with_its_measure_in_words_and_its_priorities() -> None:
    folder = case().edition
    published, places = read(folder), edition.frame(folder, "measures")
    assert list(published.measures) == ["place", "ref", "measure", "priorities", "geometry"]
    assert published.measures["place"].tolist() == places["pm_loc_id"].astype(str).tolist()
    assert published.measures.geometry.geom_equals(places.geometry).all()
    assert (published.measures.geom_type == "MultiPolygon").all()
    words = {
        row["ref"]: (row["measure"], tuple(row["priorities"].split("; "))) for row in edition.table(folder, "measures")
    }
    for place in published.measures.itertuples():
        assert (place.measure, place.priorities) == words[place.ref]


def test_sites_and_areas_that_could_become_important_are_there() -> None:
    folder = case().edition
    published, sites = read(folder), edition.frame(folder, "important")
    assert list(published.important) == ["site", "kind", "name", "ref", "geometry"]
    assert published.important["kind"].tolist() == sites["apib_type"].tolist()
    assert published.important["ref"].tolist() == sites["apib_site_id"].tolist()
    assert published.become.area.sum() == pytest.approx(edition.frame(folder, "become").area.sum())
    assert published.area["name"].tolist() == ["Kent and Medway"]
    assert published.area.crs.to_epsg() == 27700


def test_described_has_every_measure_wider_ones_too() -> None:
    folder = case().edition
    described = open_source(folder).described
    rows = edition.table(folder, "measures")
    assert described["ref"].tolist() == [row["ref"] for row in rows]
    assert described["mapped"].tolist() == [row["mapped"] == "yes" for row in rows]
    assert set(described["mapped"]) == {True, False}
    assert described["action"].tolist() == [row["action"] for row in rows]
    habitats = edition.table(folder, "metric_habitats")
    first = described.set_index("ref")["metric_habitats"][habitats[0]["measure"]]
    assert habitats[0]["metric_habitat"] in first


def test_batches_are_as_small_as_asked_and_every_row_is_counted() -> None:
    source = open_source(case().edition)
    batches = [*source.batches("measures", rows=3)]
    log = source.logs["measures"]
    assert max(map(len, batches)) == 3
    assert log.rows_in == log.rows_out == sum(map(len, batches)) == len(edition.frame(case().edition, "measures"))
    assert log.balanced
    assert source.notes == []


def test_the_present_habitat_is_there_where_it_was_published_and_nothing_where_it_was_not(tmp_path: Path) -> None:
    folder = copied(case().edition, tmp_path / "edition")
    assert [*open_source(folder).batches("habitats")] == []
    habitats = gpd.GeoDataFrame({"habitat": ["lowland fens"]}, geometry=[box(0, 0, 2, 2)], crs=27700)
    habitats.to_parquet(folder / "data" / "habitats.parquet")
    source = open_source(folder)
    (batch,) = source.batches("habitats")
    assert batch["habitat"].tolist() == ["lowland fens"]
    assert batch.geom_type.tolist() == ["MultiPolygon"]
    says, do = "is not in the edition's manifest, and is read all the same", "Ask where it came from."
    assert source.notes == [Note("edition/data/habitats.parquet", None, "guess", says, do)]


def test_an_edition_of_another_area_is_refused() -> None:
    with pytest.raises(EditionInvalid, match=r"is the edition of Kent and Medway \(area 40\), not of area 39"):
        open_source(case().edition, lnrs_id=39)


def test_an_edition_that_was_changed_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    folder = copied(case().edition, tmp_path / "edition")
    with (folder / "data" / "become.parquet").open("ab") as file:
        file.write(b" ")
    with pytest.raises(EditionInvalid, match=r"edition/data/become\.parquet: is not as the manifest says"):
        open_source(folder)


def test_a_folder_that_is_not_whole_is_refused_with_everything_it_lacks(tmp_path: Path) -> None:
    folder = copied(case().edition, tmp_path / "edition")
    (folder / "data" / "become.parquet").unlink()
    (folder / "tables" / "measures.csv").unlink()
    with pytest.raises(NotFound) as caught:
        open_source(folder)
    assert [problem.what for problem in caught.value.problems] == [
        "has no data/become.parquet.",
        "has no tables/measures.csv.",
    ]
    with pytest.raises(NotFound, match="is not there"):
        open_source(tmp_path / "nowhere")


def test_an_edition_in_object_storage_is_the_same_edition() -> None:
    """fsspec's storage in memory stands for any: the reader knows it by its address alone."""
    store = fsspec.filesystem("memory")
    store.put(str(case().edition), "/bucket/kent", recursive=True)
    try:
        with open_source("memory://bucket/kent") as source:
            assert source.facts.identity == open_source(case().edition).facts.identity
            assert source.facts.source == "memory://bucket/kent"
            there = read(case().edition).measures
            assert sum(map(len, source.batches("measures"))) == len(there)
        with pytest.raises(NotFound, match="is neither a file, nor an edition"):
            open_source("memory://bucket/surrey")
    finally:
        store.rm("/bucket", recursive=True)


def test_an_edition_in_a_zip_is_the_same_edition(tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "kent"), "zip", case().edition.parent, case().edition.name)
    with open_source(packed) as source:
        assert source.facts.identity == open_source(case().edition).facts.identity
        assert source.facts.source == "kent.zip"
        assert sum(map(len, source.batches("measures"))) == len(edition.frame(case().edition, "measures"))
        assert source.notes == []


def test_what_was_brought_is_forgotten_when_the_source_is_closed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = fsspec.filesystem("memory")
    store.put(str(case().edition), "/closed/kent", recursive=True)
    try:
        source = open_source("memory://closed/kent")
        assert len([*tmp_path.iterdir()]) == 1
        source.close()
        assert [*tmp_path.iterdir()] == []
        with pytest.raises(NotFound):
            open_source("memory://closed/none")
        assert [*tmp_path.iterdir()] == []
    finally:
        store.rm("/closed", recursive=True)
        shutil.rmtree(tmp_path, ignore_errors=True)
