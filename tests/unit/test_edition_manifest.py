"""The manifest: who an edition is, and what is in it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lnrs.edition import manifest as manifests
from lnrs.edition.manifest import FileEntry, Manifest
from lnrs.errors import EditionInvalid, NotFound
from lnrs.model import StrategyRecord, areas

KENT = areas()[39]
RECORD = StrategyRecord(40, "Nature in Kent", "Consultation draft 2", date(2026, 10, 1))
FILES = (FileEntry("b.csv", 3, "bb" * 32), FileEntry("a.csv", 5, "aa" * 32))


@pytest.fixture
def manifest() -> Manifest:
    return manifests.describe(RECORD, KENT, "lnrs 0.1.0", {"PM": 7}, FILES)


def test_an_edition_is_named_for_its_area_its_edition_and_its_content(manifest: Manifest) -> None:
    area_and_edition, digest = manifest.identity.rsplit("-", 1)
    assert area_and_edition == "kent-and-medway-consultation-draft-2"
    assert len(digest) == 12
    assert int(digest, 16)


def test_the_same_content_has_the_same_name_in_whatever_order_its_files_come(manifest: Manifest) -> None:
    turned = manifests.describe(RECORD, KENT, "lnrs 0.1.0", {"PM": 7}, reversed(FILES))
    assert turned == manifest


@pytest.mark.parametrize(
    "change",
    [
        {"files": (FileEntry("a.csv", 5, "ab" * 32), FILES[0])},
        {"files": FILES[:1]},
        {"status": "final"},
        {"as_of": "2026-10-02"},
        {"counts": {"PM": 8}},
        {"replaces": "kent-and-medway-draft-1-000000000000"},
        {"software": "lnrs 0.2.0"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_content_has_another_name(manifest: Manifest, change: dict) -> None:
    assert manifests.identity_of(replace(manifest, **change)) != manifest.identity


def test_a_manifest_is_read_as_it_was_written(manifest: Manifest, tmp_path: Path) -> None:
    manifests.write(manifest, tmp_path)
    assert manifests.read(tmp_path) == manifest
    assert manifest.as_of_date == date(2026, 10, 1)
    assert manifest.size_bytes == 8


def test_a_manifest_is_json_with_sorted_keys_and_files(manifest: Manifest, tmp_path: Path) -> None:
    manifests.write(manifest, tmp_path)
    table = json.loads((tmp_path / "manifest.json").read_text())
    assert list(table) == sorted(table)
    assert [entry["path"] for entry in table["files"]] == ["a.csv", "b.csv"]


def test_every_file_of_a_folder_but_the_manifest_is_listed_with_its_size_and_hash(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_bytes(b"abc")
    (tmp_path / "manifest.json").write_bytes(b"{}")
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert manifests.entries(tmp_path) == (FileEntry("data/x.csv", 3, abc),)


def test_a_folder_without_an_edition_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no edition here"):
        manifests.read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "is not JSON"),
        ("[]", "schema None"),
        ('{"schema": 99}', "schema 99"),
        ('{"schema": 1}', "lacks or adds: area,"),
    ],
)
def test_a_manifest_that_cannot_be_understood_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(EditionInvalid, match=said):
        manifests.read(tmp_path)


def test_a_file_entry_with_a_strange_key_is_refused(manifest: Manifest, tmp_path: Path) -> None:
    manifests.write(manifest, tmp_path)
    table = json.loads((tmp_path / "manifest.json").read_text())
    table["files"][0]["colour"] = "red"
    (tmp_path / "manifest.json").write_text(json.dumps(table))
    with pytest.raises(EditionInvalid, match="file entry"):
        manifests.read(tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("area_name", 5, "wrong kind for area_name"),
        ("area", True, "wrong kind for area"),
        ("invented", "no", "wrong kind for invented"),
        ("title", None, "wrong kind for title"),
        ("as_of", "soon", "for as_of, which is not a date"),
        ("counts", {"PM": "7"}, "counts that are not whole numbers"),
        ("counts", [7], "counts that are not whole numbers"),
        ("files", {"a.csv": 5}, "file entry"),
        ("files", ["a.csv"], "file entry"),
        ("files", [{"path": 5, "size_bytes": 5, "sha256": "aa"}], "file entry"),
        ("files", [{"path": "a.csv", "size_bytes": 5.0, "sha256": "aa"}], "file entry"),
        ("files", [{"path": "a.csv", "size_bytes": 5}], "file entry"),
        ("title", "\ud800", "not JSON that can be read"),
    ],
)
def test_a_manifest_with_something_else_in_a_field_is_refused(
    manifest: Manifest, tmp_path: Path, key: str, value: object, said: str
) -> None:
    manifests.write(manifest, tmp_path)
    table = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**table, key: value}))
    with pytest.raises(EditionInvalid, match=said):
        manifests.read(tmp_path)


def test_a_manifest_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(EditionInvalid, match="not JSON that can be read"):
        manifests.read(tmp_path)
