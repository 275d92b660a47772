"""Editions in object storage: read from it, and the England edition written to it. A real server, over HTTP."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
import s3fs
from moto.server import ThreadedMotoServer

from lnrs.network.folder import NetworkFile, NetworkSource, read, write

from .network_builds import built, executed, hashes

pytestmark = pytest.mark.xdist_group("network corner")


@pytest.fixture(scope="module")
def storage() -> Iterator[Mapping[str, str]]:
    """What programs are told to find an object store of this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "eu-west-2"}
    yield {"AWS_ENDPOINT_URL": f"http://{host}:{port}", **keys}
    server.stop()


@pytest.fixture(scope="module")
def bucket(storage: Mapping[str, str]) -> s3fs.S3FileSystem:
    files = s3fs.S3FileSystem(
        key="any",
        secret="any",
        endpoint_url=storage["AWS_ENDPOINT_URL"],
        client_kwargs={"region_name": "eu-west-2"},
        skip_instance_cache=True,
    )
    files.mkdir("nature")
    return files


@pytest.fixture(scope="module")
def away(corner: Path, bucket: s3fs.S3FileSystem, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corner's network with its editions in object storage."""
    sources = []
    for source in read(corner).sources:
        name = Path(source.path).name
        bucket.put(source.path, f"nature/editions/{name}", recursive=True)
        sources.append(NetworkSource(source.lnrs_id, f"s3://nature/editions/{name}"))
    folder = tmp_path_factory.mktemp("away")
    before = read(corner)
    write(folder, NetworkFile(before.name, before.date, tuple(sources)))
    return folder


def test_sources_and_edition_in_object_storage_have_the_same_bytes(
    away: Path, corner_edition: Path, storage: Mapping[str, str], bucket: s3fs.S3FileSystem, tmp_path: Path
) -> None:
    target = "s3://nature/england"
    built(away, target, "--workers", "2", environment=storage)
    assert executed("network", "verify", target, environment=storage).returncode == 0
    bucket.invalidate_cache()
    bucket.get("nature/england", str(tmp_path / "england"), recursive=True)
    here, there = hashes(corner_edition), hashes(tmp_path / "england")
    assert set(there) == set(here)
    naming_sources = ["england.json", "figures/areas.csv"]
    assert sorted(name for name in here if there[name] != here[name]) == naming_sources
    told = [(edition / "figures" / "areas.csv").read_text() for edition in (corner_edition, tmp_path / "england")]
    assert told[1].replace("s3://nature/editions/", "") == told[0]
    sources = json.loads((tmp_path / "england" / "england.json").read_bytes())["sources"]
    assert {source["source"][:20] for source in sources} == {"s3://nature/editions"}
    assert not bucket.exists("nature/england.part")


def test_a_changed_object_does_not_verify(
    storage: Mapping[str, str], bucket: s3fs.S3FileSystem, corner_edition: Path
) -> None:
    bucket.put(str(corner_edition), "nature/changed", recursive=True)
    bucket.pipe_file("nature/changed/figures/extents.csv", b"lnrs_id\n")
    done = executed("network", "verify", "s3://nature/changed", environment=storage)
    assert done.returncode == 14
    assert "* figures/extents.csv: was changed." in done.stderr


def test_what_is_not_in_object_storage_is_a_plain_mistake(
    storage: Mapping[str, str], bucket: s3fs.S3FileSystem, tmp_path: Path
) -> None:
    sources = (NetworkSource(8, "s3://nature/nowhere"), NetworkSource(10, "s3://no-such-bucket/edition"))
    write(tmp_path / "wrong", NetworkFile("Wrong", date(2026, 1, 1), sources))
    done = executed(
        "network", "build", tmp_path / "wrong", "--to", "s3://nature/wrong", "--workers", "1", environment=storage
    )
    assert done.returncode == 12
    assert "s3://nature/nowhere" in done.stderr
    assert "s3://no-such-bucket/edition" in done.stderr
    bucket.invalidate_cache()
    assert not bucket.exists("nature/wrong")
    assert not bucket.exists("nature/wrong.part")


def test_storage_that_does_not_answer_is_a_plain_mistake(
    away: Path, storage: Mapping[str, str], tmp_path: Path
) -> None:
    dead = {**storage, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    done = executed("network", "build", away, "--to", tmp_path / "none", "--workers", "1", environment=dead)
    assert done.returncode == 13
    assert "s3://nature/editions/" in done.stderr
    assert os.listdir(tmp_path) == []
