"""What is tried again, and what a build that was cut off may go on from."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
import shapely
from distributed import Client, LocalCluster

import lnrs
from lnrs.errors import LayerRefused, Problem
from lnrs.layers.progress import silence
from lnrs.network import build, folder
from lnrs.network.engine_code import code, code_of
from lnrs.network.folder import NetworkFile, NetworkSource
from lnrs.network.plan import Settings
from lnrs.network.storage import Store
from lnrs.network.tasks import RETRIES, Found, Task, perform

from .network_case import write_edition


def refuses(_: Store, *, tries: str) -> Found:
    with Path(tries).open("a", encoding="utf-8") as file:
        file.write("tried\n")
    raise LayerRefused([Problem("map.gpkg", "holds no polygons.")])


def fails_twice(_: Store, *, tries: str) -> Found:
    with Path(tries).open("a", encoding="utf-8") as file:
        file.write("tried\n")
    if Path(tries).read_text(encoding="utf-8").count("tried") <= 2:
        raise OSError("the storage does not answer")
    return {"rows": 7}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A worker in this process."""
    addresses = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://", **addresses) as cluster,
        Client(cluster) as here,
    ):
        yield here


def test_what_a_user_has_to_mend_is_not_tried_again(client: Client, tmp_path: Path) -> None:
    tries, store = tmp_path / "tries.txt", Store(str(tmp_path / "england"))
    with pytest.raises(LayerRefused, match="holds no polygons"):
        perform("take in", [Task("40", refuses, {"tries": str(tries)})], store, client, silence)
    assert tries.read_text(encoding="utf-8").count("tried") == 1
    assert not store.has(".work/done/take_in/40.json")


def test_storage_that_does_not_answer_is_asked_again(client: Client, tmp_path: Path) -> None:
    tries, store = tmp_path / "tries.txt", Store(str(tmp_path / "england"))
    assert RETRIES >= 2
    found = perform("take in", [Task("41", fails_twice, {"tries": str(tries)})], store, client, silence)
    assert found == {"41": {"rows": 7}}


def test_a_build_that_was_cut_off_goes_on_with_the_same_engine_alone(tmp_path: Path) -> None:
    write_edition(tmp_path / "8", 8, shapely.box(410_000, 430_000, 411_000, 431_000), {})
    folder.write(tmp_path, NetworkFile("One", date(2026, 11, 1), (NetworkSource(8, "8"),)))
    network, draft = folder.read(tmp_path), Store(str(tmp_path / "england.part"))
    build._begin(draft, network, Settings())
    draft.write(".work/done/take_in_strategies/08.json", b"{}")
    build._begin(draft, network, Settings())
    assert draft.has(".work/done/take_in_strategies/08.json")
    with patch.object(build, "code", lambda: "of another day"):
        build._begin(draft, network, Settings())
    assert not draft.has(".work/done/take_in_strategies/08.json")


def test_the_code_is_known_by_names_and_contents(tmp_path: Path) -> None:
    package = tmp_path / "lnrs"
    (package / "network").mkdir(parents=True)
    (package / "network" / "terms.csv").write_text("heath")
    seen = {code_of(package)}
    (package / "network" / "__pycache__").mkdir()
    (package / "network" / "__pycache__" / "terms.pyc").write_bytes(b"compiled")
    assert code_of(package) in seen
    (package / "network" / "terms.csv").write_text("heathland")
    seen.add(code_of(package))
    (package / "network" / "terms.csv").rename(package / "terms.csv")
    seen.add(code_of(package))
    (package / "empty.py").write_text("")
    seen.add(code_of(package))
    assert len(seen) == 4


def test_the_engine_knows_its_own_code() -> None:
    assert code() == code_of(Path(lnrs.__file__).parent)
    assert len(code()) == 64
