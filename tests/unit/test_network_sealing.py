"""The record of an England edition is read, or refused in words."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from lnrs.errors import EditionInvalid, NotFound
from lnrs.network import sealing
from lnrs.network.sealing import England
from lnrs.network.storage import Store

FILES = [{"path": "a.csv", "size_bytes": 2, "sha256": "0" * 64}]


def record() -> England:
    return sealing.sealed(England(1, "", "England", "2026-11-01", "lnrs 0", {"cell_m": 100}, [], {}, FILES))


def written(folder: Path, **other: Any) -> Store:
    store = Store(str(folder))
    store.write(sealing.FILE, json.dumps({**asdict(record()), **other}).encode())
    return store


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert sealing.read(written(tmp_path)) == record()
    assert record().identity.startswith("england-2026-11-01-")


@pytest.mark.parametrize(
    "other", [{"files": 5}, {"files": ["a.csv"]}, {"files": [{"path": 1}]}, {"schema": 9}, {"more": 1}]
)
def test_what_is_no_record_is_refused(tmp_path: Path, other: dict[str, Any]) -> None:
    with pytest.raises(EditionInvalid):
        sealing.read(written(tmp_path, **other))


@pytest.mark.parametrize("content", [b"[]", b"5", b"{", b"\xff"])
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    store = Store(str(tmp_path))
    store.write(sealing.FILE, content)
    with pytest.raises(EditionInvalid):
        sealing.read(store)


def test_where_there_is_none_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no England edition here"):
        sealing.read(Store(str(tmp_path / "nothing")))


def test_a_changed_record_has_another_identity(tmp_path: Path) -> None:
    with pytest.raises(EditionInvalid, match="says something that was changed"):
        sealing.verify(written(tmp_path, name="Wales"))
