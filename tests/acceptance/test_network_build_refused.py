"""A network that cannot be built: every mistake in one list, a plain exit code, and nothing is written."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
import shapely

from lnrs.edition import manifest
from lnrs.network.folder import NetworkFile, NetworkSource, write

from ..unit.network_case import CaseMeasure, write_edition
from .commands import refused
from .network_builds import executed

FIELD = shapely.box(410_000, 430_000, 411_000, 431_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A network of West and South Yorkshire."""
    for lnrs_id in (8, 12):
        write_edition(tmp_path / str(lnrs_id), lnrs_id, FIELD.buffer(100), {"M1": CaseMeasure("Sow a meadow", [FIELD])})
    write(tmp_path, NetworkFile("Two", date(2026, 11, 1), (NetworkSource(8, "8"), NetworkSource(12, "12"))))
    return tmp_path


def said(folder: Path, code: int) -> str:
    """What a build that has to be refused says of it; nothing is written."""
    done = executed("network", "build", folder, "--to", folder / "england", "--workers", "1")
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert not list(folder.glob("england*"))
    return done.stderr


def sealed_again(edition: Path) -> None:
    """As if the authority itself had made the edition so: its manifest agrees."""
    before = manifest.read(edition)
    draft = dataclasses.replace(before, identity="", files=manifest.entries(edition))
    manifest.write(dataclasses.replace(draft, identity=manifest.identity_of(draft)), edition)


def test_every_mistake_of_the_folder_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text(
        'date = "soon"\n'
        '[[source]]\nlnrs_id = 49\npath = "a"\n'
        '[[source]]\nlnrs_id = 8\npath = "ftp://example.org/b"\n'
        "[[source]]\nlnrs_id = 8\n"
    )
    told = refused(19, "network", "build", ".", "--to", "england", cwd=tmp_path)
    for mistake in (
        "network.toml:1: ",
        "there is no strategy area 49",
        "there is nothing at a",
        "ftp://example.org/b is not an address",
        "strategy area 8 has a source already",
        "name",
    ):
        assert mistake in told
    assert told.count("* ") >= 6
    assert [path.name for path in tmp_path.iterdir()] == ["network.toml"]


def test_every_edition_that_was_changed_is_told_of(folder: Path) -> None:
    for lnrs_id in (8, 12):
        with (folder / str(lnrs_id) / "data" / "measures.parquet").open("ab") as file:
            file.write(b"more")
    told = said(folder, 14)
    assert "* 8/data/measures.parquet: is not as the manifest says." in told
    assert "* 12/data/measures.parquet: is not as the manifest says." in told


def test_an_edition_of_another_area_is_refused(folder: Path) -> None:
    write(folder, NetworkFile("Two", date(2026, 11, 1), (NetworkSource(8, "12"), NetworkSource(12, "8"))))
    told = said(folder, 14)
    assert "is the edition of South Yorkshire (area 12), not of area 8" in told
    assert "is the edition of West Yorkshire (area 8), not of area 12" in told


def test_an_edition_that_is_no_parquet_or_lacks_a_column_is_refused(folder: Path) -> None:
    (folder / "8" / "data" / "measures.parquet").write_bytes(b"PAR1 and nothing else")
    (folder / "12" / "data" / "important.parquet").write_bytes((folder / "12" / "data" / "become.parquet").read_bytes())
    for lnrs_id in (8, 12):
        sealed_again(folder / str(lnrs_id))
    told = said(folder, 14)
    assert "* 8/data/measures.parquet: cannot be read" in told
    assert "* 12/data/important.parquet: has no column apib_id, apib_type, apib_name, apib_site_id." in told
