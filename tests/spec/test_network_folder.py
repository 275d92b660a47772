"""The network folder: `network.toml` names the strategies that are joined."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs.errors import NetworkProblems, NotFound
from lnrs.network.folder import NetworkFile, NetworkSource, read, write

SOUND = """
name = "South East"
date = 2026-11-01

[[source]]
lnrs_id = 41
path = "editions/sussex"

[[source]]
lnrs_id = 12
path = "s3://nature/editions/12"

[[source]]
lnrs_id = 2
path = "https://example.org/arcgis/rest/services/LNRS/FeatureServer"
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "editions" / "sussex").mkdir(parents=True)
    (tmp_path / "network.toml").write_text(text, encoding="utf-8")
    return tmp_path


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(NetworkProblems) as refused:
        read(folder)
    return [str(problem) for problem in refused.value.problems]


def test_sources_come_in_order_of_their_area_with_paths_from_the_folder_on(tmp_path):
    network = read(folder_with(tmp_path, SOUND))

    assert (network.name, network.date) == ("South East", date(2026, 11, 1))
    assert [source.lnrs_id for source in network.sources] == [2, 12, 41]
    assert network.source(41).path == str((tmp_path / "editions" / "sussex").resolve())


def test_addresses_are_kept_as_they_are(tmp_path):
    network = read(folder_with(tmp_path, SOUND))

    assert network.source(12).path == "s3://nature/editions/12"
    assert network.source(2).path == "https://example.org/arcgis/rest/services/LNRS/FeatureServer"


def test_what_people_settle_stands_beside_it(tmp_path):
    network = read(folder_with(tmp_path, SOUND))

    assert network.crosswalk(2) == tmp_path.resolve() / "crosswalk" / "02.csv"
    assert network.settlements == tmp_path.resolve() / "settlements.csv"


def test_outlines_for_sources_without_their_own_are_a_file_from_the_folder_on(tmp_path):
    folder = folder_with(tmp_path, 'outlines = "areas.geojson"\n' + SOUND)
    (only,) = problems_of(folder)
    assert only.startswith("network.toml:1: there is nothing at areas.geojson")

    (folder / "areas.geojson").touch()
    assert read(folder).outlines == tmp_path.resolve() / "areas.geojson"


def test_an_area_without_a_source_is_said(tmp_path):
    network = read(folder_with(tmp_path, SOUND))

    with pytest.raises(NotFound, match="no source for strategy area 7"):
        network.source(7)


def test_every_problem_is_listed_at_once_with_its_line(tmp_path):
    text = SOUND.replace('name = "South East"', 'nam = "South East"')
    text = text.replace("lnrs_id = 41", "lnrs_id = 49").replace("editions/sussex", "editions/surrey")
    text = text.replace("lnrs_id = 2", "lnrs_id = 12")

    said = problems_of(folder_with(tmp_path, text))

    assert any(line.startswith("network.toml:2: nam is not a key") for line in said)
    assert any(line.startswith("network.toml:5: there is no strategy area 49") for line in said)
    assert any(line.startswith("network.toml:7: there is nothing at editions/surrey") for line in said)
    assert any(line.startswith("network.toml:13: strategy area 12 has a source already") for line in said)
    assert len(said) == 4


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("date = 2026-11-01", 'date = "soon"', "date must be a date such as 2026-10-01"),
        ("lnrs_id = 12", 'lnrs_id = "12"', "lnrs_id must be a whole number"),
        ("lnrs_id = 12", "lnrs_id = true", "lnrs_id must be a whole number"),
        ("s3://nature", "ftp://nature", "is not an address that can be read"),
        ('path = "editions/sussex"', "", "path is missing from [[source]]"),
        ('path = "editions/sussex"', 'path = " "', "path is empty"),
    ],
)
def test_a_mistake_is_told_in_plain_words(tmp_path, was, becomes, says):
    (only,) = problems_of(folder_with(tmp_path, SOUND.replace(was, becomes)))

    assert says in only


def test_a_network_needs_a_source(tmp_path):
    (only,) = problems_of(folder_with(tmp_path, 'name = "None"\ndate = 2026-11-01\nsource = []\n'))

    assert "there is no source" in only


def test_a_folder_without_the_file_and_no_folder_at_all(tmp_path):
    (only,) = problems_of(tmp_path)
    assert "the file is missing" in only

    with pytest.raises(NotFound, match="there is no such folder"):
        read(tmp_path / "nowhere")


@given(
    name=st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=1).filter(str.strip),
    numbers=st.sets(st.integers(1, 48), min_size=1),
    day=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
def test_what_is_written_is_read_back(tmp_path_factory, name, numbers, day):
    folder = tmp_path_factory.mktemp("network")
    sources = tuple(NetworkSource(number, f"s3://nature/{number}") for number in numbers)

    (folder / "areas.gpkg").touch()
    write(folder, NetworkFile(name, day, sources, "areas.gpkg"))
    network = read(folder)

    assert network.outlines == (folder / "areas.gpkg").resolve()

    assert (network.name, network.date, set(network.sources)) == (name, day, set(sources))
