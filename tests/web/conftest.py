"""The site under test: a database of its own, and a folder of its own for the files of editions."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.cache import caches

from ..migrated import migrated

IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"
"""Django's name for the database of the tests."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:  # noqa: ARG001
    """In SQLite the tests' database has all tables before Django asks which migrations it lacks."""
    if "LNRS_DATABASE" in os.environ:
        yield
        return
    with closing(sqlite3.connect(IN_MEMORY, uri=True)) as held:
        with closing(sqlite3.connect(migrated())) as made:
            made.backup(held)
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database than the usual one each test is done with the first of its examples: the others are about
    what is typed and read, which no database changes. Of those that look at the whole site `test_every_page` is done.
    """
    if "LNRS_DATABASE" not in os.environ:
        return
    first, seen = [], set()
    for item in items:
        if item.get_closest_marker("whole_site"):
            continue
        if (of := item.nodeid.partition("[")[0]) not in seen:
            seen.add(of)
            first.append(item)
    config.hook.pytest_deselected(items=[item for item in items if item not in first])
    items[:] = first


@pytest.fixture(autouse=True)
def editions_folder(tmp_path: Path, settings) -> Path:
    """Where this test's imports keep their files."""
    settings.EDITIONS = tmp_path / "editions"
    settings.EDITIONS.mkdir()
    settings.PROCEDURE_DOCUMENTS = tmp_path / "procedure"
    settings.UPLOADS, settings.COUNTERS = tmp_path / "uploads", tmp_path / "counters.sqlite3"
    settings.UPLOADS.mkdir()
    settings.MEDIA_ROOT, settings.PICTURES = tmp_path / "media", tmp_path / "pictures"
    return settings.EDITIONS


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Nothing that an earlier test made is given again, neither a page nor a picture whose file went with that test."""
    for cache in caches.all():
        cache.clear()
