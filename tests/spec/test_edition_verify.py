"""`lnrs verify`: an edition is what its manifest says, to the byte."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from lnrs.edition import manifest as manifests
from lnrs.edition.verify import verify
from lnrs.errors import EditionInvalid, NotFound

from ..unit.edition_case import case, copied


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return copied(case().edition, tmp_path / "edition")


def problems(edition: Path) -> list[str]:
    with pytest.raises(EditionInvalid) as refused:
        verify(edition)
    assert refused.value.exit_code == 14
    return [str(problem) for problem in refused.value.problems]


def test_an_edition_as_it_was_written_verifies(edition: Path) -> None:
    assert verify(edition) == case().manifest


@pytest.mark.parametrize(
    "path", ["local-habitat-map.gpkg", "statement/statement.pdf", "tiles/measures.pmtiles", "data/measures.parquet"]
)
def test_one_changed_byte_is_found(edition: Path, path: str) -> None:
    content = bytearray((edition / path).read_bytes())
    content[len(content) // 2] ^= 1
    (edition / path).write_bytes(content)
    assert any(
        line.startswith(f"{path}: was changed: its SHA-256 is not the manifest's.") for line in problems(edition)
    )


def test_a_longer_file_is_found_by_its_size(edition: Path) -> None:
    with (edition / "findings.json").open("a") as file:
        file.write(" ")
    (line,) = problems(edition)
    assert line.startswith("findings.json: has ")


def test_a_missing_file_is_found(edition: Path) -> None:
    (edition / "provenance.json").unlink()
    (line,) = problems(edition)
    assert line.startswith("provenance.json: is missing.")


def test_a_file_too_many_is_found(edition: Path) -> None:
    (edition / "local-habitat-map.gpkg-wal").write_bytes(b"")
    (line,) = problems(edition)
    assert "is not in the manifest" in line
    assert "open a copy" in line


def test_every_problem_is_listed_at_once(edition: Path) -> None:
    (edition / "findings.json").unlink()
    (edition / "tables" / "species.csv").write_text("")
    (edition / "mine.txt").write_text("")
    assert [line.split(":")[0] for line in problems(edition)] == ["findings.json", "tables/species.csv", "mine.txt"]


def test_a_manifest_with_another_hash_in_it_no_longer_has_its_name(edition: Path) -> None:
    """Whoever changes a file and its hash in the manifest has made another edition."""
    (edition / "findings.json").write_text("[]\n")
    old = manifests.read(edition)
    entry = manifests.entry_of(edition, edition / "findings.json")
    files = tuple(entry if one.path == entry.path else one for one in old.files)
    manifests.write(replace(old, files=files), edition)
    (line,) = problems(edition)
    assert line.startswith(f"manifest.json: says it is {old.identity}, but what it lists makes ")


def test_a_path_that_leads_out_of_the_edition_is_never_opened(edition: Path) -> None:
    (edition.parent / "secret.txt").write_text("secret")
    table = json.loads((edition / "manifest.json").read_text())
    table["files"].append({"path": "../secret.txt", "sha256": "0" * 64, "size_bytes": 6})
    (edition / "manifest.json").write_text(json.dumps(table))
    assert any(line.startswith("../secret.txt: is a path that leads out") for line in problems(edition))


def with_database(edition: Path, statement: str) -> None:
    """Change the GeoPackage, and the manifest with it, so that only the content is wrong."""
    path = edition / "local-habitat-map.gpkg"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(statement)
    old = manifests.read(edition)
    entry = manifests.entry_of(edition, path)
    draft = replace(old, files=tuple(entry if one.path == entry.path else one for one in old.files))
    manifests.write(replace(draft, identity=manifests.identity_of(draft)), edition)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM pm_criteria WHERE fid = 1;", "pm_criteria: has 51 rows; the manifest says 52."),
        ("ALTER TABLE PM RENAME COLUMN pm_desc TO text;", "PM: lacks the fields pm_desc."),
        ("DELETE FROM gpkg_contents WHERE table_name = 'species';", "species: is missing."),
        ("PRAGMA application_id = 1;", "does not say that it is a GeoPackage."),
    ],
)
def test_a_geopackage_that_is_not_what_the_manifest_counts_is_found(edition: Path, statement: str, said: str) -> None:
    with_database(edition, statement)
    (line,) = problems(edition)
    assert said in line


def test_a_geopackage_that_cannot_be_opened_is_found(edition: Path) -> None:
    (edition / "local-habitat-map.gpkg").write_bytes(b"nonsense")
    assert any("cannot be opened as a GeoPackage" in line for line in problems(edition))


def test_a_folder_that_is_no_edition_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no edition here"):
        verify(tmp_path)
