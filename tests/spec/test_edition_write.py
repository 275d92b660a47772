"""An edition is written whole or not at all, and the same folder gives the same bytes."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyogrio
import pytest

from lnrs.edition import manifest as manifests
from lnrs.edition.findings import findings
from lnrs.edition.make import CACHE, make, summary_lines
from lnrs.edition.provenance import provenance
from lnrs.edition.verify import verify
from lnrs.edition.write import write
from lnrs.errors import CannotWrite
from lnrs.habitat_map.cache import Cache

from ..unit.edition_case import case, copied, write_edition, write_folder

FILES = {
    "local-habitat-map.gpkg",
    "findings.json",
    "provenance.json",
    "statement/index.html",
    "statement/statement.pdf",
    *(f"tiles/{name}.pmtiles" for name in ("measures", "importance", "could_become", "context")),
    *(f"tables/{name}.csv" for name in ("priorities", "measures", "species", "funding", "metric_habitats")),
    *(
        f"data/{name}.parquet"
        for name in (
            "area",
            "important",
            "importance",
            "measures",
            "criteria",
            "joins",
            "become",
            "districts",
            "parishes",
            "wards",
            "constituencies",
            "towns",
            "postcodes",
        )
    ),
    *(f"figures/{name}.csv" for name in ("summary", "important_by_type", "by_measure")),
    *(f"figures/by_{zone}.csv" for zone in ("district", "parish", "ward", "constituency")),
    *(f"figures/{name}.csv" for name in ("by_priority", "by_habitat", "land_cover", "habitat_extent", "lawton")),
    "figures/important_by_district_and_type.csv",
}


def content_of(edition: Path) -> dict[str, bytes]:
    return {path.relative_to(edition).as_posix(): path.read_bytes() for path in edition.rglob("*") if path.is_file()}


def test_an_edition_holds_everything_that_is_published() -> None:
    listed = {entry.path for entry in case().manifest.files}
    assert {path for path in listed if not path.startswith("statement/maps/")} == FILES
    assert set(content_of(case().edition)) == listed | {"manifest.json"}


def test_the_manifest_counts_what_the_geopackage_holds(tmp_path: Path) -> None:
    path = Path(shutil.copy(case().edition / "local-habitat-map.gpkg", tmp_path))
    counted = {layer: pyogrio.read_info(path, layer=layer)["features"] for layer in pyogrio.list_layers(path)[:, 0]}
    assert counted == case().manifest.counts


def test_the_same_folder_gives_the_same_bytes_in_every_file(tmp_path: Path) -> None:
    """Made again from a copy of the folder elsewhere, with nothing kept from before."""
    folder = write_folder(tmp_path / "elsewhere")
    again = write_edition(folder, tmp_path / "again", Cache(tmp_path / "cache"))
    assert again == case().manifest
    assert content_of(tmp_path / "again") == content_of(case().edition)


def test_another_edition_takes_the_place_of_the_first_and_one_rule_changes_only_what_rests_on_it(
    tmp_path: Path,
) -> None:
    target = copied(case().edition, tmp_path / "edition")
    before = content_of(target)
    manifest = write_edition(case(meadow_ha=14).folder, target, case().cache)
    after = content_of(target)
    assert verify(target) == manifest
    assert manifest.identity != case().manifest.identity
    same = {path for path in after if after[path] == before.get(path)}
    assert same >= {
        "data/important.parquet",
        "tiles/importance.pmtiles",
        "tiles/context.pmtiles",
        "tables/measures.csv",
    }
    changed = set(after) - same
    assert changed >= {"data/measures.parquet", "tiles/measures.pmtiles", "local-habitat-map.gpkg", "provenance.json"}


def test_files_are_copied_from_what_was_kept_so_that_editing_one_edition_changes_no_other(tmp_path: Path) -> None:
    manifest = write_edition(case().folder, tmp_path / "mine", case().cache)
    with (tmp_path / "mine" / "local-habitat-map.gpkg").open("r+b") as file:
        file.write(b"spoilt")
    assert write_edition(case().folder, tmp_path / "other", case().cache) == manifest
    assert verify(tmp_path / "other") == verify(case().edition) == manifest


def with_what_was_kept(folder: Path, to: Path) -> Path:
    """A copy of a strategy folder that was built before."""
    copy = copied(folder, to)
    (copy / CACHE).symlink_to(case().cache.folder)
    return copy


def test_progress_goes_from_nothing_to_done_and_never_back(tmp_path: Path) -> None:
    said: list[tuple[str, float]] = []
    folder = with_what_was_kept(case().folder, tmp_path / "folder")
    make(folder, tmp_path / "edition", progress=lambda task, share: said.append((task, share)))
    shares = [share for _, share in said]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len({task for task, _ in said}) > 5


def test_the_summary_says_what_was_made_and_where_to_look() -> None:
    text = "\n".join(summary_lines(case().edition))
    assert "An invented example" in text
    assert "Of particular importance          13 ha (8.7%) in 3 sites" in text
    assert "2 measures on 32 places" in text
    assert case().manifest.identity in text
    assert str(case().edition / "statement" / "index.html") in text


MAKE = """
import sys
from pathlib import Path
from lnrs.edition.make import make
make(Path(sys.argv[1]), Path(sys.argv[2]), progress=lambda task, share: print(task, flush=True))
"""


def test_a_build_that_is_killed_leaves_the_edition_before_it_whole(tmp_path: Path) -> None:
    target = copied(case().edition, tmp_path / "edition")
    folder = with_what_was_kept(case(meadow_ha=5).folder, tmp_path / "folder")
    with subprocess.Popen([sys.executable, "-c", MAKE, folder, target], stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        for line in build.stdout:
            if line.startswith("Writing the"):
                assert [path for path in tmp_path.iterdir() if path.name.startswith(".edition.writing-")]
                build.send_signal(signal.SIGKILL)
                break
    assert build.wait() == -signal.SIGKILL
    assert verify(target) == case().manifest
    make(folder, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edition", "folder"]
    assert verify(target).identity != case().manifest.identity


@contextmanager
def files_of_at_most(most_bytes: int) -> Iterator[None]:
    """No file of this process may grow beyond a size: the system refuses, as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("most_bytes", [4_000, 200_000, 400_000], ids=["layers", "tables", "statement"])
def test_a_disk_that_takes_no_more_leaves_the_edition_before_it_whole(most_bytes: int, tmp_path: Path) -> None:
    """The writers come to an end at different sizes; each says so in plain words."""
    target = copied(case().edition, tmp_path / "edition")
    changed = case(meadow_ha=5)
    found, origin = findings(changed.strategy, changed.habitat_map), provenance(changed.strategy)
    cache = Cache(tmp_path / "cache")
    with files_of_at_most(most_bytes), pytest.raises(CannotWrite, match="could not be written") as refused:
        write(changed.strategy, changed.habitat_map, found, origin, target, cache=cache)
    assert refused.value.exit_code == 16
    assert verify(target) == case().manifest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "edition"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 4 MB, where this user may make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only the superuser may mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_on_a_full_disk_the_edition_before_stays_and_the_exit_code_is_16(small_disk: Path) -> None:
    target = copied(case().edition, small_disk / "edition")
    free = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 600_000))
    with pytest.raises(CannotWrite, match="No space left on device") as refused:
        write_edition(case(meadow_ha=5).folder, target, case().cache)
    assert refused.value.exit_code == 16
    assert verify(target) == case().manifest
    assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "edition"]


READER = """
import sys
from lnrs.edition import diff, explain, manifest, read, verify
heavy = {"numba", "rasterio", "scipy", "highspy", "typst", "PIL", "freestiler", "pydantic", "requests"}
print(sorted(heavy & set(sys.modules)), sorted(name for name in sys.modules if name.startswith("lnrs.")))
"""


def test_the_reader_needs_no_part_of_the_engine() -> None:
    said = subprocess.run([sys.executable, "-c", READER], capture_output=True, text=True, check=True).stdout
    assert said.startswith("[] ")
    for part in ("habitat_map", "ecology", "layers", "strategy", "statement", "sketch"):
        assert f"lnrs.{part}" not in said


def test_a_manifest_is_the_last_thing_written_so_that_a_folder_without_one_is_no_edition(tmp_path: Path) -> None:
    edition = copied(case().edition, tmp_path / "edition")
    (edition / manifests.FILE).unlink()
    with pytest.raises(manifests.NotFound):
        verify(edition)
